"""One job: the page of whoever waits for it, the fragment that keeps that page up to date, cancel and retry."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pejling.base.accounts.access import Denied
from pejling.base.jobs import actions, queries, wording
from pejling.base.jobs.kinds import kinds
from pejling.base.jobs.models import Job
from pejling.web.components.job import local_address, may_retry, may_see, shown
from pejling.web.gate import of_school

#: htmx stops asking when it gets this
STOP_POLLING = 286


@of_school("see_figures")
@require_safe
def one(request: HttpRequest, job: UUID) -> HttpResponse:
    """How far a job is; asked by a page that shows it, only what has changed."""
    found = _job(request, job)
    then = local_address(request.GET.get("then", ""))
    if request.htmx and request.htmx.target == f"job-{found.uuid}-body":
        return _fragment(request, found, then)
    crumbs = [
        (request.school.name, reverse("retention", args=[request.school.uuid])),
        (wording.title(found.kind), ""),
    ]
    if request.access.may("see_jobs"):
        crumbs.insert(1, (_("Administration"), reverse("administration", args=[request.school.uuid])))
        crumbs.insert(2, (_("Jobs"), reverse("jobs", args=[request.school.uuid])))
    return render(request, "jobs/one.html", {"crumbs": crumbs, "job": found, "then": then})


def _fragment(request: HttpRequest, job: Job, then: str) -> HttpResponse:
    # A page that waits for the job says so around the fragment, so it is loaded anew however the job ends.
    ended_here = job.is_finished and then == _page_around(request)
    if then and (job.state == Job.State.DONE or ended_here):
        response = HttpResponse(status=200)
        response["HX-Redirect"] = then
        return response
    card = shown(request, job, then)
    context = {
        "job": card,
        "speak": request.GET.get("said", "") != card.spoken,
        "back": _page_around(request),
    }
    status = 200 if card.is_open else STOP_POLLING
    return render(request, "components/job_body.html", context, status=status)


def _page_around(request: HttpRequest) -> str:
    """The page that shows the fragment: where its buttons come back to."""
    return local_address(request.htmx.current_url_abs_path or "")


@of_school("see_figures")
@require_POST
def cancel(request: HttpRequest, job: UUID) -> HttpResponse:
    """Cancel a job."""
    found = _job(request, job)
    try:
        actions.cancel(by=request.user, job=found)
    except actions.NotCancellable:
        messages.error(request, _("It can't be cancelled any more: it has ended, or is at its last step."))
    return _back(request, found)


@of_school("see_figures")
@require_POST
def retry(request: HttpRequest, job: UUID) -> HttpResponse:
    """Try a job again."""
    found = _job(request, job)
    if not may_retry(request.access, found):
        raise Denied(getattr(kinds().get(found.kind), "verb", ""))
    try:
        found = actions.retry(by=request.user, job=found)
    except actions.NotFinished:
        messages.error(request, _("It isn't over yet, or it is done: there is nothing to try again."))
    return _back(request, found)


def _job(request: HttpRequest, uuid: UUID) -> Job:
    """The school's job, if it is the reader's to see: somebody else's looks as if it weren't there."""
    try:
        found = queries.job(request.school, uuid)
    except Job.DoesNotExist as error:
        raise Http404 from error
    if not may_see(request.access, request.user, found):
        raise Http404
    return found


def _back(request: HttpRequest, job: Job) -> HttpResponse:
    there = local_address(request.POST.get("back", ""))
    return HttpResponseRedirect(there or reverse("jobs_one", args=[request.school.uuid, job.uuid]))
