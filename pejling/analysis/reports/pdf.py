"""The report as PDF: tagged, with language, title, outline and alternative texts (PDF/UA-1, checked as it is made).

*Pure.* Text reaches typst as JSON, never as markup; nothing is fetched. A character that no font here can show would
make the document inaccessible: it is replaced, and the document says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from pejling.analysis.language import _
from pejling.analysis.reports import layout as laid
from pejling.analysis.reports.layout import Layout
from pejling.analysis.reports.report import ReportError
from pejling.analysis.reports.typography import DASH

TEMPLATE = Path(__file__).parent / "report.typ"
STANDARD = "ua-1"
_CANNOT_SHOW = "could not be displayed"
#: letters of these are in the typeface or in those that typst brings; the others are tried one by one
_COMMON = re.compile(
    "[\u0000-\u024f\u0370-\u045f\u1e00-\u1eff\u2010-\u2026\u2030-\u203a\u2212\u25cf\u00a0-\u00ff]"
)
_LONG = re.compile(r"[^\s\u200b\-–/]{32,}")
_REPLACED = "[?]"
#: letters that stand beside each other in a table; with longer words than that they are divided
_FITS = 80
_EPOCH = date(1970, 1, 1)


def pdf(layout: Layout, svg: Callable[[laid.Drawing], str], fonts: Path) -> bytes:
    """The document; ReportError ``pdf_refused`` where it can't be made accessible."""
    import typst  # slow to import, and only this form needs it

    content = _content(layout, svg)
    text = json.dumps(content, ensure_ascii=False)
    stamp = ((layout.report.dated or _EPOCH) - _EPOCH).days * 86_400

    def made(data: str) -> bytes:
        return typst.compile(
            TEMPLATE.read_bytes(), sys_inputs={"report": data}, font_paths=[str(fonts)], format="pdf",
            pdf_standards=[STANDARD], timestamp=stamp,
        )  # fmt: skip

    try:
        try:
            return made(text)
        except typst.TypstError as error:
            if _CANNOT_SHOW not in str(error):
                raise
        unshown = _unshown(text, fonts)
        content["elements"].append(_told(layout))
        data = json.dumps(content, ensure_ascii=False)
        return made(re.sub(f"[{re.escape(''.join(unshown))}]+", _REPLACED, data))
    except typst.TypstError as error:
        raise ReportError("pdf_refused", found=str(error)[:300]) from error


def _unshown(text: str, fonts: Path) -> list[str]:
    """The characters that none of the fonts has."""
    import typst

    found = []
    for letter in sorted(set(_COMMON.sub("", text))):
        try:
            source = f'#set document(title: "x")\n#set text(font: "IBM Plex Sans")\n#"\\u{{{ord(letter):x}}}"'
            typst.compile(source.encode(), font_paths=[str(fonts)], pdf_standards=[STANDARD])
        except typst.TypstError:
            found.append(letter)
    return found


def _told(layout: Layout) -> dict[str, Any]:
    say = layout.say
    text = say(
        _(
            "%(mark)s stands for letters that this document's fonts don't have. They stand on the report's web page."
        ),
        mark=_REPLACED,
    )
    return {"type": "box", "title": say(_("Letters that are missing here")), "text": text}


def _content(layout: Layout, svg: Callable[[laid.Drawing], str]) -> dict[str, Any]:
    report, say = layout.report, layout.say
    contents = layout.contents
    return {
        "title": _broken(report.title),
        "organisation": report.organisation,
        "description": report.kind_title,
        "language": report.language,
        "region": "dk" if report.language == "da" else "gb",
        "date": [report.dated.year, report.dated.month, report.dated.day] if report.dated else None,
        "above": _broken(" · ".join(filter(None, (report.organisation, report.kind_title)))),
        "subtitle": _broken(report.subtitle),
        "about": [[_broken(name), _broken(text)] for name, text in layout.about],
        "foot": _broken(f"{report.title} {DASH} {report.organisation}"),
        "page": say(_("Page {page} of {pages}")),
        "hidden": say(_("hidden")),
        "contents": say(_("Contents")) if contents else "",
        "depth": max((one.level for one in contents), default=1),
        "elements": list(_elements(layout, svg)),
    }


def _elements(layout: Layout, svg: Callable[[laid.Drawing], str]) -> Iterator[dict[str, Any]]:
    for one in layout.elements:
        kind = type(one).__name__.lower()
        if isinstance(one, laid.Drawing):
            notes = [one.note] if one.note else []
            yield {"type": kind, "title": one.title, "alt": one.alt, "svg": svg(one), "notes": notes}
            continue
        content = {
            name: value if name == "address" else _broken(value) for name, value in asdict(one).items()
        }
        if isinstance(one, laid.Links):
            content["items"] = [
                {"text": _broken(item.text), "about": _broken(item.about), "address": item.address}
                for item in one.items
            ]
        if isinstance(one, laid.Grid):
            content["widths"], content["tight"] = (
                _widths(one),
                sum(map(_longest_words, _columns(one))) > _FITS,
            )
        yield {"type": kind, **content}


def _columns(grid: laid.Grid) -> list[list[str]]:
    """All that stands in each column, its head first."""
    return [[head, *(row[place] for row in grid.rows)] for place, head in enumerate(grid.heads)]


def _longest_words(texts: list[str]) -> int:
    return min(max((len(word) for text in texts for word in text.split()), default=1), 31)


def _widths(grid: laid.Grid) -> list[float]:
    """A share of the width for each column of words by how much stands in it; 0 (as wide as needed) for numbers."""
    widths = []
    for place, (head, *cells) in enumerate(_columns(grid)):
        longest = max((len(line) for cell in [head, *cells] for line in cell.split("\n")), default=1)
        if grid.numeric[place] and longest < 14:
            widths.append(0.0)
        else:
            mean = sum(map(len, cells)) / max(len(cells), 1)
            widths.append(round(min(max(longest / 2, mean, 7, _longest_words([head, *cells])), 45), 1))
    return widths if any(widths) else [1.0, *widths[1:]]


def _broken(value: Any) -> Any:
    """Words too long for a line get places to break; everything else as it is."""
    if isinstance(value, str):
        return _LONG.sub(lambda found: "\u200b".join(re.findall(".{1,24}", found[0])), value)
    return [_broken(one) for one in value] if isinstance(value, tuple | list) else value
