"""A delivery accepted -> departments known -> snapshot -> figures; and the same way back when one is undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pyarrow import parquet

from pejling.base.jobs import actions as jobs
from pejling.base.organisations import actions as organisations
from pejling.base.organisations.lock import only_one
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries import actions as deliveries
from pejling.facts.deliveries.models import Delivery
from pejling.facts.snapshots import actions as snapshots
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import folder_of, snapshots_of


class NotFrozen(Exception):
    """The delivery (its id is the text) is accepted or undone, but the snapshot after it failed, by its cause."""


#: column of the frozen spells -> the kind of part it names
_PARTS = {
    "department": Organisation.Kind.DEPARTMENT,
    "programme": Organisation.Kind.PROGRAMME,
    "municipality_at_start": Organisation.Kind.MUNICIPALITY,
}


def take_in(
    *, by: Any, organisation: Organisation, paths: Sequence[Path], mapping: Any, as_of: date, **options: Any
) -> deliveries.Received:
    """Receive a delivery (see ``deliveries.actions.receive`` for options and errors) and freeze the result."""
    with only_one(organisation):
        received = deliveries.receive(
            by=by, organisation=organisation, paths=paths, mapping=mapping, as_of=as_of, **options
        )
        if received.delivery is None:
            return received
        try:
            # Leavers or names alone tell no figure yet: that is an empty snapshot, not a failure.
            snapshot = freeze(by=by, organisation=organisation, empty_on=as_of)
        except Exception as error:
            raise NotFrozen(str(received.delivery.uuid)) from error
        unmatched = snapshot.manifest["unmatched"]
        deliveries.note_unmatched(by=by, delivery=received.delivery, unmatched=unmatched)
    return replace(received, unmatched=unmatched)


def freeze_after(*, by: Any, organisation: Organisation, delivery: Delivery) -> None:
    """Make the snapshot that should have followed when the delivery was accepted or undone, unless it is there."""
    with only_one(organisation):
        changed_at = delivery.undone_at or delivery.accepted_at
        if snapshots_of(organisation).filter(made_at__gte=changed_at).exists():
            return
        try:
            snapshot = freeze(by=by, organisation=organisation, empty_on=delivery.as_of)
        except Exception as error:
            raise NotFrozen(str(delivery.uuid)) from error
        if delivery.state == Delivery.State.ACTIVE:
            deliveries.note_unmatched(by=by, delivery=delivery, unmatched=snapshot.manifest["unmatched"])


def undo(*, by: Any, organisation: Organisation, delivery: Delivery) -> Snapshot:
    """Undo a delivery and freeze what is left, even if nothing is: its figures must not stay the newest."""
    with only_one(organisation):
        deliveries.undo(by=by, organisation=organisation, delivery=delivery)
        try:
            return freeze(by=by, organisation=organisation, empty_on=delivery.as_of)
        except Exception as error:
            raise NotFrozen(str(delivery.uuid)) from error


def freeze(*, by: Any, organisation: Organisation, **options: Any) -> Snapshot:
    """Make a snapshot (options: see ``snapshots.freeze``), learn the school's parts, have its figures made ready."""
    snapshot = snapshots.freeze(by=by, organisation=organisation, **options)
    for kind, names in _parts_in(folder_of(snapshot) / "spells.parquet").items():
        organisations.add_parts(by=by, school=organisation, kind=kind, names=names)
    jobs.enqueue(
        by=by,
        organisation=organisation,
        kind="figures.refresh",
        params={"snapshot": str(snapshot.uuid)},
        key=f"figures.refresh:{snapshot.uuid}",
    )
    return snapshot


def _parts_in(spells: Path) -> dict[str, list[str]]:
    rows = parquet.read_table(spells, columns=list(_PARTS))
    return {
        kind: [name for name in rows.column(column).unique().to_pylist() if name is not None]
        for column, kind in _PARTS.items()
    }
