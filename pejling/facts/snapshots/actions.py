"""Freeze the facts: the Parquet is built beside, then the folder is moved into place and the row written."""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from pejling.analysis.tables import FROZEN, OF_STUDENTS
from pejling.base.audit.actions import record
from pejling.base.organisations.lock import only_one
from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import folder_for


class NothingToFreeze(Exception):
    """No accepted delivery of the school holds anything that figures are made of."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What the exporters named in ``settings.SNAPSHOT_EXPORTERS`` hand over, each some of the tables.

    ``tables``: Arrow tables of ``FROZEN``, sorted, so that equal facts give equal files.
    ``as_of``: per table the date its facts are known up to; None where it was never delivered.
    ``deliveries``: what the facts come from. ``unmatched``: rows whose natural key found nothing to belong to.
    """

    tables: dict[str, pa.Table]
    as_of: dict[str, date | None]
    deliveries: list[dict[str, str]]
    unmatched: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def freeze(
    *, by: Any, organisation: Organisation, as_of: date | None = None, empty_on: date | None = None
) -> Snapshot:
    """Freeze the school's facts as known on ``as_of`` (default: now).

    Raises NothingToFreeze where nothing has been delivered that figures are made of, unless ``empty_on`` gives the
    date of an empty snapshot: what is true after the only delivery has been undone, or of leavers alone. A kill at
    any point leaves either the whole snapshot or nothing that anyone sees; leftovers are cleared by the next freeze.
    """
    with only_one(organisation):
        frozen = _export(organisation, as_of)
        newest = _dated(frozen)
        if newest is None and empty_on is None:
            raise NothingToFreeze
        _clear_leftovers(organisation)
        snapshot = Snapshot(
            uuid=uuid.uuid4(),
            organisation=organisation,
            as_of=as_of or newest or empty_on,
            made_at=timezone.now(),
        )
        snapshot.manifest = _build(snapshot, frozen)
        with transaction.atomic():
            snapshot.save()
            record(by=by, organisation=organisation, verb="freeze", subject=snapshot, fields=["as_of"])
        return snapshot


def _export(organisation: Organisation, as_of: date | None) -> Frozen:
    """All exporters' tables together; a delivery that several of them used is named once."""
    parts: list[Frozen] = [import_string(name)(organisation, as_of) for name in settings.SNAPSHOT_EXPORTERS]
    told_by = {delivery["id"]: delivery for part in parts for delivery in part.deliveries}
    return Frozen(
        {name: table for part in parts for name, table in part.tables.items()},
        {name: day for part in parts for name, day in part.as_of.items()},
        list(told_by.values()),
        {name: count for part in parts for name, count in part.unmatched.items()},
        sorted({note for part in parts for note in part.notes}),
    )


def _dated(frozen: Frozen) -> date | None:
    """The newest date of the students' facts; of all else only where there are none.

    A survey fetched today makes the enrolments of last month no newer.
    """
    of_students = [day for name in OF_STUDENTS if (day := frozen.as_of[name])]
    return max(of_students or [day for day in frozen.as_of.values() if day], default=None)


def expire(*, by: Any, snapshot: Snapshot) -> None:
    """Delete the Parquet of a snapshot for ever; the row with its manifest and every figure computed from it stay.

    Safe to repeat: a kill leaves either the whole snapshot or an expired one, whose files the next call removes.
    """
    with only_one(snapshot.organisation):
        if snapshot.expired_at is None:
            with transaction.atomic():
                snapshot.expired_at = timezone.now()
                snapshot.save(update_fields=["expired_at"])
                record(
                    by=by,
                    organisation=snapshot.organisation,
                    verb="expire",
                    subject=snapshot,
                    fields=["expired_at"],
                )
        shutil.rmtree(folder_for(snapshot.organisation) / str(snapshot.uuid), ignore_errors=True)


def _build(snapshot: Snapshot, frozen: Frozen) -> dict[str, Any]:
    """Write Parquet and manifest beside, then move the folder into place; returns the manifest."""
    place = folder_for(snapshot.organisation) / str(snapshot.uuid)
    beside = place.with_name(f"{place.name}.part")
    beside.mkdir(parents=True)
    manifest = _manifest(snapshot, frozen, beside)
    (beside / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False), "utf-8")
    beside.rename(place)
    return manifest


def _manifest(snapshot: Snapshot, frozen: Frozen, folder: Path) -> dict[str, Any]:
    tables = {}
    for name, declared in FROZEN.items():
        path = folder / f"{name}.parquet"
        pq.write_table(frozen.tables[name], path, compression="zstd")
        path.chmod(0o440)  # nothing writes to it again
        day = frozen.as_of[name]
        tables[name] = {
            "file": path.name,
            "rows": frozen.tables[name].num_rows,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "as_of": day.isoformat() if day else None,
            "columns": {column.name: column.type for column in declared.columns},
        }
    return {
        "snapshot": str(snapshot.uuid),
        "organisation": str(snapshot.organisation.uuid),
        "as_of": snapshot.as_of.isoformat(),
        "made_at": snapshot.made_at.isoformat(),
        "tables": tables,
        "deliveries": frozen.deliveries,
        "unmatched": frozen.unmatched,
        "notes": frozen.notes,
        "hash": hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest(),
    }


def _clear_leftovers(organisation: Organisation) -> None:
    """Remove what a killed freeze left: half-built folders, and whole ones that never got their row."""
    folder = folder_for(organisation)
    if not folder.is_dir():
        return
    known = {
        str(u) for u in Snapshot.objects.filter(organisation=organisation).values_list("uuid", flat=True)
    }
    for child in folder.iterdir():
        if child.name not in known:
            shutil.rmtree(child)
