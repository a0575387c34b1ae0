"""Requests about persons: ask for one, and see those that were made. Who it was about is forgotten at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from pejling.base.accounts.models import User
from pejling.base.jobs import actions as jobs
from pejling.facts.persons import actions, queries
from pejling.facts.persons.models import PersonRequest
from pejling.web.components.listing import Choice, Column, Dates, Empty, answer, listing
from pejling.web.gate import of_school
from pejling.web.pages.personal_data.forms import AskForm

VERB = "manage_personal_data"


@dataclass(frozen=True, slots=True)
class Row:
    """One request as the list shows it."""

    asked: PersonRequest
    by: str
    address: str


def rows_of(found: Sequence[PersonRequest], school: str) -> list[Row]:
    """The requests with the names of those who asked."""
    names = {
        user.uuid: str(user) for user in User.objects.filter(uuid__in={one.by for one in found if one.by})
    }
    return [
        Row(one, names.get(one.by, ""), reverse("personal_data_one", args=[school, one.uuid]))
        for one in found
    ]


COLUMNS = [
    Column("kind", gettext_lazy("Request"), lambda row: row.asked.get_kind_display(), sort="kind",
           link=lambda row: row.address),
    Column("about", gettext_lazy("About"), lambda row: row.asked.get_about_display(), sort="about"),
    Column("state", gettext_lazy("State"), lambda row: row.asked.get_state_display(), sort="state"),
    Column("rows", gettext_lazy("Rows"), lambda row: sum((row.asked.did or row.asked.found).values()), numeric=True),
    Column("by", gettext_lazy("Asked for by"), lambda row: row.by),
    Column("made", gettext_lazy("Asked for"), lambda row: row.asked.made_at, sort="made_at", keep=True),
    Column("ended", gettext_lazy("Ended"), lambda row: row.asked.ended_at, sort="ended_at", keep=True),
]  # fmt: skip
FILTERS = [
    Choice("kind", gettext_lazy("Request"), list(PersonRequest.Kind.choices)),
    Choice("state", gettext_lazy("State"), list(PersonRequest.State.choices)),
    Dates("made", gettext_lazy("Asked for"), "made_at"),
]


@of_school(VERB)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The form and the list."""
    return _page(request, AskForm(school=request.school))


@of_school(VERB)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for one person's data, or to have them erased; a job looks for them at once."""
    form = AskForm(request.POST, school=request.school)
    if not form.is_valid():
        return _page(request, form, status=422)
    made = _ask(request, form.cleaned_data)
    return HttpResponseRedirect(reverse("personal_data_one", args=[request.school.uuid, made.uuid]))


@transaction.atomic
def _ask(request: HttpRequest, said: dict[str, Any]) -> PersonRequest:
    """The request and its job together: no worker sees the one before the other is there."""
    owner = {"by": request.user, "organisation": request.school}
    made = actions.ask(**owner, kind=said["kind"], about=said["about"], subject=said["subject"])
    params, key = {"request": str(made.uuid)}, f"persons.look:{made.uuid}"
    job = jobs.enqueue(**owner, kind="persons.look", params=params, key=key)
    actions.note_job(by=request.user, request=made, job=job.uuid)
    return made


def _page(request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
    school = str(request.school.uuid)
    asked = listing(
        request,
        queries.requests_of(request.school),
        COLUMNS,
        FILTERS,
        name="requests",
        title=_("Requests"),
        caption=_("Newest first; the person is forgotten when a request has ended"),
        present=lambda found: rows_of(found, school),
        empty=Empty(
            _("No requests yet"), _("What is asked about a person is listed here, without the person.")
        ),
        file_name=_("requests-about-persons"),
    )
    context = {"crumbs": crumbs(request, (_("Personal data"), "")), "form": form, "requests": asked}
    return answer(request, "personal_data/page.html", context, status=status)


def crumbs(request: HttpRequest, *last: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to the page and on."""
    school = request.school
    return [
        (school.name, reverse("retention", args=[school.uuid])),
        (_("Administration"), reverse("administration", args=[school.uuid])),
        *last,
    ]
