"""What is to be done across all plans: the actions a reader may see, and which of their dates come next or are past.

A date is past when the last of the days it spans has gone by and nobody has ticked it off, on an action that is
neither done nor stopped (``spans``): "ultimo september" isn't overdue before October.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from pejling.base.accounts.access import Access
from pejling.quality.plans.models import Action, Commitment, Milestone, Placing
from pejling.quality.plans.queries import seen_by

#: the states in which something is still to be done
OPEN = (Action.State.PLANNED, Action.State.RUNNING, Action.State.PAUSED)


def seen_actions(access: Access) -> QuerySet[Action]:
    """The actions that stand in a plan the reader may see; internal ones for those at the school only."""
    plans = seen_by(access).order_by().values("pk")
    placed = Placing.objects.filter(action=OuterRef("pk"), goal__plan__in=plans)
    rows = Action.objects.filter(Exists(placed), organisation=access.organisation)
    return rows if access.may("see_plan_work") else rows.filter(internal=False)


def _waiting() -> QuerySet[Milestone]:
    """An action's dates that are understood and not ticked off."""
    return Milestone.objects.filter(action=OuterRef("pk"), done_on__isnull=True, first_day__isnull=False)


def with_next(actions: QuerySet[Action]) -> QuerySet[Action]:
    """The actions with the key of their next date (``next_stone``) and its last day (``next_day``), or None."""
    stones = _waiting().order_by(F("last_day").asc(nulls_last=True), "first_day", "position", "pk")
    return actions.annotate(
        next_stone=Subquery(stones.values("pk")[:1]), next_day=Subquery(stones.values("last_day")[:1])
    )


def overdue(actions: QuerySet[Action], on: date) -> QuerySet[Action]:
    """Those with a date that has gone by."""
    return actions.filter(is_overdue(on))


def is_overdue(on: date) -> Q:
    """The condition, for counting."""
    return Q(Exists(_waiting().filter(last_day__lt=on)), state__in=OPEN)


def is_upcoming(first: date, last: date) -> Q:
    """Whether a date touches these days."""
    touching = _waiting().filter(Q(last_day__gte=first) | Q(last_day__isnull=True), first_day__lte=last)
    return Q(Exists(touching), state__in=OPEN)


def is_without_date() -> Q:
    """Whether nothing says when the next thing happens."""
    return ~Q(Exists(_waiting())) & Q(state__in=OPEN)


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
