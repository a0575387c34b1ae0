"""Lines that are nothing but a weight or a result, as the columns of a contract come out of a page. *Pure.*"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pejling.analysis.plans.taking_in.originals import Piece
from pejling.analysis.plans.taking_in.shares import alone, of_cell, row
from pejling.analysis.plans.taking_in.sketch import Part, Sketch


class Reading(Protocol):
    """What these lines need of a reader: its pieces and sketch, the goal that is open, and where text goes on."""

    pieces: Sequence[Piece]
    sketch: Sketch
    goal: Part | None
    at: tuple[Part, str] | None
    list: str
    goal_list: str


def is_shares(reader: Reading, place: int) -> bool:
    """Whether the line is the weight or result of the goal that is open, or of the whole; then it is noted."""
    piece = reader.pieces[place]
    found = row(piece.text)
    if found and found.total:
        reader.sketch.totals = found.weight, found.result
        reader.sketch.note(piece.number, reader.sketch.plan, "total", piece.text)
        return True
    goal = reader.goal
    if goal is None:
        return False
    if found and not found.before and goal.weight is None:
        goal.weight, goal.result = found.weight, found.result
        _after_shares(reader, piece, goal)
        return True
    single = alone(piece.text)
    before = reader.pieces[place - 1].text
    if single is None or not (before.endswith((")", "%", ":", ".")) or piece.gap > 1):
        return False
    if goal.weight is None:
        goal.weight = single
    elif goal.result is None and single <= goal.weight:
        goal.result = single
    else:
        return False
    _after_shares(reader, piece, goal)
    return True


def _after_shares(reader: Reading, piece: Piece, goal: Part) -> None:
    """The columns of a page have been read: what follows may go on in any of them."""
    reader.sketch.note(piece.number, goal, "weight", piece.text)
    reader.list = reader.goal_list


def said_alone(reader: Reading, piece: Piece, part: Part, name: str, text: str) -> None:
    """A weight or result that is said by itself; what is no number is a remark."""
    value = of_cell(text)
    if value is not None and getattr(part, name) is None:
        setattr(part, name, value)
        reader.sketch.note(piece.number, part, name, text)
    else:
        reader.sketch.put(piece.number, part, "description", text)
    reader.at = part, "description"
