"""The steps of an edition on its way: frozen, settled hit by hit, made into files, left behind."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pejling.base.jobs.actions import enqueue
from pejling.facts.deliveries.cpr import scrub_text
from pejling.flows.guarding import is_small
from pejling.quality.indicators.telling import unchosen
from pejling.quality.plans import queries as plans
from pejling.quality.plans.models import Plan
from pejling.quality.publishing import actions
from pejling.quality.publishing.freezing import snapshots_told
from pejling.quality.publishing.gate import open_questions
from pejling.quality.publishing.jobs import MAKE, begin_freezing, key_of
from pejling.quality.publishing.refusing import REASONS, Refused
from pejling.web.gate import of_school
from pejling.web.pages.publishing.frame import asked, here, open_edition, subject


@of_school("publish")
@require_POST
def freeze(request: HttpRequest, plan: UUID | None) -> HttpResponse:
    """Keep what the plan, or the key figures, say now as the next edition.

    In a job for the key figures, and where it takes long to choose what may be told of a plan's figures.
    """
    row, what = subject(request, plan), asked(request, plan)
    note = request.POST.get("note", "")
    if scrub_text(note) != note:
        messages.error(request, _("The note holds what looks like a CPR number. Take it out."))
        return HttpResponseRedirect(here(request, row, what))
    if row is None or _takes_a_while(request, row):
        begin_freezing(by=request.user, organisation=request.school, plan=row, what=what, note=note)
        return HttpResponseRedirect(here(request, row, what))
    try:
        made = actions.freeze(by=request.user, organisation=request.school, plan=row, what=what, note=note)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        left = len(open_questions(made))
        said = (
            _("The report is frozen. See what must be settled below.") if left else _("The report is frozen.")
        )
        messages.success(request, said)
    return HttpResponseRedirect(here(request, row, what))


def _takes_a_while(request: HttpRequest, plan: Plan) -> bool:
    """Whether what may be told of the plan's figures is still to be chosen, of more data than a page waits for."""
    behind = snapshots_told(request.school, plans.plan(request.school, plan.uuid))
    return any(not is_small(one) for one in unchosen(behind))


@of_school("publish")
@require_POST
def settle(request: HttpRequest, plan: UUID | None) -> HttpResponse:
    """Accept words that were found, with the reason; or take that back."""
    row, what = subject(request, plan), asked(request, plan)
    edition = open_edition(request, row, what)
    reason, fingerprint = request.POST.get("reason", ""), request.POST.get("fingerprint", "")
    try:
        if request.POST.get("undo"):
            actions.take_back_acceptance(
                by=request.user, organisation=request.school, edition=edition, fingerprint=fingerprint
            )
            messages.success(request, _("The words must be settled anew."))
        elif scrub_text(reason) != reason:
            messages.error(request, _("The reason holds what looks like a CPR number. Take it out."))
        else:
            actions.accept(
                by=request.user,
                organisation=request.school,
                edition=edition,
                fingerprint=fingerprint,
                reason=reason,
            )
            messages.success(request, _("The words may stand."))
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(here(request, row, what))


@of_school("publish")
@require_POST
def make(request: HttpRequest, plan: UUID | None) -> HttpResponse:
    """Have the files made and looked through."""
    row, what = subject(request, plan), asked(request, plan)
    edition = open_edition(request, row, what)
    if open_questions(edition):
        messages.error(request, str(REASONS["unsettled"]))
    else:
        enqueue(
            by=request.user,
            organisation=request.school,
            kind=MAKE,
            params={"edition": str(edition.uuid)},
            key=key_of(edition),
        )
    return HttpResponseRedirect(here(request, row, what))


@of_school("publish")
@require_POST
def discard(request: HttpRequest, plan: UUID | None) -> HttpResponse:
    """Leave the edition behind; the plan is as it was."""
    row, what = subject(request, plan), asked(request, plan)
    try:
        actions.discard(
            by=request.user, organisation=request.school, edition=open_edition(request, row, what)
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The frozen report is gone; nothing else was changed."))
    return HttpResponseRedirect(here(request, row, what))
