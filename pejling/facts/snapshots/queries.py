"""Reads on snapshots that other rooms may call."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.models import Snapshot


def snapshots_of(organisation: Organisation) -> QuerySet[Snapshot]:
    """The school's snapshots whose Parquet still exists, newest first."""
    return Snapshot.objects.filter(organisation=organisation, expired_at__isnull=True).order_by("-id")


def newest(organisation: Organisation) -> Snapshot | None:
    """The school's newest snapshot; None before the first delivery."""
    return snapshots_of(organisation).first()


def snapshot(organisation: Organisation, uuid: UUID | str) -> Snapshot:
    """The school's snapshot of that id; Snapshot.DoesNotExist for any other school's."""
    return snapshots_of(organisation).get(uuid=uuid)


def folder_of(snapshot: Snapshot) -> Path:
    """The folder of the snapshot's Parquet files and manifest.json."""
    return folder_for(snapshot.organisation) / str(snapshot.uuid)


def folder_for(organisation: Organisation) -> Path:
    """The folder of all the school's snapshots."""
    return Path(settings.PEJLING_HOME) / "snapshots" / str(organisation.uuid)
