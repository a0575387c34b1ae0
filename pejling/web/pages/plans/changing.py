"""Changing a part in place: its form, saving it, two texts beside each other, and what its fields said before.

Every answer is a whole page that works without script; htmx takes the part (``#p-<uuid>``) out of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pejling.analysis.plans.comparing import words
from pejling.analysis.plans.wording import message
from pejling.analysis.strict_fields import FieldError
from pejling.quality.plans.changeable import FIELDS
from pejling.quality.plans.editing import Frozen, Stale, bring_back, change, may_be_changed, part_of
from pejling.quality.plans.history import history_of
from pejling.quality.plans.models import Commitment, FollowUp, Goal, Plan
from pejling.quality.plans.record_models import OldText
from pejling.quality.plans.review_models import Review, ReviewTheme
from pejling.web.components import numbers
from pejling.web.gate import of_school
from pejling.web.pages.plans.field_words import SORTS, field_title
from pejling.web.pages.plans.form import Sent, inputs_of, sent
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.kinds import words_of
from pejling.web.pages.plans.told_history import in_words
from pejling.web.pages.plans.tree import level_name


def wanted_part(plan: Plan, sort: str, uuid: UUID) -> models.Model:
    """The part; 404 where the plan has none of that sort and id."""
    try:
        return part_of(plan, sort, uuid)
    except (KeyError, ObjectDoesNotExist) as error:
        raise Http404 from error


def open_fields(plan: Plan, sort: str, part: models.Model) -> set[str]:
    """The names of the fields that the plan's state lets be changed."""
    areas = {area: may_be_changed(plan, part, area) for area in {one.area for one in FIELDS[sort]}}
    return {one.name for one in FIELDS[sort] if areas[one.area]}


#: what most forms say besides
NOTHING_MORE: Mapping[str, Any] = {}


@of_school("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, plan: UUID, sort: str, part: UUID) -> HttpResponse:
    """The form of a part, and saving it."""
    row = bare(request, plan)
    found = wanted_part(row, sort, part)
    allowed = open_fields(row, sort, found)
    if sort == "commitment":
        # A partner's own people write it, too: it has a page of its own.
        return HttpResponseRedirect(commitment_address(request, row, found))
    return write_part(request, row, sort, found, allowed)


def commitment_address(request: HttpRequest, plan: Plan, found: Any) -> str:
    """The page of one partner's commitment about one theme."""
    arguments = [request.school.uuid, plan.uuid, found.goal.uuid, found.partner.uuid]
    return reverse("plans_commitment", args=arguments)


def write_part(
    request: HttpRequest,
    row: Plan,
    sort: str,
    found: models.Model,
    allowed: set[str],
    *,
    send_to: str = "",
    back_to: str = "",
    titles: tuple[str, ...] = (),
    more: Mapping[str, Any] = NOTHING_MORE,
) -> HttpResponse:
    """The form of a part, and saving it. ``send_to``: the form's address, where it isn't the part's own;
    ``back_to``: the page it came from; ``titles``: of the way here; ``more``: what else the page says."""
    where = {"send_to": send_to, "back_to": back_to, "titles": titles, "more": more}
    if request.method != "POST":
        return _form(request, row, sort, found, allowed, **where)
    said = sent(request.POST, sort, allowed)
    if said.errors:
        return _form(request, row, sort, found, allowed, said, status=422, **where)
    if not said.given:
        return _form(request, row, sort, found, allowed, status=400, **where)
    try:
        done = change(
            by=request.user, organisation=request.school, plan=row, sort=sort, part=found, given=said.given,
            was=said.was,
        )  # fmt: skip
    except Stale as stale:
        return _form(request, row, sort, found, allowed, said, stale.theirs, 409, **where)
    except Frozen:
        # The plan was adopted while somebody was writing: what was written stands in the form.
        return _form(request, row, sort, found, allowed, said, status=409, **where)
    except FieldError as error:
        said.errors[error.path] = message(error.code, error.params)
        return _form(request, row, sort, found, allowed, said, status=422, **where)
    if done.merged:
        names = ", ".join(field_title(name) for name in done.merged)
        messages.success(
            request, _("Saved. Somebody else changed %(fields)s meanwhile: that is kept.") % {"fields": names}
        )
    return HttpResponseRedirect(back_to or back_to_part(request, row, sort, found))


def back_to_part(request: HttpRequest, plan: Plan, sort: str, part: models.Model) -> str:
    """Where the form came from: the action's own page, or the part's place on the plan page."""
    if sort in ("action", "follow_up"):
        action = part.action if isinstance(part, FollowUp) else part
        anchor = f"#p-{part.uuid}" if sort == "follow_up" else ""
        return reverse("plans_action", args=[request.school.uuid, plan.uuid, action.uuid]) + anchor
    if isinstance(part, Commitment):
        return commitment_address(request, plan, part)
    if isinstance(part, Review | ReviewTheme):
        arguments = [request.school.uuid, plan.uuid, _review_of(part).uuid]
        return f"{reverse('plans_review', args=arguments)}#p-{part.uuid}"
    return f"{reverse('plans_one', args=[request.school.uuid, plan.uuid])}#p-{part.uuid}"


def _review_of(part: Review | ReviewTheme) -> Review:
    return part.review if isinstance(part, ReviewTheme) else part


def _form(
    request: HttpRequest,
    plan: Plan,
    sort: str,
    part: models.Model,
    allowed: set[str],
    said: Sent | None = None,
    theirs: dict[str, Any] | None = None,
    status: int = 200,
    *,
    send_to: str = "",
    back_to: str = "",
    titles: tuple[str, ...] = (),
    more: Mapping[str, Any] = NOTHING_MORE,
) -> HttpResponse:
    if theirs:
        part = wanted_part(plan, sort, part.uuid)
    back = back_to or back_to_part(request, plan, sort, part)
    place = back.partition("#")[2]
    context = frame(request, plan, "", *(titles or (title_of(part), _("Change"))))
    context |= {
        "sort": sort,
        "sort_title": _called(plan, sort, part),
        "part": part,
        "inputs": inputs_of(sort, part, allowed, plan, said, theirs),
        "stale": bool(theirs),
        "errors": bool(said and said.errors),
        "frozen": status == 409 and not theirs,
        "closed": len(allowed) < len(FIELDS[sort]),
        "dirty": said is not None,
        # A form that came back with something to mend fills the page: saved, it leads to the plan.
        "in_place": bool(request.headers.get("HX-Request")) and request.method != "POST",
        "back": back,
        "send_to": send_to or reverse("plans_part", args=[request.school.uuid, plan.uuid, sort, part.uuid]),
        # Sent by htmx, the answer's own fragment is lost: the form's address brings the reader to the part.
        "place": place,
        "elsewhere": place and place != f"p-{part.uuid}",
        "part_title": title_of(part),
        "concluded": isinstance(part, Review | ReviewTheme) and _review_of(part).frozen is not None,
        # A part without a title of its own is named, so that it is known which of them is written.
        "untitled": all(one.name != "title" for one in FIELDS[sort]),
        "draft": _draft_of(part),
    }
    context |= more
    return render(request, "plans/part.html", context, status=status)


def _draft_of(part: models.Model) -> str:
    """What a draft kept in the browser is known by: of a commitment, which may not be there yet, its place."""
    return f"{part.goal.uuid}-{part.partner.uuid}" if isinstance(part, Commitment) else str(part.uuid)


def _called(plan: Plan, sort: str, part: models.Model) -> str:
    """What the plan's kind calls such a part: of a goal, its level's name."""
    kind, own = words_of(plan.kind), ""
    if isinstance(part, Goal):
        depth, above = 0, part.parent
        while above is not None and depth < len(kind.levels):
            depth, above = depth + 1, above.parent
        own = level_name(kind, depth)
    elif sort in ("action", "measure"):
        own = kind.action if sort == "action" else kind.measure
    return own or str(SORTS[sort])


def title_of(part: models.Model) -> str:
    """What a part is called on its pages."""
    if isinstance(part, FollowUp):
        return f"{part.action} ({numbers.day(part.day)})"
    if isinstance(part, Commitment):
        return f"{part.goal.title}: {part.partner}"
    return str(getattr(part, "action", None) or getattr(part, "partner", None) or part)


@of_school("see_plan_work")
@require_safe
def history(request: HttpRequest, plan: UUID, sort: str, part: UUID) -> HttpResponse:
    """What the part's fields said before, change by change."""
    row = bare(request, plan)
    found = wanted_part(row, sort, part)
    context = frame(request, row, "", title_of(found), _("History"))
    allowed = open_fields(row, sort, found) if context["may_edit"] and sort != "commitment" else set()
    context |= {
        "sort": sort,
        "part": found,
        "part_title": title_of(found),
        "turns": [
            (turn, words(*in_words(found, turn)), turn.can_come_back and turn.field.name in allowed)
            for turn in history_of(sort, found)
        ],
        "back": back_to_part(request, row, sort, found),
    }
    return render(request, "plans/history.html", context)


@of_school("edit_plans")
@require_POST
def back(request: HttpRequest, plan: UUID, sort: str, part: UUID) -> HttpResponse:
    """Let a field say again what it said before."""
    row = bare(request, plan)
    found = wanted_part(row, sort, part)
    if sort == "commitment":
        # Whoever may is decided on its own page.
        return HttpResponseRedirect(commitment_address(request, row, found))
    given = request.POST.get("old", "")
    old = None
    if given.isascii() and given.isdigit() and len(given) < 19:
        old = OldText.objects.filter(organisation=request.school, pk=int(given), subject=found.uuid).first()
    here = reverse("plans_history", args=[request.school.uuid, row.uuid, sort, found.uuid])
    if old is None:
        messages.error(request, _("That text isn't there any more."))
        return HttpResponseRedirect(here)
    try:
        bring_back(by=request.user, organisation=request.school, plan=row, sort=sort, part=found, old=old)
        messages.success(
            request, _("%(field)s says again what it said before.") % {"field": field_title(old.field)}
        )
    except Frozen:
        messages.error(request, _("The plan's state doesn't let this be changed."))
    except (FieldError, KeyError) as error:
        text = (
            message(error.code, error.params)
            if isinstance(error, FieldError)
            else _("It can't be brought back.")
        )
        messages.error(request, text)
    return HttpResponseRedirect(here)
