"""Comments and notes on a plan and its parts: read, written, changed, removed and put back; for the school only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pejling.analysis.plans.wording import message
from pejling.analysis.strict_fields import FieldError
from pejling.base.accounts.models import User
from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.plans.history import names_of_users
from pejling.quality.plans.models import Plan
from pejling.quality.plans.owners import colleagues_of
from pejling.quality.plans.record_models import OldText, Remark
from pejling.quality.plans.remarking import (
    ChangedMeanwhile,
    NotYours,
    change_remark,
    named_texts,
    place_of,
    put_back_remark,
    remarks_on,
    remove_remark,
    shown,
    write_remark,
)
from pejling.web.gate import of_school
from pejling.web.pages.plans.changing import wanted_part
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.undoing import offer_undo, offered

#: what can carry remarks
ON = ("plan", "goal", "measure", "action")


@dataclass(slots=True)
class Told:
    """A remark for its reader: ``mine``: may be changed and removed; ``olds``: what a note said before."""

    remark: Remark
    text: str
    by: str
    mine: bool
    editing: bool = False
    olds: list[tuple[str, str, Any]] = field(default_factory=list)


@of_school("see_plan_work")
@require_safe
def page(request: HttpRequest, plan: UUID, sort: str, part: UUID) -> HttpResponse:
    """What is written on one part; ``edit`` in the address: the remark that is being changed."""
    row = bare(request, plan)
    return _page(request, row, sort, _part(row, sort, part))


@of_school("see_plan_work")
@require_POST
def write(request: HttpRequest, plan: UUID, sort: str, part: UUID) -> HttpResponse:
    """Write a comment, or a note for those who change plans."""
    row = bare(request, plan)
    found = _part(row, sort, part)
    kind = request.POST.get("kind", "")
    if kind not in Remark.Kind.values:
        raise Http404
    if kind == Remark.Kind.NOTE:
        request.access.require("edit_plans")
    text, name = request.POST.get("text", ""), request.POST.get("mention", "").strip()
    try:
        also = _person(request, name)
        _no_cpr(text)
        write_remark(
            by=request.user, organisation=request.school, part=found, kind=kind, text=text, also=also,
            address=_mentions(request),
        )  # fmt: skip
    except FieldError as error:
        said = {"kind": kind, "text": text, "mention": name, "problem": _problem(error)}
        return _page(request, row, sort, found, said, 422)
    return _back(request, row, sort, found)


@of_school("see_plan_work")
@require_POST
def change(request: HttpRequest, plan: UUID, remark: UUID) -> HttpResponse:
    """Save other words."""
    row = bare(request, plan)
    found, sort, part = _remark(request, row, remark)
    if found.kind == Remark.Kind.NOTE:
        request.access.require("edit_plans")
    text, was = request.POST.get("text", ""), request.POST.get("was", "")
    try:
        _no_cpr(text)
        change_remark(
            by=request.user, organisation=request.school, remark=found, text=text, address=_mentions(request),
            was=int(was) if was.isascii() and was.isdigit() and len(was) < 9 else 0,
        )  # fmt: skip
    except NotYours as error:
        raise Http404 from error
    except (FieldError, ChangedMeanwhile) as error:
        problem = (
            _problem(error)
            if isinstance(error, FieldError)
            else _(
                "Somebody else has changed the note meanwhile. Put the two together: it says now “%(text)s”."
            )
            % {"text": error.text}
        )
        said = {"edit": str(found.uuid), "text": text, "problem": problem}
        return _page(request, row, sort, part, said, 422 if isinstance(error, FieldError) else 409)
    return _back(request, row, sort, part)


@of_school("see_plan_work")
@require_POST
def remove(request: HttpRequest, plan: UUID, remark: UUID) -> HttpResponse:
    """Take a remark away, or (``back``) put it where it was."""
    row = bare(request, plan)
    found, sort, part = _remark(request, row, remark)
    if found.kind == Remark.Kind.NOTE:
        request.access.require("edit_plans")
    again = request.POST.get("again") == "yes"
    try:
        (put_back_remark if again else remove_remark)(
            by=request.user, organisation=request.school, remark=found
        )
    except NotYours as error:
        raise Http404 from error
    if again:
        messages.success(request, _("It is there again."))
    else:
        here = reverse("plans_remark_remove", args=[request.school.uuid, row.uuid, found.uuid])
        offer_undo(request, _("It is removed."), here, {"again": "yes"})
    return _back(request, row, sort, part)


def remark_context(
    request: HttpRequest, plan: Plan, sort: str, part: models.Model, said: dict[str, str] | None = None
) -> dict[str, Any]:
    """What the section of remarks needs, on the part's page of remarks and on an action's own page."""
    rows = list(remarks_on(part))
    texts, by = shown(request.school, rows), names_of_users({row.by for row in rows if row.by})
    may_edit, editing = (
        request.access.may("edit_plans"),
        (said or {}).get("edit") or request.GET.get("edit", ""),
    )
    olds = _olds(request, [row for row in rows if row.kind == Remark.Kind.NOTE])
    told = [
        Told(
            row, texts[row.pk], by.get(row.by, "") if row.by else "",
            may_edit if row.kind == Remark.Kind.NOTE else row.by == request.user.uuid,
            str(row.uuid) == editing, olds.get(row.uuid, []),
        )
        for row in rows
    ]  # fmt: skip
    return {
        "remark_sort": sort,
        "remark_part": part,
        "notes": [one for one in told if one.remark.kind == Remark.Kind.NOTE],
        "comments": [one for one in told if one.remark.kind == Remark.Kind.COMMENT],
        "colleagues": _colleagues(request),
        # What is saved is another form's beginning: a draft of the one before isn't put back.
        "remark_own": sum(row.by == request.user.uuid for row in rows),
        "remark_said": said or {},
    }


def remark_counts(plan: Plan) -> dict[UUID, int]:
    """Part's UUID -> how many remarks stand on it, for the whole plan in one query."""
    on = (
        Q(plan=plan) | Q(goal__plan=plan) | Q(measure__goal__plan=plan) | Q(action__placings__goal__plan=plan)
    )
    keys = ("plan__uuid", "goal__uuid", "measure__uuid", "action__uuid")
    rows = Remark.objects.filter(on, removed_at__isnull=True).order_by().values_list(*keys)
    counted = rows.annotate(n=Count("pk", distinct=True))
    return {key: n for *found, n in counted for key in found if key is not None}


def _part(plan: Plan, sort: str, uuid: UUID) -> models.Model:
    if sort not in ON:
        raise Http404
    return wanted_part(plan, sort, uuid)


def _remark(request: HttpRequest, plan: Plan, uuid: UUID) -> tuple[Remark, str, models.Model]:
    """The remark, and the part of this plan that it stands on."""
    found = Remark.objects.filter(organisation=request.school, uuid=uuid).first()
    if found is None:
        raise Http404
    sort = next(name for name in ON if getattr(found, f"{name}_id") is not None)
    return found, sort, _part(plan, sort, getattr(found, sort).uuid)


def _olds(request: HttpRequest, notes: list[Remark]) -> dict[UUID, list[tuple[str, str, Any]]]:
    """Note's UUID -> (what it said before, who changed that, when), newest first."""
    rows = list(
        OldText.objects.filter(
            organisation=request.school, kind="Remark", subject__in=[one.uuid for one in notes]
        )
    )
    texts, names = named_texts([row.text for row in rows]), names_of_users({row.by for row in rows if row.by})
    found: dict[UUID, list[tuple[str, str, Any]]] = {}
    for row, text in zip(rows, texts, strict=True):
        found.setdefault(row.subject, []).append((text, names.get(row.by, ""), row.at))
    return found


def _colleagues(request: HttpRequest) -> dict[str, User]:
    """What is chosen -> who: the name, with the address beside it where two have the same."""
    people = list(colleagues_of(request.school))
    names = [str(one) for one in people]
    return {
        (f"{name} ({one.email})" if names.count(name) > 1 else name): one
        for name, one in zip(names, people, strict=True)
    }


def _person(request: HttpRequest, name: str) -> list[User]:
    if not name:
        return []
    found = {key.casefold(): one for key, one in _colleagues(request).items()}.get(
        name.removeprefix("@").casefold()
    )
    if found is None:
        raise FieldError("mention", "nobody_called", found=name[:80])
    return [found]


def _no_cpr(text: str) -> None:
    if scrub_text(text) != text:
        raise FieldError("text", "cpr")


def _problem(error: FieldError) -> str:
    if error.code == "nobody_called":
        return _("Nobody at the school is called “%(name)s”: choose from the list.") % {
            "name": error.params["found"]
        }
    return message(error.code, error.params)


def _mentions(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("plans_mentions", args=[request.school.uuid]))


def _back(request: HttpRequest, plan: Plan, sort: str, part: models.Model) -> HttpResponseRedirect:
    return HttpResponseRedirect(address_of(request, plan, sort, part))


def address_of(request: HttpRequest, plan: Plan, sort: str, part: Any) -> str:
    """Where the part's remarks are read."""
    if sort == "action":
        return f"{reverse('plans_action', args=[request.school.uuid, plan.uuid, part.uuid])}#remarks"
    return f"{reverse('plans_remarks', args=[request.school.uuid, plan.uuid, sort, part.uuid])}#remarks"


def _page(
    request: HttpRequest,
    plan: Plan,
    sort: str,
    part: models.Model,
    said: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    assert place_of(part)
    context = frame(request, plan, "", str(part), _("Notes and comments"))
    context |= remark_context(request, plan, sort, part, said)
    context |= {"offer": offered(request), "sort": sort, "part": part}
    return render(request, "plans/remarks_page.html", context, status=status)
