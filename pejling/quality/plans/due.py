"""What is to be done across all plans: the actions a reader may see, and which of their dates come next or are past.

A date is past when the last of the days it spans has gone by and nobody has ticked it off, on an action that is
neither done nor stopped (``spans``): "ultimo september" isn't overdue before October. A part of an action that isn't
finished has its date like any other of the action's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce, Least

from pejling.base.accounts.access import Access
from pejling.quality.plans.models import Action, Commitment, Milestone, Placing, SubAction
from pejling.quality.plans.queries import seen_by

#: the states in which something is still to be done
OPEN = (Action.State.PLANNED, Action.State.RUNNING, Action.State.PAUSED)
#: keys asked for at a time
SOME = 500


def seen_actions(access: Access) -> QuerySet[Action]:
    """The actions that stand in a plan the reader may see; internal ones for those at the school only."""
    plans = seen_by(access).order_by().values("pk")
    placed = Placing.objects.filter(action=OuterRef("pk"), goal__plan__in=plans)
    rows = Action.objects.filter(Exists(placed), organisation=access.organisation)
    return rows if access.may("see_plan_work") else rows.filter(internal=False)


def _waiting() -> QuerySet[Milestone]:
    """An action's dates that are understood and not ticked off."""
    return Milestone.objects.filter(action=OuterRef("pk"), done_on__isnull=True, first_day__isnull=False)


def _unfinished() -> QuerySet[SubAction]:
    """An action's parts with a date that is understood, where something is still to be done."""
    return SubAction.objects.filter(action=OuterRef("pk"), state__in=OPEN, first_day__isnull=False)


def with_next(actions: QuerySet[Action]) -> QuerySet[Action]:
    """The actions with the keys of their next date and part (``next_stone``, ``next_part``), and their last days.

    ``next_day``: the first of the two; each is None where there is none.
    """
    soonest = (F("last_day").asc(nulls_last=True), "first_day", "position", "pk")
    stones, parts = _waiting().order_by(*soonest), _unfinished().order_by(*soonest)
    found = actions.annotate(
        next_stone=Subquery(stones.values("pk")[:1]), stone_day=Subquery(stones.values("last_day")[:1]),
        next_part=Subquery(parts.values("pk")[:1]), part_day=Subquery(parts.values("last_day")[:1]),
    )  # fmt: skip
    # The databases don't agree on the least of a day and none.
    both = Least(F("stone_day"), F("part_day"))
    return found.annotate(next_day=Coalesce(both, F("stone_day"), F("part_day")))


def coming(actions: Iterable[Any]) -> dict[int, Milestone | SubAction]:
    """Action's key -> what comes next of the actions (got through ``with_next``): one of its dates, or a part."""
    rows = list(actions)
    stones = _by_key(Milestone, [one.next_stone for one in rows])
    parts = _by_key(SubAction, [one.next_part for one in rows])
    found: dict[int, Milestone | SubAction] = {}
    for one in rows:
        stone, part = stones.get(one.next_stone), parts.get(one.next_part)
        if first := soonest_of(*(each for each in (stone, part) if each is not None)):
            found[one.pk] = first
    return found


def soonest_of(*dated: Any) -> Any:
    """That whose last day comes first; what has no end comes after everything else."""
    return min(dated, key=lambda one: (one.last_day is None, one.last_day or one.first_day), default=None)


def _by_key(model: Any, keys: list[int | None]) -> dict[int | None, Any]:
    wanted = [key for key in keys if key is not None]
    return {
        key: row
        for start in range(0, len(wanted), SOME)
        for key, row in model.objects.in_bulk(wanted[start : start + SOME]).items()
    }


def overdue(actions: QuerySet[Action], on: date) -> QuerySet[Action]:
    """Those with a date that has gone by."""
    return actions.filter(is_overdue(on))


def is_overdue(on: date) -> Q:
    """The condition, for counting."""
    return Q(_either(last_day__lt=on), state__in=OPEN)


def is_upcoming(first: date, last: date) -> Q:
    """Whether a date touches these days."""
    touching = Q(last_day__gte=first) | Q(last_day__isnull=True)
    return Q(_either(touching, first_day__lte=last), state__in=OPEN)


def is_without_date() -> Q:
    """Whether nothing says when the next thing happens."""
    return ~_either() & Q(state__in=OPEN)


def _either(*asked: Any, **more: Any) -> Q:
    """Whether one of the dates, or of the unfinished parts, is such a one."""
    return Q(Exists(_waiting().filter(*asked, **more))) | Q(Exists(_unfinished().filter(*asked, **more)))


def with_partner(actions: QuerySet[Action], name: str) -> QuerySet[Action]:
    """Those that name the partner among the involved, or stand under a goal the partner has committed itself to."""
    committed = Commitment.objects.filter(goal__placings__action=OuterRef("pk"), partner__name=name).exclude(
        state="not_chosen"
    )
    # The involved are a list in JSON: the name with its quotes, as either database writes it.
    found = actions.alias(involved_text=Cast("involved", TextField()))
    ways = (json.dumps(name), json.dumps(name, ensure_ascii=False))
    named: Any = Q(involved_text__contains=ways[0]) | Q(involved_text__contains=ways[1])
    return found.filter(named | Q(Exists(committed)))
