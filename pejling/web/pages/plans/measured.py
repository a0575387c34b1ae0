"""How a measure or a placed action is judged: its rule in words and what it gives now, and writing the rule.

A placed action may have a rule, too; both are called *ruled* in addresses. The rule's form works without script:
another kind is chosen with the button beside it, and what was written so far comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pejling.analysis.plans.plan_model import Taken
from pejling.analysis.plans.read_parts import taken as read_taken
from pejling.analysis.plans.rule_parts import join, split, still_says
from pejling.analysis.plans.wording import message
from pejling.analysis.plans.workflow import RESULTS, WORDS
from pejling.analysis.strict_fields import Fields
from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.plans.changeable import field_of, mark, value_of
from pejling.quality.plans.editing import Frozen, Stale, change, may_be_changed, part_of
from pejling.quality.plans.history import last_changed
from pejling.quality.plans.models import Measure, Placing, Plan
from pejling.quality.plans.taking_figures import places_for
from pejling.web.gate import of_school
from pejling.web.pages.plans import rule_form, rule_words
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.measured_figure import Figure, baselines, panel

FIELDS = ("rule", "rule_values")


def wanted(request: HttpRequest, plan: Plan, ruled: str, of: UUID) -> Measure | Placing:
    """The measure or placed action; 404 where the plan has none, or the reader may not see it."""
    if ruled not in ("measure", "placing"):
        raise Http404
    try:
        found = part_of(plan, ruled, of)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    if isinstance(found, Placing) and found.action.internal and not request.access.may("see_plan_work"):
        raise Http404
    assert isinstance(found, Measure | Placing)
    return found


def title_of(part: Measure | Placing) -> str:
    """What is judged."""
    return part.action.title if isinstance(part, Placing) else part.title


@of_school("see_plans")
@require_safe
def page(request: HttpRequest, plan: UUID, ruled: str, of: UUID) -> HttpResponse:
    """The figure, the rule and what it gives, for everybody who reads the plan."""
    row = bare(request, plan)
    return measured(request, row, wanted(request, row, ruled, of))


def measured(
    request: HttpRequest, plan: Plan, part: Measure | Placing, wrong: str = "", status: int = 200
) -> HttpResponse:
    """The page, with what went wrong when something was asked of it."""
    context = frame(request, plan, "", title_of(part))
    figure = panel(request, plan, part) if isinstance(part, Measure) else None
    context |= _about(part) | {
        "told": rule_words.told(part),
        "words_open": context["may_edit"] and may_be_changed(plan, part, WORDS),
        "values_open": context["may_edit"] and may_be_changed(plan, part, RESULTS),
        "figure": figure,
        "takes": bool(figure and takes(part, figure)),
        "taken": _taken(part) if isinstance(part, Measure) else [],
        "wrong": wrong,
    }
    return render(request, "plans/measured.html", context, status=status)


def takes(part: Measure | Placing, figure: Figure) -> bool:
    """Whether the rule has a place for the figure."""
    found = [line.taken for line in figure.takeable if line.taken]
    counted = all(line.counted for line in figure.takeable)
    return bool(places_for(rule_words.rule_of(part.rule), found, counted=counted))


def _taken(part: Measure) -> list[tuple[Taken, bool]]:
    """The figures that were taken into the rule, and whether the rule still holds what was taken."""
    values = split(part.rule)[1]
    found = [read_taken(Fields(one, "taken")) for one in part.taken]
    return [(one, still_says(values, one)) for one in found]


def _about(part: Measure | Placing) -> dict[str, Any]:
    return {
        "part": part,
        "ruled": "placing" if isinstance(part, Placing) else "measure",
        "part_title": title_of(part),
        "goal": part.goal,
    }


@dataclass(slots=True)
class _Said:
    """A form on its way back: its texts, what is wrong, and what somebody else wrote meanwhile (``theirs``)."""

    texts: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    was: dict[str, str] = field(default_factory=dict)
    theirs: list[tuple[str, str]] = field(default_factory=list)
    problem: str = ""
    more: bool = False  #: more rows are asked for


@of_school("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, plan: UUID, ruled: str, of: UUID) -> HttpResponse:
    """The rule's form, and saving it."""
    row = bare(request, plan)
    part = wanted(request, row, ruled, of)
    words_open, values_open = may_be_changed(row, part, WORDS), may_be_changed(row, part, RESULTS)
    if request.method != "POST":
        return _form(request, row, part, _Said(rule_form.flat(part.rule)), words_open, values_open)
    said = _Said(_texts(request, part, words_open))
    said.was = {name: request.POST[f"was-{name}"] for name in FIELDS if f"was-{name}" in request.POST}
    if not said.was:
        return _form(request, row, part, _Said(rule_form.flat(part.rule)), words_open, values_open, 400)
    if period := request.POST.get("fill", ""):
        said.texts = _filled(request, part, period)
        return _form(request, row, part, said, words_open, values_open)
    if "again" in request.POST:
        said.more = request.POST["again"] == "more"
        return _form(request, row, part, said, words_open, values_open)
    parsed = rule_form.parse(said.texts)
    said.errors = parsed.errors | _cpr(said.texts)
    if said.errors:
        return _form(request, row, part, said, words_open, values_open, 422)
    words, values = split(parsed.rule)
    given = {"rule_values": values} | ({"rule": words} if words_open else {})
    try:
        change(
            by=request.user, organisation=request.school, plan=row, sort=ruled, part=part, given=given, was=said.was
        )  # fmt: skip
    except Stale as stale:
        part = wanted(request, row, ruled, of)
        said.theirs, said.was = _theirs(part, stale), {}
        return _form(request, row, part, said, words_open, values_open, 409)
    except Frozen:
        said.problem = _("The plan's state has changed meanwhile")
        return _form(request, row, part, said, words_open, values_open, 409)
    messages.success(request, _("The rule is saved."))
    return HttpResponseRedirect(reverse("plans_measured", args=[request.school.uuid, row.uuid, ruled, of]))


def _texts(request: HttpRequest, part: Measure | Placing, words_open: bool) -> dict[str, str]:
    """What the form says; of an adopted plan's rule only its values."""
    said = {name: text for name, text in request.POST.items() if name.startswith("r-")}
    if words_open:
        return said
    texts = rule_form.flat(part.rule)
    open_names = rule_form.value_names(texts)
    return texts | {name: text for name, text in said.items() if name in open_names}


def _filled(request: HttpRequest, part: Measure | Placing, period: str) -> dict[str, str]:
    """A rule that holds every parameter of the measure's source against its result of an earlier period."""
    texts = {"r-kind": "held", "r-better": "higher"}
    rows = baselines(request, part).get(period, []) if isinstance(part, Measure) else []
    for place, (name, value) in enumerate(rows):
        texts |= {f"r-parameters-{place}-name": name, f"r-parameters-{place}-baseline": value}
    return texts


def _cpr(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: message("cpr", {}) for name, text in texts.items() if scrub_text(text) != text}


def _theirs(part: Measure | Placing, stale: Stale) -> list[tuple[str, str]]:
    """(who and when, the rule as somebody else wrote it)."""
    unit = getattr(part, "unit", "")
    stored = join(*split(part.rule))
    changed = last_changed(part, list(stale.theirs))
    who = next(
        (f"{name or _('somebody else')}, {date_format(localtime(at), 'SHORT_DATETIME_FORMAT')}"
         for name, at in changed.values()),
        _("somebody else"),
    )  # fmt: skip
    found = rule_words.rule_of(stored)
    if found is None:
        return [(who, _("No rule"))]
    return [(who, f"{rule_words.as_text(stored, unit)} {rule_words.gives(found, unit, part.weight)}")]


def _form(
    request: HttpRequest, plan: Plan, part: Measure | Placing, said: _Said, words_open: bool, values_open: bool,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = frame(request, plan, "", title_of(part), _("Rule"))
    about = _about(part)
    fields = [field_of(about["ruled"], name) for name in FIELDS]
    context |= about | {
        "box": rule_form.box(said.texts, said.errors, words_open=words_open, more=said.more)
        if values_open
        else None,
        "words_open": words_open,
        "fill": list(baselines(request, part)) if words_open and isinstance(part, Measure) else [],
        "errors": bool(said.errors),
        "problem": said.problem,
        "theirs": said.theirs,
        "was": [(one.name, said.was.get(one.name) or mark(one, value_of(part, one))) for one in fields],
        "dirty": request.method == "POST",
        "back": reverse("plans_measured", args=[request.school.uuid, plan.uuid, about["ruled"], part.uuid]),
    }
    return render(request, "plans/rule.html", context, status=status)
