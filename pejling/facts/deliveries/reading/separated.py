"""Text with separators to a `Grid`: separator, header, quoted cells, ragged rows. *Pure.*

The bulk is parsed by Arrow. Rows of another width come back one by one and are mended where only empty cells are
too many; the rest is ragged, to be quarantined. A line of our own at the end shows that no quotation mark was
left open: it would have swallowed that line.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from pejling.facts.deliveries.limits import Limits
from pejling.facts.deliveries.problems import Unreadable
from pejling.facts.deliveries.reading.grid import Grid, Wanted, find_header, is_blank, trim_header
from pejling.facts.deliveries.reading.tidy import check_size, drop_blank_rows, split_surplus

SEPARATORS = {"semicolon": ";", "tab": "\t", "comma": ",", "pipe": "|"}
_END = "\x01"
_SAMPLE = 262_144
_SAMPLE_ROWS = 200


def read_separated(data: bytes, encoding: str, wanted: Wanted, limits: Limits) -> Grid:
    """The table in ``data`` (UTF-8). Raises `Unreadable`."""
    separator = wanted.separator or find_separator(data, wanted)
    sample = list(sample_rows(data, separator))
    place = find_header([(number, cells) for number, cells, _ in sample], wanted)
    if place is None:
        header, header_row, start, skipped = None, None, 0, []
        first = next((cells for _, cells, _ in sample if not is_blank(cells)), [])
        names = len(first)
    else:
        header_row, header, start = sample[place]
        skipped = [(number, cells) for number, cells, _ in sample[:place] if not is_blank(cells)]
        names = 0
    below = [cells for number, cells, _ in sample if number > (header_row or 0) and not is_blank(cells)]
    if header is not None:
        trim_header(header, below)
        names = len(header)
    if names > limits.columns:
        raise Unreadable("too_many_columns", {"found": names, "limit": limits.columns})
    width = _usual_width(below, names)
    body = data[start:]
    columns, rows, odd = _parse(body, separator, width, header_row or 0, limits)
    grid = Grid(header, header_row, columns, rows, encoding, separator, above=skipped)
    _mend(grid, odd, names)
    drop_blank_rows(grid)
    check_size(grid, limits)
    return grid


def find_separator(data: bytes, wanted: Wanted) -> str:
    """The separator with which most of the mapping's columns are found, or the rows are most alike."""
    best: tuple[tuple[bool, int, float, int], str] | None = None
    for separator in SEPARATORS.values():
        rows = [cells for _, cells, _ in sample_rows(data, separator) if not is_blank(cells)]
        if not rows:
            continue
        scores = [wanted.score(cells) for cells in rows[:30]]
        complete, known = max(scores)
        widths = Counter(len(cells) for cells in rows)
        common, times = widths.most_common(1)[0]
        alike = times / len(rows) if common > 1 else 0.0
        # Decimal commas can make every row of a semicolon file look like two columns: more columns say more.
        rank = (complete, known if common > 1 else 0, alike, common)
        if best is None or rank > best[0]:
            best = (rank, separator)
    if best is None:
        raise Unreadable("row_too_long" if len(data) > _SAMPLE else "empty_file")
    return best[1]


def sample_rows(data: bytes, separator: str) -> Iterator[tuple[int, list[str], int]]:
    """(number, cells, byte where the next row starts) of the first rows."""
    sample = data[:_SAMPLE]
    whole = len(sample) == len(data)
    text = sample.decode("utf-8", "ignore")
    lines = io.StringIO(text, newline="").readlines()
    consumed = 0
    used = 0

    def feed() -> Iterator[str]:
        nonlocal consumed, used
        for line in lines:
            consumed += len(line.encode("utf-8"))
            used += 1
            yield line

    reader = csv.reader(feed(), delimiter=separator)
    number = 0
    rows: list[tuple[int, list[str], int]] = []
    wrong = False
    try:
        for cells in reader:
            number += 1
            rows.append((number, cells, consumed))
            if number >= _SAMPLE_ROWS:
                break
    except csv.Error:
        wrong = True
    # The last row of a sample may be cut in the middle.
    if not whole and not wrong and used == len(lines) and len(rows) > 1:
        rows.pop()
    yield from rows


def _usual_width(rows: list[list[str]], names: int) -> int:
    """How many cells a row has: the header's names, or more where rows end in a separator."""
    widths = Counter(len(cells) for cells in rows)
    if names not in widths:
        for width, _ in widths.most_common():
            if width > names and all(is_blank(cells[names:]) for cells in rows if len(cells) == width):
                return width
    return max(names, 1)


def _parse(
    body: bytes, separator: str, width: int, before: int, limits: Limits
) -> tuple[list[pa.Array], np.ndarray, list[tuple[int, str]]]:
    """Columns, row numbers, and (number, text) of rows of another width."""
    odd: list[tuple[int, str]] = []

    def put_aside(row: arrow_csv.InvalidRow) -> str:
        odd.append((row.number, row.text))
        return "skip"

    names = [f"c{place}" for place in range(width)]
    gap = b"" if not body or body.endswith((b"\n", b"\r")) else b"\n"
    end = (_END + separator * (width - 1)).encode()
    wrong = ""
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(b"".join((body, gap, end, b"\n"))),
            read_options=arrow_csv.ReadOptions(
                use_threads=False, column_names=names, block_size=limits.row_bytes
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=put_aside,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid as error:
        # Its text may quote cells: only what kind of error it is goes on.
        wrong = "row_too_long" if "straddl" in str(error) or "block" in str(error) else "unclosed_quote"
    if wrong:
        raise Unreadable(wrong, {"limit": limits.row_bytes})
    if not table.num_rows or table.column(0)[-1].as_py() != _END:
        raise Unreadable("unclosed_quote", {"limit": limits.row_bytes})
    table = table.slice(0, table.num_rows - 1)
    numbers = np.arange(1, table.num_rows + len(odd) + 1, dtype=np.int64)
    if odd:
        numbers = np.delete(numbers, np.array([number for number, _ in odd]) - 1)
    columns = [_whole(column) for column in table.columns]
    return columns, numbers + before, [(number + before, text) for number, text in odd]


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    whole = column.combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole


def _mend(grid: Grid, odd: list[tuple[int, str]], names: int) -> None:
    """Rows whose surplus cells are empty join the others; the rest is ragged."""
    mended: list[tuple[int, list[str]]] = []
    for number, text in odd:
        try:
            cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=grid.separator), [])
        except csv.Error:
            cells = [text[:100]]
        if is_blank(cells):
            continue
        if len(cells) >= names and is_blank(cells[names:]):
            mended.append((number, (cells[:names] + [""] * grid.width)[: grid.width]))
        else:
            grid.ragged.append((number, cells))
    if grid.width > names:
        split_surplus(grid, names)
    if not mended:
        return
    order = np.argsort(np.concatenate((grid.rows, [number for number, _ in mended])), kind="stable")
    grid.rows = np.concatenate((grid.rows, [number for number, _ in mended])).astype(np.int64)[order]
    take = pa.array(order)
    grid.columns = [
        pa.concat_arrays([column, pa.array([cells[place] for _, cells in mended], pa.string())]).take(take)
        for place, column in enumerate(grid.columns)
    ]
