"""Whether a line goes on with what stands before it: the rest of a title, of a point, or of a cut column. *Pure.*"""

from __future__ import annotations

from pejling.analysis.plans.taking_in.originals import LINE, Piece
from pejling.analysis.plans.taking_in.sketch import Part
from pejling.analysis.plans.taking_in.vocabulary import BULLET


def is_tight(piece: Piece) -> bool:
    """Whether a point follows the one before it without a blank line."""
    return piece.sort == LINE and piece.gap == 0 and bool(BULLET.match(piece.text))


def is_finished(part: Part) -> bool:
    """Whether the part has its weight, which ends its title."""
    return part.weight is not None and part.sort != "goal"


def hangs(part: Part, text: str, title_open: bool) -> bool:
    """A line break in the middle of a point: it says so itself, or the rest can't stand alone."""
    return (part.text("title").endswith((":", "-", ",")) and not title_open) or (
        part.sort in {"measure", "reference"} and not is_finished(part) and text[0].islower()
    )


def cut_action(goal: Part | None, at: tuple[Part, str] | None, text: str) -> Part | None:
    """The action whose point was cut where its column ended: the text begins in the middle of a sentence."""
    if goal is None or goal.weight is None or at is None or not text[0].islower():
        return None
    current = at[0]
    before = current.texts.get(at[1], [""])[-1]
    if current.sort == "action" and current.weight is None:
        return None
    if not before.endswith((".", ")", ":")) and current.weight is None:
        return None
    unfinished = [
        one for one in goal.of("action") if one.weight is None and not one.text("title").endswith((".", ":"))
    ]
    return unfinished[-1] if unfinished else None
