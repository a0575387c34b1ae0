"""What of a report can be found: each heading with its address on the page and the text below it. *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pejling.analysis.reports.report import Report, Section
from pejling.analysis.reports.walking import walk_sections, walk_texts

#: so much of a section is looked through; longer ones are tables, whose cells say little
LONGEST = 6000
#: a table's cells beyond its first column are numbers and states
_CELL = re.compile(r"\.rows\[\d+\]\[[1-9]")


def entries_of(report: Report) -> Iterator[tuple[str, str, str]]:
    """(heading, id on the page, text), the report itself first."""
    yield report.title, "", " ".join(filter(None, (report.kind_title, report.subtitle, report.note)))
    for _depth, section in walk_sections(report):
        yield section.title, section.id, _text(report, section)


def _text(report: Report, section: Section) -> str:
    """The texts of the section's own blocks."""
    own = replace(report, title="-", organisation="-", kind_title="", subtitle="", note="", sections=())
    alone = replace(own, sections=(replace(section, sections=()),))
    texts = [text for place, text in walk_texts(alone) if ".blocks[" in place and not _CELL.search(place)]
    return " ".join(texts)[:LONGEST]
