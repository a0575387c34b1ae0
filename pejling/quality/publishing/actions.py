"""Every write on publications; what changes the public pages stands beside, in ``publishing``."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localtime

from pejling.analysis.engine.question import Where
from pejling.analysis.gate.counts import THRESHOLD, protected
from pejling.analysis.gate.hit import KINDS
from pejling.analysis.reports.frozen import report_hash, to_json
from pejling.analysis.reports.report import Report
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.indicators import actions as indicators
from pejling.quality.indicators.asked import make_ready
from pejling.quality.indicators.telling import unchosen
from pejling.quality.plans import queries
from pejling.quality.plans.models import Plan
from pejling.quality.publishing.folders import bundle_of, preview_of
from pejling.quality.publishing.freezing import content_hash, earlier_reports, report_of, snapshots_told
from pejling.quality.publishing.gate import questions
from pejling.quality.publishing.key_figures import report_of_key_figures
from pejling.quality.publishing.making import note_made
from pejling.quality.publishing.measured import questions_of
from pejling.quality.publishing.models import Acceptance, Edition, Publication
from pejling.quality.publishing.publishing import agree, publish, rebuild, take_back, withdraw
from pejling.quality.publishing.queries import SEEN
from pejling.quality.publishing.refusing import Refused
from pejling.quality.publishing.site.value import address_name
from pejling.quality.publishing.site_actions import change_site, open_site
from pejling.quality.publishing.states import PLANS, may

#: held to the rules of every action by tests/architecture/test_rows.py, also those that come from beside
__all__ = [
    "accept",
    "agree",
    "change_site",
    "discard",
    "freeze",
    "note_made",
    "open_site",
    "publish",
    "rebuild",
    "take_back",
    "take_back_acceptance",
    "withdraw",
]


def freeze(
    *,
    by: Any,
    organisation: Organisation,
    plan: Plan | None = None,
    what: str = Publication.What.PLAN,
    note: str = "",
    at: datetime | None = None,
) -> Edition:
    """Keep what the plan says now as its next edition, to be settled; one that was on its way is left behind.

    Without a plan: the school's key figures. What of the figures everybody may be told is chosen first, where that
    hasn't been done; for a large school that takes a while (``unchosen`` tells). Refused ``plan_not_decided`` for a
    plan that is still a draft or in consultation, ``no_figures`` where there is nothing to tell, ``not_now`` where
    another edition was published meanwhile.
    """
    whole_plan = None
    if plan is not None:
        if plan.state not in PLANS:
            raise Refused("plan_not_decided")
        whole_plan = queries.plan(organisation, plan.uuid)
    else:
        what = Publication.What.KEY_FIGURES
    _choose_first(by, organisation, whole_plan)
    note, at = " ".join(note.split())[:500], at or timezone.now()
    # All thinking is done before anything is locked: it takes seconds for a large report.
    basis, number = _basis(organisation), _number(organisation, plan, what)
    dated = localtime(at).date()
    if whole_plan is None:
        report = report_of_key_figures(organisation, by=by, dated=dated, number=number, note=note)
    else:
        report = report_of(whole_plan, what, dated=dated, number=number, note=note)
    said = content_hash(report)
    report, hidden = protected(report, earlier_reports(organisation))
    row = Edition(
        organisation=organisation,
        number=number,
        report=to_json(report),
        report_hash=report_hash(report),
        content_hash=said,
        hidden=hidden,
        note=note,
        period_from=report.period[0] if report.period else None,
        period_to=report.period[1] if report.period else None,
        frozen_at=at,
        frozen_by=getattr(by, "uuid", None),
    )
    return _keep_frozen(by, organisation, plan, what, report, row, basis)


def _choose_first(by: Any, organisation: Organisation, plan: Plan | None) -> None:
    """What may be told of the figures behind the report, and the figures that a plan's measures ask for."""
    behind = snapshots_told(organisation, plan)
    for snapshot in unchosen(behind):
        indicators.guard(by=by, snapshot=snapshot, where=Where(), threshold=THRESHOLD)
    for snapshot in behind if plan is not None else ():
        make_ready(by=by, organisation=organisation, snapshot=snapshot, asked=questions_of(plan))


def _basis(organisation: Organisation) -> int:
    """How many editions the public has seen: what is hidden was chosen beside those."""
    return Edition.objects.filter(organisation=organisation, state__in=SEEN).count()


def _number(organisation: Organisation, plan: Plan | None, what: str) -> int:
    seen = Edition.objects.filter(
        organisation=organisation, publication__plan=plan, publication__what=what, state__in=SEEN
    )
    return 1 + seen.count()


@transaction.atomic
def _keep_frozen(
    by: Any,
    organisation: Organisation,
    plan: Plan | None,
    what: str,
    report: Report,
    row: Edition,
    basis: int,
) -> Edition:
    """Refused ``not_now`` where something was published meanwhile."""
    if _basis(organisation) != basis:
        raise Refused("not_now")
    row.publication = _publication(organisation, plan, what, report)
    for old in Edition.objects.filter(publication=row.publication, state__in=["frozen", "made"]):
        _forget(old)
    row.save()
    record(by=by, organisation=organisation, verb="freeze_report", subject=row, fields=["report", "number"])
    return row


def _publication(organisation: Organisation, plan: Plan | None, what: str, report: Report) -> Publication:
    found = Publication.objects.filter(organisation=organisation, plan=plan, what=what).first()
    if found is None:
        taken = set(Publication.objects.filter(organisation=organisation).values_list("slug", flat=True))
        title = {
            Publication.What.FOLLOW_UP_PLAN: f"{report.kind_title} {report.subtitle}",
            Publication.What.KEY_FIGURES: report.kind_title,
        }.get(Publication.What(what), report.title)
        slug = address_name(title, taken)
        found = Publication(organisation=organisation, plan=plan, what=what, slug=slug)
    found.kind, found.title = report.kind, report.title
    found.save()
    return found


def _forget(edition: Edition) -> None:
    """An edition that was never published goes, with its files."""
    for folder in (bundle_of(edition), preview_of(edition)):
        shutil.rmtree(folder, ignore_errors=True)
    edition.delete()


@transaction.atomic
def discard(*, by: Any, organisation: Organisation, edition: Edition) -> None:
    """Leave behind an edition that hasn't been published. Refused ``not_now`` for any other."""
    row = _locked(organisation, edition)
    if not may(row.state, "discard"):
        raise Refused("not_now")
    record(by=by, organisation=organisation, verb="discard_report", subject=row)
    publication = row.publication
    _forget(row)
    if not publication.editions.exists():
        publication.delete()


@transaction.atomic
def accept(
    *, by: Any, organisation: Organisation, edition: Edition, fingerprint: str, reason: str
) -> Acceptance:
    """Let words that the gate found stand, with the reason why. They stay accepted in later editions.

    Refused: ``no_reason``, ``not_found`` (nothing of that kind is in the report), ``never`` (a CPR number).
    """
    row, reason = _locked(organisation, edition), " ".join(reason.split())
    if not may(row.state, "settle"):
        raise Refused("not_now")
    if len(reason) < 3:
        raise Refused("no_reason")
    question = next((one for one in questions(row) if one.fingerprint == fingerprint), None)
    if question is None or question.kind not in KINDS:
        raise Refused("not_found")
    if question.refused:
        raise Refused("never")
    if question.acceptance is not None:
        return question.acceptance
    made = Acceptance.objects.create(
        organisation=organisation,
        publication=row.publication,
        fingerprint=fingerprint,
        kind=question.kind,
        reason=reason[:500],
        by=getattr(by, "uuid", None),
    )
    _settle_again(row)
    record(
        by=by, organisation=organisation, verb="accept_hit", subject=made, fields=["fingerprint", "reason"]
    )
    return made


@transaction.atomic
def take_back_acceptance(*, by: Any, organisation: Organisation, edition: Edition, fingerprint: str) -> None:
    """The words must be settled anew. Nothing happens where nobody has accepted them."""
    row = _locked(organisation, edition)
    if not may(row.state, "settle"):
        raise Refused("not_now")
    found = Acceptance.objects.filter(
        publication=row.publication, fingerprint=fingerprint, taken_back_at__isnull=True
    )
    for one in found:
        one.taken_back_at, one.taken_back_by = timezone.now(), getattr(by, "uuid", None)
        one.save()
        record(by=by, organisation=organisation, verb="take_back_hit", subject=one, fields=["fingerprint"])
    _settle_again(row)


def _settle_again(edition: Edition) -> None:
    """What was made is looked through anew before it can be published."""
    if edition.state == Edition.State.MADE:
        edition.state = Edition.State.FROZEN
        edition.save(update_fields=["state"])


def _locked(organisation: Organisation, edition: Edition) -> Edition:
    """The row as it is now; two who act at once do so one after the other."""
    rows = Edition.objects.select_for_update(of=("self",)).select_related("publication__plan", "organisation")
    return rows.get(organisation=organisation, pk=edition.pk)
