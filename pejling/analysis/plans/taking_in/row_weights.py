"""Whose the weights are in a table that has a row an action: the action's, or the goal's of several rows. *Pure.*"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

#: the goal a row names ("" for the one above it), and what it weighs
Weighed = tuple[str, Decimal | None]


def are_of_rows(rows: Sequence[Weighed]) -> bool:
    """Whether each row's weight is its action's; else it is the goal's, said at its first row or again at each."""
    by_goal: list[tuple[str, list[Decimal]]] = []
    for goal, weight in rows:
        if not by_goal or (goal and goal != by_goal[-1][0]):
            by_goal.append((goal, []))
        if weight is not None:
            by_goal[-1][1].append(weight)
    if all(len(weights) < 2 for _goal, weights in by_goal):
        return False
    again = all(len(set(weights)) < 2 for _goal, weights in by_goal)
    once = sum((weights[0] for _goal, weights in by_goal if weights), Decimal(0))
    return not (again and once in {Decimal(1), Decimal(100)})
