"""Which snapshots are shown to those who may not see small counts: one a period, so that two aren't subtracted.

The same students stand in two snapshots a month apart; the difference between them tells of those few who left in
between. Therefore such readers see the first snapshot of each period (``settings.PUBLIC_REFRESH``) that is at least
half a period younger than the one before it, or the one that a named person has released instead of it.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings

from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import snapshots_of
from pejling.quality.indicators.models import Released

#: months in a period; the counting year begins on 1 October
PERIODS = {"year": 12, "half year": 6, "quarter": 3, "month": 1}
FIRST_MONTH = 10


def period_of(as_of: date, refresh: str) -> tuple[int, int]:
    """(counting year by the year it begins in, number of the period in it)."""
    since = (as_of.month - FIRST_MONTH) % 12
    year = as_of.year - (as_of.month < FIRST_MONTH)
    return year, since // PERIODS[refresh]


def released(organisation: Organisation) -> list[Snapshot]:
    """The snapshots shown to readers who may not see small counts, the newest first."""
    chosen: dict[tuple[int, int], Snapshot] = {}
    apart = timedelta(days=PERIODS[settings.PUBLIC_REFRESH] * 15)
    last: date | None = None
    for snapshot in snapshots_of(organisation).select_related("organisation").order_by("id"):
        period = period_of(snapshot.as_of, settings.PUBLIC_REFRESH)
        if period not in chosen and (last is None or abs(snapshot.as_of - last) >= apart):
            chosen[period] = snapshot
            last = snapshot.as_of
    instead = Released.objects.filter(organisation=organisation, snapshot__expired_at__isnull=True)
    for row in instead.select_related("snapshot__organisation"):
        chosen[period_of(row.snapshot.as_of, settings.PUBLIC_REFRESH)] = row.snapshot
    return [chosen[period] for period in sorted(chosen, reverse=True)]
