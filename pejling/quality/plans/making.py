"""New plans: empty ones of a kind, and next year's made of this year's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from pejling.analysis.plans import plan_model as values
from pejling.analysis.plans.rule_parts import without_values
from pejling.analysis.strict_fields import FieldError
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.changeable import field_of, read
from pejling.quality.plans.models import Plan
from pejling.quality.plans.reading_back import as_value, whole
from pejling.quality.plans.storing import store


@transaction.atomic
def make_plan(
    *, by: Any, organisation: Organisation, kind: str, title: str, period: tuple[date, date]
) -> Plan:
    """An empty draft; FieldError where title or period can't be."""
    made = Plan.objects.create(
        organisation=organisation,
        kind=kind,
        title=_title(title),
        period_from=_in_order(period)[0],
        period_to=period[1],
        made_by=getattr(by, "uuid", None),
    )
    record(by=by, organisation=organisation, verb="make_plan", subject=made, fields=["kind", "title"])
    return made


@transaction.atomic
def copy_plan(
    *, by: Any, organisation: Organisation, plan: Plan, title: str, period: tuple[date, date], revises: bool
) -> Plan:
    """A draft that begins with what another plan says: goals, measures, actions and weights, nothing of how it went.

    ``revises``: it takes the other's place. The actions are new ones; an action that goes on is placed instead.
    """
    old = whole(Plan.objects.filter(organisation=organisation).select_related("organisation"), pk=plan.pk)
    value = begun_anew(as_value(old))
    value = replace(value, title=_title(title), period=_in_order(period))
    made = store(value, organisation=organisation, by=getattr(by, "uuid", None))
    if revises:
        made.revises = old
        made.save()
    record(by=by, organisation=organisation, verb="copy_plan", subject=made, fields=["plan"])
    return made


def begun_anew(plan: values.Plan) -> values.Plan:
    """The plan's words and weights without what became of them: no results, judgements, follow-ups or old dates."""
    return replace(
        plan, adopted_on=None, board=None, reviews=(), accepted_gaps=(), revises="", milestones=(),
        goals=tuple(_goal(goal) for goal in plan.goals),
    )  # fmt: skip


def _goal(goal: values.Goal) -> values.Goal:
    return replace(
        goal, id="", result=None, judgement=None,
        measures=tuple(
            replace(one, id="", result=None, judgement=None, rule=without_values(one.rule), taken=())
            for one in goal.measures
        ),
        actions=tuple(_action(one) for one in goal.actions),
        commitments=tuple(replace(one, state="planned") for one in goal.commitments),
        goals=tuple(_goal(one) for one in goal.goals),
    )  # fmt: skip


def _action(action: values.Action) -> values.Action:
    return replace(
        action, id="", result=None, judgement=None, rule=without_values(action.rule), state="planned", schedule=(),
        addenda=(), follow_ups=(),
        sub_actions=tuple(replace(one, state="planned", when="") for one in action.sub_actions),
    )  # fmt: skip


def _title(title: str) -> str:
    said: str = read("plan", field_of("plan", "title"), title)
    return said


def _in_order(period: tuple[date, date]) -> tuple[date, date]:
    if period[1] < period[0]:
        raise FieldError("period_to", "ends_before_it_begins")
    return period
