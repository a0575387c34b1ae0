"""How long things are kept: the school's periods, what would be removed now, and removing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from pejling.base.jobs import actions as jobs
from pejling.base.jobs import queries as jobs_queries
from pejling.base.jobs.models import Job
from pejling.facts.persons import actions
from pejling.flows.personal import wording
from pejling.flows.personal.periods import Period, periods_of
from pejling.web.components import numbers
from pejling.web.gate import of_school
from pejling.web.pages.personal_data.page import VERB, crumbs

UNITS = {"days": gettext_lazy("days"), "months": gettext_lazy("months")}


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of thing: its field in the form with what is wrong in it, and how many would be removed now."""

    period: Period
    title: str
    means: str
    unit: str
    value: str
    problem: str
    due: str

    @property
    def bounds(self) -> str:
        return _("%(least)s–%(most)s") % {"least": self.period.least, "most": self.period.most}


@of_school(VERB)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The periods, and what was found and removed last."""
    return _page(request, {})


@of_school(VERB)
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Save the periods: all of them or none."""
    wanted, problems = _read(request)
    if problems:
        return _page(request, problems, status=422)
    changed = 0
    for key, period in periods_of(request.school).items():
        if wanted[key] != period.keep:
            actions.keep(by=request.user, organisation=request.school, key=key, periods=wanted[key])
            changed += 1
    if changed:
        messages.success(request, _("Saved. The new periods count from the next removal."))
    else:
        messages.success(request, _("Nothing was changed."))
    return _back(request)


@of_school(VERB)
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Have it counted what would be removed now."""
    _ask(request, "keeping.look")
    return _back(request)


@of_school(VERB)
@require_POST
def tidy(request: HttpRequest) -> HttpResponse:
    """Have it removed now; only somebody who has seen how much it is can ask."""
    seen = _newest(request, "keeping.look")
    if seen is None or request.POST.get("seen") != str(seen.uuid):
        messages.error(request, _("See first what would be removed."))
        return _back(request)
    _ask(request, "keeping.tidy")
    return _back(request)


def _ask(request: HttpRequest, kind: str) -> Job:
    return jobs.enqueue(by=request.user, organisation=request.school, kind=kind, key=f"{kind}:by-hand")


def _read(request: HttpRequest) -> tuple[dict[str, int | None], dict[str, str]]:
    """What the form says, and what is wrong in it by key. An empty field means for ever."""
    wanted: dict[str, int | None] = {}
    problems: dict[str, str] = {}
    for key, period in periods_of(request.school).items():
        said = request.POST.get(key, "").strip()
        if not said:
            wanted[key] = None
        elif said.isascii() and said.isdigit() and period.least <= int(said) <= period.most:
            wanted[key] = int(said)
        else:
            problems[key] = _("Write a whole number from %(least)s to %(most)s, or nothing.") % {
                "least": period.least,
                "most": period.most,
            }
    return wanted, problems


def _page(request: HttpRequest, problems: dict[str, str], status: int = 200) -> HttpResponse:
    seen, done = _newest(request, "keeping.look"), _newest(request, "keeping.tidy")
    found = (seen.result or {}).get("found", {}) if seen and seen.state == Job.State.DONE else {}
    lines = [_line(request, period, problems, found) for period in periods_of(request.school).values()]
    personal = (_("Personal data"), reverse("personal_data", args=[request.school.uuid]))
    context: dict[str, Any] = {
        "crumbs": crumbs(request, personal, (_("How long things are kept"), "")),
        "lines": lines,
        "problems": problems,
        "seen": seen if found else None,
        "any_due": any(found.values()),
        "jobs": [job for job in (seen, done) if job and _is_worth_showing(job)],
        "did": _did(done),
        "done": done,
        "then": reverse("personal_data_keeping", args=[request.school.uuid]),
    }
    return render(request, "personal_data/keeping.html", context, status=status)


def _line(request: HttpRequest, period: Period, problems: dict[str, str], found: dict[str, int]) -> Line:
    kept = "" if period.keep is None else str(period.keep)
    return Line(
        period,
        str(wording.KEPT[period.key]),
        str(wording.MEANS[period.key]),
        str(UNITS[period.unit]),
        request.POST.get(period.key, kept)[:10] if problems else kept,
        problems.get(period.key, ""),
        numbers.number(found[period.key]) if period.key in found else "",
    )


def _is_worth_showing(job: Job) -> bool:
    return not job.is_finished or job.state == Job.State.FAILED


def _did(job: Job | None) -> list[tuple[str, str]]:
    if job is None or job.state != Job.State.DONE:
        return []
    did = (job.result or {}).get("did", {})
    return [(str(title), numbers.number(did[key])) for key, title in wording.KEPT.items() if did.get(key)]


def _newest(request: HttpRequest, kind: str) -> Job | None:
    return jobs_queries.jobs_of(request.school).filter(kind=kind).first()


def _back(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("personal_data_keeping", args=[request.school.uuid]))
