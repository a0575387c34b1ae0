"""The completeness page: what stands in the way, what is missing, what is odd, and what was accepted as missing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from pejling.analysis.plans import plan_model as values
from pejling.analysis.plans.checking import Checked, check
from pejling.analysis.strict_fields import FieldError
from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.plans.actions import accept_gaps, reject_gap
from pejling.quality.plans.models import Plan
from pejling.quality.plans.reading_back import value_of
from pejling.web.components.listing import answer, back_to
from pejling.web.gate import of_school
from pejling.web.pages.plans.completeness_lists import GROUPS, accepted_list, found_list, groups_of
from pejling.web.pages.plans.findings import Guide
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.kinds import kinds


@of_school("see_plan_work")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """What the plan's kind asks for, and how much of it is there; its form accepts the chosen gaps."""
    row = bare(request, plan)
    value = value_of(row)
    checked = check(value, kinds())
    if request.method != "POST":
        return _page(request, row, value, checked)
    request.access.require("adopt_plans")
    problem = _accept(request, row, value, checked)
    if problem:
        return _page(request, row, value, checked, problem)
    # The list stays as it was chosen.
    return HttpResponseRedirect(request.get_full_path())


def _page(
    request: HttpRequest, row: Plan, value: values.Plan, checked: Checked, problem: str = ""
) -> HttpResponse:
    """The page; ``problem``: why the gaps chosen in the form aren't accepted, which keeps what it said."""
    groups = groups_of(checked)
    context = frame(request, row, "plans_check", _("Completeness"))
    context |= {
        "list": found_list(request, row, checked, Guide(request, row, value)),
        "accepted": accepted_list(request, row, value, checked.accepted),
        "counts": [(key, title, len(groups[key])) for key, title in GROUPS.items() if groups[key]],
        "lacks": bool(checked.gaps),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "chosen": request.POST.getlist("gap"),
    }
    return answer(request, "plans/check.html", context, status=422 if problem else 200)


def _accept(request: HttpRequest, row: Plan, value: values.Plan, checked: Checked) -> str:
    """Accept the chosen gaps, with the reason; says why not, or "" when it is done."""
    there = {one.gap for one in (*checked.gaps, *checked.accepted)}
    chosen = [gap for gap in request.POST.getlist("gap") if gap in there]
    reason = request.POST.get("reason", "")
    if not chosen:
        return _("Choose at least one gap.")
    if scrub_text(reason) != reason:
        return _("The reason holds what looks like a CPR number. Take it out.")
    try:
        done = accept_gaps(
            by=request.user, organisation=request.school, plan=row, value=value, gaps=chosen, reason=reason
        )
    except FieldError:
        return _("Write why it may be missing.")
    text = ngettext("%(n)s gap accepted.", "%(n)s gaps accepted.", done)
    messages.success(request, text % {"n": done})
    return ""


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
    return HttpResponseRedirect(back_to(request, "plans_check", request.school.uuid, row.uuid))
