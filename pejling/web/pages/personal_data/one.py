"""One request: what was found, the question before it is erased, the file to fetch, and what was done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pejling.base.accounts.models import User
from pejling.base.jobs import actions as jobs
from pejling.base.jobs import queries as jobs_queries
from pejling.base.jobs.models import Job
from pejling.facts.persons import actions, queries
from pejling.facts.persons.models import PersonRequest
from pejling.flows.personal import exporting, wording
from pejling.web.components import numbers
from pejling.web.gate import of_school
from pejling.web.pages.personal_data.forms import EraseForm
from pejling.web.pages.personal_data.page import VERB, crumbs

State = PersonRequest.State


@of_school(VERB)
@require_safe
def one(request: HttpRequest, asked: UUID) -> HttpResponse:
    """The request as it stands."""
    found = _request(request, asked)
    return _page(request, found, EraseForm(request=found))


@of_school(VERB)
@require_POST
def erase(request: HttpRequest, asked: UUID) -> HttpResponse:
    """Yes: erase what was found."""
    found = _request(request, asked)
    if found.kind != PersonRequest.Kind.ERASE or found.state != State.FOUND:
        return _too_late(request, found)
    form = EraseForm(request.POST, request=found)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        _begin(request, found)
    except actions.WrongState:
        return _too_late(request, found)
    return _back(request, found)


@transaction.atomic
def _begin(request: HttpRequest, found: PersonRequest) -> None:
    """The yes and its job together: a worker that came between them would find nothing to do."""
    params, key = {"request": str(found.uuid)}, f"persons.erase:{found.uuid}"
    owner = {"by": request.user, "organisation": request.school}
    job = jobs.enqueue(**owner, kind="persons.erase", params=params, key=key)
    actions.begin(by=request.user, request=found, job=job.uuid)


@of_school(VERB)
@require_POST
def withdraw(request: HttpRequest, asked: UUID) -> HttpResponse:
    """No: nothing is to be done."""
    found = _request(request, asked)
    try:
        actions.withdraw(by=request.user, request=found)
    except actions.WrongState:
        return _too_late(request, found)
    messages.success(request, _("The request is withdrawn. Nothing was changed."))
    return HttpResponseRedirect(reverse("personal_data", args=[request.school.uuid]))


@of_school(VERB)
@require_POST
def fetch(request: HttpRequest, asked: UUID) -> HttpResponse:
    """The file with the person's data; that it was fetched is noted."""
    found = _request(request, asked)
    path = exporting.file_of(found)
    if found.state != State.READY or not path.is_file():
        return _too_late(request, found)
    actions.note_fetched(by=request.user, request=found)
    name = f"{_('data-about-one-person')}-{localdate().isoformat()}.zip"
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/zip"
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, found: PersonRequest, form: EraseForm, status: int = 200) -> HttpResponse:
    job = _job(found)
    title = f"{found.get_kind_display()}: {found.get_about_display().lower()}"
    personal = (_("Personal data"), reverse("personal_data", args=[request.school.uuid]))
    context: dict[str, Any] = {
        "crumbs": crumbs(request, personal, (title, "")),
        "title": title,
        "asked": found,
        "who": _who(found),
        "job": job if found.state in {State.LOOKING, State.DOING} else None,
        "then": reverse("personal_data_one", args=[request.school.uuid, found.uuid]),
        "found": _lines(found.found),
        "did": _lines(found.did),
        "form": form,
        "of_user": found.about == PersonRequest.About.USER,
    }
    return render(request, "personal_data/one.html", context, status=status)


def _who(found: PersonRequest) -> str:
    """Whom it is about, as long as the request knows."""
    if found.about == PersonRequest.About.USER and found.subject:
        user = User.objects.filter(uuid=found.subject).first()
        return f"{user} ({user.email})" if user else ""
    return found.subject


def _lines(counts: dict[str, int]) -> list[tuple[str, str]]:
    """In the order of the words for them: a database may keep JSON in another."""
    known = [what for what in wording.TITLES if counts.get(what)]
    others = sorted(what for what in counts if counts[what] and what not in wording.TITLES)
    return [(wording.title(what), numbers.number(counts[what])) for what in [*known, *others]]


def _job(found: PersonRequest) -> Job | None:
    if found.job is None:
        return None
    return jobs_queries.jobs_of(found.organisation).filter(uuid=found.job).first()


def _request(request: HttpRequest, uuid: UUID) -> PersonRequest:
    try:
        return queries.request(request.school, uuid)
    except PersonRequest.DoesNotExist as error:
        raise Http404 from error


def _too_late(request: HttpRequest, found: PersonRequest) -> HttpResponse:
    messages.error(request, _("That can't be done any more: the request has gone on, or has ended."))
    return _back(request, found)


def _back(request: HttpRequest, found: PersonRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("personal_data_one", args=[request.school.uuid, found.uuid]))
