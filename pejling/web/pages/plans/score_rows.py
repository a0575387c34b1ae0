"""A plan's score as rows: each goal with what it weighs and has reached, and how that comes about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from pejling.analysis.plans.attainment import PARTS, RULE, STATED, Attained, Score
from pejling.analysis.plans.plan_model import Action, Goal, Measure, Plan, Weighed
from pejling.web.components import numbers
from pejling.web.pages.plans import rule_words
from pejling.web.pages.plans.tree import exact

#: the width of a bar's picture that stands for the whole plan
BAR = 200


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar's parts, in the picture's units as texts: the frame is the weight, filled is what is reached."""

    width: str
    reached: str
    unknown_from: str
    unknown: str


@dataclass(frozen=True, slots=True)
class Row:
    """One part. ``sort``: goal, measure or action; ``tried``: its result is one that is tried, not the plan's own."""

    id: str
    sort: str
    depth: int
    label: str
    title: str
    weight: Decimal | None
    result: Decimal | None
    so_far: Decimal
    unknown: Decimal
    how: str
    note: str
    rounded: bool
    tried: bool
    bar: Bar | None

    @property
    def share(self) -> float | None:
        """The result as a share of the weight."""
        return None if self.result is None or not self.weight else float(self.result / self.weight)


def rows_of(plan: Plan, score: Score, *, internal: bool, tried: frozenset[str] = frozenset()) -> list[Row]:
    """The rows in the plan's order; ``internal``: whether internal actions are among them."""
    whole = score.weight or Decimal(100)

    def below(goals: tuple[Goal, ...], found: tuple[Attained, ...], depth: int) -> Iterator[Row]:
        for goal, got in zip(goals, found, strict=True):
            yield _row(goal, got, depth, whole, tried)
            parts = {one.id: one for one in got.parts}
            for leaf in (*goal.measures, *goal.actions):
                if leaf.weight is None or (isinstance(leaf, Action) and leaf.internal and not internal):
                    continue
                yield _row(leaf, parts[leaf.id], depth + 1, whole, tried)
            yield from below(goal.goals, tuple(parts[one.id] for one in goal.goals), depth + 1)

    return list(below(plan.goals, score.goals, 0))


def _row(part: Weighed, got: Attained, depth: int, whole: Decimal, tried: frozenset[str]) -> Row:
    is_goal = isinstance(part, Goal)
    so_far = got.result if got.result is not None else _so_far(got)
    return Row(
        part.id,
        "goal" if is_goal else "measure" if isinstance(part, Measure) else "action",
        depth,
        part.label,
        part.title,
        got.weight,
        got.result,
        so_far,
        got.unknown_weight,
        _how(part, got, tried),
        _note(got) if is_goal else "",
        got.rounded,
        part.id in tried,
        _bar(got.weight, so_far, got.unknown_weight, whole) if is_goal and got.weight else None,
    )


def _so_far(got: Attained) -> Decimal:
    if got.result is not None:
        return got.result
    return sum((_so_far(part) for part in got.parts), Decimal(0))


def _how(part: Weighed, got: Attained, tried: frozenset[str]) -> str:
    if part.id in tried:
        return _("tried here")
    if got.how == STATED:
        return _("stated")
    if got.how == PARTS:
        return _("the sum of its parts")
    rule = part.rule if isinstance(part, Measure | Action) else None
    unit = part.unit if isinstance(part, Measure) else ""
    if got.how == RULE and rule is not None:
        return _("by the rule: %(said)s") % {"said": rule_words.gives(rule, unit, part.weight)}
    if rule is not None:
        return rule_words.gives(rule, unit, part.weight)
    return _("not known yet")


def _note(got: Attained) -> str:
    """What the parts give where the goal's own result is another."""
    results = [part.result for part in got.parts if part.weight is not None]
    if got.how != STATED or not results or None in results:
        return ""
    given = sum((result for result in results if result is not None), Decimal(0))
    return "" if given == got.result else _("the parts give %(given)s") % {"given": exact(given)}


def _bar(weight: Decimal, so_far: Decimal, unknown: Decimal, whole: Decimal) -> Bar:
    def scaled(value: Decimal) -> str:
        return f"{float(value / whole * BAR):.2f}"

    return Bar(scaled(weight), scaled(so_far), scaled(weight - unknown), scaled(unknown))


def bar_of_all(score: Score) -> Bar | None:
    """The bar of the whole plan."""
    if not score.weight:
        return None
    return _bar(score.weight, score.so_far, score.unknown_weight, score.weight)


def total_words(score: Score) -> str:
    """The total, or what is known of it and what isn't."""
    if score.total is not None:
        return _("%(total)s of %(weight)s") % {"total": exact(score.total), "weight": exact(score.weight)}
    return _("not known yet: %(so_far)s so far, and %(unknown)s of %(weight)s have no result") % {
        "so_far": exact(score.so_far), "unknown": exact(score.unknown_weight), "weight": exact(score.weight),
    }  # fmt: skip


def share_words(row: Row) -> str:
    """How much of its weight a part has reached."""
    return numbers.share(row.share) if row.share is not None else numbers.NOTHING
