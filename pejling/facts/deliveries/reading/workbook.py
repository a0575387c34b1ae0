"""An XLSX to a `Grid`: the sheet whose header fits, every cell as the text a CSV would hold. *Pure.*

Formula cells give the value that was saved with them; dates become ISO dates; whole numbers have no ``.0``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pejling.facts.deliveries.limits import Limits
from pejling.facts.deliveries.problems import Unreadable
from pejling.facts.deliveries.reading import workbook_child
from pejling.facts.deliveries.reading.archive import Found, look_through
from pejling.facts.deliveries.reading.grid import Grid, Wanted, find_header, is_blank, trim_header
from pejling.facts.deliveries.reading.tidy import check_size, drop_blank_rows, split_surplus

SAMPLE_ROWS = 200
_MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00:00(?:\.0+)?$"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as the child read it, its first rows, and where its header is."""

    name: str
    columns: list[pa.Array]
    errors: list[int]
    sample: list[tuple[int, list[str]]]
    header: int | None
    score: tuple[bool, int]


def read_workbook(path: Path, data: bytes, wanted: Wanted, limits: Limits) -> Grid:
    """The table in a workbook. ``data``: the bytes of the file at ``path``. Raises `Unreadable`."""
    found = look_through(data, limits)
    sheets = [
        look(name, columns, errors, wanted)
        for name, columns, errors, _ in read_sheets(path, limits, limits.part_rows)
    ]
    sheet = _choose([sheet for sheet in sheets if sheet.sample], wanted)
    return to_grid(sheet, found.get(sheet.name, Found()), limits)


def read_sheets(
    path: Path, limits: Limits, first: int = 0
) -> Iterator[tuple[str, list[pa.Array], list[int], int]]:
    """(name, columns, rows with a failed formula, rows on the sheet) of each sheet, read by a process of its own.

    ``first``: only so many rows of each; 0: all.
    """
    command = [sys.executable, "-I", workbook_child.__file__, str(path.resolve())]
    limit = (limits.workbook_memory, limits.workbook_seconds, limits.file_bytes * 2, first)
    command += [str(number) for number in limit]
    done = None
    try:
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.workbook_seconds * 2,
            check=False,
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode not in (0, workbook_child.CANNOT_OPEN):
        raise Unreadable("workbook_too_demanding", {"limit": limits.workbook_memory // 2**20})
    if done.returncode == workbook_child.CANNOT_OPEN:
        raise Unreadable("damaged_workbook")
    place = 0
    while place < len(done.stdout):
        end = done.stdout.index(b"\n", place)
        head = json.loads(done.stdout[place:end])
        place = end + 1 + head["bytes"]
        table = pa.ipc.open_stream(pa.py_buffer(done.stdout[end + 1 : place])).read_all()
        yield head["sheet"], _columns(table, head["columns"], limits), head["errors"], head["height"]


def _columns(table: pa.Table, places: list[int], limits: Limits) -> list[pa.Array]:
    """The columns as text where they stand on the sheet, empty ones to the left included."""
    width = max(places, default=-1) + 1
    if width > limits.columns:
        raise Unreadable("too_many_columns", {"found": width, "limit": limits.columns})
    columns = [pa.repeat(pa.scalar("", pa.string()), table.num_rows) for _ in range(width)]
    for place, column in zip(places, table.columns, strict=True):
        whole = (
            pa.concat_arrays(column.cast(pa.string()).chunks)
            if column.num_chunks
            else pa.array([], pa.string())
        )
        columns[place] = pc.replace_substring_regex(pc.fill_null(whole, ""), _MIDNIGHT, r"\1")
    return columns


def look(name: str, columns: list[pa.Array], errors: list[int], wanted: Wanted) -> Sheet:
    """A sheet with its header found."""
    size = len(columns[0]) if columns else 0
    heads = [column.slice(0, SAMPLE_ROWS).to_pylist() for column in columns]
    sample = [(row + 1, [head[row] for head in heads]) for row in range(min(size, SAMPLE_ROWS))]
    if all(is_blank(cells) for _, cells in sample):
        return Sheet(name, columns, errors, [], None, (False, 0))
    header = find_header(sample, wanted)
    score = (True, 0) if header is None else wanted.score(sample[header][1])
    return Sheet(name, columns, errors, sample, header, score)


def _choose(sheets: list[Sheet], wanted: Wanted) -> Sheet:
    """The sheet the mapping names, or the one whose header fits best."""
    if not sheets:
        raise Unreadable("empty_file")
    if wanted.sheet is not None:
        named = [sheet for sheet in sheets if sheet.name.casefold() == wanted.sheet.casefold()]
        if not named:
            found = [sheet.name for sheet in sheets]
            raise Unreadable("no_such_sheet", {"sheet": wanted.sheet, "found": found})
        return named[0]
    ranked = sorted(sheets, key=lambda sheet: sheet.score, reverse=True)
    if len(ranked) > 1 and ranked[0].score == ranked[1].score and ranked[0].score[0]:
        raise Unreadable("several_sheets", {"found": [ranked[0].name, ranked[1].name]})
    return ranked[0]


def to_grid(sheet: Sheet, found: Found, limits: Limits) -> Grid:
    """The chosen sheet below its header."""
    header: list[str] | None = None
    header_row = 0
    above: list[tuple[int, list[str]]] = []
    if sheet.header is not None:
        header_row, cells = sheet.sample[sheet.header]
        header = list(cells)
        above = [(number, cells) for number, cells in sheet.sample[: sheet.header] if not is_blank(cells)]
        for merge in found.merged:
            if merge.first <= header_row <= merge.last:
                raise Unreadable("merged_header", {"cells": merge.written, "sheet": sheet.name})
        below = [cells for _, cells in sheet.sample[sheet.header + 1 :] if not is_blank(cells)]
        trim_header(header, below)
    columns = [column.slice(header_row) for column in sheet.columns]
    rows = np.arange(header_row + 1, header_row + 1 + (len(columns[0]) if columns else 0), dtype=np.int64)
    grid = Grid(header, header_row or None, columns, rows, "xlsx", "", sheet.name, above=above)
    grid.merged = [merge.written for merge in found.merged if merge.first > header_row]
    grid.cell_errors = [row for row in sheet.errors if row > header_row]
    grid.without_value = sorted(row for row in found.without_value if row > header_row)
    if header is not None:
        split_surplus(grid, len(header))
    drop_blank_rows(grid)
    check_size(grid, limits)
    return grid
