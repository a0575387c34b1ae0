"""Cells that fill several rows of a table: what they say is said of each of these. *Pure.*"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pejling.analysis.plans.taking_in.originals import Piece
from pejling.analysis.plans.taking_in.table_heads import Head
from pejling.analysis.plans.taking_in.targets import LISTS
from pejling.analysis.plans.taking_in.vocabulary import FieldFound

Row = Sequence[Piece]
#: so many rows a cell may be said of
_HIGHEST = 100


def merged_over(rows: Sequence[Row], head: Head) -> Mapping[int, Sequence[tuple[int, Piece]]]:
    """By row: the column and piece of each cell of a row above that fills it, too, and says a field of it."""
    found: dict[int, list[tuple[int, Piece]]] = {}
    for place, row in enumerate(rows):
        for piece in (one for one in row if one.down > 1):
            kind = head.kinds.get(piece.column)
            if not isinstance(kind, FieldFound) or kind.name in {"weight", "result", *LISTS}:
                continue
            for below in rows[place + 1 : place + _HIGHEST]:
                if below[0].row >= piece.row + piece.down or any(one.column == piece.column for one in below):
                    break
                found.setdefault(below[0].row, []).append((piece.column, piece))
    return found
