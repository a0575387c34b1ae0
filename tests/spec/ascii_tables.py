"""Read an ASCII table into rows: the specification tests are written in them, because people can read them."""

from __future__ import annotations

from datetime import date
from typing import Any


def rows_of(table: str) -> list[dict[str, Any]]:
    """Rows by column name. An empty cell or ``-`` is None, an ISO date a date, a whole number an int."""
    lines = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.strip().splitlines()
    ]
    return [dict(zip(lines[0], (_read(cell) for cell in line), strict=True)) for line in lines[1:]]


def _read(cell: str) -> Any:
    if cell in ("", "-"):
        return None
    if len(cell) == 10 and cell[4] == cell[7] == "-":
        return date.fromisoformat(cell)
    try:
        return int(cell)
    except ValueError:
        return cell
