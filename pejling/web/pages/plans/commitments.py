"""Partners' commitments: every partner's under each theme, and the page of one partner's about one theme.

A partner's own people write theirs (the verb ``edit_own_part``, held to the municipality); the school writes for
partners that nobody here speaks for. Everybody who sees the plan sees all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pejling.analysis.plans.workflow import GOES, may_change
from pejling.base.accounts.access import Denied
from pejling.quality.plans.actions import commit, remove_part, undo_removal
from pejling.quality.plans.changeable import FIELDS
from pejling.quality.plans.editing import Frozen
from pejling.quality.plans.models import Commitment, Goal, Partner, Plan
from pejling.quality.plans.partners import own, spoken_for, writes_for
from pejling.quality.plans.record_models import Removed
from pejling.quality.plans.removing import CannotPutBack
from pejling.web.gate import of_school
from pejling.web.pages.plans.changing import write_part
from pejling.web.pages.plans.form import sent
from pejling.web.pages.plans.frame import bare, frame

_ALL = {one.name for one in FIELDS["commitment"]}


@dataclass(frozen=True, slots=True)
class Line:
    """One partner under one theme. ``commitment`` None: it hasn't said anything yet."""

    partner: Partner
    commitment: Commitment | None
    address: str
    may_write: bool

    @property
    def state(self) -> str:
        return self.commitment.state if self.commitment else "not_chosen"

    @property
    def is_chosen(self) -> bool:
        """Whether there is anything to read: a choice, or words about why there is none."""
        return self.commitment is not None and (self.state != "not_chosen" or bool(self.commitment.text))

    @property
    def state_text(self) -> str:
        if self.commitment is None:
            return _("Not chosen yet")
        return str(self.commitment.get_state_display())


def chosen(lines: Iterable[Line]) -> list[Line]:
    """Those with something to read."""
    return [line for line in lines if line.is_chosen]


def silent(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """(how, which) of the others: not chosen, and not chosen yet."""
    rest = [line for line in lines if not line.is_chosen]
    groups = (
        (_("Not chosen"), [line for line in rest if line.commitment]),
        (_("Not chosen yet"), [line for line in rest if not line.commitment]),
    )
    return [(title, found) for title, found in groups if found]


def lines_of(request: HttpRequest, plan: Plan, goals: Iterable[Goal]) -> dict[int, list[Line]]:
    """Goal's key -> every partner's line; for the themes (what has no goal below it), and where a commitment is.

    ``goals`` come with their commitments, and the plan with its partners and their parts.
    """
    partners = list(plan.partners.all())
    goals = list(goals)
    if not partners:
        return {}
    divided = {goal.parent_id for goal in goals}
    spoken = spoken_for(plan.organisation, partners)
    open_now = may_change(plan.state, GOES)
    writes = {one.pk: open_now and writes_for(request.access, one, spoken) for one in partners}
    found: dict[int, list[Line]] = {}
    for goal in goals:
        said = {one.partner_id: one for one in goal.commitments.all()}
        if goal.pk in divided and not said:
            continue
        found[goal.pk] = [
            Line(one, said.get(one.pk), address_of(request, plan, goal, one), writes[one.pk])
            for one in partners
        ]
    return found


def address_of(request: HttpRequest, plan: Plan, goal: Goal, partner: Partner) -> str:
    """The page of one partner's commitment about one theme."""
    return reverse("plans_commitment", args=[request.school.uuid, plan.uuid, goal.uuid, partner.uuid])


def _wanted(plan: Plan, goal: UUID, partner: UUID) -> tuple[Goal, Partner, Commitment | None]:
    try:
        wanted = plan.goals.get(uuid=goal)
        whose = plan.partners.select_related("part").get(uuid=partner)
    except (Goal.DoesNotExist, Partner.DoesNotExist) as error:
        raise Http404 from error
    return wanted, whose, Commitment.objects.filter(goal=wanted, partner=whose).first()


def may_write(request: HttpRequest, plan: Plan, partner: Partner) -> bool:
    """Whether the reader speaks for that partner."""
    return writes_for(request.access, partner, spoken_for(plan.organisation, [partner]))


@of_school("see_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, plan: UUID, goal: UUID, partner: UUID) -> HttpResponse:
    """What the partner does about the theme: to read for all, to write for those who speak for it."""
    row = bare(request, plan)
    theme, whose, found = _wanted(row, goal, partner)
    writes = may_write(request, row, whose)
    if request.method == "POST" and not writes:
        raise Denied("edit_own_part")
    if not writes or not may_change(row.state, GOES):
        return _read(request, row, theme, whose, found, writes)
    here, back = address_of(request, row, theme, whose), _in_plan(request, row, theme)
    way = {"send_to": here, "back_to": back, "titles": (theme.title, whose.name)}
    way["more"] = {"theme": theme, "others": _others(theme, whose)}
    if found is None and request.method == "POST":
        said = sent(request.POST, "commitment", _ALL)
        if said.given and not said.errors:
            try:
                found, new = commit(
                    by=request.user, organisation=request.school, plan=row, goal=theme, partner=whose,
                    said=said.given,
                )  # fmt: skip
            except Frozen:
                return _read(request, bare(request, plan), theme, whose, None, writes)
            if new:
                messages.success(request, _("The commitment is saved."))
                return HttpResponseRedirect(back)
    shown = found or Commitment(goal=theme, partner=whose, organisation=row.organisation)
    return write_part(request, row, "commitment", shown, _ALL, **way)


def _others(theme: Goal, whose: Partner) -> list[Line]:
    """What the other partners have said of the theme, to be read beside the form."""
    rows = theme.commitments.exclude(partner=whose).select_related("partner").order_by("partner__position")
    return chosen(Line(one.partner, one, "", may_write=False) for one in rows)


def _read(
    request: HttpRequest, plan: Plan, goal: Goal, partner: Partner, found: Commitment | None, writes: bool
) -> HttpResponse:
    context = frame(request, plan, "", goal.title, partner.name)
    context |= {
        "line": Line(partner, found, "", may_write=False),
        "goal": goal,
        "writes": writes,
        "back": _in_plan(request, plan, goal),
    }
    return render(request, "plans/commitment_read.html", context)


def _in_plan(request: HttpRequest, plan: Plan, goal: Goal) -> str:
    return f"{reverse('plans_one', args=[request.school.uuid, plan.uuid])}#p-{goal.uuid}"


@of_school("see_plans")
@require_POST
def remove(request: HttpRequest, plan: UUID, goal: UUID, partner: UUID) -> HttpResponse:
    """Take the commitment out: the partner has said nothing about the theme. It can be put back."""
    row = bare(request, plan)
    _theme, whose, found = _wanted(row, goal, partner)
    if not may_write(request, row, whose):
        raise Denied("edit_own_part")
    if found is None:
        raise Http404
    try:
        removed = remove_part(by=request.user, organisation=request.school, plan=row, part=found)
        request.session["plans_removed"] = str(removed.uuid)
    except Frozen:
        messages.error(request, _("The plan's state doesn't let this be changed."))
    return HttpResponseRedirect(reverse("plans_one", args=[request.school.uuid, row.uuid]))


@of_school("see_plans")
@require_POST
def undo(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Put back the commitment that the reader took out."""
    row = bare(request, plan)
    try:
        wanted: Any = UUID(request.POST.get("removed", ""))
        removed = Removed.objects.get(
            organisation=request.school, uuid=wanted, plan=row.uuid, kind="Commitment", by=request.user.uuid
        )
    except (ValueError, Removed.DoesNotExist) as error:
        raise Http404 from error
    if not (request.access.may("edit_plans") or any(own(request.access, one) for one in _partners(row))):
        raise Denied("edit_own_part")
    try:
        undo_removal(by=request.user, organisation=request.school, removed=removed)
        messages.success(request, _("“%(title)s” is put back.") % {"title": removed.title})
    except (CannotPutBack, Frozen):
        text = _("“%(title)s” can't be put back: what it stood in is gone, or it is back already.")
        messages.error(request, text % {"title": removed.title})
    request.session.pop("plans_removed", None)
    return HttpResponseRedirect(reverse("plans_one", args=[request.school.uuid, row.uuid]))


def _partners(plan: Plan) -> list[Partner]:
    return list(plan.partners.select_related("part"))
