"""Make the jobs that are due, once each however many workers look, and the schedules that kinds come with."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from pejling.base.jobs import actions
from pejling.base.jobs.due import due_of
from pejling.base.jobs.kinds import Kind, UnknownKind, kinds
from pejling.base.jobs.models import Job, Schedule
from pejling.base.organisations.models import Organisation
from pejling.base.organisations.queries import schools

log = logging.getLogger(__name__)


def ask_for_what_is_due() -> list[Job]:
    """Ask for the work of every schedule whose time has come.

    Times missed while no worker ran are made up for once. Two workers that look at once ask once: whoever moves
    the schedule's next time has it.
    """
    found = Schedule.objects.filter(is_on=True, next_at__lte=timezone.now()).select_related("organisation")
    return [job for schedule in found if (job := _ask(schedule)) is not None]


def _ask(schedule: Schedule) -> Job | None:
    with transaction.atomic():
        mine = Schedule.objects.filter(pk=schedule.pk, next_at=schedule.next_at, is_on=True)
        if not mine.update(next_at=due_of(schedule)):
            return None
        try:
            return actions.enqueue(
                by=None,
                organisation=schedule.organisation,
                kind=schedule.kind,
                params=schedule.params,
                key=f"schedule:{schedule.uuid}",
            )
        except (UnknownKind, TypeError):
            log.error("schedule %s asks for work that this version doesn't know", schedule.uuid)
            return None


def ensure_planned() -> None:
    """Give every school the schedules that kinds come with; one that a school has changed or turned off stays."""
    for kind in kinds().values():
        if kind.planned is None:
            continue
        owners: list[Organisation | None] = [None] if kind.for_all else list(schools())
        have = set(Schedule.objects.filter(kind=kind.name, key="").values_list("organisation", flat=True))
        for owner in owners:
            if (owner.pk if owner else None) not in have:
                _plan(kind, owner)


def _plan(kind: Kind, owner: Organisation | None) -> None:
    when = kind.planned
    assert when is not None
    actions.plan(
        by=None,
        organisation=owner,
        kind=kind.name,
        every=when.every,
        at=when.at,
        weekday=when.weekday,
        day=when.day,
        month=when.month,
    )
