"""Small changes while the work goes on: a date ticked off as done, a part of an action in another state."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models, transaction

from pejling.analysis.plans.workflow import GOES
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.changeable import field_of, value_of
from pejling.quality.plans.editing import Frozen, keep_old, may_be_changed
from pejling.quality.plans.models import Action, Milestone, Plan, SubAction


@transaction.atomic
def tick(*, by: Any, organisation: Organisation, plan: Plan, stone: Milestone, on: date | None) -> Milestone:
    """Note that it was done on that day; None takes it back. Raises Frozen."""
    locked = Milestone.objects.select_for_update(of=("self",)).get(pk=stone.pk, organisation=organisation)
    if locked.done_on == on:
        return locked
    part: Action | Plan = locked.action or locked.plan
    _go_on(by, organisation, plan, part, "schedule" if locked.action_id else "milestones")
    locked.done_on = on
    locked.save(update_fields=["done_on"])
    record(by=by, organisation=organisation, verb="tick_milestone", subject=locked, fields=["done_on"])
    return locked


@transaction.atomic
def set_part_state(
    *, by: Any, organisation: Organisation, plan: Plan, part: SubAction, state: str
) -> SubAction:
    """Give a part of an action another state. KeyError for a state there isn't; raises Frozen."""
    if state not in Action.State.values:
        raise KeyError(state)
    locked = SubAction.objects.select_for_update(of=("self",)).get(pk=part.pk, organisation=organisation)
    if locked.state == state:
        return locked
    _go_on(by, organisation, plan, locked.action, "sub_actions")
    locked.state = state
    locked.save(update_fields=["state"])
    record(
        by=by, organisation=organisation, verb="change_plan", subject=locked.action, fields=["sub_actions"]
    )
    return locked


def _go_on(by: Any, organisation: Organisation, plan: Plan, part: models.Model, name: str) -> None:
    """Keep what the rows said before, and count the change: who has the form open is told."""
    if not may_be_changed(plan, part, GOES):
        raise Frozen(GOES)
    sort = "action" if isinstance(part, Action) else "plan"
    field = field_of(sort, name)
    keep_old(by, organisation, part, field, value_of(part, field))
    type(part).objects.filter(pk=part.pk).update(revision=models.F("revision") + 1)
