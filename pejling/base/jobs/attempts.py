"""What a worker writes: it takes a job, ends it, gives it back, or takes it from a worker that died.

Every write names the state it expects to find; who finds another one changes nothing. Nothing here is recorded in
the audit log: a worker acts on behalf of whoever asked, and that is recorded.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from pejling.base.jobs.models import Job
from pejling.base.jobs.presence import known_alive, known_dead
from pejling.base.jobs.queries import SILENT

State = Job.State
#: how long a job waits after its first surprise; each further one waits four times as long
FIRST_PAUSE = timedelta(seconds=10)


def take(worker: str) -> Job | None:
    """Take the job that has waited longest; None where none is due."""
    while True:
        due = Job.objects.filter(state=State.WAITING, not_before__lte=timezone.now())
        pk = due.order_by("id").values_list("pk", flat=True).first()
        if pk is None:
            return None
        now = timezone.now()
        mine = Job.objects.filter(pk=pk, state=State.WAITING)
        if mine.update(
            state=State.RUNNING,
            worker=worker,
            attempt=F("attempt") + 1,
            started_at=now,
            heartbeat_at=now,
            done=0,
            of=0,
            stage="",
            problem=None,
        ):
            return Job.objects.select_related("organisation").get(pk=pk)


def own(job: Job) -> QuerySet[Job]:
    """The job's row as long as it is this attempt's."""
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, attempt=job.attempt)


def end(job: Job, state: str, *, result: Any = None, problem: dict[str, Any] | None = None) -> bool:
    """End the attempt and the job with it; False where it was taken over meanwhile."""
    changes = {"state": state, "finished_at": timezone.now(), "result": result, "problem": problem}
    if state == State.DONE:
        # What was said last stands at "all of it".
        changes |= {"done": F("of")}
    return bool(own(job).update(**changes))


def surprised(job: Job, problem: dict[str, Any]) -> bool:
    """An attempt ended by an error nobody foresaw: the job waits a little, or fails after its last attempt."""
    if job.attempt >= job.attempts:
        return end(job, State.FAILED, problem=problem)
    pause = FIRST_PAUSE * 4 ** (job.attempt - 1)
    return _back(job, not_before=timezone.now() + pause, problem=problem)


def give_back(job: Job, *, after: timedelta = timedelta(0)) -> bool:
    """Let the job wait again as if this attempt had not been."""
    return _back(job, not_before=timezone.now() + after, attempt=F("attempt") - 1)


def _back(job: Job, **changes: Any) -> bool:
    return bool(
        own(job).update(
            state=State.WAITING,
            worker="",
            started_at=None,
            heartbeat_at=None,
            done=0,
            of=0,
            stage="",
            **changes,
        )
    )


def reap() -> list[Job]:
    """End the attempts of workers that died: their jobs wait again, or fail after the last attempt."""
    reaped = []
    silent_since = timezone.now() - SILENT
    for job in Job.objects.filter(state=State.RUNNING):
        silent = job.heartbeat_at is None or job.heartbeat_at < silent_since
        if not (known_dead(job.worker) or (silent and not known_alive(job.worker))):
            continue
        if _end_dead(job, silent_since):
            reaped.append(job)
    return reaped


def _end_dead(job: Job, silent_since: Any) -> bool:
    if not known_dead(job.worker) and not own(job).filter(heartbeat_at__lt=silent_since).exists():
        return False  # it was heard of since
    if job.cancel_asked_at is not None:
        return end(job, State.CANCELLED)
    problem = {"code": "killed", "params": {}}
    if job.attempt >= job.attempts:
        return end(job, State.FAILED, problem=problem)
    return _back(job, not_before=timezone.now(), problem=problem)
