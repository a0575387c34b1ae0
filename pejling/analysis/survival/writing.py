"""An answer as a table to read, as CSV or as JSON; written in pieces, so that many cohorts need little memory.

CSV and JSON hold every digit; whole numbers are written without decimals. What is undefined is empty, in JSON null.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from itertools import chain
from math import isnan
from typing import TextIO

from pejling.analysis.survival.answer import Comparison, LifeTables

#: Rows written at a time.
_PIECE = 10_000

FORMATS = ("table", "csv", "json")


def write_life_tables(tables: LifeTables, how: str, out: TextIO) -> None:
    """Write every row; `how` is one of `FORMATS`. In JSON a list of objects, one per row."""
    names = list(tables.columns)
    if how == "json":
        _write_json_rows(names, _rows(tables), out)
    elif how == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(_rows(tables))
    else:
        _write_table(names, lambda: _rows(tables), out)


def write_comparison(comparison: Comparison, how: str, out: TextIO) -> None:
    """Write the test: one object in JSON, else one row. The groups of a row are joined by "; "."""
    names = ["groups", "n", "events", "chi2", "df", "p"]
    values = [_plain(getattr(comparison, name)) for name in names[1:]]
    if how == "json":
        json.dump(dict(zip(names, [list(comparison.groups), *values], strict=True)), out, ensure_ascii=False)
        out.write("\n")
        return
    row = ["; ".join(comparison.groups), *values]
    if how == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([names, row])
    else:
        _write_table(names, lambda: iter([row]), out)


def _rows(tables: LifeTables) -> Iterator[tuple[object, ...]]:
    columns = list(tables.columns.values())
    for first in range(0, len(tables), _PIECE):
        pieces = [[_plain(value) for value in column[first : first + _PIECE].tolist()] for column in columns]
        yield from zip(*pieces, strict=True)


def _plain(value: object) -> object:
    if isinstance(value, float):
        if isnan(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return value


def _write_json_rows(names: Sequence[str], rows: Iterator[tuple[object, ...]], out: TextIO) -> None:
    between = "[\n"
    for row in rows:
        out.write(between + json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False))
        between = ",\n"
    out.write("[]\n" if between == "[\n" else "\n]\n")


def _write_table(names: Sequence[str], rows: object, out: TextIO) -> None:
    """Aligned columns: text to the left, numbers to the right; a first pass finds the widths."""
    assert callable(rows)
    widths, is_text = [len(name) for name in names], [False] * len(names)
    for row in rows():
        for place, value in enumerate(row):
            widths[place] = max(widths[place], len(_shown(value)))
            is_text[place] = is_text[place] or isinstance(value, str)
    for row in chain([names], rows()):
        cells = [
            _shown(value).ljust(width) if left else _shown(value).rjust(width)
            for value, width, left in zip(row, widths, is_text, strict=True)
        ]
        out.write("  ".join(cells).rstrip() + "\n")


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        # Small p-values keep their size; shares are read to four decimals.
        return f"{value:.4f}".rstrip("0").rstrip(".") if abs(value) >= 0.0001 else f"{value:.3g}"
    return " ".join(str(value).split())
