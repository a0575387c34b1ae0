"""Reads on deliveries that other rooms may call."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import Delivery, QuarantinedRow


def deliveries_of(organisation: Organisation) -> QuerySet[Delivery]:
    """The school's accepted and undone deliveries, newest first, each with its source and files."""
    return (
        Delivery.objects.filter(organisation=organisation)
        .exclude(state=Delivery.State.STAGING)
        .select_related("source")
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


def quarantine_of(delivery: Delivery) -> QuerySet[QuarantinedRow]:
    """The delivery's quarantined rows, by file and row."""
    return delivery.quarantine.all()
