"""What the installation remembers of its last backup: ``pejling doctor`` warns when it is old."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The last backup that was written and read back."""

    path: Path
    size: int
    made_at: datetime


def _place() -> Path:
    return Path(settings.PEJLING_HOME) / "last_backup.json"


def note_backup(path: Path, size: int, made_at: str) -> None:
    """Remember it (written beside, then named: never half a note)."""
    beside = _place().with_suffix(".part")
    beside.write_text(json.dumps({"path": str(path), "size": size, "made_at": made_at}), "utf-8")
    beside.replace(_place())


def last_backup() -> LastBackup | None:
    """The last backup known of; None where there was none, or the note can't be read."""
    try:
        said = json.loads(_place().read_text("utf-8"))
        return LastBackup(Path(said["path"]), said["size"], datetime.fromisoformat(said["made_at"]))
    except (OSError, ValueError, KeyError):
        return None
