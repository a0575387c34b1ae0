"""Taking a part out of a plan, and putting it back as it was: nothing is lost by a wrong press.

What goes is a goal with everything below it, a measure, an action's place (the action itself stays, for the other
plans it serves and to be placed again), a whole draft; and, also while an adopted plan runs, a commitment or a
follow-up.
"""

from __future__ import annotations

import json
from typing import Any

from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import Collector
from django.utils import timezone

from pejling.analysis.plans.workflow import GOES, WORDS, may_change
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.editing import Frozen, may_be_changed
from pejling.quality.plans.models import FollowUp, Placing, Plan
from pejling.quality.plans.record_models import Removed
from pejling.quality.plans.spans import respan_actions, respan_plan


class CannotPutBack(Exception):
    """What the part stood in is gone, or its place is taken."""


#: models of what comes and goes while a plan runs
_GOING = frozenset({"Commitment", "FollowUp", "Review"})


def area_of(part: models.Model) -> str:
    """Which sort of thing (see ``workflow``) it is to take the part out."""
    return GOES if type(part).__name__ in _GOING else WORDS


@transaction.atomic
def remove_part(*, by: Any, organisation: Organisation, plan: Plan, part: models.Model) -> Removed:
    """Take it out with everything that hangs on it; what is returned puts it back (``undo_removal``)."""
    locked = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    area = area_of(part)
    if not may_be_changed(locked, part, area):
        raise Frozen(area)
    rows = everything_below(part)
    removed = Removed.objects.create(
        organisation=organisation,
        plan=plan.uuid,
        kind=type(part).__name__,
        title=_title(part)[:600],
        rows=json.loads(serializers.serialize("json", rows)),
        by=getattr(by, "uuid", None),
    )
    record(by=by, organisation=organisation, verb="remove_from_plan", subject=part, fields=["removed"])
    part.delete()
    respan_actions([row.action_id for row in rows if isinstance(row, Placing)])
    return removed


@transaction.atomic
def undo_removal(*, by: Any, organisation: Organisation, removed: Removed) -> Removed:
    """Put it back where it stood. CannotPutBack: what it stood in is gone, or it has been put back already."""
    locked = Removed.objects.select_for_update().get(pk=removed.pk, organisation=organisation)
    if locked.back_at is not None:
        raise CannotPutBack
    plan = Plan.objects.filter(uuid=locked.plan, organisation=organisation).first()
    if locked.kind != "Plan" and plan is None:
        raise CannotPutBack
    area = GOES if locked.kind in _GOING else WORDS
    if plan is not None and not may_change(plan.state, area):
        raise Frozen(area)
    try:
        with transaction.atomic():
            _put(list(serializers.deserialize("json", json.dumps(locked.rows))))
    except (IntegrityError, serializers.base.DeserializationError) as error:
        raise CannotPutBack from error
    plan = plan or Plan.objects.filter(uuid=locked.plan, organisation=organisation).first()
    if plan is not None:
        respan_plan(plan)  # its period may be another one now
    locked.back_at = timezone.now()
    locked.save()
    record(by=by, organisation=organisation, verb="undo_removal", subject=locked, fields=["back_at"])
    return locked


def _title(part: models.Model) -> str:
    if isinstance(part, FollowUp):
        return f"{part.action} ({part.day.isoformat()})"
    return str(getattr(part, "action", None) or getattr(part, "partner", None) or part)


def everything_below(part: models.Model) -> list[models.Model]:
    """The rows that go with the part."""
    collector = Collector(using=part._state.db or "default", origin=part)
    # Whole rows, also of what the database could delete unseen.
    collector.can_fast_delete = lambda *_args, **_kwargs: False
    collector.collect([part])
    return [row for model, rows in collector.data.items() for row in sorted(rows, key=lambda one: one.pk)]


def _put(waiting: list[Any]) -> None:
    """Write the rows, each as soon as all it rests on is there; IntegrityError where something never is.

    Asked for here, because PostgreSQL would complain at the end of the transaction only.
    """
    while waiting:
        ready = [row for row in waiting if _is_ready(row.object)]
        if not ready:
            raise IntegrityError("rests on what is gone")
        for row in ready:
            row.save(force_insert=True)
        waiting = [row for row in waiting if row not in ready]


def _is_ready(row: models.Model) -> bool:
    keys = [field for field in row._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    wanted = [(field.related_model, getattr(row, field.attname)) for field in keys]
    return all(model._base_manager.filter(pk=key).exists() for model, key in wanted if key is not None)
