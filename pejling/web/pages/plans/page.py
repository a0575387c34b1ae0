"""The plan page: the whole plan as a tree to read, and to change in place for those who may."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pejling.analysis.plans.workflow import WORDS, may_change
from pejling.quality.plans.models import Plan
from pejling.quality.plans.record_models import Version
from pejling.web.gate import of_school
from pejling.web.pages.plans.arranging import just_removed
from pejling.web.pages.plans.beside import version_title
from pejling.web.pages.plans.frame import found, frame
from pejling.web.pages.plans.life import steps_for
from pejling.web.pages.plans.tree import TOLD_AT_MOST, branches_of, count_actions


@of_school("see_plans")
@require_safe
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The plan as it stands."""
    row = found(request, plan)
    context = frame(request, row, "plans_one")
    branches = branches_of(row, context["words"], at_school=context["at_school"])
    actions = count_actions(branches)
    context |= {
        "branches": branches,
        "references": [one for one in row.references.all() if one.goal_id is None],
        "actions": actions,
        "told": actions <= TOLD_AT_MOST,
        "words_open": context["may_edit"] and may_change(row.state, WORDS),
        "open": context["may_edit"] and row.state != "closed",
        "steps": steps_for(request, row),
        "versions": _versions(row) if context["at_school"] else [],
        "removed": just_removed(request, row),
    }
    return render(request, "plans/page.html", context)


def _versions(plan: Plan) -> list[tuple[int, str]]:
    """(number, which version it is), newest first."""
    return [(one.number, version_title(one)) for one in Version.objects.filter(plan=plan).defer("text")]
