"""Work that a worker does beside the pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from pejling.base.jobs.kinds import kind
from pejling.base.jobs.running import Running
from pejling.facts.snapshots.models import Snapshot
from pejling.flows.guarding import guard_for, is_small, prepare
from pejling.quality.indicators import actions as indicators
from pejling.quality.indicators.asked import make_ready
from pejling.quality.indicators.released import released
from pejling.quality.plans.figures import asked_by_plans


@kind("figures.refresh", title=_("Make the figures of a snapshot ready"))
def refresh_figures(run: Running, snapshot: str) -> dict[str, int]:
    """Compute every indicator's plain figure of one snapshot, so that the first page that asks finds it ready.

    Safe to repeat: what is stored already is left as it is. Tells how many indicators there are.
    """
    frozen = Snapshot.objects.filter(
        uuid=snapshot, organisation=run.organisation, expired_at__isnull=True
    ).first()
    if frozen is None:
        return {"indicators": 0}
    made = indicators.compute_all(by=None, organisation=frozen.organisation, snapshot=frozen)
    # What a plan's measures read is kept from every snapshot, so that a plan page computes nothing.
    make_ready(
        by=None,
        organisation=frozen.organisation,
        snapshot=frozen,
        asked=asked_by_plans(frozen.organisation),
    )
    if frozen in released(frozen.organisation) and not is_small(frozen):
        prepare(by=None, snapshot=frozen)
    return {"indicators": len(made)}


@kind("figures.guard", title=_("Choose what is shown where small counts aren't"), attempts=2)
def guard_figures(run: Running, snapshot: str, reader: str, threshold: int) -> None:
    """Choose what of a snapshot is shown to those who may not see small counts.

    ``reader``: id of a user who is held to a part of the school; "": the whole. Safe to repeat: what has been chosen
    stays chosen.
    """
    frozen = Snapshot.objects.filter(
        uuid=snapshot, organisation=run.organisation, expired_at__isnull=True
    ).first()
    if frozen is not None:
        guard_for(frozen, reader, threshold)
