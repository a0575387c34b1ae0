"""A delivery accepted -> departments known -> snapshot -> figures; and the same way back when one is undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pyarrow import parquet

from pejling.base.organisations import actions as organisations
from pejling.base.organisations.lock import only_one
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries import actions as deliveries
from pejling.facts.deliveries.models import Delivery
from pejling.facts.snapshots import actions as snapshots
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import folder_of
from pejling.flows.tasks import refresh_figures

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
        snapshot = freeze(by=by, organisation=organisation)
        unmatched = snapshot.manifest["unmatched"]
        deliveries.note_unmatched(by=by, delivery=received.delivery, unmatched=unmatched)
    return replace(received, unmatched=unmatched)


def undo(*, by: Any, organisation: Organisation, delivery: Delivery) -> Snapshot | None:
    """Undo a delivery and freeze what is left; None where nothing is."""
    with only_one(organisation):
        deliveries.undo(by=by, organisation=organisation, delivery=delivery)
        try:
            return freeze(by=by, organisation=organisation)
        except snapshots.NothingToFreeze:
            return None


def freeze(*, by: Any, organisation: Organisation, as_of: date | None = None) -> Snapshot:
    """Make a snapshot, learn the school's parts from it, and have its figures made ready."""
    snapshot = snapshots.freeze(by=by, organisation=organisation, as_of=as_of)
    for kind, names in _parts_in(folder_of(snapshot) / "spells.parquet").items():
        organisations.add_parts(by=by, school=organisation, kind=kind, names=names)
    refresh_figures.enqueue(str(snapshot.uuid))
    return snapshot


def _parts_in(spells: Path) -> dict[str, list[str]]:
    rows = parquet.read_table(spells, columns=list(_PARTS))
    return {
        kind: [name for name in rows.column(column).unique().to_pylist() if name is not None]
        for column, kind in _PARTS.items()
    }
