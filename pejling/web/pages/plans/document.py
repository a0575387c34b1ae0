"""A plan that exists as a document: read to a draft that stands beside the original, looked through, and made.

Nothing is kept between the two steps but in the page itself: the draft travels as its file, and is read anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pejling.analysis.plans.exact import shown
from pejling.analysis.plans.plan_model import Action, Goal, Plan
from pejling.analysis.plans.taking_in.documents import SORTS, UnreadableDocument, read_document
from pejling.analysis.plans.taking_in.originals import MARGIN, Original, TooLong, of_text
from pejling.analysis.plans.taking_in.taking import Draft, take_in
from pejling.analysis.plans.taking_in.wording import message
from pejling.analysis.plans.writing import write_plan
from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.plans import actions
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.field_words import field_title
from pejling.web.pages.plans.frame import crumbs
from pejling.web.pages.plans.kinds import kind_choices, kinds
from pejling.web.pages.plans.listed import LARGEST, read_text

TOLD_FIELDS = (
    "description",
    "needed_change",
    "operational_goal",
    "strategy",
    "owner",
    "evaluation_plan",
    "expected_effect",
)


@of_school("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form; the draft beside the original; and making the plan."""
    if request.method != "POST":
        return _form(request, [])
    if "draft" in request.POST:
        return _make(request)
    try:
        original = _original(request)
    except UnreadableDocument as error:
        return _form(request, [message(error.code, error.params)], 422)
    except TooLong as error:
        return _form(request, [message("too_many_pieces", {"limit": error.args[0]})], 422)
    if original is None:
        return _form(
            request, [_("Choose a document, or paste its text.")], 422 if "text" in request.POST else 400
        )
    if scrub_text(original.text) != original.text:
        return _form(
            request,
            [_("The document holds what looks like a CPR number. Take it out: a plan names nobody.")],
            422,
        )
    kind = request.POST.get("kind", "")
    draft = take_in(original, kinds(), today(), kind if kind in kinds() else "")
    return _beside(request, original, draft)


def _original(request: HttpRequest) -> Original | None:
    """The document that was sent, or the text that was pasted; None where there is neither."""
    given = request.FILES.get("file")
    if given is None:
        original = of_text(request.POST.get("text", ""))
        return original if original.pieces else None
    if given.size > LARGEST:
        raise UnreadableDocument("file_too_large", found=given.size // 1_000_000, limit=LARGEST // 1_000_000)
    return read_document(Path(given.temporary_file_path()), given.name)


def _form(request: HttpRequest, wrong: list[str], status: int = 200) -> HttpResponse:
    context = {
        "crumbs": crumbs(request, None, _("Take in a document")),
        "wrong": wrong,
        "kinds": kind_choices(),
        "kind": request.POST.get("kind", ""),
        "text": request.POST.get("text", ""),
        "endings": ",".join(ending for ending in SORTS if ending),
    }
    return render(request, "plans/document.html", context, status=status)


def _beside(request: HttpRequest, original: Original, draft: Draft) -> HttpResponse:
    written = write_plan(draft.plan)
    left = {piece.number for piece in draft.leftovers}
    # What stands at the edge of pages, or is hidden in a workbook, is told, but in no text that others may read.
    kept = [piece.text for piece in draft.leftovers if piece.sort != MARGIN]
    context = {
        **_choices(request, draft.plan),
        "written": written,
        "wrong": [f"{place}: {text}" if place else text for place, text in read_text(written.encode())[1]],
        "notes": [message(note.code, note.params) for note in draft.notes],
        "rows": _rows(original, left),
        "leftovers": "\n".join(kept),
        "left": len(left),
        "all": len(original.pieces),
        "about": draft.plan.about,
        "goals": [_told(goal) for goal in draft.plan.goals],
        "partners": draft.plan.partners,
    }
    return render(request, "plans/document_beside.html", context)


def _rows(original: Original, left: set[int]) -> list[list[dict[str, Any]]]:
    """The original line by line, the cells of a row together."""
    lines = [
        {"number": piece.number, "text": piece.text, "left": piece.number in left, "edge": piece.sort == MARGIN,
         "row": (piece.table, piece.row) if piece.table else (0, -piece.number)}
        for piece in original.pieces
    ]  # fmt: skip
    return [list(cells) for _row, cells in groupby(lines, key=itemgetter("row"))]


def _choices(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    return {
        "crumbs": crumbs(request, None, _("Take in a document")),
        "kinds": kind_choices(),
        "kind": plan.kind,
        "plan_title": plan.title,
        "period": [day.isoformat() for day in plan.period],
    }


def _told(goal: Goal) -> dict[str, Any]:
    """A goal as its page tells it: what it is called, what it weighs, what is said of it."""
    fields = [("description", goal.description), ("reason", goal.reason)]
    fields.append(("references", "\n".join(_dated(one.title, one.day) for one in goal.references)))
    return {
        **_head(goal),
        "fields": _named(fields),
        "measures": [
            {**_head(one), "fields": _named([("description", one.description)])} for one in goal.measures
        ],
        "actions": [{**_head(one), "fields": _named(_said(one))} for one in goal.actions],
        "goals": [_told(inner) for inner in goal.goals],
    }


def _head(part: Any) -> dict[str, Any]:
    numbers = [(name, getattr(part, name)) for name in ("weight", "result")]
    return {
        "label": part.label,
        "title": part.title,
        "numbers": [(field_title(name), shown(value)) for name, value in numbers if value is not None],
    }


def _said(action: Action) -> Iterator[tuple[str, str]]:
    for name in TOLD_FIELDS:
        yield name, getattr(action, name)
    yield "involved", ", ".join(action.involved)
    yield "schedule", "\n".join(_dated(one.title, one.when) for one in action.schedule)
    yield "sub_actions", "\n".join(one.title for one in action.sub_actions)


def _dated(title: str, when: str) -> str:
    return f"{when}: {title}" if when and when != title else title


def _named(fields: Any) -> list[tuple[str, str]]:
    return [(field_title(name), text) for name, text in fields if text]


def _make(request: HttpRequest) -> HttpResponse:
    """The plan, with what was corrected on the page, and what wasn't understood at the end of its description."""
    value, wrong = read_text(request.POST.get("draft", "").replace("\r\n", "\n").encode())
    if value is None:
        return _form(request, [f"{place}: {text}" if place else text for place, text in wrong], 422)
    title = " ".join(request.POST.get("title", "").split()) or value.title
    kind = request.POST.get("kind", "")
    about = value.about
    if request.POST.get("keep") and (left := request.POST.get("leftovers", "").replace("\r\n", "\n").strip()):
        about = "\n".join(filter(None, [about, _("From the document, not placed yet:"), left]))
    changed = replace(
        value,
        title=title,
        kind=kind if kind in kinds() else value.kind,
        period=_period(request, value.period),
        about=about,
    )
    value, wrong = read_text(write_plan(changed).encode())
    if value is None:
        return _form(request, [f"{place}: {text}" if place else text for place, text in wrong], 422)
    made = actions.take_in(by=request.user, organisation=request.school, plan=value)
    messages.success(request, _("“%(title)s” is taken in as a draft.") % {"title": made.title})
    return HttpResponseRedirect(reverse("plans_one", args=[request.school.uuid, made.uuid]))


def _period(request: HttpRequest, otherwise: tuple[date, date]) -> tuple[date, date]:
    """The days of the form; a day that isn't one leaves the draft's, and reading the plan again tells the rest."""
    found = list(otherwise)
    for place, name in enumerate(("period_from", "period_to")):
        try:
            found[place] = date.fromisoformat(request.POST.get(name, ""))
        except ValueError:
            continue
    return found[0], found[1]
