"""The score of a plan that weighs: a bar for each goal, how the total comes about, and what if.

The form only asks: nothing of it is saved, and it may be used by everybody who reads the plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pejling.analysis.plans.attainment import Score, score
from pejling.analysis.plans.plan_model import Plan as PlanValue
from pejling.quality.plans.models import Plan
from pejling.quality.plans.reading_back import value_of
from pejling.web.components import numbers
from pejling.web.components.file_names import file_name
from pejling.web.components.today import today
from pejling.web.components.workbook import Share, Sheet, as_download
from pejling.web.gate import of_school
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.judging import board_of
from pejling.web.pages.plans.kinds import kinds
from pejling.web.pages.plans.score_rows import Row, bar_of_all, rows_of, total_words
from pejling.web.pages.plans.trying import tried
from pejling.web.pages.plans.weights import amiss


def weighs(plan: Plan) -> bool:
    """Whether the kind of plan gives weight to its parts."""
    kind = kinds().get(plan.kind)
    return kind is not None and kind.weights != "none"


@of_school("see_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The score as it stands, and as it would be with what is tried."""
    row = bare(request, plan)
    if not weighs(row):
        raise Http404
    value, internal = value_of(row), request.access.may("see_plan_work")
    asked = tried(value, request.POST if request.method == "POST" else {}, internal=internal)
    own, would_be = score(value), score(value, asked.what_if)
    context = frame(request, row, "plans_score")
    context |= {
        "amiss": amiss(value) if context["at_school"] else [],
        "score": own,
        "total": total_words(own),
        "would_be": would_be,
        "would_be_total": total_words(would_be),
        "is_tried": bool(asked.what_if),
        "bar": bar_of_all(would_be),
        "rows": rows_of(value, would_be, internal=internal, tried=frozenset(asked.what_if)),
        "asked": asked,
        "hides_internal": not internal and any(action.internal for _goal, action in value.actions()),
        "board": board_of(request, row),
    }
    # A result that can't be is told beside the total, so that htmx leaves the field where it is.
    status = 422 if asked.errors and not request.headers.get("HX-Request") else 200
    return render(request, "plans/score.html", context, status=status)


@of_school("see_plans")
@require_safe
def excel(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The score as a workbook."""
    row = bare(request, plan)
    if not weighs(row):
        raise Http404
    value = value_of(row)
    sheets = _sheets(request, row, value, score(value))
    name = _("score")
    return as_download(sheets, f"{file_name(row.title, 'plan')}-{name}-{today().isoformat()}")


def _sheets(request: HttpRequest, plan: Plan, value: PlanValue, own: Score) -> Iterator[Sheet]:
    internal = request.access.may("see_plan_work")
    notes = [
        plan.title,
        _("Total: %(total)s") % {"total": total_words(own)},
        _("As the plan stood on %(day)s; what has no result is empty: it isn't 0.")
        % {"day": numbers.day(today())},
    ]
    sorts = {"goal": _("Goal"), "measure": _("Measure"), "action": _("Action")}
    heads = [
        _("Label"), _("Title"), _("Sort"), _("Weight"), _("Result"), _("Share of the weight"),
        _("Weight without a result"), _("How it comes about"), _("Note"),
    ]  # fmt: skip
    rows = [_cells(row, sorts) for row in rows_of(value, own, internal=internal)]
    total: list[Any] = [
        "", _("Total"), "", float(own.weight), None if own.total is None else float(own.total), Share(None),
        float(own.unknown_weight), "", "",
    ]  # fmt: skip
    yield Sheet(_("Score"), heads, [*rows, total], notes)


def _cells(row: Row, sorts: dict[str, str]) -> list[Any]:
    return [
        row.label, row.title, sorts[row.sort], None if row.weight is None else float(row.weight),
        None if row.result is None else float(row.result), Share(row.share), float(row.unknown), row.how, row.note,
    ]  # fmt: skip
