"""The page of one action: everything said of it, the plans it serves, its dates, parts, addenda and follow-ups."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pejling.analysis.plans.wording import message
from pejling.analysis.plans.workflow import GOES
from pejling.analysis.strict_fields import FieldError
from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.plans import queries
from pejling.quality.plans.actions import add_addendum
from pejling.quality.plans.due import OPEN
from pejling.quality.plans.editing import Frozen, may_be_changed
from pejling.quality.plans.models import Action, Plan
from pejling.web.components.listing import back_to
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.arranging import FROZEN, just_removed
from pejling.web.pages.plans.changing import wanted_part
from pejling.web.pages.plans.following import follow_ups_of, form_of
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.moving import moved_by
from pejling.web.pages.plans.remarks import remark_context
from pejling.web.pages.plans.undoing import offered
from pejling.web.pages.plans.working import goes_on


@of_school("see_plans")
@require_safe
def page(request: HttpRequest, plan: UUID, action: UUID) -> HttpResponse:
    """One action, seen from one of its plans."""
    row = bare(request, plan)
    return _page(request, row, _wanted(request, row, action))


@of_school("edit_plans")
@require_POST
def addendum(request: HttpRequest, plan: UUID, action: UUID) -> HttpResponse:
    """Add to an action what came after its plan was adopted; refused, the page comes back with what was written."""
    row = bare(request, plan)
    found, text = _wanted(request, row, action), request.POST.get("text", "")
    if scrub_text(text) != text:
        return _page(request, row, found, text, message("cpr", {}), 422)
    try:
        add_addendum(
            by=request.user, organisation=request.school, plan=row, action=found, day=today(), text=text
        )
    except Frozen:
        return _page(request, row, found, text, FROZEN, 409)
    except FieldError as error:
        return _page(request, row, found, text, message(error.code, error.params), 422)
    messages.success(request, _("The addendum is saved."))
    return HttpResponseRedirect(reverse("plans_action", args=[request.school.uuid, row.uuid, found.uuid]))


def _wanted(request: HttpRequest, plan: Plan, action: UUID) -> Action:
    found = wanted_part(plan, "action", action)
    if not isinstance(found, Action) or (found.internal and not request.access.may("see_plan_work")):
        raise Http404
    return found


def _page(
    request: HttpRequest, row: Plan, found: Action, written: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    """The page; ``written``: an addendum that isn't saved, because of ``problem``."""
    seen = set(queries.seen_by(request.access).values_list("pk", flat=True))
    placings = found.placings.select_related("goal__plan").order_by("goal__plan__period_from", "pk")
    context = frame(request, row, "", found.title)
    context |= {
        "action": found,
        "to_list": back_to(request, "plans_actions", request.school.uuid),
        "placings": [one for one in placings if one.goal.plan_id in seen],
        "addendum_open": may_be_changed(row, found, GOES),
        "moved": moved_by(request, row, found),
        "follow_ups": follow_ups_of(request, found),
        "removed": just_removed(request, row),
        "person": str(found.owner_user) if context["at_school"] and found.owner_user else "",
        "ticks": goes_on(request, row, found),
        "late": today() if found.state in OPEN else None,
        "states": Action.State.choices,
        "open_states": OPEN,
        "offer": offered(request),
        "addendum_text": written,
        "addendum_problem": problem,
    }
    if context["at_school"]:
        context |= remark_context(request, row, "action", found)
    if context["may_edit"] and context["addendum_open"]:
        context |= form_of(request, row, found)
    return render(request, "plans/action.html", context, status=status)
