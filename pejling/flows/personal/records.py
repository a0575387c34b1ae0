"""The record of erasures, kept apart from the database: so that a backup put back forgets them again.

One small file per erasure in ``PEJLING_HOME/erasures/<school>/``; of the persons only keyed hashes, by the key that
also matches CPR numbers. Without the key nobody can tell whom it was about, and nobody can be forgotten again.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.hash_key import hash_key


@dataclass(frozen=True, slots=True)
class Record:
    """One erasure: of whom (keyed hashes), of what kind (student, user), and when."""

    school: uuid.UUID
    about: str
    hashes: frozenset[str]
    erased_at: datetime


def keyed(school: uuid.UUID, about: str, subject: str) -> str:
    """What stands for a person in a record: the same person at another school gives another one."""
    text = f"erased\0{school}\0{about}\0{subject}"
    return hmac.new(hash_key(), text.encode(), hashlib.sha256).hexdigest()


def write(
    organisation: Organisation, about: str, subjects: Iterable[str], erased_at: datetime, name: uuid.UUID
) -> Path:
    """Write the record before anything is erased: a kill in between is then repeated, never forgotten.

    ``name``: that of the request; writing it again changes nothing but the moment.
    """
    path = _folder() / str(organisation.uuid) / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    said = {
        "about": about,
        "erased_at": erased_at.astimezone(UTC).isoformat(),
        "hashes": sorted(keyed(organisation.uuid, about, subject) for subject in subjects),
    }
    beside = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        json.dump(said, stream)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
    return path


def read_all() -> Iterator[Record]:
    """Every record, the oldest first."""
    found = []
    for path in _folder().glob("*/*.json"):
        said = json.loads(path.read_text("utf-8"))
        moment = datetime.fromisoformat(said["erased_at"])
        found.append(Record(uuid.UUID(path.parent.name), said["about"], frozenset(said["hashes"]), moment))
    return iter(sorted(found, key=lambda record: record.erased_at))


def _folder() -> Path:
    return Path(settings.PEJLING_HOME) / "erasures"
