"""What a plan weighs and how much of it has been reached, goal by goal: exact, and honest about what isn't known.

*Pure.* A result that the plan states wins over what a rule gives; a goal's own result wins over the sum of its parts
(a board may judge a goal as a whole). Everything is added up exactly, thirds too; what six decimals can't write is
rounded half up where it is shown, which is said by ``rounded``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from pejling.analysis.plans.plan_model import Action, Goal, Measure, Plan, Weighed

SMALLEST = Decimal("0.000001")
STATED, RULE, PARTS, UNKNOWN = "stated", "rule", "parts", "unknown"


@dataclass(frozen=True, slots=True)
class Attained:
    """One part of the plan. ``result`` None: not known. ``how``: stated, by rule, from its parts, or unknown.

    ``unknown_weight``: how much of the weight has no result yet. ``rounded``: the result isn't exact.
    ``so_far``: what is known of it, exactly.
    """

    id: str
    label: str
    title: str
    path: str
    weight: Decimal | None
    result: Decimal | None
    how: str
    unknown_weight: Decimal
    rounded: bool
    parts: tuple[Attained, ...] = ()
    so_far: Fraction = Fraction(0)

    @property
    def share(self) -> Fraction | None:
        """The result as a share of the weight; None where either isn't known."""
        if self.result is None or not self.weight:
            return None
        return self.so_far / Fraction(self.weight)


@dataclass(frozen=True, slots=True)
class Score:
    """The whole plan. ``total`` None where some weight has no result: ``so_far`` is then what is known of it."""

    total: Decimal | None
    so_far: Decimal
    weight: Decimal
    unknown_weight: Decimal
    goals: tuple[Attained, ...]
    rounded: bool = False


def score(plan: Plan, what_if: Mapping[str, Decimal] | None = None) -> Score:
    """The plan's score; ``what_if``: results to try instead, by the id of a goal, measure or action.

    A goal whose part is tried is added up anew, whatever result it states.
    """
    goals = tuple(_goal(goal, what_if or {}) for goal in plan.goals)
    unknown = sum((goal.unknown_weight for goal in goals), Decimal(0))
    exactly = sum((goal.so_far for goal in goals), Fraction(0))
    so_far = written(exactly)
    # A plan without goals has reached nothing that could be told, rather than 0.
    known = bool(goals) and not unknown and all(goal.result is not None for goal in goals)
    return Score(
        total=so_far if known else None,
        so_far=so_far,
        weight=sum((goal.weight for goal in goals if goal.weight is not None), Decimal(0)),
        unknown_weight=unknown,
        goals=goals,
        rounded=Fraction(so_far) != exactly,
    )


def from_parts(goal: Goal) -> Attained:
    """What the goal's parts give, whatever the goal itself states."""
    return _goal(replace(goal, result=None), {})


def _goal(goal: Goal, what_if: Mapping[str, Decimal]) -> Attained:
    parts = tuple(
        _goal(part, what_if) if isinstance(part, Goal) else _leaf(part, what_if) for part in goal.parts
    )
    weighed = [part for part in parts if part.weight is not None]
    weight = goal.weight
    if weight is None and weighed:
        weight = sum((part.weight for part in weighed if part.weight is not None), Decimal(0))
    tried = any(_is_tried(part, what_if) for part in goal.parts)
    exactly = sum((part.so_far for part in weighed), Fraction(0))
    if goal.id in what_if:
        result, how = what_if[goal.id], STATED
    elif goal.result is not None and not tried:
        result, how = goal.result, STATED
    elif weighed and all(part.result is not None for part in weighed):
        result, how = written(exactly), PARTS
    else:
        result, how = None, UNKNOWN
    if how == STATED and result is not None:
        exactly = Fraction(result)
    unknown = Decimal(0)
    if result is None:
        unknown = sum((part.unknown_weight for part in weighed), Decimal(0)) if weighed else weight or unknown
    rounded = result is not None and Fraction(result) != exactly
    return Attained(
        goal.id, goal.label, goal.title, goal.path, weight, result, how, unknown, rounded, parts, exactly
    )


def _is_tried(part: Weighed, what_if: Mapping[str, Decimal]) -> bool:
    if part.id in what_if:
        return True
    return isinstance(part, Goal) and any(_is_tried(inner, what_if) for inner in part.parts)


def _leaf(part: Weighed, what_if: Mapping[str, Decimal]) -> Attained:
    result, how = what_if.get(part.id, part.result), STATED
    exactly = Fraction(result) if result is not None else _by_rule(part)
    if result is None:
        how = RULE if exactly is not None else UNKNOWN
        result = written(exactly) if exactly is not None else None
    unknown = part.weight if result is None and part.weight is not None else Decimal(0)
    rounded = result is not None and Fraction(result) != exactly
    so_far = exactly or Fraction(0)
    return Attained(
        part.id, part.label, part.title, part.path, part.weight, result, how, unknown, rounded, (), so_far
    )


def by_rule(part: Weighed) -> tuple[Decimal | None, bool]:
    """What the rule of a measure or action gives of its weight, and whether that had to be rounded."""
    exactly = _by_rule(part)
    if exactly is None:
        return None, False
    result = written(exactly)
    return result, Fraction(result) != exactly


def _by_rule(part: Weighed) -> Fraction | None:
    rule = part.rule if isinstance(part, Measure | Action) else None
    share = rule.share() if rule is not None else None
    return None if share is None or part.weight is None else Fraction(part.weight) * share


def written(value: Fraction) -> Decimal:
    """With six decimals, rounded half up."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(SMALLEST, ROUND_HALF_UP)
