"""The scrubbed copy of a file: UTF-8 with semicolons, every row where it was. *Pure.*"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from pejling.facts.deliveries.reading.grid import Grid

#: More rows of another width than this are written at the end instead of in their place.
_INTERLEAVED = 20_000


def write_copy(path: Path, headers: Sequence[str], grid: Grid, ragged: list[tuple[int, list[str]]]) -> None:
    """Write the (already scrubbed) cells of a grid. Blank lines are kept, so that row numbers stay true."""
    table = (
        pa.table({str(place): column for place, column in enumerate(grid.columns)}) if grid.columns else None
    )
    others = [*grid.above, *ragged]
    if grid.header_row is not None:
        others.append((grid.header_row, list(headers)))
    others.sort(key=lambda item: item[0])
    late = others[_INTERLEAVED:]
    others = others[:_INTERLEAVED]
    options = arrow_csv.WriteOptions(include_header=False, delimiter=";", quoting_style="needed")
    with pa.OSFile(str(path), "wb") as sink:
        place, line = 0, 1
        for number, cells in [*others, (None, [])]:
            end = len(grid.rows) if number is None else int(np.searchsorted(grid.rows, number))
            if end > place:
                line = _write_rows(sink, table, grid.rows, place, end, line, options)
                place = end
            if number is not None:
                sink.write(b"\n" * max(number - line, 0) + _as_line(cells))
                line = number + 1
        for _, cells in late:
            sink.write(_as_line(cells))


def _write_rows(
    sink: pa.NativeFile,
    table: pa.Table,
    rows: np.ndarray,
    first: int,
    last: int,
    line: int,
    options: arrow_csv.WriteOptions,
) -> int:
    """Rows ``first`` to ``last``, blank lines in their gaps; the number of the next line."""
    part = rows[first:last]
    breaks = np.flatnonzero(np.diff(part) > 1) + 1
    edges = [0, *breaks.tolist(), len(part)] if len(breaks) <= _INTERLEAVED else [0, len(part)]
    for start, end in pairwise(edges):
        sink.write(b"\n" * max(int(part[start]) - line, 0))
        arrow_csv.write_csv(table.slice(first + start, end - start), sink, options)
        line = int(part[end - 1]) + 1
    return line


def _as_line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerow(cells)
    return text.getvalue().encode("utf-8")
