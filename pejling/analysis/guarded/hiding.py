"""Which counts to hide so that no small one can be worked out from those shown.

*Pure.* As ``analysis.disclosure.suppression`` does for tables, for counts that hang together in other ways besides.
What is hidden for its own sake is small (1 to one below the threshold), or a difference that is; every one of them is
proven by a second set of counts that all that is shown allows.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pejling.analysis.disclosure.complement import Cover
from pejling.analysis.disclosure.moving import Mover
from pejling.analysis.disclosure.problem import Node, Problem, assemble, usual_cost
from pejling.analysis.disclosure.solving import EFFORT_IN_A_SECOND
from pejling.analysis.guarded.linked import Cell, Linked
from pejling.analysis.guarded.near import Near

#: What is asked for most should rather stay visible: how much dearer it is to hide a whole than a part of it, ...
PER_DIMENSION_LESS = 30.0
#: ... and what is counted; 1 where it isn't named
DEARER = {
    "spells": 4.0,
    "left:12": 4.0,
    "left:3": 2.0,
    "left:6": 2.0,
    "left:24": 0.8,
    "left:36": 0.3,
    "entrants::": 0.5,
}


@dataclass(frozen=True, slots=True)
class Guard:
    """``hidden``: the printed counts that aren't shown. ``shown``: how many are. ``more``: time ran out, and more is
    hidden than may have been needed."""

    hidden: frozenset[Cell]
    shown: int
    more: bool


def hide(linked: Linked, threshold: int, *, seconds: float, patience: float) -> Guard:
    """Choose what is hidden; ``seconds``: to look for less loss, of a quiet machine's: a busy one makes the
    same choice; ``patience``: to find a way at all."""
    cells = list(linked.counts)
    problem, variable_of = _problem(linked, cells, threshold)
    near = Near(cells, variable_of, len(problem))
    cover = Cover(Mover(problem, near, time.monotonic() + patience))
    targets = np.flatnonzero(problem.targets)
    missed = cover.reach(targets[np.argsort(-problem.cost[targets], kind="stable")])
    if missed:
        # Twice every count is as possible as the counts themselves: that hides all that isn't 0.
        cover.add(
            {variable: count for variable, count in _whole(linked, cells, variable_of).items() if count}
        )
    cover.thin()
    if not missed:
        cover.improve(EFFORT_IN_A_SECOND * seconds)
    hidden = frozenset(
        cell
        for cell, variable in zip(cells, variable_of, strict=True)
        if cell in linked.shown
        and (
            0 < linked.counts[cell] < threshold
            or (variable >= 0 and bool(cover.uses[variable] or problem.open[variable]))
        )
    )
    return Guard(hidden, len(linked.shown) - len(hidden), bool(missed))


def _problem(linked: Linked, cells: list[Cell], threshold: int) -> tuple[Problem, np.ndarray]:
    at = {cell: number for number, cell in enumerate(cells)}
    typical = float(np.median([linked.counts[cell] for cell in linked.shown] or [1])) or 1.0
    deepest = max((len(cell.group) for cell in linked.shown), default=0)
    nodes = []
    for cell in cells:
        count, printed = linked.counts[cell], cell in linked.shown
        small = 0 < count < threshold
        cost = usual_cost(count, typical) * DEARER.get(cell.name, 1.0)
        cost *= PER_DIMENSION_LESS ** (deepest - len(cell.group))
        nodes.append(
            Node(
                # Zeros are shown: what is hidden is at least 1. A difference isn't printed and may be 0.
                down=max(count - 1, 0) if printed else count,
                cost=cost if printed else 0.0,
                fixed=printed and count == 0,
                hidden=printed and small,
                target=small,
                values=(),
            )
        )
    sums = [{at[total]: -1} | {at[part]: 1 for part in parts} for total, parts in linked.sums]
    problem = assemble(nodes, sums)
    return problem, problem.variable_of


def _whole(linked: Linked, cells: list[Cell], variable_of: np.ndarray) -> Mapping[int, int]:
    return {
        int(variable): linked.counts[cell]
        for cell, variable in zip(cells, variable_of, strict=True)
        if variable >= 0
    }
