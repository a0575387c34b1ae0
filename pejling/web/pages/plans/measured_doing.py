"""What is done with a measure's figure: chosen, computed from a snapshot that is there, and taken into the rule."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pejling.analysis.plans.workflow import WORDS
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import snapshots_of
from pejling.quality.indicators.asked import make_ready
from pejling.quality.indicators.released import released
from pejling.quality.indicators.wording import describe_question
from pejling.quality.plans.changeable import field_of, mark
from pejling.quality.plans.editing import Frozen, Stale, change, may_be_changed
from pejling.quality.plans.figures import asked_of, read_figure, with_the_whole
from pejling.quality.plans.models import Measure, Plan
from pejling.quality.plans.taking_figures import NoPlace, use_figures
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.figure_picker import chosen, picker, series_for, texts_of
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.measured import measured, wanted
from pejling.web.pages.plans.measured_figure import panel


def _measure(request: HttpRequest, plan: Plan, of: UUID) -> Measure:
    found = wanted(request, plan, "measure", of)
    assert isinstance(found, Measure)
    return found


def _address(request: HttpRequest, plan: Plan, part: Measure) -> str:
    return reverse("plans_measured", args=[request.school.uuid, plan.uuid, "measure", part.uuid])


@of_school("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, plan: UUID, measure: UUID) -> HttpResponse:
    """The form, and keeping the choice."""
    row = bare(request, plan)
    part = _measure(request, row, measure)
    is_open, series = may_be_changed(row, part, WORDS), series_for(request)
    now = read_figure(part.indicator)
    texts = texts_of(now, series)
    errors: dict[str, str] = {}
    status, problem = 200, ""
    if request.method == "POST":
        texts = {name: text for name, text in request.POST.items() if name.startswith("f-")}
        status = 400 if "was-indicator" not in request.POST else 200
        if status == 200 and "again" not in request.POST:
            figure, errors = chosen(texts, series, now)
            was = {"indicator": request.POST["was-indicator"]}
            try:
                if not errors:
                    change(
                        by=request.user, organisation=request.school, plan=row, sort="measure", part=part,
                        given={"indicator": figure}, was=was,
                    )  # fmt: skip
                    part.refresh_from_db()
                    _compute(request, row, part)
                    messages.success(request, _("The figure is chosen."))
                    return HttpResponseRedirect(_address(request, row, part))
                status = 422
            except Stale:
                part.refresh_from_db()
                status, problem = (
                    409,
                    _("Somebody else has chosen another figure meanwhile. Save to choose yours."),
                )
            except Frozen:
                status, problem = (
                    409,
                    _("The plan's state has changed meanwhile: the figure can't be chosen now."),
                )
    context = frame(request, row, "", part.title, _("Figure"))
    context |= {
        "part": part,
        "open": is_open,
        "picker": picker(request, texts, series, errors=errors),
        "was": mark(field_of("measure", "indicator"), part.indicator),
        "problem": problem,
        "again": reverse("plans_figure", args=[request.school.uuid, row.uuid, part.uuid]),
        "back": _address(request, row, part),
        "dirty": request.method == "POST",
    }
    return render(request, "plans/figure.html", context, status=status)


@of_school("edit_plans")
@require_POST
def compute(request: HttpRequest, plan: UUID, measure: UUID) -> HttpResponse:
    """Compute the figure from the newest snapshot, and of the plan's period where it has one; then it is kept."""
    row = bare(request, plan)
    part = _measure(request, row, measure)
    wrong = _compute(request, row, part)
    if wrong:
        return measured(request, row, part, wrong, 422)
    return HttpResponseRedirect(_address(request, row, part))


def _compute(request: HttpRequest, plan: Plan, part: Measure) -> str:
    """What is wrong, in words; "" where the figure is there."""
    figure = read_figure(part.indicator)
    asked = asked_of(figure) if figure else None
    if asked is None:
        return ""
    for snapshot in _snapshots(request, plan):
        wrong = make_ready(
            by=request.user, organisation=request.school, snapshot=snapshot, asked=with_the_whole([asked])
        )
        if asked in wrong:
            return describe_question(wrong[asked], {})
    return ""


def _snapshots(request: HttpRequest, plan: Plan) -> list[Snapshot]:
    """The newest, the newest of the plan's period, and the one that those see who may not see small counts."""
    there = snapshots_of(request.school).select_related("organisation")
    inside = there.filter(as_of__gte=plan.period_from, as_of__lte=plan.period_to).first()
    open_ = released(request.school)
    told = next(
        (one for one in open_ if plan.period_from <= one.as_of <= plan.period_to), next(iter(open_), None)
    )
    return list({one.pk: one for one in (there.first(), inside, told) if one is not None}.values())


@of_school("edit_plans")
@require_POST
def use(request: HttpRequest, plan: UUID, measure: UUID) -> HttpResponse:
    """Write the figure (of a source: every parameter of the rule that is found) into the rule."""
    row = bare(request, plan)
    part = _measure(request, row, measure)
    figure = panel(request, row, part)
    lines = figure.takeable if figure else []
    if not lines:
        return measured(request, row, part, _("There is no figure to take."), 422)
    try:
        use_figures(
            by=request.user, organisation=request.school, plan=row, measure=part,
            figures=[line.taken for line in lines if line.taken], counted=all(line.counted for line in lines),
            on=today(),
        )  # fmt: skip
    except NoPlace:
        said = _(
            "The rule has no place for the figure. Write a rule that reads one, such as “at least or at most”."
        )
        return measured(request, row, part, said, 422)
    except Stale:
        said = _("Somebody else has changed the rule meanwhile: look at it, and press again.")
        return measured(request, row, _measure(request, row, measure), said, 409)
    except Frozen:
        return measured(request, row, part, _("The plan's state doesn't let this be changed."), 409)
    messages.success(request, _("The figure is written into the rule, with where it came from."))
    return HttpResponseRedirect(_address(request, row, part))
