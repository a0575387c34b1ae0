"""Every date of the plans that a reader may see: of their steps, of themselves, their actions and consultations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pejling.analysis.plans.cycle import CycleStep
from pejling.analysis.plans.kinds import PlanKind
from pejling.base.accounts.access import Access
from pejling.quality.plans.consultation_models import Consultation
from pejling.quality.plans.cycle import steps_of
from pejling.quality.plans.models import Action, Milestone, Placing, Plan, SubAction
from pejling.quality.plans.queries import seen_by

_OVER = (Action.State.STOPPED,)


@dataclass(frozen=True, slots=True)
class PlanDate:
    """One date. ``sort``: step, plan, action, part (of an action) or consultation; ``uid`` is the same for ever;
    ``said``: as it was said.
    ``said``: as it was said.

    ``step``: of a step, whose title is its kind's; ``action``: the id and title of the action, where it is one's.
    ``done``: it has been done, or its action has.
    """

    sort: str
    uid: str
    plan: Plan
    title: str
    said: str
    first: date | None
    last: date | None
    recurring: str = ""
    done: bool = False
    step: CycleStep | None = None
    action: tuple[UUID, str] | None = None


def dates_of(
    access: Access, kinds: Mapping[str, PlanKind], today: date, *, since: date,
    published: Mapping[int, date] | None = None,
) -> list[PlanDate]:  # fmt: skip
    """The dates of the plans whose period ends on ``since`` or later; in a fixed number of queries.

    What is internal is for those who work at the school (``see_plan_work``).
    """
    plans = list(seen_by(access).filter(period_to__gte=since).select_related("organisation"))
    found = [
        PlanDate(
            "step", f"{step.plan.uuid}-{step.key}", step.plan, "", "", step.first, step.last,
            done=step.state == "done", step=step.step,
        )
        for step in steps_of(plans, kinds, today, published)
        if step.state != "left_out"
    ]  # fmt: skip
    return [*found, *_own(plans), *_of_actions(plans, internal=access.may("see_plan_work")), *_asked(plans)]


def _own(plans: list[Plan]) -> list[PlanDate]:
    of = {plan.pk: plan for plan in plans}
    return [
        PlanDate(
            "plan", str(stone.uuid), of[stone.plan_id], stone.title, stone.when, stone.first_day, stone.last_day,
            stone.recurring, stone.done_on is not None,
        )
        for stone in Milestone.objects.filter(plan__in=plans, first_day__isnull=False)
    ]  # fmt: skip


def _of_actions(plans: list[Plan], *, internal: bool) -> Iterator[PlanDate]:
    """The dates of actions, and of those of their parts that have one."""
    of = {plan.pk: plan for plan in plans}
    # An action in several plans has its dates once: under the plan that ends last.
    pairs = Placing.objects.filter(goal__plan__in=plans).order_by("goal__plan__period_to", "-pk")
    placed = dict(pairs.values_list("action", "goal__plan"))
    for model in (Milestone, SubAction):
        rows: Any = model.objects.filter(
            action__placings__goal__plan__in=plans, first_day__isnull=False
        ).exclude(action__state__in=_OVER)
        if not internal:
            rows = rows.filter(action__internal=False)
        if model is SubAction:
            rows = rows.exclude(state__in=_OVER)
        for row in rows.select_related("action").distinct():
            yield PlanDate(
                "action" if model is Milestone else "part", _uid(row), of[placed[row.action_id]], row.title, row.when,
                row.first_day, row.last_day, row.recurring, _is_done(row), action=(row.action.uuid, row.action.title),
            )  # fmt: skip


def _uid(row: Milestone | SubAction) -> str:
    """A part has no name of its own but its number, which it keeps."""
    return str(row.uuid) if isinstance(row, Milestone) else f"{row.action.uuid}-{row.pk}"


def _is_done(row: Milestone | SubAction) -> bool:
    own = row.done_on is not None if isinstance(row, Milestone) else row.state == Action.State.DONE
    return own or row.action.state == Action.State.DONE


def _asked(plans: list[Plan]) -> list[PlanDate]:
    of = {plan.pk: plan for plan in plans}
    return [
        PlanDate(
            "consultation", str(one.uuid), of[one.plan_id], "", "", one.until, one.until,
            done=one.ended_on is not None,
        )
        for one in Consultation.objects.filter(plan__in=plans)
    ]  # fmt: skip
