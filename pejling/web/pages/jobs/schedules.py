"""What is done again and again, and when: turned on and off here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from pejling.base.jobs import actions, queries, wording
from pejling.base.jobs.models import Schedule
from pejling.web.components.listing import Column, Empty, answer, listing
from pejling.web.gate import of_school
from pejling.web.pages.jobs.page import crumbs

Every = Schedule.Every


def when(schedule: Schedule) -> str:
    """A schedule's time in words, such as "every Monday at 02.30"."""
    at = time_format(schedule.at, _("H:i"))  # how a clock is written, in the letters of Django's date formats
    words: dict[str, Any] = {"at": at, "minute": schedule.at.minute, "day": schedule.day}
    if schedule.every == Every.HOURLY:
        return _("every hour, %(minute)s minutes past") % words
    if schedule.every == Every.DAILY:
        return _("every day at %(at)s") % words
    if schedule.every == Every.WEEKLY:
        return _("every %(weekday)s at %(at)s") % {**words, "weekday": WEEKDAYS[schedule.weekday - 1]}
    if schedule.every == Every.MONTHLY:
        return _("on day %(day)s of every month at %(at)s") % words
    return _("every year on %(day)s %(month)s at %(at)s") % {**words, "month": MONTHS[schedule.month]}


COLUMNS = [
    Column("kind", gettext_lazy("Job"), lambda row: wording.title(row.kind), sort="kind"),
    Column("when", gettext_lazy("When"), when, words=True),
    Column("next", gettext_lazy("Next time"), lambda row: row.next_at if row.is_on else None, keep=True),
    Column("state", gettext_lazy("State"), lambda row: _("On") if row.is_on else _("Off")),
    Column("buttons", gettext_lazy("What can be done"), template="jobs/switch.html"),
]


@of_school("see_jobs")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The school's schedules."""
    found = listing(
        request,
        queries.schedules_of(request.school),
        COLUMNS,
        name="schedules",
        title=_("Schedules"),
        caption=_("Times are Danish clock time"),
        empty=Empty(
            _("Nothing is scheduled"),
            _(
                "A schedule is made where its work is set up, such as a folder that deliveries are picked up from."
            ),
        ),
        file_name=_("schedules"),
    )
    jobs = (_("Jobs"), reverse("jobs", args=[request.school.uuid]))
    context = {"crumbs": crumbs(request, jobs, (_("Schedules"), "")), "schedules": found}
    return answer(request, "jobs/schedules.html", context)


@of_school("see_jobs")
@require_POST
def switch(request: HttpRequest, schedule: UUID) -> HttpResponse:
    """Turn a schedule on or off."""
    found = queries.schedules_of(request.school).filter(uuid=schedule).first()
    if found is None:
        raise Http404
    on = request.POST.get("on") == "1"
    actions.switch(by=request.user, schedule=found, on=on)
    said = _("“%(job)s” is on.") if on else _("“%(job)s” is off.")
    messages.success(request, said % {"job": wording.title(found.kind)})
    return HttpResponseRedirect(reverse("jobs_schedules", args=[request.school.uuid]))
