"""A copy of an action, placed below a goal of a plan whose words are open."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pejling.analysis.plans.workflow import MAY_CHANGE, WORDS
from pejling.quality.plans import queries
from pejling.quality.plans.actions import copy_action
from pejling.quality.plans.editing import Frozen
from pejling.quality.plans.models import Goal, Plan
from pejling.web.gate import of_school
from pejling.web.pages.plans.arranging import FROZEN
from pejling.web.pages.plans.changing import wanted_part
from pejling.web.pages.plans.frame import bare, frame, period_in_words

_OPEN = [state for state, areas in MAY_CHANGE.items() if WORDS in areas]


@of_school("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, plan: UUID, action: UUID) -> HttpResponse:
    """Choose where the copy goes, and make it."""
    row = bare(request, plan)
    found: Any = wanted_part(row, "action", action)
    goals = list(
        Goal.objects.filter(plan__in=queries.seen_by(request.access).filter(state__in=_OPEN))
        .select_related("plan")
        .order_by("-plan__period_from", "plan__title", "plan_id", "position", "pk")
    )
    if request.method == "POST":
        goal = next((one for one in goals if str(one.uuid) == request.POST.get("goal", "")), None)
        if goal is None:
            messages.error(request, _("Choose where the copy goes."))
            return HttpResponseRedirect(request.path)
        try:
            made = copy_action(
                by=request.user, organisation=request.school, plan=goal.plan, goal=goal, action=found
            )
        except Frozen:
            messages.error(request, FROZEN)
            return HttpResponseRedirect(request.path)
        messages.success(request, _("The copy is made: it has a state and a history of its own."))
        return HttpResponseRedirect(
            reverse("plans_action", args=[request.school.uuid, goal.plan.uuid, made.action.uuid])
        )
    context = frame(request, row, "", found.title, _("Copy"))
    context |= {
        "action": found,
        "by_plan": _by_plan(goals),
        "here": {one.goal_id for one in found.placings.all()},
    }
    return render(request, "plans/copy_action.html", context)


def _by_plan(goals: list[Goal]) -> list[tuple[str, list[Goal]]]:
    """(plan's title and period, its goals in the order of its tree); two plans may be called the same."""
    below: dict[tuple[int, int | None], list[Goal]] = {}
    plans: dict[int, Plan] = {}
    for goal in goals:
        below.setdefault((goal.plan_id, goal.parent_id), []).append(goal)
        plans.setdefault(goal.plan_id, goal.plan)

    def tree(plan: int, parent: int | None) -> list[Goal]:
        return [found for goal in below.get((plan, parent), ()) for found in (goal, *tree(plan, goal.pk))]

    return [
        (f"{plan.title} ({period_in_words(plan.period_from, plan.period_to)})", tree(key, None))
        for key, plan in plans.items()
    ]
