"""Revising an adopted plan: a new draft that takes its place, with the goals chosen and the actions that go on.

An action that goes on is the same one (one state, one history). Labels and weights are kept; results aren't.
"""

from __future__ import annotations

from collections.abc import Collection
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

#: the states in which a plan is revised: before that its words are open
REVISED = ("adopted", "evaluated", "closed")


@transaction.atomic
def revise_plan(
    *,
    by: Any,
    organisation: Organisation,
    plan: Plan,
    title: str,
    period: tuple[date, date],
    goals: Collection[str],
    actions: Collection[str],
    commitments: bool,
) -> Plan:
    """The new draft. ``goals`` and ``actions``: UUIDs of those kept; a goal left out takes all below it along.

    ``commitments``: whether the partners' go along, with their states. FieldError for a title or period that can't
    be, ``not_adopted`` for a plan that is still open.
    """
    old = whole(Plan.objects.filter(organisation=organisation).select_related("organisation"), pk=plan.pk)
    if old.state not in REVISED:
        raise FieldError("state", "not_adopted")
    if period[1] < period[0]:
        raise FieldError("period_to", "ends_before_it_begins")
    placed = {
        str(placing.uuid): str(placing.action.uuid)
        for goal in old.goals.all()
        for placing in goal.placings.all()
    }
    kept = _Kept(set(goals), set(actions), placed, commitments=commitments)
    found = as_value(old)
    value = replace(
        found, title=read("plan", field_of("plan", "title"), title), period=period, adopted_on=None, board=None,
        reviews=(), accepted_gaps=(), revises="", goals=kept.goals_of(found.goals),
    )  # fmt: skip
    made = store(value, organisation=organisation, by=getattr(by, "uuid", None))
    made.revises = old
    made.save()
    for before, after in zip(old.partners.all(), made.partners.order_by("position"), strict=True):
        after.part = before.part
        after.save()
    record(by=by, organisation=organisation, verb="revise_plan", subject=made, fields=["plan"])
    return made


class _Kept:
    def __init__(
        self, goals: set[str], actions: set[str], placed: dict[str, str], *, commitments: bool
    ) -> None:
        self.goals, self.actions, self.placed, self.commitments = goals, actions, placed, commitments

    def goals_of(self, found: tuple[values.Goal, ...]) -> tuple[values.Goal, ...]:
        return tuple(self._goal(goal) for goal in found if goal.id in self.goals)

    def _goal(self, goal: values.Goal) -> values.Goal:
        return replace(
            goal, id="", result=None, judgement=None,
            measures=tuple(
                replace(one, id="", result=None, judgement=None, rule=without_values(one.rule), taken=())
                for one in goal.measures
            ),
            actions=tuple(
                # The id of an action that is here already places that action (see ``storing``).
                replace(one, id=self.placed[one.id], result=None, judgement=None, rule=without_values(one.rule))
                for one in goal.actions
                if self.placed[one.id] in self.actions
            ),
            commitments=goal.commitments if self.commitments else (),
            goals=self.goals_of(goal.goals),
        )  # fmt: skip
