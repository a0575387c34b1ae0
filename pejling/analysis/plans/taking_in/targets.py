"""Which part and field a heading speaks of, given the goal and action that are open. *Pure.*"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from pejling.analysis.plans.taking_in.originals import ITEM, LINE, Piece
from pejling.analysis.plans.taking_in.sketch import OF, Part
from pejling.analysis.plans.taking_in.vocabulary import BULLET, FieldFound, field

PLAN, GOAL, ACTION = "plan", "goal", "action"
LISTS = {"references": "reference", "measures": "measure", "actions": "action", "sub_actions": "sub_action"}


def are_of_points(pieces: Sequence[Piece], openings: Collection[int]) -> bool:
    """Whether fields of actions stand between the points of a list, rather than below the whole of it."""
    between, open_list, times = False, False, 0
    for place, piece in enumerate(pieces):
        if place in openings:
            between = open_list = False
        elif piece.sort == ITEM or (piece.sort == LINE and BULLET.match(piece.text) and not piece.level):
            times += between
            between, open_list = False, True
        elif open_list and piece.sort == LINE:
            found = field(piece.text)
            if found is None or not found.sure:
                continue
            # A heading alone opens a list of its own.
            open_list = bool(found.value) and found.of == "action"
            between = open_list
    return times > 0


def target(found: FieldFound, has_goal: bool, action: Part | None, asked: Sequence[str]) -> tuple[str, str]:
    """(whose: "plan", "goal" or "action"; the field). ``asked``: the fields that the kind of plan asks of a goal."""
    name = found.name
    if found.of == "plan" or (
        not has_goal and action is None and name in {"reason", "references", "description"}
    ):
        return PLAN, name if name in OF["plan"] else "about"
    if name == "actions":
        return GOAL, name
    if name in {"references", "measures"} and not (action and action.texts.keys() - {"title", "description"}):
        return GOAL, name
    if action is not None and (found.of != "goal" or name in {"references", "measures"}):
        if action.sort == "action":
            # A reason for one action is the change that it needs.
            name = {"reason": "needed_change", "measures": "evaluation_plan"}.get(name, name)
        return ACTION, name if name in OF[action.sort] else "description"
    name = {"operational_goal": "measures", "sub_actions": "actions"}.get(name, name)
    if name not in OF["goal"]:
        name = "description"
    if name == "description" and "reason" in asked and "description" not in asked:
        name = "reason"
    return GOAL, name


def are_actions(pieces: Sequence[Piece], place: int, ends: Callable[[int], bool]) -> bool:
    """Whether points below "Mål: ..." are what is done: they get no heading of their own before the goal ``ends``."""
    while place < len(pieces) and not ends(place):
        found = field(pieces[place].text)
        if found is not None and found.sure:
            return False
        place += 1
    return True
