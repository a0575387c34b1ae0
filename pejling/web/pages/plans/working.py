"""Small changes in place: an action's state, a date ticked off, a part's state; each with its undo.

Whoever may change plans may do it, and whoever is responsible for the action.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pejling.analysis.plans.workflow import GOES
from pejling.analysis.strict_fields import FieldError
from pejling.base.accounts.access import Denied
from pejling.quality.plans.actions import change, set_part_state, tick
from pejling.quality.plans.changeable import field_of, mark, read
from pejling.quality.plans.editing import Frozen, Stale, may_be_changed
from pejling.quality.plans.models import Action, Milestone, Plan, SubAction
from pejling.web.components.listing import back_to
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.arranging import FROZEN
from pejling.web.pages.plans.changing import wanted_part
from pejling.web.pages.plans.frame import bare
from pejling.web.pages.plans.undoing import offer_undo

STATE = field_of("action", "state")


def may_work_on(request: HttpRequest, action: Action | None) -> bool:
    """Whether the reader may tell how it goes."""
    mine = action is not None and action.owner_user_id == request.user.pk
    return request.access.may("edit_plans") or mine


def goes_on(request: HttpRequest, plan: Plan, action: Action) -> bool:
    """Whether the reader may tell how it goes now, in the states its plans are in."""
    return may_work_on(request, action) and may_be_changed(plan, action, GOES)


@of_school("see_plans")
@require_POST
def state(request: HttpRequest, plan: UUID, action: UUID) -> HttpResponse:
    """Give the action another state."""
    row = bare(request, plan)
    found = _action(request, row, action)
    before = found.state
    try:
        given = {"state": read("action", STATE, request.POST.get("state", ""))}
        was = request.POST.get("was", before)
        done = change(
            by=request.user, organisation=request.school, plan=row, sort="action", part=found, given=given,
            was={"state": mark(STATE, was)},
        )  # fmt: skip
    except FieldError:
        messages.error(request, _("Choose a state."))
    except Stale as stale:
        messages.error(
            request,
            _("Somebody else has given “%(title)s” the state “%(state)s” meanwhile.")
            % {"title": found.title, "state": Action.State(stale.theirs["state"]).label},
        )
    except Frozen:
        messages.error(request, FROZEN)
    else:
        if "state" in done.fields:
            text = _("“%(title)s” is now: %(state)s.") % {
                "title": found.title,
                "state": Action.State(given["state"]).label,
            }
            here = reverse("plans_state", args=[request.school.uuid, row.uuid, found.uuid])
            fields = {"state": before, "was": given["state"], "back": request.POST.get("back", "")}
            offer_undo(request, text, here, fields, beside=str(found.uuid))
    return _back(request, row, found)


@of_school("see_plans")
@require_POST
def stone(request: HttpRequest, plan: UUID, stone: UUID) -> HttpResponse:
    """Tick a date off as done today, or take that back."""
    row = bare(request, plan)
    try:
        placed = Q(plan=row) | Q(action__placings__goal__plan=row)
        found = Milestone.objects.filter(placed).select_related("action", "plan").distinct().get(uuid=stone)
    except Milestone.DoesNotExist as error:
        raise Http404 from error
    _require(request, found.action)
    before = found.done_on
    on = _day(request.POST.get("on", "")) if request.POST.get("done") == "yes" else None
    try:
        tick(by=request.user, organisation=request.school, plan=row, stone=found, on=on)
    except Frozen:
        messages.error(request, FROZEN)
    else:
        text = _("“%(title)s” is ticked off.") if on else _("“%(title)s” isn't ticked off any more.")
        fields = {"done": "yes" if before else "no", "on": before.isoformat() if before else ""}
        here = reverse("plans_stone", args=[request.school.uuid, row.uuid, found.uuid])
        offer_undo(request, text % {"title": found.title}, here, fields)
    return _back(request, row, found.action)


@of_school("see_plans")
@require_POST
def part(request: HttpRequest, plan: UUID, action: UUID) -> HttpResponse:
    """Give a part of the action another state."""
    row = bare(request, plan)
    found = _action(request, row, action)
    given = request.POST.get("part", "")
    try:
        sub = found.sub_actions.get(pk=int(given) if given.isascii() and given.isdigit() else 0)
    except (SubAction.DoesNotExist, OverflowError) as error:
        raise Http404 from error
    before, wanted = sub.state, request.POST.get("state", "")
    try:
        set_part_state(by=request.user, organisation=request.school, plan=row, part=sub, state=wanted)
    except KeyError:
        messages.error(request, _("Choose a state."))
    except Frozen:
        messages.error(request, FROZEN)
    else:
        text = _("“%(title)s” is now: %(state)s.") % {
            "title": sub.title,
            "state": Action.State(wanted).label,
        }
        here = reverse("plans_sub_action", args=[request.school.uuid, row.uuid, found.uuid])
        offer_undo(request, text, here, {"part": str(sub.pk), "state": before})
    return _back(request, row, found)


def _action(request: HttpRequest, plan: Plan, uuid: UUID) -> Action:
    try:
        found: Any = wanted_part(plan, "action", uuid)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    if found.internal and not request.access.may("see_plan_work"):
        raise Http404
    _require(request, found)
    return found


def _require(request: HttpRequest, action: Action | None) -> None:
    if not may_work_on(request, action):
        raise Denied("edit_plans")


def _day(text: str) -> date:
    """Today; another day only where an undo sends it."""
    try:
        return min(date.fromisoformat(text), today()) if text else today()
    except ValueError:
        return today()


def _back(request: HttpRequest, plan: Plan, action: Action | None) -> HttpResponseRedirect:
    """Where the form stood: the plan's own page, its board or the action's page."""
    school, asked = request.school.uuid, request.POST.get("back", "")
    if asked == "board":
        return HttpResponseRedirect(_board(request, plan, action))
    if action is None:
        return HttpResponseRedirect(f"{reverse('plans_one', args=[school, plan.uuid])}#p-{plan.uuid}")
    return HttpResponseRedirect(reverse("plans_action", args=[school, plan.uuid, action.uuid]))


def _board(request: HttpRequest, plan: Plan, action: Action | None) -> str:
    return (
        f"{back_to(request, 'plans_board', request.school.uuid, plan.uuid)}#a-{action.uuid if action else ''}"
    )
