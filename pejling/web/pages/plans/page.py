"""The plan page: the whole plan as a tree to read, and to change in place for those who may."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pejling.analysis.plans.workflow import GOES, WORDS, may_change
from pejling.quality.plans import queries
from pejling.quality.plans.models import Plan
from pejling.quality.plans.reading_back import as_value, placed_actions
from pejling.quality.plans.record_models import Version
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.arranging import just_removed
from pejling.web.pages.plans.beside import version_title
from pejling.web.pages.plans.commitments import lines_of as lines_of_partners
from pejling.web.pages.plans.frame import bare, found, frame
from pejling.web.pages.plans.judging import board_of
from pejling.web.pages.plans.life import steps_for
from pejling.web.pages.plans.lines import lines_of
from pejling.web.pages.plans.measured_figure import figures_of
from pejling.web.pages.plans.remarks import remark_counts
from pejling.web.pages.plans.scored import weighs
from pejling.web.pages.plans.tree import TOLD_AT_MOST, branches_of
from pejling.web.pages.plans.undoing import offered
from pejling.web.pages.plans.weights import amiss


@of_school("see_plans")
@require_safe
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The plan as it stands."""
    at_school = request.access.may("see_plan_work")
    told = queries.count_placings(bare(request, plan)) <= TOLD_AT_MOST
    row = found(request, plan) if told else queries.seen_outline(request.access, plan)
    context = frame(request, row, "plans_one")
    lines = None if told else lines_of(row, placed_actions(row, internal=at_school))
    measures = [one for goal in row.goals.all() for one in goal.measures.all()]
    branches = branches_of(row, context["words"], at_school=at_school, lines=lines)
    context |= {
        "branches": branches,
        "nothing": not branches,
        # With so many actions that they stand in a line each, the score's page tells it alone.
        "amiss": amiss(as_value(row)) if told and at_school and weighs(row) else [],
        "figures": figures_of(request, row, measures),
        "partner_lines": lines_of_partners(request, row, row.goals.all()),
        "board": board_of(request, row),
        "references": [one for one in row.references.all() if one.goal_id is None],
        "told": told,
        "words_open": context["may_edit"] and may_change(row.state, WORDS),
        "open": context["may_edit"] and row.state != "closed",
        "steps": steps_for(request, row),
        "versions": _versions(row) if context["at_school"] else [],
        "removed": just_removed(request, row),
        "ticks": context["may_edit"] and may_change(row.state, GOES),
        "late": today() if row.state in ("adopted", "draft", "hearing") else None,
        "offer": offered(request),
        "remark_counts": remark_counts(row) if at_school else {},
    }
    return render(request, "plans/page.html", context)


def _versions(plan: Plan) -> list[tuple[int, str]]:
    """(number, which version it is), newest first."""
    return [(one.number, version_title(one)) for one in Version.objects.filter(plan=plan).defer("text")]
