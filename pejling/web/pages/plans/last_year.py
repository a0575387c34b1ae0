"""Last year's actions evaluated for a new plan: what was found and decided, by which figures, and what is carried on.

What is carried on is the same action, with its one state and history, placed below a goal of this plan too.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pejling.analysis.plans.workflow import WORDS, may_change
from pejling.quality.plans import queries
from pejling.quality.plans.actions import place_action
from pejling.quality.plans.arranging import Refused
from pejling.quality.plans.editing import Frozen
from pejling.quality.plans.models import Action, Goal, Plan
from pejling.web.components.bad_address import BadAddress
from pejling.web.components.listing import answer, back_to
from pejling.web.gate import of_school
from pejling.web.pages.plans.arranging import FROZEN, REFUSALS
from pejling.web.pages.plans.frame import bare, frame, period_in_words
from pejling.web.pages.plans.last_year_list import earlier_list

#: so many earlier plans are offered
OFFERED = 50


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
    """The earlier plan's actions with their follow-ups, decisions and figures, and where they are carried on."""
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
        "list": earlier_list(request, row, chosen) if chosen else None,
        "goals": list(row.goals.order_by("parent_id", "position")),
        "open_now": context["may_edit"] and may_change(row.state, WORDS),
    }
    return answer(request, "plans/last_year.html", context)


@of_school("edit_plans")
@require_POST
def carry_on(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Place an action of the earlier plan below a goal of this one, too."""
    row = bare(request, plan)
    # The list stays as it was chosen, the earlier plan among it.
    back = back_to(request, "plans_last_year", request.school.uuid, row.uuid)
    try:
        goal = row.goals.get(uuid=UUID(request.POST.get("goal", "")))
        action = Action.objects.get(organisation=request.school, uuid=UUID(request.POST.get("action", "")))
    except (ValueError, Goal.DoesNotExist, Action.DoesNotExist):
        messages.error(request, _("Choose a goal of this plan."))
        return HttpResponseRedirect(back)
    try:
        place_action(by=request.user, organisation=request.school, plan=row, goal=goal, action=action)
        text = _("“%(title)s” is carried on here, with its state and history.")
        messages.success(request, text % {"title": action.title})
    except Frozen:
        messages.error(request, FROZEN)
    except Refused as refused:
        messages.error(request, REFUSALS[refused.code])
    return HttpResponseRedirect(f"{back}#a-{action.uuid}")
