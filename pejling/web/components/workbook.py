"""Excel from any list: typed cells, text that can't become a formula, and the same look everywhere."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.http import HttpResponse

from pejling.web.components.file_names import as_file

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A cell that begins so is taken for a formula by some program sooner or later.
RISKY = ("=", "+", "-", "@", "\t", "\r")
MAX_WIDTH = 60
#: as long a text as a cell of Excel holds
LONGEST = 32_000


@dataclass(frozen=True, slots=True)
class Share:
    """A share (0-1), written as a number in per cent format; None stays an empty cell."""

    value: float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a name, headings and rows; ``notes`` stand above the headings."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]
    notes: Sequence[str] = field(default_factory=tuple)


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a program could take it for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def book(sheets: Iterable[Sheet]) -> bytes:
    """The sheets as an XLSX file."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    with xlsxwriter.Workbook(buffer, options) as workbook:
        formats = _formats(workbook)
        taken: set[str] = set()
        for sheet in sheets:
            _write(workbook.add_worksheet(_name(sheet.name, taken)), sheet, formats)
    return buffer.getvalue()


def as_download(sheets: Iterable[Sheet], name: str) -> HttpResponse:
    """The sheets as a file to download; ``name`` without ending."""
    response = HttpResponse(book(sheets), content_type=CONTENT_TYPE)
    response["Cache-Control"] = "private, no-store"
    return as_file(response, f"{name}.xlsx")


def _formats(workbook: Any) -> dict[str, Any]:
    return {
        "note": workbook.add_format({"font_color": "#444444"}),
        "heading": workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "lines": workbook.add_format({"text_wrap": True, "valign": "top"}),
        "share": workbook.add_format({"num_format": "0.0%"}),
        "date": workbook.add_format({"num_format": "dd-mm-yyyy"}),
        "moment": workbook.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
    }


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for row, note in enumerate(sheet.notes):
        page.write_string(row, 0, harmless(note), formats["note"])
    top = len(sheet.notes) + (1 if sheet.notes else 0)
    widths = [len(heading) for heading in sheet.headings]
    for column, heading in enumerate(sheet.headings):
        page.write_string(top, column, harmless(heading), formats["heading"])
    for row, cells in enumerate(sheet.rows, top + 1):
        for column, cell in enumerate(cells):
            _cell(page, row, column, cell, formats)
            if column < len(widths):
                widths[column] = max(widths[column], _width(cell))
    for column, width in enumerate(widths):
        page.set_column(column, column, min(width + 2, MAX_WIDTH))
    page.freeze_panes(top + 1, 1)


def _width(cell: Any) -> int:
    if isinstance(cell, str):
        return max((len(line) for line in cell.split("\n")), default=0)
    return 16 if isinstance(cell, datetime) else 8


def _cell(page: Any, row: int, column: int, cell: Any, formats: dict[str, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, Share):
        if cell.value is not None:
            page.write_number(row, column, cell.value, formats["share"])
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        page.write_number(row, column, cell)
    elif isinstance(cell, date) and cell.year < 1900:  # before Excel's calendar begins
        page.write_string(row, column, cell.isoformat())
    elif isinstance(cell, datetime):  # Excel knows no time zones: it gets the time as it is told here
        page.write_datetime(row, column, cell.replace(tzinfo=None), formats["moment"])
    elif isinstance(cell, date):
        page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), formats["date"])
    else:
        text = str(cell)
        page.write_string(row, column, harmless(text[:LONGEST]), formats["lines"] if "\n" in text else None)


def _name(name: str, taken: set[str]) -> str:
    """A name Excel accepts: at most 31 characters, without []:*?/\\, and not used before."""
    base = "".join("-" if letter in "[]:*?/\\" else letter for letter in name).strip("'")[:31] or "1"
    found, number = base, 1
    while found.lower() in taken:
        number += 1
        found = f"{base[:28]} {number}"
    taken.add(found.lower())
    return found
