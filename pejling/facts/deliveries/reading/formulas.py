"""Formula cells nothing was stored for: a program that writes a formula without reckoning it out leaves none. *Pure.*

Such a cell reads as empty, and nothing but the sheet's XML tells it from one that is.
"""

from __future__ import annotations

import re

#: The end of a formula, and no value between it and the end of the cell.
_NOTHING_AFTER = re.compile(
    rb"(?:</(?:\w{1,20}:)?f>|<(?:\w{1,20}:)?f(?:\s[^<>]{0,400})?/>)\s{0,20}"
    rb"(?:<(?:\w{1,20}:)?v\s{0,20}(?:/>|>\s{0,20}</(?:\w{1,20}:)?v>)\s{0,20})?</(?:\w{1,20}:)?c>"
)
_CELL = re.compile(rb"<(?:\w{1,20}:)?c(\s[^<>]{0,400})?>\s{0,20}")
_ROW = re.compile(rb"\sr\s?=\s?[\"'][A-Z]{1,3}([0-9]{1,7})[\"']")
_TEXT = re.compile(rb"\st\s?=\s?[\"']str[\"']")
#: More rows than a spreadsheet has are not counted.
_MOST = 1_048_576
#: How much of the text before must be at hand: a formula has 8,192 characters at most, and signs may take six bytes.
REACH = 60_000


def find_without_value(text: bytes, seen: int, rows: set[int]) -> None:
    """Add the rows (from 1) of formula cells without a value, of those that end after what was ``seen`` already.

    ``text``: a stretch of a sheet's XML. Text cells are left alone: to them an empty text is a value.
    """
    if b"<f" not in text and b":f" not in text:
        return
    for found in _NOTHING_AFTER.finditer(text):
        if found.end() <= seen or len(rows) >= _MOST:
            continue
        formula = found.start()
        if text[formula + 1 : formula + 2] == b"/":
            # There is no < within a formula: the nearest one before its end tag is its beginning.
            formula = text.rfind(b"<", 0, formula)
        cell = _CELL.fullmatch(text, max(text.rfind(b"<", 0, max(formula, 0)), 0), max(formula, 0))
        if cell is None or _TEXT.search(cell[1] or b""):
            continue
        row = _ROW.search(cell[1] or b"")
        if row:
            rows.add(int(row[1]))
