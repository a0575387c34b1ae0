"""The list of figures, and a figure's page: what it is, what is behind it, and its neighbours."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.base.accounts.access import Access, Denied
from pejling.quality.indicators.catalogue import definitions
from pejling.web.components import drawing, reading
from pejling.web.components.addresses import as_query
from pejling.web.components.catalogue import words_of
from pejling.web.components.listing import answer as as_page
from pejling.web.components.listing import back_to
from pejling.web.components.sight import sight_of
from pejling.web.components.snapshot_choice import snapshot_choice
from pejling.web.components.workbook import as_download
from pejling.web.gate import of_school, require_cut
from pejling.web.pages.figures import excel, people, present
from pejling.web.pages.figures.asking import Answer, answer, rows_behind
from pejling.web.pages.figures.counted import counted
from pejling.web.pages.figures.picture import specification
from pejling.web.pages.figures.question import Question
from pejling.web.pages.plans.moving import actions_moving, is_own


@of_school("see_figures")
@require_safe
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One figure: its value, definition, neighbours, groups, history and rows."""
    found, context = _one(request, key), {"crumbs": _crumbs(request, key)}
    if found is None:
        return render(request, "figures/one_empty.html", context | _described(key))
    context |= _described(key) | _context(request, found)
    context["actions_moving"] = actions_moving(request, is_own(key))
    return as_page(request, "figures/one.html", context)


@of_school("see_figures")
@require_safe
def one_excel(request: HttpRequest, key: str) -> HttpResponse:
    """Everything on the figure's page as a workbook; the students behind it too, for those who may see them."""
    found = _one_or_404(request, key)
    rows = rows_behind(found, request.access) if request.access.may("see_persons") else None
    lists = {}
    if rows is not None:
        lists = {
            kind: people.lines(request.access, people.spells_of(rows, kind))
            for kind in ("events", "left_out")
        }
    name = f"{key}-{found.snapshots.chosen.as_of.isoformat()}"
    return as_download(excel.one_sheets(found, lists, request.school), name)


@of_school("see_figures")
@require_safe
def history_svg(request: HttpRequest, key: str) -> HttpResponse:
    """The history, drawn on the server."""
    return drawing.as_svg(specification(_one_or_404(request, key)))


@of_school("see_figures")
@require_safe
def history_json(request: HttpRequest, key: str) -> HttpResponse:
    """The history's specification, for the browser."""
    return drawing.as_json(specification(_one_or_404(request, key)))


def _one(request: HttpRequest, key: str) -> Answer | None:
    """The answer to the address; None where nothing can be shown (no snapshot, or no such departments)."""
    definition = definitions().get(key)
    if definition is None:
        raise Http404
    question = Question.parse(request.GET, definition)
    if question.by:
        require_cut(request, {question.by})
    if question.rows:
        request.access.require("see_persons")
    if request.access.smallest and question.length not in {None, *definition.window.shown}:
        # Windows a month apart would tell how many left in between.
        raise Denied("window")
    snapshots = snapshot_choice(request.access, question.snapshot)
    if snapshots is None or not reading.can_hold(definition, request.access):
        return None
    sight_at = partial(sight_of, request)
    return answer(definition, question, request.school, request.access, snapshots, sight_at)


def _one_or_404(request: HttpRequest, key: str) -> Answer:
    found = _one(request, key)
    if found is None:
        raise Http404
    return found


def _crumbs(request: HttpRequest, key: str) -> list[tuple[str, str]]:
    school = request.school
    return [
        (school.name, reverse("retention", args=[school.uuid])),
        (_("Figures"), back_to(request, "figures", school.uuid)),
        (words_of(definitions()[key]).title, ""),
    ]


def _described(key: str) -> dict[str, Any]:
    definition = definitions()[key]
    direction = present.directions()[definition.direction]
    return {"definition": definition, "words": words_of(definition), "direction": direction}


def _context(request: HttpRequest, found: Answer) -> dict[str, Any]:
    definition, access = found.definition, request.access
    titles = present.dimensions()
    allowed = [name for name in definition.dimensions if name in access.cuts and name in titles]
    return {
        "question": found.question,
        "query": as_query(found.question.as_query()),
        "snapshots": found.snapshots,
        "chosen": present.shown(found.chosen, definition),
        "beside": [present.shown(seen, definition) for seen in found.beside],
        "groups": [
            {"label": present.group_label(found.question.by, seen.value.by[found.question.by]),
             **present.shown(seen, definition)}
            for seen in found.groups
        ],
        "by_title": titles.get(found.question.by, ""),
        "dimensions": [(name, titles[name], name == found.question.by) for name in allowed],
        "windows": _windows(definition, access),
        "history": [{"as_of": day, **present.shown(seen, definition)} for day, seen in reversed(found.history)],
        "drawn": len([seen for _day, seen in found.history if seen.value.estimate is not None]) > 1,
        "rows": counted(request, found),
        "sees_persons": access.may("see_persons"),
    }  # fmt: skip


def _windows(definition: IndicatorDefinition, access: Access) -> tuple[int, ...]:
    """The windows to choose between; () where there are so many that one is written instead."""
    if access.smallest:
        return tuple(length for length in definition.window.shown if length is not None)
    return definition.window.allowed if len(definition.window.allowed) <= 12 else ()
