"""Tables: a form for each action, a row an action, a contract's columns, a matrix of partners. *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from pejling.analysis.plans.taking_in.originals import CELL, Piece, tidy
from pejling.analysis.plans.taking_in.reading import Reader
from pejling.analysis.plans.taking_in.row_goals import names_goals, same_goal
from pejling.analysis.plans.taking_in.table_forms import is_form, is_in_pairs, left, read_form
from pejling.analysis.plans.taking_in.table_heads import find_fields, find_head
from pejling.analysis.plans.taking_in.table_rows import read_rows


def turned(rows: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The rows of a table that has a column an action, headed to the left; [] of any other."""
    filled = [len({piece.column for piece in row}) for row in rows]
    known = sum(left(row[0].text) is not None for row in rows)
    opens = any(left(row[0].text) in ("action", "goal", "weak goal") for row in rows)
    even = len(rows) > 2 and min(filled) > 2 and max(filled) == min(filled)
    if not (even and opens and known == len(rows)) or any(
        left(piece.text) or len(piece.text) > 120 for piece in rows[0][1:]
    ):
        return []
    swapped = [replace(piece, row=piece.column, column=piece.row) for row in rows for piece in row]
    swapped.sort(key=lambda piece: (piece.row, piece.column))
    return [list(row) for _number, row in groupby(swapped, key=lambda piece: piece.row)]


def read_table(reader: Reader, cells: Sequence[Piece]) -> None:
    """One table into the sketch, as whichever sort of table its headings say it is."""
    rows = [list(row) for _number, row in groupby(cells, key=lambda piece: piece.row)]
    if not rows:
        # All of it has been read as what is said of the plan.
        return
    rows = turned(rows) or rows
    form = is_form(rows)
    head = find_head(rows, reader.goal is not None and not names_goals(reader, rows))
    wide = max(len({piece.column for piece in row}) for row in rows)
    if head is not None and not (form and (wide == 2 or is_in_pairs(rows))):
        read_rows(reader, rows, head)
    elif form:
        read_form(reader, rows)
    elif (reader.action or reader.goal) and (fields := find_fields(rows)) is not None:
        read_rows(reader, rows, fields)
    elif (partners := _matrix(rows)) is not None:
        _commitments(reader, rows, partners)
    else:
        # Whatever stands there is read as text is.
        for piece in cells:
            reader.read(reader.places[piece.number])


# a theme a row, a partner a column


def _matrix(rows: Sequence[Sequence[Piece]]) -> dict[int, Piece] | None:
    head = {
        piece.column: piece
        for piece in rows[0]
        if re.search(r"kommune|skole|region", piece.text, re.IGNORECASE)
    }
    return head if len(head) >= 2 and len(rows) > 1 else None


def _commitments(reader: Reader, rows: Sequence[Sequence[Piece]], partners: dict[int, Piece]) -> None:
    plan = reader.sketch.plan
    for piece in partners.values():
        reader.sketch.put(piece.number, plan, "partners", piece.text)
    for row in rows[1:]:
        themes = [piece for piece in row if piece.column not in partners]
        if not themes:
            continue
        same_goal(reader, themes[:1])
        for piece in themes[1:]:
            reader.sketch.put(piece.number, reader.goal or plan, "description", piece.text)
        for piece in row:
            if piece.column in partners and reader.goal:
                part = reader.goal.add("commitment")
                part.put("title", partners[piece.column].text, True)
                reader.sketch.put(piece.number, part, "text", piece.text)


def cells_of(
    rows: Sequence[Sequence[str]], table: int, number: int, merged: Sequence[Sequence[int]] = ()
) -> list[Piece]:
    """A grid of texts as cells: a piece for each line of each cell that says something.

    ``merged``: row, column and number of rows of those that fill several.
    """
    made: list[Piece] = []
    down = {(row, column): rows for row, column, rows in merged}
    for row_number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            for line in text.splitlines():
                words = tidy(line)
                if words:
                    made.append(
                        Piece(
                            number + len(made), words, CELL, table=table, row=row_number, column=column,
                            down=down.get((row_number, column), 1),
                        )
                    )  # fmt: skip
    return made


def renumbered(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Numbered from 1 in their order."""
    return tuple(replace(piece, number=number) for number, piece in enumerate(pieces, 1))
