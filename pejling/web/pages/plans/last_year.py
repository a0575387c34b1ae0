"""Last year's actions evaluated for a new plan: what was found and decided, by which figures, and what is carried on.

What is carried on is the same action, with its one state and history, placed below a goal of this plan too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pejling.analysis.plans.workflow import WORDS, may_change
from pejling.quality.plans import queries
from pejling.quality.plans.actions import place_action
from pejling.quality.plans.arranging import Refused
from pejling.quality.plans.at_hand import hang_parts
from pejling.quality.plans.editing import Frozen
from pejling.quality.plans.models import Action, Goal, Placing, Plan
from pejling.web.components.bad_address import BadAddress
from pejling.web.gate import of_school
from pejling.web.pages.plans.arranging import FROZEN, REFUSALS
from pejling.web.pages.plans.following import Told, follow_ups_of
from pejling.web.pages.plans.frame import bare, frame, period_in_words
from pejling.web.pages.plans.walking import goals_in_order

#: so many earlier plans are offered
OFFERED = 50


@dataclass(slots=True)
class Earlier:
    """One action of the earlier plan; ``here``: the goals of this plan that it serves already."""

    action: Action
    goal: Goal
    follow_ups: list[Told]
    here: list[str]


def earlier_plans(request: HttpRequest, plan: Plan) -> list[Plan]:
    """The plan it takes the place of, then those of its kind that began earlier, newest first."""
    others = queries.seen_by(request.access).filter(kind=plan.kind, period_from__lt=plan.period_from)
    found = list(others.exclude(pk=plan.pk).order_by("-period_from", "-pk")[:OFFERED])
    if plan.revises is not None:
        found = [plan.revises, *(one for one in found if one.pk != plan.revises_id)]
    return found


@of_school("see_plan_work")
@require_safe
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The earlier plan's actions with their follow-ups, decisions and figures."""
    row = bare(request, plan)
    offered = earlier_plans(request, row)
    asked = request.GET.get("from", "")
    chosen = next((one for one in offered if str(one.uuid) == asked), None)
    if asked and chosen is None:
        raise BadAddress(_("the earlier plan"), asked)
    chosen = chosen or (offered[0] if offered else None)
    context = frame(request, row, "", _("Last year's actions"))
    context |= {
        "earlier": chosen,
        "earlier_period": period_in_words(chosen.period_from, chosen.period_to) if chosen else "",
        "options": [
            (str(one.uuid), one.title, chosen is not None and one.pk == chosen.pk) for one in offered
        ],
        "actions": _actions(request, row, chosen) if chosen else [],
        "goals": list(row.goals.order_by("parent_id", "position")),
        "open_now": context["may_edit"] and may_change(row.state, WORDS),
    }
    return render(request, "plans/last_year.html", context)


def _actions(request: HttpRequest, plan: Plan, earlier: Plan) -> list[Earlier]:
    here: dict[int, list[str]] = {}
    for placing in Placing.objects.filter(goal__plan=plan).select_related("goal"):
        here.setdefault(placing.action_id, []).append(f"{placing.goal.label} {placing.goal.title}".strip())
    placed = list(Placing.objects.filter(goal__plan=earlier).select_related("action"))
    hang_parts(earlier, placed, ("follow_ups",))
    below: dict[int, list[Placing]] = defaultdict(list)
    for one in placed:
        below[one.goal_id].append(one)
    made: dict[int, Earlier] = {}
    for goal in goals_in_order(earlier):
        for one in below[goal.pk]:
            told = follow_ups_of(request, one.action, names=False)
            made.setdefault(one.action_id, Earlier(one.action, goal, told, here.get(one.action_id, [])))
    return list(made.values())


@of_school("edit_plans")
@require_POST
def carry_on(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Place an action of the earlier plan below a goal of this one, too."""
    row = bare(request, plan)
    here = reverse("plans_last_year", args=[request.school.uuid, row.uuid])
    earlier = request.POST.get("from", "")
    try:
        back = f"{here}?from={UUID(earlier)}" if earlier else here
        goal = row.goals.get(uuid=UUID(request.POST.get("goal", "")))
        action = Action.objects.get(organisation=request.school, uuid=UUID(request.POST.get("action", "")))
    except (ValueError, Goal.DoesNotExist, Action.DoesNotExist):
        messages.error(request, _("Choose a goal of this plan."))
        return HttpResponseRedirect(here)
    try:
        place_action(by=request.user, organisation=request.school, plan=row, goal=goal, action=action)
        text = _("“%(title)s” is carried on here, with its state and history.")
        messages.success(request, text % {"title": action.title})
    except Frozen:
        messages.error(request, FROZEN)
    except Refused as refused:
        messages.error(request, REFUSALS[refused.code])
    return HttpResponseRedirect(f"{back}#a-{action.uuid}")
