"""What awaits the reader in the plans, and how often a mail tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pejling.base.mail.actions import choose_reminders
from pejling.base.mail.models import Reminders
from pejling.base.mail.queries import reminders_of
from pejling.flows.reminders import AHEAD, path_of
from pejling.quality.plans.awaiting import Awaited, awaits
from pejling.quality.plans.catalogue import kinds
from pejling.quality.publishing.published_days import published_days
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.kinds import step_words


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that awaits the reader."""

    title: str
    plan: str
    last: date
    said: str
    address: str


@of_school("see_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """What would be told today, and the choice."""
    if request.method != "POST":
        return _page(request)
    try:
        choose_reminders(by=request.user, organisation=request.school, every=request.POST.get("every", ""))
    except ValueError:
        return _page(request, _("Choose how often you are reminded."))
    messages.success(request, _("Your choice is saved."))
    return redirect("reminders", request.school.uuid)


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    chosen = reminders_of(request.school, request.user)
    now = today()
    ahead = AHEAD.get(chosen.every, AHEAD[Reminders.Every.WEEKLY])
    found = awaits(request.access, request.user, kinds(), now, ahead, published_days(request.school))
    school = request.school.uuid
    context = {
        "crumbs": [
            (request.school.name, reverse("retention", args=[school])),
            (_("Annual cycle"), reverse("cycle", args=[school])),
            (_("Reminders"), ""),
        ],
        "chosen": chosen,
        "choices": Reminders.Every.choices,
        "late": [_line(one) for one in found if one.is_late(now)],
        "soon": [_line(one) for one in found if not one.is_late(now)],
        "days": ahead.days,
        "problem": problem,
    }
    return render(request, "calendar/reminders.html", context, status=400 if problem else 200)


def _line(one: Awaited) -> Line:
    if one.step is not None:
        title = step_words(one.step).title
    elif one.sort == "consultation":
        title = _("Answer in the consultation")
    elif one.action is not None:
        title = f"{one.action[1]}: {one.title}" if one.title else one.action[1]
    else:
        title = one.title
    return Line(title, one.plan.title, one.last, one.said, path_of(one))
