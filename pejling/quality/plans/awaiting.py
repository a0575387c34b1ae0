"""What awaits one reader: own actions and their dates, steps of plans the reader changes, consultations to answer.

It ends when the work does: what is done, stopped or ticked off, and whatever stands in a closed plan, isn't there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from pejling.analysis.plans.cycle import CycleStep
from pejling.analysis.plans.kinds import PlanKind
from pejling.base.accounts.access import Access
from pejling.quality.plans.consulted import answers_for, consultations_of
from pejling.quality.plans.cycle import PlanStep, is_running, steps_of
from pejling.quality.plans.models import Action, Milestone, Placing, Plan, SubAction
from pejling.quality.plans.queries import seen_by

#: what is worked on; a paused action waits without being asked about
WORKED_ON = (Action.State.PLANNED, Action.State.RUNNING)
#: so many days before its beginning a step is told of
BEGINS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Awaited:
    """One thing that is due on ``last``. ``sort``: action, step, plan or consultation; ``said``: when, as said.

    ``title`` is empty for a step (its kind's words, ``step``) and a consultation; ``action``: id and title.
    """

    sort: str
    plan: Plan
    last: date
    title: str = ""
    said: str = ""
    step: CycleStep | None = None
    action: tuple[UUID, str] | None = None

    def is_late(self, today: date) -> bool:
        return self.last < today


def awaits(
    access: Access,
    user: Any,
    kinds: Mapping[str, PlanKind],
    today: date,
    ahead: timedelta,
    published: Mapping[int, date] | None = None,
) -> list[Awaited]:
    """What is overdue, or due within ``ahead``, the most urgent first; in a fixed number of queries."""
    plans = [
        plan for plan in seen_by(access).exclude(state=Plan.State.CLOSED).select_related("organisation")
        if is_running(plan, today)
    ]  # fmt: skip
    until = today + ahead
    found = [*_own_actions(access, user, plans, until), *_asked(access, user, plans, today, until)]
    if access.may("edit_plans"):
        roles = {role.key for role in access.roles}
        found += _steps(steps_of(plans, kinds, today, published), roles, today, until)
        found += _stones_of_plans(plans, until)
    return sorted(found, key=lambda one: (one.last, one.plan.title, one.title))


def _own_actions(access: Access, user: Any, plans: list[Plan], until: date) -> Iterator[Awaited]:
    of = {plan.pk: plan for plan in plans}
    pairs = Placing.objects.filter(goal__plan__in=plans, action__owner_user=user, action__state__in=WORKED_ON)
    if not access.may("see_plan_work"):
        pairs = pairs.filter(action__internal=False)
    placed = dict(pairs.order_by("goal__plan__period_to", "-pk").values_list("action", "goal__plan"))
    dated: set[int] = set()
    stones = _due(Milestone.objects.filter(action__in=placed, done_on__isnull=True))
    parts = _due(SubAction.objects.filter(action__in=placed, state__in=WORKED_ON))
    for stone in (*stones.select_related("action"), *parts.select_related("action")):
        dated.add(stone.action_id)
        last = stone.last_day or stone.first_day
        if last <= until:
            action = (stone.action.uuid, stone.action.title)
            yield Awaited("action", of[placed[stone.action_id]], last, stone.title, stone.when, action=action)
    # Without a date that is open, an action is due when the last of its plans ends.
    for action in Action.objects.filter(pk__in=set(placed) - dated):
        plan = of[placed[action.pk]]
        if plan.period_to <= until:
            yield Awaited("action", plan, plan.period_to, action=(action.uuid, action.title))


def _stones_of_plans(plans: list[Plan], until: date) -> Iterator[Awaited]:
    of = {plan.pk: plan for plan in plans}
    for stone in _due(Milestone.objects.filter(plan__in=plans, done_on__isnull=True)):
        last = stone.last_day or stone.first_day
        if last <= until:
            yield Awaited("plan", of[stone.plan_id], last, stone.title, stone.when)


def _due(dated: QuerySet[Any]) -> QuerySet[Any]:
    """Those with a day; what comes again and again has none to be late for."""
    return dated.filter(recurring="", first_day__isnull=False)


def _steps(steps: Iterable[PlanStep], roles: set[str], today: date, until: date) -> Iterator[Awaited]:
    for step in steps:
        mine = not step.step.remind or roles & set(step.step.remind)
        begins = today <= step.first < today + BEGINS
        if step.is_open and mine and (step.last <= until or begins):
            yield Awaited("step", step.plan, step.last, step=step.step)


def _asked(access: Access, user: Any, plans: list[Plan], today: date, until: date) -> Iterable[Awaited]:
    """Consultations that the reader, outside the school, is asked in and hasn't answered."""
    asked = [plan for plan in plans if plan.state == Plan.State.HEARING]
    if not asked or access.may("see_plan_work"):
        return
    of = {plan.pk: plan for plan in asked}
    for row in consultations_of(*asked).filter(ended_on__isnull=True):
        told = row.until <= until or today - row.sent_on < BEGINS
        own = [party for party in row.parties.all() if answers_for(access, party)]
        answered = any(answer.by == user.uuid for party in own for answer in party.answers.all())
        if told and own and not answered:
            yield Awaited("consultation", of[row.plan_id], row.until)
