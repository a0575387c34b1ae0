"""The first rows of one sheet of a workbook, for somebody who wants to see what it holds. *Pure.*"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa

from pejling.facts.deliveries.limits import Limits
from pejling.facts.deliveries.problems import Unreadable
from pejling.facts.deliveries.reading.archive import Found, look_through
from pejling.facts.deliveries.reading.grid import Grid, Wanted, is_blank
from pejling.facts.deliveries.reading.workbook import SAMPLE_ROWS, Sheet, look, read_sheets, to_grid

#: The first rows of a table, numbered, to the number of its header or ``none``.
Choose = Callable[[list[tuple[int, list[str]]]], str | int]


def read_workbook_part(
    path: Path, sheet: str | None, choose: Choose, most: int, limits: Limits
) -> tuple[Grid, tuple[str, ...], int, bool]:
    """The grid, every sheet with something on it, rows below the header, and whether they were counted.

    ``sheet`` None: the first that holds a table. Raises `Unreadable`.
    """
    found = look_through(path.read_bytes(), limits)
    sheets = [
        (name, columns, errors, height)
        for name, columns, errors, height in read_sheets(path, limits, most)
        if any(not is_blank(cells) for _, cells in _sample(columns))
    ]
    names = tuple(name for name, *_ in sheets)
    if not sheets:
        raise Unreadable("empty_file")
    if sheet is not None and sheet.casefold() not in {name.casefold() for name in names}:
        raise Unreadable("no_such_sheet", {"sheet": sheet, "found": list(names)})
    name, columns, errors, height = next(
        one for one in [*sorted(sheets, key=_is_table, reverse=True), *sheets]
        if sheet is None or one[0].casefold() == sheet.casefold()
    )  # fmt: skip
    chosen = choose(_sample(columns))
    seen = _looked_at(name, columns, errors, chosen)
    grid = to_grid(seen, found.get(name, Found()), limits)
    whole = height <= most
    count = len(grid.rows) + len(grid.ragged)
    return grid, names, count if whole else height - (grid.header_row or 0), whole


def _looked_at(name: str, columns: list[pa.Array], errors: list[int], chosen: str | int) -> Sheet:
    wanted = Wanted(lambda cells: (False, 0), lambda rows: False, header=chosen)
    seen = look(name, columns, errors, wanted)
    if isinstance(chosen, int) and seen.header is None:
        raise Unreadable("no_such_header_row", {"row": chosen})
    return seen


def _sample(columns: Sequence[pa.Array]) -> list[tuple[int, list[str]]]:
    heads = [column.slice(0, SAMPLE_ROWS).to_pylist() for column in columns]
    return [(row + 1, [head[row] for head in heads]) for row in range(min(map(len, heads), default=0))]


def _is_table(sheet: tuple[str, list[pa.Array], list[int], int]) -> bool:
    """Whether a sheet has at least two columns and two rows: a cover page or a note has not."""
    rows = [cells for _, cells in _sample(sheet[1]) if sum(bool(cell.strip()) for cell in cells) > 1]
    return len(rows) > 1
