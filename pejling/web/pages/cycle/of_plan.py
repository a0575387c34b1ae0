"""A plan's own cycle: its steps in order, and for those who edit the plan: done, left out, on other days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pejling.analysis.plans.cycle import StepWords
from pejling.analysis.plans.wording import message
from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.plans.actions import mark_step, move_step, unmark_step
from pejling.quality.plans.cycle import PlanStep, steps_of
from pejling.quality.plans.editing import Frozen
from pejling.quality.plans.history import names_of_users
from pejling.quality.plans.marking import NoSuchTurn
from pejling.quality.plans.models import Plan
from pejling.quality.publishing.published_days import published_days
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.cycle.words import DERIVED, page_of, span, state_in_words
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.kinds import kinds, step_words

LONGEST_NOTE = 2000


@dataclass(slots=True)
class Sent:
    """What a form of one step said, and what is wrong with it; "" for what it didn't say."""

    key: str
    do: str
    texts: dict[str, str]
    problem: str = ""


@dataclass(slots=True)
class Shown:
    """A step as its page tells it. ``sent``: a form of it that couldn't be taken."""

    step: PlanStep
    words: StepWords
    when: str
    usual: str
    state: str
    needs: list[str]
    how: str
    page: tuple[str, str]
    by: str
    sent: Sent | None = None
    day: date = field(default_factory=date.today)


@of_school("see_plans")
@require_safe
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The plan's steps."""
    return _page(request, bare(request, plan))


@of_school("edit_plans")
@require_POST
def mark(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Say something about a step: ``do`` done, leave_out, open, move or usual."""
    row = bare(request, plan)
    names = ("day", "note", "first", "last")
    sent = Sent(
        request.POST.get("key", "")[:60],
        request.POST.get("do", ""),
        {name: request.POST.get(name, "").strip()[: LONGEST_NOTE + 1] for name in names},
    )
    try:
        sent.problem = _do(request, row, sent)
    except Frozen:
        sent.problem = _("The plan is closed: its steps can't be changed any more.")
    except NoSuchTurn:
        messages.error(
            request, _("That step isn't in the plan any more: its period or its kind has changed.")
        )
        return HttpResponseRedirect(reverse("plans_cycle", args=[request.school.uuid, row.uuid]))
    if sent.problem:
        return _page(request, row, sent, status=400)
    return HttpResponseRedirect(
        f"{reverse('plans_cycle', args=[request.school.uuid, row.uuid])}#s-{sent.key}"
    )


def _do(request: HttpRequest, plan: Plan, sent: Sent) -> str:
    """Do it; what is wrong, "" where nothing is."""
    given: dict[str, Any] = {
        "by": request.user,
        "organisation": request.school,
        "plan": plan,
        "key": sent.key,
    }
    note = sent.texts["note"]
    if len(note) > LONGEST_NOTE:
        return message("too_long", {"found": len(note), "most": LONGEST_NOTE})
    if scrub_text(note) != note:
        return message("cpr", {})
    if sent.do == "done":
        on = _day(sent.texts["day"])
        if on is None or on > today():
            return _("Write the day it was done; it can't lie ahead.")
        mark_step(**given, done_on=on, note=note)
    elif sent.do == "leave_out":
        if not note:
            return _("Write why the step is left out.")
        mark_step(**given, done_on=None, note=note)
    elif sent.do == "open":
        unmark_step(**given)
    elif sent.do == "usual":
        move_step(**given, days=None)
    elif sent.do == "move":
        first, last = _day(sent.texts["first"]), _day(sent.texts["last"] or sent.texts["first"])
        if first is None or last is None or last < first:
            return _("Write the first and the last day, the last one not before the first.")
        move_step(**given, days=(first, last))
    else:
        return _("Choose what to do with the step.")
    return ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _page(request: HttpRequest, plan: Plan, sent: Sent | None = None, status: int = 200) -> HttpResponse:
    steps = steps_of([plan], kinds(), today(), published_days(request.school))
    context = frame(request, plan, "plans_cycle", _("Annual cycle"))
    at_school = context["at_school"]
    names = names_of_users({step.by for step in steps if step.by}) if at_school else {}
    titles = {step.step.key: step_words(step.step).title for step in steps}
    shown = []
    for step in steps:
        words = step_words(step.step)
        one = Shown(
            step, words, span(step.first, step.last), span(*step.usual) if step.usual else "",
            state_in_words(step.state), [titles[key] for key in step.step.needs if key in titles],
            str(DERIVED.get(step.step.derived, "")), page_of(request, plan, step),
            names.get(step.by, "") if step.by else "", sent if sent and sent.key == step.key else None, today(),
        )  # fmt: skip
        shown.append(one)
    context |= {"shown": shown, "open": context["may_edit"] and plan.state != Plan.State.CLOSED}
    return render(request, "cycle/of_plan.html", context, status=status)
