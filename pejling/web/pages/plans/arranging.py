"""Parts of a plan added, put elsewhere, taken out and put back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from pejling.analysis.plans.wording import message
from pejling.analysis.strict_fields import FieldError
from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.plans.actions import (
    add_part,
    copy_action,
    move_by,
    move_to,
    place_action,
    remove_part,
    undo_removal,
)
from pejling.quality.plans.arranging import Refused
from pejling.quality.plans.editing import Frozen, may_be_changed
from pejling.quality.plans.models import Action, FollowUp, Goal, Plan
from pejling.quality.plans.record_models import Removed
from pejling.quality.plans.removing import CannotPutBack, area_of, everything_below
from pejling.quality.plans.review_models import Review
from pejling.web.gate import of_school
from pejling.web.pages.plans.changing import back_to_part, title_of, wanted_part
from pejling.web.pages.plans.field_words import SORTS
from pejling.web.pages.plans.frame import bare, frame

FROZEN = gettext_lazy("The plan's state doesn't let this be changed.")
REFUSALS = {
    "circular": gettext_lazy("A goal can't stand below itself."),
    "already_placed": gettext_lazy("The action already stands below that goal."),
    "another_plan": gettext_lazy("Choose a goal of this plan."),
    "at_the_end": gettext_lazy("It can't go further that way."),
}
#: what can be put elsewhere, and what can be taken out
MOVED, TAKEN_OUT = (
    ("goal", "measure", "placing"),
    ("plan", "goal", "measure", "placing", "follow_up", "review"),
)


def in_plan(request: HttpRequest, plan: Plan, part: models.Model | None = None) -> HttpResponseRedirect:
    """Back to the plan, at the part."""
    where = reverse("plans_one", args=[request.school.uuid, plan.uuid])
    return HttpResponseRedirect(f"{where}#p-{part.uuid}" if part is not None else where)


@of_school("edit_plans")
@require_POST
def add(request: HttpRequest, plan: UUID) -> HttpResponse:
    """A new goal, measure or action with its title; the rest is written on it afterwards."""
    row = bare(request, plan)
    sort, title = request.POST.get("sort", ""), request.POST.get("title", "")
    below = _goal(row, request.POST.get("below", ""))
    if sort not in ("goal", "measure", "action") or (below is None and sort != "goal"):
        messages.error(request, _("Choose what to add."))
        return in_plan(request, row)
    if scrub_text(title) != title:
        messages.error(request, message("cpr", {}))
        return in_plan(request, row, below)
    try:
        made = add_part(
            by=request.user, organisation=request.school, plan=row, sort=sort, title=title, below=below
        )
    except Frozen:
        messages.error(request, FROZEN)
    except FieldError as error:
        messages.error(request, _("Title: %(what)s") % {"what": message(error.code, error.params)})
    else:
        return in_plan(request, row, made)
    return in_plan(request, row, below)


def _goal(plan: Plan, given: str) -> Goal | None:
    """The goal of that id; None where nothing is given. 404 for another plan's or nonsense."""
    if not given:
        return None
    try:
        return Goal.objects.get(plan=plan, uuid=UUID(given))
    except (ValueError, Goal.DoesNotExist) as error:
        raise Http404 from error


@of_school("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, plan: UUID, sort: str, part: UUID) -> HttpResponse:
    """One up, one down, or below another goal."""
    row = bare(request, plan)
    found = wanted_part(row, sort, part)
    if sort not in MOVED:
        raise Http404
    if request.method != "POST":
        return _where_to(request, row, sort, found)
    way = request.POST.get("way", "")
    given = {"by": request.user, "organisation": request.school, "plan": row, "part": found}
    try:
        if way in ("up", "down"):
            move_by(**given, steps=-1 if way == "up" else 1)
        elif way == "to":
            move_to(**given, goal=_goal(row, request.POST.get("goal", "")))
        else:
            return _where_to(request, row, sort, found, 400)
    except Frozen:
        messages.error(request, FROZEN)
    except Refused as refused:
        messages.error(request, REFUSALS[refused.code])
    return in_plan(request, row, found)


def _where_to(
    request: HttpRequest, plan: Plan, sort: str, part: models.Model, status: int = 200
) -> HttpResponse:
    context = frame(request, plan, "", title_of(part), _("Move"))
    now = part.parent_id if isinstance(part, Goal) else part.goal_id
    context |= {
        "sort": sort,
        "part": part,
        "part_title": title_of(part),
        "goals": [
            goal for goal in plan.goals.order_by("parent_id", "position") if goal.pk not in (part.pk, now)
        ]
        if isinstance(part, Goal)
        else [goal for goal in plan.goals.order_by("parent_id", "position") if goal.pk != now],
        "is_goal": isinstance(part, Goal),
    }
    return render(request, "plans/move.html", context, status=status)


@of_school("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, plan: UUID, goal: UUID) -> HttpResponse:
    """Choose an action that is there already to serve this goal, too."""
    row = bare(request, plan)
    found = _goal(row, str(goal))
    if request.method != "POST":
        return _choose(request, row, found)
    given = request.POST.get("action", "")
    try:
        action = Action.objects.get(organisation=request.school, uuid=UUID(given))
        copied = request.POST.get("way") == "copy"
        do = copy_action if copied else place_action
        made = do(by=request.user, organisation=request.school, plan=row, goal=found, action=action)
    except (ValueError, Action.DoesNotExist):
        return _choose(request, row, found, 400)
    except Frozen:
        messages.error(request, FROZEN)
    except Refused as refused:
        messages.error(request, REFUSALS[refused.code])
    else:
        text = (
            _("A copy of “%(title)s” is made here.")
            if copied
            else _("“%(title)s” now serves this plan, too.")
        )
        messages.success(request, text % {"title": action.title})
        return in_plan(request, row, made)
    return in_plan(request, row, found)


#: so many actions are offered at once; the search finds the others
OFFERED = 50


def _choose(request: HttpRequest, plan: Plan, goal: Goal, status: int = 200) -> HttpResponse:
    asked = " ".join(request.GET.get("q", "").split())[:100]
    actions = Action.objects.filter(organisation=request.school).exclude(placings__goal=goal)
    if asked:
        actions = actions.filter(title__icontains=asked)
    found = list(actions.prefetch_related("placings__goal__plan")[: OFFERED + 1])
    context = frame(request, plan, "", goal.title, _("An action that is there already"))
    context |= {
        "goal": goal,
        "asked": asked,
        "more": len(found) > OFFERED,
        "found": [
            (one, sorted({placing.goal.plan.title for placing in one.placings.all()}))
            for one in found[:OFFERED]
        ],
    }
    return render(request, "plans/place.html", context, status=status)


@of_school("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, plan: UUID, sort: str, part: UUID) -> HttpResponse:
    """Ask, telling what goes with it; then take it out, with a way back."""
    row = bare(request, plan)
    found = wanted_part(row, sort, part)
    if sort not in TAKEN_OUT:
        raise Http404
    if request.method != "POST" or request.POST.get("sure") != "yes":
        return _sure(request, row, sort, found, 200 if request.method != "POST" else 400)
    try:
        removed = remove_part(by=request.user, organisation=request.school, plan=row, part=found)
    except Frozen:
        messages.error(request, FROZEN)
        return in_plan(request, row, found)
    request.session["plans_removed"] = str(removed.uuid)
    if sort == "plan":
        return HttpResponseRedirect(reverse("plans", args=[request.school.uuid]))
    if isinstance(found, Review):
        return HttpResponseRedirect(reverse("plans_reviews", args=[request.school.uuid, row.uuid]))
    if isinstance(found, FollowUp):
        return HttpResponseRedirect(back_to_part(request, row, "action", found.action))
    return in_plan(request, row)


def _sure(request: HttpRequest, plan: Plan, sort: str, part: models.Model, status: int) -> HttpResponse:
    counted: dict[str, int] = {}
    for one in everything_below(part):
        if one.pk != part.pk or type(one) is not type(part):
            name = type(one).__name__.lower()
            counted[name] = counted.get(name, 0) + 1
    context = frame(request, plan, "", title_of(part), _("Remove"))
    context |= {
        "sort": sort,
        "part": part,
        "part_title": title_of(part),
        "below": [(SORTS[name], n) for name, n in counted.items() if name in SORTS],
        "allowed": may_be_changed(plan, part, area_of(part)),
        "back": back_to_part(request, plan, sort, part),
    }
    return render(request, "plans/remove.html", context, status=status)


@of_school("edit_plans")
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Put back what was taken out."""
    try:
        removed = Removed.objects.get(organisation=request.school, uuid=UUID(request.POST.get("removed", "")))
    except (ValueError, Removed.DoesNotExist) as error:
        raise Http404 from error
    try:
        undo_removal(by=request.user, organisation=request.school, removed=removed)
        messages.success(request, _("“%(title)s” is put back.") % {"title": removed.title})
    except CannotPutBack:
        text = _("“%(title)s” can't be put back: what it stood in is gone, or it is back already.")
        messages.error(request, text % {"title": removed.title})
    except Frozen:
        messages.error(request, FROZEN)
    request.session.pop("plans_removed", None)
    plan = Plan.objects.filter(organisation=request.school, uuid=removed.plan).first()
    if plan is None:
        return HttpResponseRedirect(reverse("plans", args=[request.school.uuid]))
    back = FollowUp.objects.filter(uuid__in=ids_of(removed)).select_related("action").first()
    if removed.kind == "Review":
        return HttpResponseRedirect(reverse("plans_reviews", args=[request.school.uuid, plan.uuid]))
    if removed.kind == "FollowUp" and back is not None:
        return HttpResponseRedirect(back_to_part(request, plan, "follow_up", back))
    return in_plan(request, plan)


def ids_of(removed: Removed) -> list[str]:
    """The UUIDs of the rows that were taken out."""
    return [row["fields"]["uuid"] for row in removed.rows if "uuid" in row["fields"]]


def just_removed(request: HttpRequest, plan: Plan | None = None) -> Removed | None:
    """What this reader took out last, while it can be put back: shown once at the top of the page."""
    given = request.session.get("plans_removed")
    if not given:
        return None
    found = Removed.objects.filter(organisation=request.school, uuid=given, back_at__isnull=True).first()
    wrong_page = found is not None and plan is not None and found.plan != plan.uuid
    return None if wrong_page else found
