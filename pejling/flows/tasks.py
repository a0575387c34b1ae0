"""Work that a worker does beside the pages."""

from __future__ import annotations

from django_tasks import task

from pejling.facts.snapshots.models import Snapshot
from pejling.quality.indicators import actions as indicators


@task()
def refresh_figures(snapshot: str) -> int:
    """Compute every indicator's plain figure of one snapshot, so that the first page that asks finds it ready.

    Safe to repeat: what is stored already is left as it is. Returns how many indicators there are.
    """
    frozen = Snapshot.objects.filter(uuid=snapshot, expired_at__isnull=True).first()
    if frozen is None:
        return 0
    return len(indicators.compute_all(by=None, organisation=frozen.organisation, snapshot=frozen))
