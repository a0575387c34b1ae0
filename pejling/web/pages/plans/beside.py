"""Two plans, or two versions of one, beside each other: what was added, taken out and changed, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pejling.analysis.plans import plan_model as values
from pejling.analysis.plans.comparing import Change, compare, words
from pejling.analysis.plans.plan_file import read_plan
from pejling.quality.plans import queries
from pejling.quality.plans.models import Plan
from pejling.quality.plans.reading_back import as_value
from pejling.quality.plans.record_models import Version
from pejling.web.components.bad_address import BadAddress
from pejling.web.gate import of_school
from pejling.web.pages.plans.frame import bare, found, frame
from pejling.web.pages.plans.listed import download

SORTS = {
    "plan": gettext_lazy("The plan"),
    "goal": gettext_lazy("Goal"),
    "measure": gettext_lazy("Measure"),
    "action": gettext_lazy("Action"),
}
WHAT = {
    "added": gettext_lazy("added"),
    "removed": gettext_lazy("taken out"),
    "changed": gettext_lazy("changed"),
}
#: so many plans are offered to compare with
OFFERED = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One difference for the page."""

    change: Change
    sort: str
    what: str
    runs: list[tuple[str, str]]


@of_school("see_plan_work")
@require_safe
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """What is different between an earlier text and this plan as it is now."""
    row = found(request, plan)
    options = _options(request, row)
    chosen = request.GET.get("with", "") or (options[0][0] if options else "")
    if chosen and chosen not in {key for key, _text in options}:
        raise BadAddress(_("the plan or version to compare with"), chosen)
    context = frame(request, row, "plans_compare", _("Compare"))
    context |= {"options": [(key, text, key == chosen) for key, text in options], "chosen": bool(chosen)}
    if chosen:
        lines = [_line(change) for change in compare(_value(request, row, chosen), as_value(row))]
        context |= {
            "lines": lines,
            "counts": [(WHAT[what], sum(one.change.what == what for one in lines)) for what in WHAT],
        }
    return render(request, "plans/compare.html", context)


def _line(change: Change) -> Line:
    runs = words(change.before, change.after) if change.field else []
    return Line(change, str(SORTS[change.sort]), str(WHAT[change.what]), runs)


def _options(request: HttpRequest, plan: Plan) -> list[tuple[str, str]]:
    """(key, text): the plan it takes the place of, its own versions, then other plans of its kind."""
    made = []
    if plan.revises is not None:
        made.append((str(plan.revises.uuid), plan.revises.title))
    for version in Version.objects.filter(plan=plan).defer("text"):
        made.append((f"v{version.number}", version_title(version)))
    others = (
        queries.seen_by(request.access).filter(kind=plan.kind).exclude(pk__in=(plan.pk, plan.revises_id or 0))
    )
    return made + [(str(one.uuid), f"{one.title} ({one.period_from.year})") for one in others[:OFFERED]]


def version_title(version: Version) -> str:
    """Which version it is, and of when."""
    day = date_format(localtime(version.at), "SHORT_DATE_FORMAT")
    return _("Version %(number)s, adopted %(day)s") % {"number": version.number, "day": day}


def _value(request: HttpRequest, plan: Plan, chosen: str) -> values.Plan:
    if not chosen.startswith("v"):
        return as_value(found(request, UUID(chosen)))
    text = Version.objects.values_list("text", flat=True).get(plan=plan, number=int(chosen[1:]))
    value = read_plan(text).plan
    if value is None:
        raise Http404
    return value


@of_school("see_plan_work")
@require_safe
def version(request: HttpRequest, plan: UUID, number: int) -> HttpResponse:
    """A version as the file it was kept as."""
    row: Any = bare(request, plan)
    kept = Version.objects.filter(plan=row, number=number).first()
    if kept is None:
        raise Http404
    return download(kept.text, f"{row.title} {number}")
