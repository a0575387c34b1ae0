"""The log of mails: to whom, what about, when, and whether they were sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pejling.base.mail import queries
from pejling.base.mail.models import MailLog
from pejling.base.mail.wording import PROBLEMS, TEMPLATES
from pejling.web.components.listing import Choice, Column, Dates, Empty, Text, answer, back_to, listing
from pejling.web.gate import of_school


@of_school("see_mail")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every mail of the school, newest first."""
    found = listing(
        request,
        queries.mails_of(request.school),
        columns(request),
        filters(),
        name="mails",
        title=_("Mails"),
        order="-asked",
        caption=_("Mails that Pejling was asked to send; times are Danish time"),
        empty=Empty(
            _("No mail has been sent yet"), _("Invitations and other mails of the school are listed here.")
        ),
        file_name=_("mails"),
    )
    return answer(request, "mails/page.html", {"crumbs": _crumbs(request), "list": found})


def filters() -> list[Any]:
    """To whom, what became of it, what about, when."""
    return [
        Text("to", _("To holds"), ["to"]),
        Choice("state", _("State"), MailLog.State.choices),
        Choice("template", _("About"), list(TEMPLATES.items())),
        Dates("asked", _("Date"), "asked_at", moments=True),
    ]


def columns(request: HttpRequest) -> list[Column]:
    """When, to whom, what about, and what became of it."""

    def address(mail: MailLog) -> str:
        return reverse("mails_one", args=[request.school.uuid, mail.uuid])

    return [
        Column("asked", _("When"), lambda mail: mail.asked_at, sort="asked_at", keep=True),
        Column("to", _("To"), lambda mail: mail.to, sort="to"),
        Column("subject", _("Subject"), lambda mail: mail.subject, sort="subject", link=address),
        Column("state", _("State"), lambda mail: mail.get_state_display(), sort="state"),
        Column("problem", _("Problem"), problem, words=True),
        Column("ended", _("Sent or given up"), lambda mail: mail.ended_at, sort="ended_at", optional=True),
        Column("tries", _("Attempts"), lambda mail: mail.tries, numeric=True, sort="tries", optional=True),
    ]


def problem(mail: MailLog) -> str:
    """Why it wasn't sent, in words."""
    return str(PROBLEMS.get(mail.problem, mail.problem))


@of_school("see_mail")
@require_safe
def one(request: HttpRequest, mail: UUID) -> HttpResponse:
    """One mail with its text, dots where a secret stood."""
    found = queries.mail(request.school, mail)
    if found is None:
        raise Http404
    crumbs = [
        *_crumbs(request)[:-1],
        (_("Mails"), back_to(request, "mails", request.school.uuid)),
        (found.subject, ""),
    ]
    context: dict[str, Any] = {"crumbs": crumbs, "mail": found, "problem": problem(found)}
    return render(request, "mails/one.html", context)


def _crumbs(request: HttpRequest) -> list[tuple[str, str]]:
    school = request.school
    return [
        (school.name, reverse("retention", args=[school.uuid])),
        (_("Administration"), reverse("administration", args=[school.uuid])),
        (_("Mails"), ""),
    ]
