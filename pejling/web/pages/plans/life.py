"""A plan's steps: sent to consultation, adopted, evaluated, closed; each asked for on a page of its own."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from pejling.analysis.plans.workflow import WORKFLOW, Step, steps_from
from pejling.quality.plans.actions import take_step
from pejling.quality.plans.adopting import NoSuchStep, NotReady, in_the_way
from pejling.quality.plans.models import Plan
from pejling.quality.plans.reading_back import value_of
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.findings import Guide
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.kinds import kinds

#: step -> (what the button says, what it means)
STEPS = {
    "send_to_consultation": (
        gettext_lazy("Send to consultation"),
        gettext_lazy("The plan is open to remarks. Its words can still be changed."),
    ),
    "take_back": (
        gettext_lazy("Take back to draft"),
        gettext_lazy("The consultation ends; the plan is a draft again."),
    ),
    "adopt": (
        gettext_lazy("Adopt"),
        gettext_lazy(
            "The plan's words are kept as they are today, for good, and the board, the local training committee and "
            "the region can read them. What is added later is an addendum; what is revised is a new plan."
        ),
    ),
    "evaluate": (
        gettext_lazy("Evaluate"),
        gettext_lazy("What was done is finished: from now on only results and judgements are written."),
    ),
    "reopen": (
        gettext_lazy("Open again as a draft"),
        gettext_lazy("For a mistake: the adopted version is kept, and the plan must be adopted anew."),
    ),
    "close": (gettext_lazy("Close"), gettext_lazy("Nothing in the plan can be changed any more.")),
    "resume": (
        gettext_lazy("Go on with it"),
        gettext_lazy("The plan goes one state back, and is worked on again."),
    ),
}


def steps_for(request: HttpRequest, plan: Plan) -> list[tuple[str, str]]:
    """(step, what its button says) of those the reader may take now."""
    return [
        (name, str(STEPS[name][0]))
        for name, step in steps_from(plan.state).items()
        if request.access.may("edit_plans") and request.access.may(step.verb)
    ]


@of_school("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, plan: UUID, step: str) -> HttpResponse:
    """Ask, and take the step."""
    if step not in STEPS:
        raise Http404
    row = bare(request, plan)
    wanted = steps_from(row.state).get(step)
    request.access.require(wanted.verb if wanted else _verb_of(step))
    if request.method != "POST":
        return _ask(request, row, step, wanted)
    problem, on = _day(request, step)
    if problem or request.POST.get("sure") != "yes":
        return _ask(request, row, step, wanted, problem, status=400)
    try:
        taken = take_step(
            by=request.user, organisation=request.school, plan=row, step=step, kinds=kinds(), on=on
        )
    except (NoSuchStep, NotReady):
        row = bare(request, plan)
        return _ask(request, row, step, steps_from(row.state).get(step), status=409)
    messages.success(request, _("The plan is now: %(state)s.") % {"state": taken.get_state_display()})
    return HttpResponseRedirect(reverse("plans_one", args=[request.school.uuid, row.uuid]))


def _verb_of(step: str) -> str:
    return next(found[step].verb for found in WORKFLOW.values() if step in found)


def _day(request: HttpRequest, step: str) -> tuple[str, date]:
    """(what is wrong with the day, the day)."""
    if step != "adopt":
        return "", today()
    try:
        on = date.fromisoformat(request.POST.get("on", "").strip())
    except ValueError:
        return _("Write the day of the adoption."), today()
    return (_("The day lies ahead: write it when it has come."), on) if on > today() else ("", on)


def _ask(
    request: HttpRequest, plan: Plan, step: str, wanted: Step | None, problem: str = "", status: int = 200
) -> HttpResponse:
    title, meaning = STEPS[step]
    context = frame(request, plan, "", str(title))
    blocking, value = [], None
    if step == "adopt" and wanted:
        value = value_of(plan)
        blocking = in_the_way(value, kinds())
    context |= {
        "step": step,
        "step_title": title,
        "meaning": meaning,
        "possible": wanted is not None,
        "blocking": Guide(request, plan, value).shown(blocking[:20]) if value else [],
        "blocking_more": max(len(blocking) - 20, 0),
        "problem": problem,
        "on": request.POST.get("on", today().isoformat()),
    }
    return render(request, "plans/step.html", context, status=status)
