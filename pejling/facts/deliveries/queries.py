"""Reads on deliveries that other rooms may call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from uuid import UUID

from django.db.models import QuerySet

from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import Delivery, QuarantinedRow


def deliveries_of(organisation: Organisation) -> QuerySet[Delivery]:
    """The school's accepted and undone deliveries, newest first, each with its source and files."""
    return (
        Delivery.objects.filter(organisation=organisation)
        .exclude(state=Delivery.State.STAGING)
        .select_related("organisation", "source", "corrects__source")
        .prefetch_related("files")
        .order_by("-id")
    )


def delivery(organisation: Organisation, uuid: UUID | str) -> Delivery:
    """One of them; Delivery.DoesNotExist for any other school's."""
    return deliveries_of(organisation).get(uuid=uuid)


def active(organisation: Organisation) -> QuerySet[Delivery]:
    """The deliveries that count, in the order they were accepted."""
    return (
        Delivery.objects.filter(organisation=organisation, state=Delivery.State.ACTIVE)
        .select_related("source")
        .order_by("id")
    )


@dataclass(frozen=True, slots=True)
class SourceAge:
    """How old a source's newest extract is. ``rhythm``: the usual number of days between extracts; None: unknown."""

    title: str
    as_of: date
    rhythm: int | None


def source_ages(organisation: Organisation) -> list[SourceAge]:
    """Each source with its newest extract, by title; corrections tell nothing of how new the data are. One query."""
    rows = (
        Delivery.objects.filter(organisation=organisation, state=Delivery.State.ACTIVE, corrects__isnull=True)
        .order_by("source__title", "source_id", "as_of")
        .values_list("source_id", "source__title", "as_of", "tables")
    )
    days: dict[tuple[int, str], dict[date, None]] = {}
    for source, title, as_of, tables in rows:
        # Results of others say themselves when they were collected, and how old they may become.
        if set(tables) != {"key_figures"}:
            days.setdefault((source, title), {})[as_of] = None
    return [SourceAge(title, max(dates), _rhythm(list(dates))) for (_, title), dates in days.items()]


def _rhythm(dates: list[date]) -> int | None:
    """The median of the latest gaps between extracts; three dates are the fewest that show a habit."""
    gaps = [(later - earlier).days for earlier, later in pairwise(dates[-7:])]
    return round(median(gaps)) if len(gaps) >= 2 else None


def newer_of(delivery: Delivery) -> Delivery | None:
    """The newest active delivery of the same source after this one: it must be undone first."""
    newer = Delivery.objects.filter(
        source=delivery.source, state=Delivery.State.ACTIVE, pk__gt=delivery.pk
    ).select_related("source")
    return newer.order_by("-pk").first()


def register_state(organisation: Organisation) -> str:
    """Changes whenever a delivery of the school is accepted or undone: what a trial found holds until then."""
    own = Delivery.objects.filter(organisation=organisation)
    newest = own.filter(state=Delivery.State.ACTIVE).order_by("-pk").values_list("uuid", flat=True).first()
    return f"{newest or ''}:{own.filter(state=Delivery.State.UNDONE).count()}"


def rows_to_mend(delivery: Delivery) -> QuerySet:
    """(file, row) of the listed rows that no correction in force has brought in, in order."""
    return (
        delivery.quarantine.exclude(mended_by__state=Delivery.State.ACTIVE)
        .order_by("file", "row")
        .values_list("file", "row")
        .distinct()
    )


def quarantine_of(delivery: Delivery) -> QuerySet[QuarantinedRow]:
    """The delivery's quarantined rows, by file and row."""
    return delivery.quarantine.all()
