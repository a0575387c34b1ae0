"""The goals that rows of a table name: new ones, or those that are there already. *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pejling.analysis.plans.taking_in.originals import Piece
from pejling.analysis.plans.taking_in.reading import Reader
from pejling.analysis.plans.taking_in.rows import Row, cells_of_row, text_of
from pejling.analysis.plans.taking_in.sketch import Part
from pejling.analysis.plans.taking_in.titles import titled


def same_goal(reader: Reader, pieces: Sequence[Piece]) -> None:
    """The goal named in a row: the one of that name, else a new one."""
    text = " ".join(piece.text for piece in pieces)
    named = reader.named.get(text) or _called(reader, text)
    if named is None:
        named = reader.add_goal()
        for piece in pieces:
            titled(reader, piece, named)
        reader.named[text] = named
    else:
        for piece in pieces:
            reader.sketch.note(piece.number, named, "title", piece.text)
    reader.goal, reader.action = named, None


def names_goals(reader: Reader, rows: Sequence[Row]) -> bool:
    """Whether the first column names goals that are there already: so the table is of all of them."""
    first = min(row[0].column for row in rows)
    named = [text_of(cells_of_row(row), first) for row in rows[1:]]
    return any(named) and all(_called(reader, text) is not None for text in named if text)


def _called(reader: Reader, text: str) -> Part | None:
    """A goal that is there already and is called so, with or without its label."""
    wanted = text.casefold()
    number = re.fullmatch(r"(?:[^\W\d]+\.? ){0,2}(\d{1,2})\.?", text)
    for part in reader.sketch.plan.walk():
        title = part.text("title").casefold()
        if part.sort == "goal" and title and wanted in {title, f"{part.label} {title}".casefold()}:
            return part
        if part.sort == "goal" and number and part.label == number[1]:
            # "2", "Mål 2"
            return part
    return None
