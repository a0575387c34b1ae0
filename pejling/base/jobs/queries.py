"""Reads on jobs that other rooms may call."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from pejling.base.jobs.models import Job, Schedule, Worker
from pejling.base.organisations.models import Organisation

#: a worker tells that it is there every few seconds; one that was silent so long isn't
SILENT = timedelta(seconds=60)


def job(organisation: Organisation | None, uuid: UUID | str) -> Job:
    """The school's job of that id; Job.DoesNotExist for any other school's."""
    return jobs_of(organisation).get(uuid=uuid)


def jobs_of(organisation: Organisation | None) -> QuerySet[Job]:
    """The school's jobs (None: the installation's), newest first."""
    return Job.objects.filter(organisation=organisation).select_related("organisation").order_by("-id")


def newest(organisation: Organisation | None, key: str) -> Job | None:
    """The school's newest job of that key, whatever became of it."""
    return jobs_of(organisation).filter(key=key).first()


def schedules_of(organisation: Organisation | None) -> QuerySet[Schedule]:
    """The school's schedules, by kind."""
    return Schedule.objects.filter(organisation=organisation).select_related("organisation")


def before(waiting: Job) -> int:
    """How many jobs are done before a waiting one, those that run included."""
    now = timezone.now()
    earlier = Job.objects.filter(state=Job.State.WAITING, not_before__lte=now, id__lt=waiting.pk)
    return earlier.count() + Job.objects.filter(state=Job.State.RUNNING).count()


def workers() -> QuerySet[Worker]:
    """The workers that were heard of lately, the latest first."""
    return Worker.objects.filter(seen_at__gte=timezone.now() - SILENT, stopped_at__isnull=True)
