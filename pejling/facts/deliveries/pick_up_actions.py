"""Writes on folders that are looked into every day."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import PickUp, SavedMapping

#: Files of the latest run that are told of.
_TOLD = 50


@transaction.atomic
def add_pick_up(
    *,
    by: Any,
    organisation: Organisation,
    folder: str,
    mapping: str = "",
    saved: SavedMapping | None = None,
    scope: str,
    as_of_rule: str,
    hour: int,
) -> PickUp:
    """Have a folder looked into. IntegrityError where somebody's folder it is already."""
    made = PickUp.objects.create(
        organisation=organisation,
        folder=folder,
        mapping="" if saved else mapping,
        saved_mapping=saved,
        scope=scope,
        as_of_rule=as_of_rule,
        hour=hour,
        by=getattr(by, "uuid", None),
    )
    record(by=by, organisation=organisation, verb="add_pick_up", subject=made, fields=["folder", "hour"])
    return made


@transaction.atomic
def switch_pick_up(*, by: Any, pick_up: PickUp, on: bool) -> None:
    """Look into it, or leave it alone."""
    pick_up.is_on = on
    pick_up.save(update_fields=["is_on"])
    record(by=by, organisation=pick_up.organisation, verb="switch_pick_up", subject=pick_up, fields=["is_on"])


@transaction.atomic
def remove_pick_up(*, by: Any, pick_up: PickUp) -> None:
    """Forget the folder; its files stay where they are."""
    record(by=by, organisation=pick_up.organisation, verb="remove_pick_up", subject=pick_up)
    pick_up.delete()


@transaction.atomic
def note_run(*, by: Any, pick_up: PickUp, files: list[dict[str, Any]], problem: str = "") -> None:
    """Keep what came of a run; one that found nothing leaves word of the files before."""
    pick_up.last_run_at, pick_up.last_problem = timezone.now(), problem
    if files:
        pick_up.last_files = files[:_TOLD]
    pick_up.save(update_fields=["last_run_at", "last_problem", "last_files"])
    record(by=by, organisation=pick_up.organisation, verb="pick_up", subject=pick_up, fields=["last_files"])
