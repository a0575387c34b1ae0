"""An answer as a table to read, as CSV or as JSON; written in pieces, so that many cohorts need little memory.

CSV and JSON hold every digit. What is undefined is empty, in JSON null. Values are turned into text column by column:
a national file makes millions of them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from math import isnan
from typing import TextIO

import numpy as np
import numpy.typing as npt

from pejling.analysis.survival.answer import Comparison, LifeTables

FORMATS = ("table", "csv", "json")

#: Rows written at a time.
_PIECE = 20_000

_Column = npt.NDArray[np.generic]
_Rows = Iterator[tuple[str, ...]]


def write_life_tables(tables: LifeTables, how: str, out: TextIO) -> None:
    """Write every row; `how` is one of `FORMATS`. In JSON a list of objects, one per row."""
    columns = {name: _whole(values) if name == "time" else values for name, values in tables.columns.items()}
    if how == "json":
        _write_json(columns, out)
    elif how == "csv":
        out.write(",".join(_csv_text(name) for name in columns) + "\n")
        for piece in _pieces(columns, _csv_text, repr, ""):
            out.write("".join([",".join(row) + "\n" for row in piece]))
    else:
        _write_table(columns, lambda: _pieces(columns, _one_line, "{:.4f}".format, ""), out)


def write_comparison(comparison: Comparison, how: str, out: TextIO) -> None:
    """Write the test: one object in JSON, where `groups` is the list of the groups' names; else one row, where they
    are joined by "; "."""
    groups = list(comparison.groups)
    names = ("n", "events", "chi2", "df", "p")
    values = {name: getattr(comparison, name) for name in names}
    if how == "json":
        defined = {name: None if isnan(value) else value for name, value in values.items()}
        out.write(json.dumps({"groups": groups, **defined}, ensure_ascii=False) + "\n")
        return
    shown = {name: "" if isnan(value) else repr(value) for name, value in values.items()}
    if how == "csv":
        csv.writer(out, lineterminator="\n").writerows(
            [("groups", *names), ("; ".join(groups), *shown.values())]
        )
        return
    for name, value in values.items():
        shown[name] = "" if isnan(value) else f"{value:.6g}" if isinstance(value, float) else str(value)
    columns = {"groups": np.array(["; ".join(groups)], dtype=object)}
    columns |= {name: np.array([text], dtype=object) for name, text in shown.items()}
    _write_table(columns, lambda: _pieces(columns, _one_line, str, ""), out)


def _whole(times: _Column) -> _Column:
    """Times without decimals where none has any."""
    if times.dtype.kind == "f" and np.array_equal(times, np.floor(times)) and times.max(initial=0) < 1 << 53:
        return times.astype(np.int64)
    return times


def _pieces(
    columns: dict[str, _Column], text: Callable[[str], str], number: Callable[[float], str], undefined: str
) -> Iterator[_Rows]:
    """The rows as texts, a piece at a time; `text` and `number` say how a value of each kind is written."""
    rows = len(next(iter(columns.values())))
    for first in range(0, rows, _PIECE):
        piece = []
        for values in columns.values():
            part = values[first : first + _PIECE].tolist()
            if values.dtype.kind == "f":
                piece.append([undefined if value != value else number(value) for value in part])
            elif values.dtype.kind == "O":
                written = {value: text(value) for value in set(part)}
                piece.append([written[value] for value in part])
            else:
                piece.append([str(value) for value in part])
        yield zip(*piece, strict=True)


def _write_json(columns: dict[str, _Column], out: TextIO) -> None:
    names = [json.dumps(name, ensure_ascii=False).replace("%", "%%") for name in columns]
    row_text = "{" + ", ".join(f"{name}: %s" for name in names) + "}"
    between = "[\n"
    for piece in _pieces(columns, lambda value: json.dumps(value, ensure_ascii=False), repr, "null"):
        out.write(between + ",\n".join([row_text % row for row in piece]))
        between = ",\n"
    out.write("[]\n" if between == "[\n" else "\n]\n")


def _write_table(columns: dict[str, _Column], pieces: Callable[[], Iterator[_Rows]], out: TextIO) -> None:
    """Aligned columns, text to the left and numbers to the right; a first pass finds the widths."""
    widths = [len(name) for name in columns]
    for piece in pieces():
        for place, texts in enumerate(zip(*piece, strict=True)):
            widths[place] = max(widths[place], max(map(len, texts)))
    sides = ["<" if values.dtype.kind == "O" else ">" for values in columns.values()]
    row_text = "  ".join(f"{{:{side}{width}}}" for side, width in zip(sides, widths, strict=True)).format
    out.write(row_text(*columns).rstrip() + "\n")
    for piece in pieces():
        out.write("".join([row_text(*row).rstrip() + "\n" for row in piece]))


def _csv_text(value: str) -> str:
    if any(mark in value for mark in ',"\r\n'):
        return '"' + value.replace('"', '""') + '"'
    return value


def _one_line(value: str) -> str:
    return " ".join(value.split())
