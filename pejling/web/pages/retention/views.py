"""The retention page: parse the address, ask once, present. Every filter is in the address, so it can be shared."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pejling.analysis.guarded.school_figures import FILTERS
from pejling.base.accounts.access import Denied
from pejling.quality.indicators.catalogue import definitions
from pejling.web.components import drawing
from pejling.web.components.addresses import as_query
from pejling.web.components.catalogue import words_of
from pejling.web.components.listing import answer as as_page
from pejling.web.components.paging import page_of
from pejling.web.components.sight import sight_of
from pejling.web.components.snapshot_choice import snapshot_choice
from pejling.web.components.workbook import as_download
from pejling.web.gate import of_school, require_cut, require_within
from pejling.web.pages.retention import present
from pejling.web.pages.retention.asking import KEY, Answer, answer
from pejling.web.pages.retention.excel import sheets
from pejling.web.pages.retention.filters import fields, in_words
from pejling.web.pages.retention.leavers import leavers
from pejling.web.pages.retention.left_list import left_list
from pejling.web.pages.retention.picture import specification
from pejling.web.pages.retention.question import Question


@of_school("see_figures")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The whole page; with htmx the browser takes its results out of the same answer."""
    question = _question(request)
    found = _answer(request, question)
    if found is None:
        context = {"crumbs": _crumbs(request), "delivers": request.access.may("deliver")}
        return render(request, "retention/empty.html", context)
    return as_page(request, "retention/page.html", _context(request, found))


@of_school("see_figures")
@require_safe
def excel(request: HttpRequest) -> HttpResponse:
    """Everything on the page, and all rows, as a workbook."""
    found = _answer_or_404(request)
    access = request.access.at(found.question.accepted)
    left = leavers(found.left, request.school, access, most=None) if found.left else None
    name = f"{_('retention')}-{found.grid.as_of.isoformat()}"
    return as_download(sheets(found, left, request.school), name)


@of_school("see_figures")
@require_safe
def picture_svg(request: HttpRequest) -> HttpResponse:
    """The curve, drawn on the server."""
    found = _answer_or_404(request)
    return drawing.as_svg(specification(found.curve, found.question.months))


@of_school("see_figures")
@require_safe
def picture_json(request: HttpRequest) -> HttpResponse:
    """The curve's specification, for the browser."""
    found = _answer_or_404(request)
    return drawing.as_json(specification(found.curve, found.question.months))


def _question(request: HttpRequest) -> Question:
    """The question in the address, once the access layer has allowed its filters and its cuts."""
    question = Question.parse(request.GET)
    require_within(request, question.accepted)
    require_cut(request, question.cuts, question.accepted)
    if request.access.at(question.accepted).smallest and len(set(FILTERS) & set(question.accepted)) > 1:
        # What may be shown is chosen beforehand, for one of them at a time.
        raise Denied("combination")
    return question


def _answer(request: HttpRequest, question: Question) -> Answer | None:
    access = request.access.at(question.accepted)
    snapshots = snapshot_choice(access, question.snapshot, question.compare)
    if snapshots is None:
        return None
    return answer(question, access, snapshots, sight_of(request, snapshots.chosen, access))


def _answer_or_404(request: HttpRequest) -> Answer:
    found = _answer(request, _question(request))
    if found is None:
        raise Http404
    return found


def _crumbs(request: HttpRequest) -> list[tuple[str, str]]:
    return [(request.school.name, reverse("retention", args=[request.school.uuid])), (_("Retention"), "")]


def _context(request: HttpRequest, found: Answer) -> dict[str, Any]:
    question, grid = found.question, found.grid
    access = request.access.at(question.accepted)
    rows, paging = page_of(present.newest_first(grid), request.GET.get("page", ""), present.PAGE)
    definition = definitions()[KEY]
    left = leavers(found.left, request.school, access) if found.left else None
    return {
        "crumbs": _crumbs(request),
        "question": question,
        "query": as_query(question.as_query()),
        "fields": fields(found, access),
        "smallest": access.smallest,
        "chosen": in_words(question),
        "snapshots": found.snapshots,
        "definition": definition,
        "words": words_of(definition),
        "in_short": present.in_short(found.curve),
        "grid": grid,
        "rows": present.shown_rows(grid, rows, question.counts),
        "total": present.shown_total(grid, question.counts) if len(grid.rows) > 1 else None,
        "paging": paging,
        "curve": found.curve,
        "curve_rows": present.curve_table(found.curve),
        "fates": present.fates_table(found.curve),
        "changes": present.change_table(found.changes),
        "left": left,
        "left_list": left_list(request, left),
        "hidden": found.hidden,
        "left_out": present.left_out(found.curve),
    }
