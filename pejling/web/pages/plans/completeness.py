"""The completeness box: what stands in the way, what is missing, what is odd, and what was accepted as missing."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from pejling.analysis.plans.checking import check, missing
from pejling.analysis.strict_fields import FieldError
from pejling.base.accounts.models import Membership
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.plans.accepting import by_id
from pejling.quality.plans.actions import accept_gaps, reject_gap
from pejling.quality.plans.history import names_of_users
from pejling.quality.plans.models import Plan
from pejling.quality.plans.reading_back import as_value
from pejling.web.gate import of_school
from pejling.web.pages.plans.findings import places_of, shown
from pejling.web.pages.plans.frame import bare, found, frame
from pejling.web.pages.plans.kinds import kinds


def roles_at(school: Organisation, users: Iterable[UUID]) -> dict[UUID, str]:
    """User's UUID -> what they are at the school today, of those who may adopt plans first."""
    rows = Membership.objects.filter(organisation=school, user__uuid__in=list(users)).in_force()
    found: dict[UUID, str] = {}
    for row in sorted(rows.select_related("user"), key=lambda one: "adopt_plans" not in one.role_class.verbs):
        found.setdefault(row.user.uuid, str(row.role_class.title))
    return found


def _who(name: str, role: str) -> str:
    return f"{name}, {role.lower()}" if name and role else name or role


@of_school("see_plan_work")
@require_safe
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """What the plan's kind asks for, and how much of it is there."""
    return _page(request, found(request, plan))


def _page(request: HttpRequest, row: Plan, problem: str = "") -> HttpResponse:
    """The page; ``problem``: why the gaps chosen in the form aren't accepted, which keeps what it said."""
    value = as_value(row)
    kind = kinds().get(value.kind)
    checked = check(value, kinds())
    accepted = {code for code, _reason in value.accepted_gaps}
    gaps = list(missing(value, kind)) if kind else []
    lacking = [one for one in gaps if one.gap not in accepted]
    lacked = {one.gap for one in lacking}
    odd = [one for one in checked.warnings if one.gap not in lacked]
    names = names_of_users({gap.by for gap in row.accepted_gaps.all() if gap.by})
    roles = roles_at(request.school, names)
    context = frame(request, row, "plans_check", _("Completeness"))
    rows = {gap.code: gap for gap in row.accepted_gaps.all()}
    places = places_of(row, value)
    taken = list({one.gap: one for one in gaps if one.gap in accepted}.values())
    context |= {
        "errors": shown(request, row, value, checked.errors, places),
        "lacking": shown(request, row, value, lacking, places),
        "odd": shown(request, row, value, odd, places),
        "accepted": [
            (one, gap, _who(names.get(gap.by, ""), roles.get(gap.by, "")) if gap.by else "")
            for one in shown(request, row, value, taken, places)
            if (gap := rows.get(by_id(value, one.gap)) or rows.get(one.gap))
        ],
    }
    context |= {
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "chosen": request.POST.getlist("gap"),
    }
    return render(request, "plans/check.html", context, status=422 if problem else 200)


@of_school("adopt_plans")
@require_POST
def accept(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Accept the chosen gaps, with the reason."""
    row = found(request, plan)
    here = reverse("plans_check", args=[request.school.uuid, row.uuid])
    value = as_value(row)
    kind = kinds().get(value.kind)
    there = {one.gap for one in missing(value, kind)} if kind else set()
    chosen = [gap for gap in request.POST.getlist("gap") if gap in there]
    reason = request.POST.get("reason", "")
    if not chosen:
        return _page(request, row, _("Choose at least one gap."))
    if scrub_text(reason) != reason:
        return _page(request, row, _("The reason holds what looks like a CPR number. Take it out."))
    try:
        done = accept_gaps(
            by=request.user, organisation=request.school, plan=row, value=value, gaps=chosen, reason=reason
        )
    except FieldError:
        return _page(request, row, _("Write why it may be missing."))
    text = ngettext("%(n)s gap accepted.", "%(n)s gaps accepted.", done)
    messages.success(request, text % {"n": done})
    return HttpResponseRedirect(here)


@of_school("adopt_plans")
@require_POST
def reject(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Accept a gap no longer."""
    row = bare(request, plan)
    given = request.POST.get("gap", "")
    gap = (
        row.accepted_gaps.filter(pk=int(given)).first()
        if given.isascii() and given.isdigit() and len(given) < 19
        else None
    )
    if gap is None:
        raise Http404
    reject_gap(by=request.user, organisation=request.school, plan=row, gap=gap)
    messages.success(request, _("The gap is no longer accepted."))
    return HttpResponseRedirect(reverse("plans_check", args=[request.school.uuid, row.uuid]))
