"""Writes on jobs and schedules that people and flows make; what a worker writes stands in ``attempts``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from pejling.base.audit.actions import record
from pejling.base.jobs.due import due, due_of
from pejling.base.jobs.kinds import find
from pejling.base.jobs.models import Job, Schedule
from pejling.base.organisations.models import Organisation

State = Job.State
_OPEN = (State.WAITING, State.RUNNING)


class NotCancellable(Exception):
    """Work of this kind is done to its end once it has begun, or it has ended already."""


class NotFinished(Exception):
    """Only a job that failed or was cancelled can be tried again."""


def enqueue(
    *,
    by: Any,
    organisation: Organisation | None,
    kind: str,
    params: Mapping[str, Any] | None = None,
    key: str | None = None,
    not_before: datetime | None = None,
) -> Job:
    """Ask for work of that kind. A job of the same ``key`` that waits or runs already is returned instead.

    ``params`` (JSON; ids, never anything about a person) become the work's keyword arguments. Called inside a
    transaction the job is seen when that is done. UnknownKind; TypeError for parameters the work doesn't take.
    """
    found = find(kind)
    params = json.loads(json.dumps(dict(params or {})))
    found.check(params)
    if key and (waiting := _open(organisation, key)):
        return waiting
    job = Job(
        organisation=organisation,
        kind=kind,
        params=params,
        key=key or "",
        attempts=found.attempts,
        by=getattr(by, "uuid", None),
        not_before=not_before or timezone.now(),
    )
    try:
        with transaction.atomic():
            job.save()
            record(by=by, organisation=organisation, verb="enqueue", subject=job, fields=["kind", *params])
    except IntegrityError:
        # Somebody else asked for the same at the same moment.
        waiting = _open(organisation, key or "")
        if waiting is None:
            raise
        return waiting
    return job


def _open(organisation: Organisation | None, key: str) -> Job | None:
    return Job.objects.filter(organisation=organisation, key=key, state__in=_OPEN).first()


@transaction.atomic
def cancel(*, by: Any, job: Job) -> Job:
    """Cancel a job: at once where it waits; where it runs, the work is told and stops at its next step.

    NotCancellable where it has ended, or runs and its kind can't be stopped. Asking twice changes nothing.
    """
    now = timezone.now()
    waiting = Job.objects.filter(pk=job.pk, state=State.WAITING)
    if not waiting.update(state=State.CANCELLED, finished_at=now, cancel_asked_at=now):
        if not find(job.kind).cancellable:
            raise NotCancellable
        running = Job.objects.filter(pk=job.pk, state=State.RUNNING)
        if not running.update(cancel_asked_at=now):
            raise NotCancellable
    record(by=by, organisation=job.organisation, verb="cancel", subject=job, fields=["state"])
    job.refresh_from_db()
    return job


@transaction.atomic
def retry(*, by: Any, job: Job) -> Job:
    """Let a failed or cancelled job begin anew (or, where its key is waiting again already, return that one).

    NotFinished where it waits, runs or is done.
    """
    if job.key and (waiting := _open(job.organisation, job.key)):
        return waiting
    ended = Job.objects.filter(pk=job.pk, state__in=[State.FAILED, State.CANCELLED])
    changed = ended.update(
        state=State.WAITING,
        attempt=0,
        done=0,
        of=0,
        stage="",
        problem=None,
        result=None,
        worker="",
        started_at=None,
        heartbeat_at=None,
        finished_at=None,
        cancel_asked_at=None,
        not_before=timezone.now(),
    )
    if not changed:
        raise NotFinished
    record(by=by, organisation=job.organisation, verb="retry", subject=job, fields=["state"])
    job.refresh_from_db()
    return job


@transaction.atomic
def plan(
    *,
    by: Any,
    organisation: Organisation | None,
    kind: str,
    every: str,
    at: time,
    params: Mapping[str, Any] | None = None,
    key: str = "",
    weekday: int | None = None,
    day: int | None = None,
    month: int | None = None,
    is_on: bool = True,
) -> Schedule:
    """Have work of that kind done again and again (see ``models.Schedule``); one schedule per kind and ``key``.

    Replaces the one there is. UnknownKind; TypeError for parameters the work doesn't take; ValueError for a day
    that never comes.
    """
    params = json.loads(json.dumps(dict(params or {})))
    find(kind).check(params)
    when = {"every": every, "at": at, "weekday": weekday, "day": day, "month": month}
    schedule, _created = Schedule.objects.update_or_create(
        organisation=organisation,
        kind=kind,
        key=key,
        defaults={**when, "params": params, "is_on": is_on, "next_at": due(**when)},
    )
    record(by=by, organisation=organisation, verb="plan", subject=schedule, fields=[*when, "params", "is_on"])
    return schedule


@transaction.atomic
def switch(*, by: Any, schedule: Schedule, on: bool) -> Schedule:
    """Turn a schedule on or off; turned on, it is next due at its next time, not at those it missed."""
    schedule.is_on = on
    if on:
        schedule.next_at = due_of(schedule)
    schedule.save(update_fields=["is_on", "next_at"])
    record(by=by, organisation=schedule.organisation, verb="switch", subject=schedule, fields=["is_on"])
    return schedule


@transaction.atomic
def unplan(*, by: Any, schedule: Schedule) -> None:
    """Remove a schedule; work it has asked for already is done."""
    record(by=by, organisation=schedule.organisation, verb="unplan", subject=schedule)
    schedule.delete()
