"""The school's year: the steps and dates of all running plans as a list and, beside it, as a wheel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pejling.analysis.wheel import Span, wheel
from pejling.quality.plans import queries
from pejling.quality.plans.catalogue import kinds
from pejling.quality.plans.cycle import PlanStep, is_running, steps_of
from pejling.quality.plans.models import Milestone, Plan
from pejling.quality.publishing.published_days import published_days
from pejling.web.components.bad_address import BadAddress
from pejling.web.components.listing import Choice, Column, Empty, Listing, answer, listing
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.cycle.words import STATES, span, state_in_words
from pejling.web.pages.plans.kinds import step_words, words_of

#: what lasts longer is no date, and stands in no wheel
LONGEST = 100


@dataclass(slots=True)
class Row:
    """One step or date of one plan; ``number`` is its own in the wheel and the list."""

    title: str
    plan: Plan
    kind: str
    first: date
    last: date
    said: str
    state: str
    who: str
    done_on: date | None
    number: int = 0


COLUMNS = [
    Column("number", gettext_lazy("No."), lambda row: row.number, sort="number", numeric=True),
    Column(
        "step", gettext_lazy("Step"), lambda row: row.title, sort="title",
        link=lambda row: reverse("plans_cycle", args=[row.plan.organisation.uuid, row.plan.uuid]),
    ),
    Column("when", gettext_lazy("When"), lambda row: row.said, sort=("first", "last")),
    Column("state", gettext_lazy("State"), lambda row: state_in_words(row.state), sort="state"),
    Column("plan", gettext_lazy("Plan"), lambda row: row.plan.title, sort="plan__title"),
    Column("kind", gettext_lazy("Kind"), lambda row: row.kind, sort="kind", optional=True),
    Column("who", gettext_lazy("Usually done by"), lambda row: row.who, sort="who", optional=True),
    Column("first", gettext_lazy("First day"), lambda row: row.first, sort="first", optional=True),
    Column("last", gettext_lazy("Last day"), lambda row: row.last, sort="last", optional=True),
    Column("done", gettext_lazy("Done on"), lambda row: row.done_on, sort="done_on", optional=True),
]  # fmt: skip


@of_school("see_plans")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """One year of all the plans that the reader may see."""
    now = today()
    plans = [
        plan
        for plan in queries.seen_by(request.access).select_related("organisation")
        if plan.state != Plan.State.CLOSED
    ]
    rows = [*_steps(steps_of(plans, kinds(), now, published_days(request.school))), *_dates(plans, now)]
    years = sorted({year for row in rows for year in range(row.first.year, row.last.year + 1)} | {now.year})
    year = _year(request, years, now.year)
    shown = [row for row in rows if row.first.year <= year <= row.last.year]
    found = _list(request, shown, year)
    for number, row in enumerate(sorted(found.rows, key=lambda row: (row.first, row.last, row.title)), 1):
        row.number = number
    drawn = wheel(year, [Span(row.number, row.first, row.last, row.state) for row in found.rows], now)
    context = {
        "crumbs": [
            (request.school.name, reverse("retention", args=[request.school.uuid])),
            (_("Annual cycle"), ""),
        ],
        "list": found,
        "years": [
            (str(one), one == year, reverse("cycle", args=[request.school.uuid]) + f"?year={one}")
            for one in years
        ],
        "year": str(year),
        "wheel": drawn,
        "month_names": MONTHS_3,
        "states": [
            (key, title) for key, title in STATES.items() if any(row.state == key for row in found.rows)
        ],
        "running": any(is_running(plan, now) for plan in plans),
    }
    return answer(request, "cycle/page.html", context)


def _steps(steps: Iterable[PlanStep]) -> Iterable[Row]:
    for step in steps:
        words = step_words(step.step)
        yield Row(
            words.title, step.plan, words_of(step.plan.kind).title, step.first, step.last,
            span(step.first, step.last), step.state, words.who, step.done_on,
        )  # fmt: skip


def _dates(plans: list[Plan], now: date) -> Iterable[Row]:
    """The plans' own dates, as they were said; what comes again and again, or lasts, is no day of the year."""
    of = {plan.pk: plan for plan in plans}
    for stone in Milestone.objects.filter(plan__in=plans, recurring="", last_day__isnull=False):
        if (stone.last_day - stone.first_day).days > LONGEST:
            continue
        plan = of[stone.plan_id]
        done = stone.done_on is not None
        state = (
            "done"
            if done
            else "late"
            if stone.last_day < now
            else "now"
            if stone.first_day <= now
            else "ahead"
        )
        yield Row(
            stone.title, plan, words_of(plan.kind).title, stone.first_day, stone.last_day, stone.when, state, "",
            stone.done_on,
        )  # fmt: skip


def _year(request: HttpRequest, years: list[int], now: int) -> int:
    """The year asked for; BadAddress for one in which nothing stands."""
    asked = request.GET.get("year", str(now))
    if asked not in map(str, years):
        raise BadAddress(_("Year"), asked)
    return int(asked)


def _list(request: HttpRequest, rows: list[Row], year: int) -> Listing:
    plans = {str(row.plan.uuid): row.plan.title for row in rows}
    found = {row.plan.kind: row.kind for row in rows}
    filters: list[Any] = [
        Choice(
            "plan", _("Plan"), sorted(plans.items(), key=lambda pair: pair[1]),
            lambda rows, wanted: [row for row in rows if str(row.plan.uuid) == wanted],
        ),
        Choice("kind", _("Kind"), sorted(found.items(), key=lambda pair: pair[1]), "plan__kind"),
        Choice("state", _("State"), list(STATES.items())),
    ]  # fmt: skip
    return listing(
        request, rows, COLUMNS, filters, name="cycle", title=_("Annual cycle"), order="when", size=100,
        empty=Empty(
            _("Nothing stands in this year"),
            _("Each plan has the steps of its kind, and the dates written in it. Choose another year, or make "
                "a plan."),
            reverse("plans", args=[request.school.uuid]), _("To the plans"),
        ),
        file_name=_("annual-cycle"), notes=[(_("Year"), str(year))],
    )  # fmt: skip
