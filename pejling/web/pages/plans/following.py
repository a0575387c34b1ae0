"""Follow-ups of an action: read, written, corrected; the form is the same on the action's page and in a meeting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pejling.analysis.plans.plan_model import KeptFigure
from pejling.analysis.plans.wording import message
from pejling.analysis.plans.workflow import GOES
from pejling.analysis.strict_fields import FieldError
from pejling.quality.plans.actions import change, follow_up, keep_figures
from pejling.quality.plans.changeable import FIELDS, field_of, mark
from pejling.quality.plans.editing import Frozen, may_be_changed
from pejling.quality.plans.history import names_of_users
from pejling.quality.plans.kept_figures import figures_of
from pejling.quality.plans.models import Action, FollowUp, Plan
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.changing import back_to_part, wanted_part
from pejling.web.pages.plans.form import Sent, inputs_of, sent
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.kept import measures_of, offered, shown, taken

_ALL = {one.name for one in FIELDS["follow_up"]}


@dataclass(slots=True)
class Told:
    """One follow-up for a page: its figures in words, who wrote it, and whether its action should be stopped."""

    row: FollowUp
    figures: list[tuple[KeptFigure, str]] = field(default_factory=list)
    who: str = ""
    to_stop: bool = False


def follow_ups_of(request: HttpRequest, action: Action, *, names: bool = True) -> list[Told]:
    """The action's follow-ups, newest first. Who wrote them is for the school; ``names`` False: isn't asked for."""
    rows = list(action.follow_ups.all())[::-1]
    names_seen = names and request.access.may("see_plan_work")
    called = names_of_users({row.by for row in rows if row.by}) if names_seen else {}
    over = action.state in (Action.State.STOPPED, Action.State.DONE)
    return [
        Told(
            row,
            shown(request, figures_of(row.figures)),
            called.get(row.by, "") if row.by else "",
            place == 0 and row.decision == FollowUp.Decision.STOP and not over,
        )
        for place, row in enumerate(rows)
    ]


def form_of(request: HttpRequest, plan: Plan, action: Action, said: Sent | None = None) -> dict[str, Any]:
    """What the form of a new follow-up needs."""
    made = FollowUp(action=action, day=today(), organisation=action.organisation)
    chosen = request.POST.get("figure", "") if said else ""
    state = request.POST.get("state", action.state) if said else action.state
    return {
        "new": made,
        "new_inputs": inputs_of("follow_up", made, _ALL, plan, said),
        "new_figures": [
            (one.key, one.title, one.key == chosen) for one in offered(request, measures_of(action))
        ],
        "new_states": [(key, str(text), key == state) for key, text in Action.State.choices],
        "new_address": reverse("plans_follow_up", args=[request.school.uuid, plan.uuid, action.uuid]),
    }


@of_school("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, plan: UUID, action: UUID) -> HttpResponse:
    """Write a follow-up; also the page where one that couldn't be saved is mended."""
    row = bare(request, plan)
    found: Any = wanted_part(row, "action", action)
    if request.method != "POST":
        return _form(request, row, found)
    said, saved = save(request, row, found)
    if saved is None:
        return _form(request, row, found, said, 422 if said.raw else 400)
    return HttpResponseRedirect(back_to_part(request, row, "follow_up", saved))


def save(request: HttpRequest, plan: Plan, action: Action) -> tuple[Sent, FollowUp | None]:
    """What the form said, and the follow-up; None where there is something to mend."""
    said = sent(request.POST, "follow_up", _ALL)
    if said.errors or not said.given:
        return said, None
    wanted = request.POST.get("figure", "")
    chosen = [one for one in offered(request, measures_of(action)) if one.key == wanted] if wanted else []
    state = request.POST.get("state", "")
    try:
        saved = follow_up(
            by=request.user, organisation=request.school, plan=plan, action=action, said=said.given,
            figures=taken(request, chosen), state=state if state in Action.State.values else "",
        )  # fmt: skip
    except Frozen:
        messages.error(request, _("The plan's state doesn't let this be changed."))
        return said, None
    except FieldError as error:
        said.errors[error.path] = message(error.code, error.params)
        return said, None
    messages.success(request, _("The follow-up is saved."))
    return said, saved


def _form(
    request: HttpRequest, plan: Plan, action: Action, said: Sent | None = None, status: int = 200
) -> HttpResponse:
    context = frame(request, plan, "", action.title, _("Follow up"))
    context |= {
        "action": action,
        "open_now": may_be_changed(plan, action, GOES),
        "errors": bool(said and said.errors),
        "dirty": said is not None,
        "back": back_to_part(request, plan, "action", action),
        **form_of(request, plan, action, said),
    }
    return render(request, "plans/follow_up.html", context, status=status)


@of_school("edit_plans")
@require_POST
def figure(request: HttpRequest, plan: UUID, follow_up: UUID) -> HttpResponse:
    """Put a figure to a follow-up, or take one out."""
    row = bare(request, plan)
    found: Any = wanted_part(row, "follow_up", follow_up)
    key, drop = request.POST.get("figure", ""), request.POST.get("drop", "")
    chosen = [one for one in offered(request, measures_of(found.action)) if one.key == key] if key else []
    place = int(drop) if drop.isascii() and drop.isdigit() and len(drop) < 6 else None
    if not chosen and place is None:
        messages.error(request, _("Choose a figure."))
    else:
        try:
            keep_figures(
                by=request.user, organisation=request.school, plan=row, found=found,
                add=taken(request, chosen), drop=place,
            )  # fmt: skip
        except Frozen:
            messages.error(request, _("The plan's state doesn't let this be changed."))
    return HttpResponseRedirect(back_to_part(request, row, "follow_up", found))


@of_school("edit_plans")
@require_POST
def stop(request: HttpRequest, plan: UUID, action: UUID) -> HttpResponse:
    """The action's state follows the decision to stop."""
    row = bare(request, plan)
    found: models.Model = wanted_part(row, "action", action)
    state = field_of("action", "state")
    try:
        change(
            by=request.user, organisation=request.school, plan=row, sort="action", part=found,
            given={"state": "stopped"}, was={"state": mark(state, found.state)},
        )  # fmt: skip
        messages.success(request, _("The action is stopped."))
    except Frozen:
        messages.error(request, _("The plan's state doesn't let this be changed."))
    return HttpResponseRedirect(back_to_part(request, row, "action", found))
