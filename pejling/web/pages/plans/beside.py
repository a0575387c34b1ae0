"""Two plans, or two versions of one, beside each other: what was added, taken out and changed, word by word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
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
from pejling.analysis.plans.comparing import MOVED, Change, compare, words
from pejling.analysis.plans.plan_file import read_plan
from pejling.quality.plans import queries
from pejling.quality.plans.models import Plan
from pejling.quality.plans.reading_back import value_of
from pejling.quality.plans.record_models import Version
from pejling.web.components.bad_address import BadAddress
from pejling.web.gate import of_school
from pejling.web.pages.plans.compared_words import said
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.listed import download

SORTS = {
    "plan": gettext_lazy("The plan"),
    "goal": gettext_lazy("Goal"),
    "measure": gettext_lazy("Measure"),
    "action": gettext_lazy("Action"),
    "commitment": gettext_lazy("Commitment"),
}
WHAT = {
    "added": gettext_lazy("added"),
    "removed": gettext_lazy("taken out"),
    "moved": gettext_lazy("moved"),
    "changed": gettext_lazy("altered"),
}
#: so many plans are offered to compare with
OFFERED = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One difference for the page; ``before`` and ``after``: where a part stood and stands."""

    change: Change
    what: str
    runs: list[tuple[str, str]]
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class Part:
    """The differences of one part: what became of it (``marks``), and its fields (``lines``)."""

    sort: str
    title: str
    marks: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """The differences under one goal: its own, and its parts'."""

    title: str
    own: Part = field(default_factory=lambda: Part("", ""))
    parts: list[Part] = field(default_factory=list)


@of_school("see_plan_work")
@require_safe
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """What is different between an earlier text and this plan as it is now."""
    row = bare(request, plan)
    options = _options(request, row)
    chosen = request.GET.get("with", "") or _nearest(row, options)
    if chosen and chosen not in {key for key, _text in options}:
        raise BadAddress(_("the plan or version to compare with"), chosen)
    context = frame(request, row, "plans_compare", _("Compare"))
    context |= {"options": [(key, text, key == chosen) for key, text in options]}
    if chosen:
        changes = compare(_value(request, row, chosen), value_of(row))
        context |= {
            "groups": grouped(changes),
            "counts": [(WHAT[what], sum(one.what == what for one in changes)) for what in WHAT],
            "compared_with": dict(options)[chosen],
        }
    return render(request, "plans/compare.html", context)


def grouped(changes: Iterable[Change]) -> list[Group]:
    """Goal by goal, part by part, in the order they come."""
    groups: list[Group] = []
    last: tuple[str, ...] = ()
    for change in changes:
        title = change.goal or str(SORTS["plan"])
        if not groups or groups[-1].title != title:
            groups.append(Group(title))
            last = ()
        key = (change.sort, change.label, change.title)
        part = groups[-1].own
        if change.sort not in ("plan", "goal"):
            if key != last:
                name = f"{change.label} {change.title}".strip()
                groups[-1].parts.append(Part(str(SORTS[change.sort]), name))
                last = key
            part = groups[-1].parts[-1]
        (part.lines if change.field else part.marks).append(_line(change))
    return groups


def _line(change: Change) -> Line:
    plan = _("the plan itself")
    if change.what == MOVED:
        return Line(change, str(WHAT[MOVED]), [], change.before or plan, change.after or plan)
    before = said(change.field, change.was, change.before)
    after = said(change.field, change.now, change.after)
    return Line(change, str(WHAT[change.what]), words(before, after) if before or after else [])


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


def _nearest(plan: Plan, options: list[tuple[str, str]]) -> str:
    """What it is compared with unasked: the plan it takes the place of, or its newest version; no other plan."""
    own = plan.revises is not None or Version.objects.filter(plan=plan).exists()
    return options[0][0] if own else ""


def version_title(version: Version) -> str:
    """Which version it is, and of when."""
    day = date_format(localtime(version.at), "SHORT_DATE_FORMAT")
    return _("Version %(number)s, adopted %(day)s") % {"number": version.number, "day": day}


def _value(request: HttpRequest, plan: Plan, chosen: str) -> values.Plan:
    if not chosen.startswith("v"):
        return value_of(bare(request, UUID(chosen)))
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
