"""Figures that the public isn't told, but that a plan's words say all the same: somebody must settle each. *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pejling.analysis.gate.hit import Hit, made
from pejling.analysis.reports.report import Report
from pejling.analysis.reports.walking import walk_tables, walk_texts

#: the first column of a table of measures
MEASURE = "measure"


def held_back_in(report: Report, held_back: Iterable[tuple[str, str]]) -> Iterator[Hit]:
    """The places where a measure's row says a value that is held back: (measure's title, value as it is printed)."""
    wanted = [(plain_row(title), value) for title, value in held_back]
    if not wanted:
        return
    for place, table in walk_tables(report):
        if table.columns[0].key != MEASURE:
            continue
        for number, row in enumerate(table.rows):
            about = plain_row(str(row[0]))
            for title, value in wanted:
                if not about.startswith(title):
                    continue
                for column, cell in enumerate(row[1:], start=1):
                    if isinstance(cell, str):
                        yield from _in(f"{place}.rows[{number}][{column}]", cell, value)


def held_back_in_prose(report: Report, held_back: Iterable[tuple[str, str]]) -> Iterator[Hit]:
    """The places below a heading that says a value that is held back: (the end of the heading, value as printed)."""
    wanted = [(plain_row(title), value) for title, value in held_back]
    headings: dict[str, str] = {}
    for place, text in walk_texts(report) if wanted else ():
        section, _dot, rest = place.partition(".blocks[")
        if not rest:
            headings[place.removesuffix(".title")] = plain_row(text)
        elif ".rows[" not in rest:
            for title, value in wanted:
                if headings.get(section, "").endswith(title):
                    yield from _in(place, text, value)


def _in(place: str, text: str, value: str) -> Iterator[Hit]:
    for found in re.finditer(rf"(?<![\d.,]){re.escape(value)}(?![\d]|[.,]\d)", text):
        yield made("figure", place, text, found.start(), found.end())


def plain_row(text: str) -> str:
    """A title as it is compared: blanks and letter case don't matter."""
    return " ".join(text.split()).casefold()
