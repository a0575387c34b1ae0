"""The school's jobs for whoever looks after them: what waits, runs and went wrong, with cancel and retry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pejling.base.accounts.access import Access
from pejling.base.accounts.models import User
from pejling.base.jobs import queries, wording
from pejling.base.jobs.kinds import UnknownKind, find, kinds
from pejling.base.jobs.models import Job
from pejling.web.components.job import may_retry
from pejling.web.components.listing import Choice, Column, Dates, Empty, answer, listing
from pejling.web.components.workbook import Share
from pejling.web.gate import of_school

State = Job.State


@dataclass(frozen=True, slots=True)
class Row:
    """One job as the list shows it; ``by`` is the name of whoever asked, "" for a schedule."""

    job: Job
    by: str
    school: str
    may_retry: bool

    @property
    def address(self) -> str:
        return reverse("jobs_one", args=[self.school, self.job.uuid])

    @property
    def cancel(self) -> str:
        return reverse("jobs_cancel", args=[self.school, self.job.uuid]) if self._cancellable else ""

    @property
    def retry(self) -> str:
        again = self.may_retry and self.job.state in {State.FAILED, State.CANCELLED}
        return reverse("jobs_retry", args=[self.school, self.job.uuid]) if again else ""

    @property
    def _cancellable(self) -> bool:
        if self.job.state == State.WAITING:
            return True
        try:
            return self.job.state == State.RUNNING and find(self.job.kind).cancellable
        except UnknownKind:
            return False

    @property
    def state(self) -> str:
        if self.job.state == State.RUNNING and self.job.cancel_asked_at is not None:
            return _("Being cancelled")
        return str(self.job.get_state_display())

    @property
    def share(self) -> Share | None:
        return Share(self.job.done / self.job.of) if self.job.state == State.RUNNING and self.job.of else None

    @property
    def seconds(self) -> int | None:
        if self.job.started_at is None or self.job.finished_at is None:
            return None
        return max(0, round((self.job.finished_at - self.job.started_at).total_seconds()))


def rows_of(jobs: Sequence[Job], school: str, access: Access) -> list[Row]:
    """The jobs with the names of those who asked."""
    names = {
        user.uuid: str(user) for user in User.objects.filter(uuid__in={job.by for job in jobs if job.by})
    }
    return [Row(job, names.get(job.by, ""), school, may_retry(access, job)) for job in jobs]


def _kinds() -> list[tuple[str, str]]:
    return sorted(((name, str(kind.title)) for name, kind in kinds().items()), key=lambda found: found[1])


COLUMNS = [
    Column(
        "job", gettext_lazy("Job"), lambda row: wording.title(row.job.kind), sort="kind", link=lambda row: row.address
    ),
    Column("state", gettext_lazy("State"), lambda row: row.state, sort="state"),
    Column("share", gettext_lazy("How far"), lambda row: row.share, numeric=True),
    Column("problem", gettext_lazy("What went wrong"), lambda row: wording.problem(row.job), words=True),
    Column("by", gettext_lazy("Asked for by"), lambda row: row.by or _("a schedule or the command line")),
    Column("asked", gettext_lazy("Asked for"), lambda row: row.job.asked_at, sort="asked_at", keep=True),
    Column("started", gettext_lazy("Begun"), lambda row: row.job.started_at, sort="started_at", optional=True),
    Column("finished", gettext_lazy("Ended"), lambda row: row.job.finished_at, sort="finished_at", keep=True),
    Column("seconds", gettext_lazy("Seconds"), lambda row: row.seconds, numeric=True, optional=True),
    Column("attempt", gettext_lazy("Attempts"), lambda row: row.job.attempt, numeric=True, optional=True),
    Column("number", gettext_lazy("Number in the log"), lambda row: str(row.job.uuid)[:8], optional=True),
    Column("buttons", gettext_lazy("What can be done"), template="jobs/buttons.html"),
]  # fmt: skip
FILTERS = [
    Choice("state", gettext_lazy("State"), [(state.value, state.label) for state in State]),
    Choice("kind", gettext_lazy("Job"), _kinds),
    Dates("asked", gettext_lazy("Asked for"), "asked_at"),
]


@of_school("see_jobs")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The jobs, newest first, and whether anybody does them."""
    school = str(request.school.uuid)
    jobs = listing(
        request,
        queries.jobs_of(request.school),
        COLUMNS,
        FILTERS,
        name="jobs",
        title=_("Jobs"),
        caption=_("Newest first"),
        present=lambda found: rows_of(found, school, request.access),
        empty=Empty(
            _("No jobs yet"),
            _(
                "What takes longer than a page may (a delivery, figures, mails) is done beside it and shown here."
            ),
        ),
        file_name=_("jobs"),
    )
    context = {
        "crumbs": crumbs(request, (_("Jobs"), "")),
        "jobs": jobs,
        "workers": queries.workers().count(),
    }
    return answer(request, "jobs/page.html", context)


def crumbs(request: HttpRequest, *last: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to the school's jobs and on."""
    school = request.school
    return [
        (school.name, reverse("retention", args=[school.uuid])),
        (_("Administration"), reverse("administration", args=[school.uuid])),
        *last,
    ]
