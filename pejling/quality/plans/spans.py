"""The days that dates as said span, kept beside the words of every milestone and part of an action.

What isn't said (mostly the year) is taken from the period of the plan. An action that serves several plans takes it
from all their periods together, from the first day of the first to the last of the last; one that is in no plan has
none, and only dates said in full are then understood. Called inside the transaction that changes words or periods.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import Max, Min

from pejling.analysis.plans.fuzzy_dates import understand
from pejling.quality.plans.dated import Dated
from pejling.quality.plans.models import Milestone, Placing, Plan, SubAction

Period = tuple[date, date] | None
#: so many keys are asked for at a time: SQLite takes no more than a thousand
_AT_A_TIME = 500


def span_of(when: str, period: Period) -> dict[str, Any]:
    """The fields that are kept beside the words."""
    found = understand(when, period) if when else None
    return {
        "first_day": found.first if found else None,
        "last_day": found.last if found else None,
        "recurring": found.recurring if found else "",
    }


def periods_of(actions: Collection[int]) -> dict[int, Period]:
    """Action's key -> first and last day of all the plans it serves; actions in no plan aren't in it."""
    rows = (
        Placing.objects.filter(action__in=actions)
        .order_by()
        .values("action")
        .annotate(first=Min("goal__plan__period_from"), last=Max("goal__plan__period_to"))
    )
    return {row["action"]: (row["first"], row["last"]) for row in rows}


def respan_actions(actions: Collection[int]) -> None:
    """Understand the dates of these actions anew: the plans they serve have changed."""
    for some in _some(sorted(set(actions))):
        periods = periods_of(some)
        for model in (Milestone, SubAction):
            _respan(model, model.objects.filter(action__in=some).exclude(when=""), periods)


def respan_plan(plan: Plan) -> None:
    """Understand the dates of the plan and of every action in it anew: its period has changed."""
    stones = list(plan.milestones.exclude(when=""))
    _save(Milestone, [stone for stone in stones if _set(stone, (plan.period_from, plan.period_to))])
    respan_actions(actions_of(plan))


def actions_of(plan: Plan) -> list[int]:
    """The keys of the actions that stand in the plan."""
    return list(
        Placing.objects.filter(goal__plan=plan).order_by().values_list("action", flat=True).distinct()
    )


def _some(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _AT_A_TIME):
        yield keys[start : start + _AT_A_TIME]


def _respan(model: type[Dated], rows: Any, periods: dict[int, Period]) -> None:
    _save(model, [row for row in rows if _set(row, periods.get(row.action_id))])


def _set(row: Dated, period: Period) -> bool:
    """Whether the days are others than before."""
    span = span_of(row.when, period)
    changed = any(getattr(row, name) != value for name, value in span.items())
    for name, value in span.items():
        setattr(row, name, value)
    return changed


def _save(model: type[Dated], rows: list[Any]) -> None:
    model.objects.bulk_update(rows, ["first_day", "last_day", "recurring"], batch_size=200)
