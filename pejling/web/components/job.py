"""One job as a page shows it while it waits, runs and after: bar, stage, what went wrong, cancel and retry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pejling.base.accounts.access import Access
from pejling.base.jobs import queries, wording
from pejling.base.jobs.kinds import UnknownKind, find
from pejling.base.jobs.models import Job
from pejling.web.components import numbers

State = Job.State
#: a screen reader is told of every so many percent, not of every one
SPOKEN_STEP = 25


@dataclass(frozen=True, slots=True)
class ShownJob:
    """What ``components/job_card.html`` shows. Addresses are "" where the reader may not or need not.

    ``spoken``: what a screen reader is told; it changes seldom, unlike the bar.
    """

    uuid: str
    title: str
    state: str
    state_text: str
    is_open: bool
    stage: str
    percent: int | None
    count: str
    problem: str
    is_failed: bool
    nobody_works: bool
    is_being_cancelled: bool
    spoken: str
    poll: str
    cancel: str
    retry: str
    then: str


def may_see(access: Access, user: Any, job: Job) -> bool:
    """Whoever asked for a job sees it, and whoever looks after the school's jobs."""
    return access.may("see_jobs") or (job.by is not None and job.by == user.uuid)


def may_retry(access: Access, job: Job) -> bool:
    """Whoever sees a job and may still do what it does: roles change, and so does what a session has proved."""
    try:
        verb = find(job.kind).verb
    except UnknownKind:
        return False
    return not verb or access.may(verb)


def local_address(address: str) -> str:
    """The address if it leads to a page of this installation, else ""."""
    is_local = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_local and address.startswith("/") else ""


def shown(request: HttpRequest, job: Job, then: str = "") -> ShownJob:
    """The job for the reader of this page; at its end the page goes on to ``then``."""
    then = local_address(then)
    school = request.school.uuid
    mine = may_see(request.access, request.user, job)
    here = f"?{urlencode({'then': then})}" if then else ""
    is_open = not job.is_finished
    again = job.state in {State.FAILED, State.CANCELLED} and may_retry(request.access, job)
    return ShownJob(
        uuid=str(job.uuid),
        title=wording.title(job.kind),
        state=job.state,
        state_text=_state(job),
        is_open=is_open,
        stage=wording.stage(job) if job.state == State.RUNNING else "",
        percent=job.percent if job.state == State.RUNNING else None,
        count=_count(job),
        problem=wording.problem(job),
        is_failed=job.state == State.FAILED,
        nobody_works=job.state == State.WAITING and not queries.workers().exists(),
        is_being_cancelled=job.state == State.RUNNING and job.cancel_asked_at is not None,
        spoken=_spoken(job),
        poll=reverse("jobs_one", args=[school, job.uuid]) + here if is_open and mine else "",
        cancel=reverse("jobs_cancel", args=[school, job.uuid]) if mine and _cancellable(job) else "",
        retry=reverse("jobs_retry", args=[school, job.uuid]) if mine and again else "",
        then=then,
    )


def _cancellable(job: Job) -> bool:
    if job.state == State.WAITING:
        return True
    try:
        return job.state == State.RUNNING and job.cancel_asked_at is None and find(job.kind).cancellable
    except UnknownKind:
        return False


def _state(job: Job) -> str:
    if job.state == State.RUNNING and job.cancel_asked_at is not None:
        return _("Being cancelled")
    if job.state != State.WAITING:
        return str(State(job.state).label)
    if job.problem:
        return _("Waiting to be tried again")
    ahead = queries.before(job)
    if not ahead:
        return _("Waiting")
    return ngettext("Waiting: %(n)s is done first", "Waiting: %(n)s are done first", ahead) % {
        "n": numbers.number(ahead)
    }


def _count(job: Job) -> str:
    if job.state != State.RUNNING or not job.of:
        return ""
    return _("%(done)s of %(of)s") % {"done": numbers.number(job.done), "of": numbers.number(job.of)}


def _spoken(job: Job) -> str:
    if job.state != State.RUNNING:
        return f"{wording.title(job.kind)}: {State(job.state).label}"
    done = (job.percent or 0) // SPOKEN_STEP * SPOKEN_STEP
    said = [wording.title(job.kind), wording.stage(job), _("%(n)s per cent") % {"n": done} if done else ""]
    return ", ".join(part for part in said if part)
