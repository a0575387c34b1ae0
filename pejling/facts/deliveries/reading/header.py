"""Which row is the header of a file nobody has told us anything about. *Pure.*

A table has a header where its columns hold numbers or dates and the row above them doesn't. Years and school years
over columns of numbers are names, not data.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pejling.facts.deliveries.reading.grid import HEADER_WITHIN, is_blank

_VALUE = re.compile(r"[+-]?[0-9][0-9.,:/\s\u00a0-]*(?:[T ][0-9:.Z+-]*)?%?")
#: A year, a school year (2023/24) or a month (2024-03).
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:[/-](?:[0-9]{2}|(?:19|20)[0-9]{2}))?")
#: So much of a column must be numbers or dates for it to tell names from data.
_MOSTLY = 0.8


def guess_header(rows: Sequence[tuple[int, list[str]]]) -> int | None:
    """The number of the header row; None where there seems to be none. ``rows``: the first of the file, numbered."""
    filled = [(number, cells) for number, cells in rows if not is_blank(cells)]
    if not filled:
        return None
    width = _width([cells for _, cells in filled])
    table = [(number, cells) for number, cells in filled if _last(cells) >= min(width, 2)]
    for place, (number, cells) in enumerate(table[:HEADER_WITHIN]):
        below = [other for _, other in table[place + 1 :]]
        if _last(cells) * 2 < width and any(_last(other) >= width for other in below[:HEADER_WITHIN]):
            # A title, or when the extract was taken: narrower than the table under it.
            continue
        return number if _names(cells, below) else None
    return None


def _width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells most rows fill, counted to the last one."""
    return Counter(_last(cells) for cells in rows).most_common(1)[0][0]


def _last(cells: Sequence[str]) -> int:
    """The place after the last cell with something in it."""
    return max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _names(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row holds the names of what stands below it."""
    if not below:
        return not any(_is_value(cell) for cell in cells)
    for_, against, repeated = 0, 0, 0
    for place, cell in enumerate(cells):
        column = [other[place].strip() for other in below if place < len(other) and other[place].strip()]
        cell = cell.strip()
        if not column or not cell:
            continue
        if cell in column:
            repeated += 1
        if sum(_is_value(value) for value in column) < _MOSTLY * len(column):
            continue
        if not _is_value(cell):
            for_ += 1
        elif not _YEAR.fullmatch(cell) or _mostly_years(column):
            against += 1
        else:
            for_ += 1
    if for_ or against:
        return for_ > against
    return not repeated


def _mostly_years(column: Sequence[str]) -> bool:
    return sum(bool(_YEAR.fullmatch(value)) for value in column) >= _MOSTLY * len(column)


def _is_value(cell: str) -> bool:
    """Whether a cell reads as a number or a date."""
    return bool(_VALUE.fullmatch(cell.strip()))
