"""A foreign file once read: cells as text, each row with the number a spreadsheet would show. *Pure.*"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

#: Says how well a row of cells would do as a header: (all that is required is there, columns known).
Score = Callable[[Sequence[str]], tuple[bool, int]]

#: How far down a header is looked for; exports put a title and the date of extraction above it.
HEADER_WITHIN = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader needs to know of the mapping to find its way in a file."""

    score: Score
    #: Whether these rows (the first ones) are data without a header above; the rows' width is theirs.
    headerless: Callable[[Sequence[Sequence[str]]], bool]
    encoding: str | None = None
    separator: str | None = None
    #: ``first``: the first row with something in it is the header; ``auto``: found; a number: that row is it.
    header: str | int = "auto"
    sheet: str | None = None


@dataclass(slots=True)
class Grid:
    """Cells column by column (strings, empty text for an empty cell), and what was found on the way.

    ``rows[i]``: the number of row i as a spreadsheet shows it. ``ragged``: rows with too many or too few cells.
    ``above``: rows over the header, which were skipped. ``header`` None: there is none. In a workbook
    ``cell_errors`` are rows with a failed formula, ``without_value`` rows with one whose value was never stored.
    """

    header: list[str] | None
    header_row: int | None
    columns: list[pa.Array]
    rows: np.ndarray
    encoding: str
    separator: str
    sheet: str | None = None
    ragged: list[tuple[int, list[str]]] = field(default_factory=list)
    above: list[tuple[int, list[str]]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    cell_errors: list[int] = field(default_factory=list)
    without_value: list[int] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.columns)


def is_blank(cells: Sequence[str]) -> bool:
    """Whether no cell holds anything but blanks."""
    return not any(cell.strip() for cell in cells)


def trim_header(header: list[str], below: Sequence[Sequence[str]]) -> None:
    """Drop names that are empty at the end, but for columns that most rows below fill: those have no name."""
    while header and not header[-1].strip():
        place = len(header) - 1
        filled = sum(place < len(cells) and bool(cells[place].strip()) for cells in below)
        if below and filled * 2 > len(below):
            return
        header.pop()


def find_header(rows: Sequence[tuple[int, list[str]]], wanted: Wanted) -> int | None:
    """Which of ``rows`` is the header, as a place in ``rows``; None where the file has none.

    The first row that holds all required names; else, if the mapping knows the columns by position and the rows
    look like data, none; else the row that knows most names; else the first row as wide as the widest.
    """
    filled = [(place, cells) for place, (_, cells) in enumerate(rows) if not is_blank(cells)][:HEADER_WITHIN]
    if not filled:
        return None
    if wanted.header == "none":
        return None
    if isinstance(wanted.header, int):
        return next((place for place, (number, _) in enumerate(rows) if number == wanted.header), None)
    if wanted.header == "first":
        return filled[0][0]
    scores = [(place, wanted.score(cells)) for place, cells in filled]
    for place, (complete, _) in scores:
        if complete:
            return place
    if wanted.headerless([cells for _, cells in filled]):
        return None
    place, (_, known) = max(scores, key=lambda item: item[1][1])
    if known:
        return place
    width = max(len(cells) for _, cells in filled)
    return next(place for place, cells in filled if len(cells) == width)
