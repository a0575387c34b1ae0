"""Rows kept out are mended in place: the wrong cells are corrected here, and come in as a delivery of their own."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pejling.facts.deliveries import queries
from pejling.facts.deliveries.models import Delivery
from pejling.facts.deliveries.problems import Unreadable
from pejling.facts.deliveries.wording import describe
from pejling.flows import correction_drafts, corrections
from pejling.flows.corrections import Broken, NotMendable
from pejling.flows.uploads import NotReady
from pejling.web.components.paging import page_of
from pejling.web.gate import of_school
from pejling.web.pages.deliveries import present
from pejling.web.pages.deliveries.crumbs import crumbs_to, delivery_crumb
from pejling.web.pages.deliveries.views import delivery_of

#: Rows on a page of the form.
PAGE = 25
#: Cells of a row that stand beside the wrong ones, to tell whose row it is.
BESIDE = 4
_NAME = re.compile(r"c-(\d{1,6})-(\d{1,12})-(\d{1,5})")
_LONGEST = 2_000


@of_school("deliver")
@require_safe
def page(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """The rows kept out, their wrong cells open to be corrected."""
    return _page(request, delivery_of(request, delivery))


@of_school("deliver")
@require_POST
def check(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """Try the corrected rows; on to the page of the trial."""
    one = delivery_of(request, delivery)
    request.access.require_to_all("see_persons")
    given = _given(request)
    try:
        upload, _job = corrections.correct(by=request.user, delivery=one, changes=given)
    except NotMendable as error:
        return _page(request, one, describe(error.code), given)
    except (NotReady, Unreadable) as error:
        return _page(request, one, describe(error.code, getattr(error, "params", {})), given)
    return HttpResponseRedirect(reverse("uploads_one", args=[request.school.uuid, upload.uuid]))


def _page(
    request: HttpRequest,
    delivery: Delivery,
    problem: tuple[str, str] | None = None,
    given: dict[tuple[int, int], dict[int, str]] | None = None,
) -> HttpResponse:
    may_see = request.access.may_to_all("see_persons")
    context: dict[str, Any] = {
        "crumbs": crumbs_to(request, delivery_crumb(delivery), (_("Mend rows"), "")),
        "delivery": delivery,
        "back": delivery_crumb(delivery)[1],
        "problem": problem,
        "may_see": may_see,
        "impossible": _impossible(delivery),
        "newer": queries.newer_of(delivery),
    }
    if may_see and not context["impossible"]:
        # A quarantine is listed up to a limit: its rows as pairs are small.
        keys = list(queries.rows_to_mend(delivery))
        asked = request.GET.get("page", "") or request.POST.get("page", "")
        shown, paging = page_of(keys, asked, PAGE)
        rows = corrections.broken_rows(delivery, shown)
        before = correction_drafts.written(request.user, delivery) if given is None else {}
        context |= {
            "rows": [_row(row, given or before) for row in rows],
            "paging": paging,
            "begun": any((row.file.position, row.row) in before for row in rows),
        }
    return render(request, "deliveries/mend.html", context, status=422 if problem else 200)


def _impossible(delivery: Delivery) -> tuple[str, str] | None:
    try:
        corrections.mendable(delivery)
    except NotMendable as error:
        return describe(error.code)
    return None


def _row(row: Broken, given: dict[tuple[int, int], dict[int, str]]) -> dict[str, Any]:
    """One row: what tells it apart, its open cells, and what is wrong with it."""
    changed = given.get((row.file.position, row.row), {})
    wrong = {problem.column for problem in row.problems}
    return {
        "file": row.file.name,
        "row": row.row,
        "beside": [
            (_header(row, place), row.cells[place])
            for place in range(len(row.cells))
            if place not in row.places and row.cells[place].strip()
        ][:BESIDE],
        "cells": [
            {
                "name": f"c-{row.file.position}-{row.row}-{place}",
                "title": _header(row, place),
                "value": changed.get(place, row.cells[place]),
                "is_wrong": _header(row, place) in wrong,
            }
            for place in row.places
        ],
        "problems": [present.wrong_and_mend(problem) for problem in row.problems],
    }


def _header(row: Broken, place: int) -> str:
    name = row.header[place].strip() if place < len(row.header) else ""
    return name or _("column %(n)d") % {"n": place + 1}


def _given(request: HttpRequest) -> dict[tuple[int, int], dict[int, str]]:
    """(file, row) -> {place: text} of every cell that was sent."""
    given: dict[tuple[int, int], dict[int, str]] = {}
    for name, text in request.POST.items():
        if found := _NAME.fullmatch(name):
            file, row, place = (int(part) for part in found.groups())
            given.setdefault((file, row), {})[place] = " ".join(str(text)[:_LONGEST].split())
    return given
