"""Revising an adopted plan: which goals and actions go on, and the new draft that takes its place."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pejling.analysis.plans.wording import message
from pejling.analysis.strict_fields import FieldError
from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.plans.actions import revise_plan
from pejling.quality.plans.changeable import field_of, read
from pejling.quality.plans.models import Plan
from pejling.quality.plans.revising import REVISED
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.frame import found, frame
from pejling.web.pages.plans.tree import branches_of

#: an action that is over doesn't go on unless somebody says so
OVER = ("done", "stopped")


@of_school("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The form, and making the new draft."""
    row = found(request, plan)
    if row.state not in REVISED or request.method != "POST":
        return _page(request, row, _first(row), {}, 200 if request.method != "POST" else 400)
    said = {name: request.POST.get(name, "").strip() for name in ("title", "period_from", "period_to")}
    errors, dates = _read(said)
    if errors:
        return _page(request, row, said, errors, 422 if said["title"] else 400)
    try:
        made = revise_plan(
            by=request.user, organisation=request.school, plan=row, title=said["title"],
            period=(dates["period_from"], dates["period_to"]), goals=request.POST.getlist("goal"),
            actions=request.POST.getlist("action"), commitments=request.POST.get("commitments") == "yes",
        )  # fmt: skip
    except FieldError as error:
        return _page(request, row, said, {error.path: message(error.code, error.params)}, 422)
    messages.success(
        request, _("“%(title)s” is made as a draft. Here is what is different.") % {"title": made.title}
    )
    return HttpResponseRedirect(reverse("plans_compare", args=[request.school.uuid, made.uuid]))


def _first(plan: Plan) -> dict[str, str]:
    """From today, or when the plan has ended, as long again."""
    first, last = max(plan.period_from, today()), plan.period_to
    if last < first:
        last = first.replace(month=12, day=31, year=first.year + plan.period_to.year - plan.period_from.year)
    title = _("%(title)s (revised)") % {"title": plan.title}
    return {"title": title[:300], "period_from": first.isoformat(), "period_to": last.isoformat()}


def _read(said: dict[str, str]) -> tuple[dict[str, str], dict[str, date]]:
    errors: dict[str, str] = {}
    dates: dict[str, date] = {}
    for name in said:
        try:
            if scrub_text(said[name]) != said[name]:
                raise FieldError(name, "cpr")
            value = read("plan", field_of("plan", name), said[name])
            if name != "title":
                dates[name] = value
        except FieldError as error:
            errors[name] = message(error.code, error.params)
    return errors, dates


def _page(
    request: HttpRequest, plan: Plan, said: dict[str, str], errors: dict[str, str], status: int = 200
) -> HttpResponse:
    sent = request.method == "POST" and "title" in request.POST
    goals = set(request.POST.getlist("goal")) if sent else {str(goal.uuid) for goal in plan.goals.all()}
    context = frame(request, plan, "", _("Revise"))
    branches = branches_of(plan, context["words"], at_school=True)
    actions = [one.action for goal in plan.goals.all() for one in goal.placings.all()]
    going = (
        set(request.POST.getlist("action")) if sent else {str(a.uuid) for a in actions if a.state not in OVER}
    )
    context |= {
        "possible": plan.state in REVISED,
        "said": said,
        "errors": errors,
        "branches": branches,
        "kept": goals | going,
        "commitments": not sent or request.POST.get("commitments") == "yes",
        "shared": bool(plan.partners.all()),
    }
    return render(request, "plans/revise.html", context, status=status)
