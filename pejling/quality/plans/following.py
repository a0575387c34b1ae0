"""Following an action up: what was found, on what evidence and by which figures, and what was decided.

A figure is kept as it was that day, with its n, interval and date: what comes later changes nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from pejling.analysis.plans import plan_model as values
from pejling.analysis.plans.workflow import GOES
from pejling.analysis.plans.writing import write_figure
from pejling.analysis.strict_fields import FieldError
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.changeable import field_of, mark, read
from pejling.quality.plans.editing import Frozen, change, may_be_changed
from pejling.quality.plans.models import Action, FollowUp, Plan


@transaction.atomic
def follow_up(
    *,
    by: Any,
    organisation: Organisation,
    plan: Plan,
    action: Action,
    said: dict[str, Any],
    figures: Sequence[values.KeptFigure] = (),
    state: str = "",
) -> FollowUp:
    """Write a follow-up; ``said``: the fields as ``changeable.read`` gives them. ``state``: what the action is now.

    Raises Frozen, and FieldError where day or narrative is missing.
    """
    if not may_be_changed(plan, action, GOES):
        raise Frozen(GOES)
    for name in ("day", "narrative"):
        if not said.get(name):
            raise FieldError(name, "empty")
    made = FollowUp.objects.create(
        organisation=organisation,
        action=action,
        figures=[write_figure(one) for one in figures],
        by=getattr(by, "uuid", None),
        **said,
    )
    record(by=by, organisation=organisation, verb="follow_up", subject=made, fields=[*said, "figures"])
    if state:
        _set_state(by, organisation, plan, action, state)
    return made


@transaction.atomic
def keep_figures(
    *,
    by: Any,
    organisation: Organisation,
    plan: Plan,
    found: FollowUp,
    add: Sequence[values.KeptFigure] = (),
    drop: int | None = None,
) -> FollowUp:
    """Put figures to a follow-up, or take out the one at that place."""
    locked = FollowUp.objects.select_for_update(of=("self",)).get(pk=found.pk, organisation=organisation)
    if not may_be_changed(plan, locked, GOES):
        raise Frozen(GOES)
    kept = [one for place, one in enumerate(locked.figures) if place != drop]
    locked.figures = [*kept, *(write_figure(one) for one in add)]
    locked.revision += 1
    locked.save()
    record(by=by, organisation=organisation, verb="change_plan", subject=locked, fields=["figures"])
    return locked


def _set_state(by: Any, organisation: Organisation, plan: Plan, action: Action, state: str) -> None:
    """What the action is now; what it was before is in its history."""
    field = field_of("action", "state")
    now = Action.objects.values_list("state", flat=True).get(pk=action.pk)
    change(
        by=by, organisation=organisation, plan=plan, sort="action", part=action,
        given={"state": read("action", field, state)}, was={"state": mark(field, now)},
    )  # fmt: skip


def last_day(action: Action) -> date | None:
    """The day of the newest follow-up, of an action got with its follow-ups."""
    return max((one.day for one in action.follow_ups.all()), default=None)
