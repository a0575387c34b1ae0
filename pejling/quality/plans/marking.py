"""What somebody says about a step of a plan's cycle: done, left out, or on other days; and that it was a mistake."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from pejling.analysis.plans.cycle import turns_of
from pejling.analysis.strict_fields import FieldError
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.catalogue import kinds
from pejling.quality.plans.cycle_models import StepMark
from pejling.quality.plans.editing import Frozen
from pejling.quality.plans.models import Plan


class NoSuchTurn(KeyError):
    """The plan's kind has no such step, or its period no such year."""


@transaction.atomic
def mark_step(
    *, by: Any, organisation: Organisation, plan: Plan, key: str, done_on: date | None, note: str
) -> StepMark:
    """Say that the step is done (the day), or left out (``done_on`` None; then the note says why)."""
    said = note.strip()
    if done_on is None and not said:
        raise FieldError("note", "empty")
    mark = _mark(organisation, plan, key)
    mark.done_on, mark.left_out, mark.note, mark.by = (
        done_on,
        done_on is None,
        said,
        getattr(by, "uuid", None),
    )
    mark.save()
    record(by=by, organisation=organisation, verb="mark_step", subject=plan, fields=["cycle", key])
    return mark


@transaction.atomic
def unmark_step(*, by: Any, organisation: Organisation, plan: Plan, key: str) -> None:
    """It is neither done nor left out after all; the days it was moved to stay."""
    mark = _mark(organisation, plan, key)
    mark.done_on, mark.left_out, mark.note, mark.by = None, False, "", None
    _keep_or_drop(mark)
    record(by=by, organisation=organisation, verb="unmark_step", subject=plan, fields=["cycle", key])


@transaction.atomic
def move_step(
    *, by: Any, organisation: Organisation, plan: Plan, key: str, days: tuple[date, date] | None
) -> None:
    """Give the step other days in this plan; None: those of its kind again."""
    if days and days[1] < days[0]:
        raise FieldError("last", "ends_before_it_begins")
    mark = _mark(organisation, plan, key)
    mark.first_day, mark.last_day = days or (None, None)
    _keep_or_drop(mark)
    record(by=by, organisation=organisation, verb="move_step", subject=plan, fields=["cycle", key])


def _mark(organisation: Organisation, plan: Plan, key: str) -> StepMark:
    locked = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk, organisation=organisation)
    if locked.state == Plan.State.CLOSED:
        raise Frozen("cycle")
    kind = kinds().get(locked.kind)
    turns = turns_of(kind.cycle, (locked.period_from, locked.period_to)) if kind else ()
    if key not in {turn.key for turn in turns}:
        raise NoSuchTurn(key)
    found = StepMark.objects.filter(plan=locked, key=key).first()
    return found or StepMark(organisation=organisation, plan=locked, key=key)


def _keep_or_drop(mark: StepMark) -> None:
    """A mark that says nothing any more isn't kept."""
    if mark.first_day or mark.done_on or mark.left_out:
        mark.save()
    elif mark.pk:
        mark.delete()
