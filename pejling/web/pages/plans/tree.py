"""A plan's rows as the tree its page shows: each goal with what stands below it, in order, in the reader's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pejling.analysis.plans.kinds import KindWords
from pejling.quality.plans.models import Action, Commitment, Goal, Measure, Placing, Plan, Reference
from pejling.web.components import numbers

#: the texts of an action that its page tells, in order
ACTION_TEXTS = (
    *("description", "needed_change", "operational_goal", "strategy"),
    *("evaluation_plan", "expected_effect"),
)
#: with more actions than this the overview names each action, and its texts are on its own page
TOLD_AT_MOST = 60


@dataclass(slots=True)
class Branch:
    """A goal and what stands below it. ``level``: what it is called; ``depth``: 2 for the outermost's heading."""

    goal: Goal
    level: str
    depth: int
    references: list[Reference]
    measures: list[Measure]
    placings: list[Placing]
    commitments: list[Commitment]
    branches: list[Branch] = field(default_factory=list)
    below: str = ""  #: what a goal below it is called; "" where the kind has no level more
    lines: str = ""  #: the actions in a line each, where there are too many to be told whole

    @property
    def label(self) -> str:
        return self.goal.label or str(self.goal.position + 1)


def branches_of(
    plan: Plan, words: KindWords, *, at_school: bool, lines: Mapping[int, str] | None = None
) -> list[Branch]:
    """The plan's goals, got through ``reading_back.whole``; without internal actions for readers outside.

    ``lines``: goal's key -> its actions as HTML, of a plan got through ``reading_back.outline``.
    """
    below: dict[int | None, list[Goal]] = defaultdict(list)
    for goal in plan.goals.all():
        below[goal.parent_id].append(goal)
    references: dict[int, list[Reference]] = defaultdict(list)
    for reference in plan.references.all():
        if reference.goal_id:
            references[reference.goal_id].append(reference)

    def made(parent: int | None, depth: int) -> list[Branch]:
        return [
            Branch(
                goal,
                level_name(words, depth),
                min(depth + 2, 5),
                references[goal.pk],
                list(goal.measures.all()),
                []
                if lines is not None
                else [one for one in goal.placings.all() if at_school or not one.action.internal],
                list(goal.commitments.all()),
                made(goal.pk, depth + 1),
                words.levels[depth + 1] if depth + 1 < len(words.levels) else "",
                (lines or {}).get(goal.pk, ""),
            )
            for goal in below[parent]
        ]

    return made(None, 0)


def level_name(words: KindWords, depth: int) -> str:
    """What a goal of that depth is called; below the deepest level the deepest one's name."""
    return words.levels[min(depth, len(words.levels) - 1)] if words.levels else ""


def told(action: Action) -> list[tuple[str, str]]:
    """(name of the field, text) of those that say something."""
    return [(name, text) for name in ACTION_TEXTS if (text := getattr(action, name))]


def exact(value: Decimal | None) -> str:
    """A weight or a result as it is written: no more decimals than it has."""
    if value is None:
        return ""
    decimals = max(-value.normalize().as_tuple().exponent, 0)
    return numbers.number(value, decimals)
