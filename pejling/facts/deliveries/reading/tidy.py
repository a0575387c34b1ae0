"""What is the same for every kind of file once its cells are read. *Pure.*"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pejling.facts.deliveries.limits import Limits
from pejling.facts.deliveries.problems import Unreadable
from pejling.facts.deliveries.reading.grid import Grid


def split_surplus(grid: Grid, names: int) -> None:
    """Drop columns beyond the header's; rows that hold something there are ragged."""
    full = np.zeros(len(grid.rows), dtype=bool)
    for column in grid.columns[names:]:
        filled = pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(column)), 0)
        full |= filled.to_numpy(zero_copy_only=False)
    for place in np.flatnonzero(full):
        cells = [column[int(place)].as_py() for column in grid.columns]
        grid.ragged.append((int(grid.rows[place]), cells))
    keep = pa.array(~full)
    grid.columns = [column.filter(keep) if full.any() else column for column in grid.columns[:names]]
    grid.rows = grid.rows[~full]
    grid.ragged.sort()


def drop_blank_rows(grid: Grid) -> None:
    """Rows with nothing in them are no rows."""
    if not len(grid.rows):
        return
    blank = np.ones(len(grid.rows), dtype=bool)
    for column in grid.columns:
        # Only rows still thought blank are looked at: after the first column that is hardly any.
        places = np.flatnonzero(blank)
        if not len(places):
            return
        cells = column if len(places) == len(blank) else column.take(pa.array(places))
        filled = pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(cells)), 0).to_numpy(zero_copy_only=False)
        blank[places[filled]] = False
    if blank.any():
        keep = pa.array(~blank)
        grid.columns = [column.filter(keep) for column in grid.columns]
        grid.rows = grid.rows[~blank]


def check_size(grid: Grid, limits: Limits) -> None:
    """Refuse what no school's extract would be."""
    if len(grid.rows) > limits.rows:
        raise Unreadable("too_many_rows", {"found": len(grid.rows), "limit": limits.rows})
    for place, column in enumerate(grid.columns):
        if not len(column):
            continue
        lengths = pc.binary_length(column)
        if (pc.max(lengths).as_py() or 0) <= limits.cell_characters:
            continue
        longest = pc.index(lengths, pc.max(lengths)).as_py()
        if len(column[longest].as_py()) > limits.cell_characters:
            where = {"row": int(grid.rows[longest]), "column": place + 1, "limit": limits.cell_characters}
            raise Unreadable("cell_too_long", where)
