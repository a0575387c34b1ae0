"""Rows of a delivered file as its scrubbed copy kept them, and a file of some of them, mended. *Pure.*"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path


def rows_of(
    path: Path, numbers: Collection[int], header_row: int = 0
) -> tuple[list[str], dict[int, list[str]]]:
    """(header, {row number: cells}) of the rows asked for; an empty header where ``header_row`` is 0.

    Reads no further than it must. Numbers are those a spreadsheet shows.
    """
    wanted = set(numbers)
    last = max([*wanted, header_row], default=0)
    header: list[str] = []
    found: dict[int, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for number, cells in enumerate(csv.reader(stream, delimiter=";"), 1):
            if number == header_row:
                header = cells
            elif number in wanted:
                found[number] = cells
            if number >= last:
                break
    return header, found


def mended(cells: Sequence[str], changes: Mapping[int, str]) -> list[str]:
    """The cells with those at the places in ``changes`` replaced."""
    return [changes.get(place, cell) for place, cell in enumerate(cells)]


def as_file(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with semicolons, as the scrubbed copies are: the header (if there is one), then the rows."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    if header:
        writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
