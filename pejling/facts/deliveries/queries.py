"""Reads on deliveries that other rooms may call."""

from __future__ import annotations

from uuid import UUID

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Concat

from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import Delivery, QuarantinedRow

_ROW = Concat("quarantine__file", Value(":"), "quarantine__row", output_field=CharField())


def deliveries_of(organisation: Organisation) -> QuerySet[Delivery]:
    """The school's accepted and undone deliveries, newest first, each with its number of quarantined rows."""
    return (
        Delivery.objects.filter(organisation=organisation)
        .exclude(state=Delivery.State.STAGING)
        .select_related("source")
        .prefetch_related("files")
        # A row with two mistakes is one row; without any, Concat would make one of nothing.
        .annotate(quarantined=Count(_ROW, distinct=True, filter=Q(quarantine__isnull=False)))
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


def quarantine_of(delivery: Delivery) -> QuerySet[QuarantinedRow]:
    """The delivery's quarantined rows, by file and row."""
    return delivery.quarantine.all()
