"""The files of an upload on the disk: originals for hours only, readable by the installation's own user alone."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.conf import settings

from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.cpr import scrub_text
from pejling.facts.deliveries.limits import Limits
from pejling.facts.deliveries.models import Upload, UploadedFile
from pejling.facts.deliveries.problems import Unreadable

#: Files in one upload; a school's extracts are a handful.
MOST_FILES = 20
_LONGEST = 180


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it comes: what it is called where it comes from, and its bytes, part by part."""

    name: str
    parts: Iterable[bytes]


def folder_of(upload: Upload) -> Path:
    """Where everything of an upload lies."""
    return Path(settings.PEJLING_HOME) / "uploads" / str(upload.organisation.uuid) / str(upload.uuid)


def trial_folder(upload: Upload) -> Path:
    """Where the trial's changes and kept-out rows lie: values of persons, removed with the upload."""
    return folder_of(upload) / "trial"


def path_of(file: UploadedFile) -> Path:
    """The original; it may be removed already."""
    return Path(settings.PEJLING_HOME) / file.path


def safe_name(name: str) -> str:
    """What a file is called, without folders, CPR numbers and signs that have no place in a name."""
    last = PurePosixPath(name.replace("\\", "/")).name
    clean = "".join(sign for sign in scrub_text(last) if sign.isprintable() and sign not in '<>:"|?*/')
    clean = clean.strip(" .") or "file"
    stem, dot, ending = clean.rpartition(".")
    if not dot:
        return _within(clean, _LONGEST)
    return f"{_within(stem, _LONGEST - 12)}.{ending[:10]}"


def _within(text: str, most: int) -> str:
    """Cut so that the name has no more than ``most`` bytes: file systems count those."""
    return text.encode("utf-8")[:most].decode("utf-8", "ignore")


def write(upload: Upload, position: int, incoming: Incoming, limits: Limits) -> tuple[str, int, str, str]:
    """Write one original; (name, size, SHA-256, path below PEJLING_HOME). Raises `Unreadable`, leaving nothing."""
    name = safe_name(incoming.name)
    folder = folder_of(upload) / f"{position:03d}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path, digest, size = folder / name, hashlib.sha256(), 0
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            for part in incoming.parts:
                size += len(part)
                if size > limits.file_bytes:
                    raise Unreadable("too_large", {"file": name, "limit": limits.file_bytes // 2**20})
                digest.update(part)
                stream.write(part)
        if not size:
            raise Unreadable("empty_file", {"file": name})
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return name, size, digest.hexdigest(), str(path.relative_to(settings.PEJLING_HOME))


def remove(upload: Upload) -> None:
    """Remove every file of an upload."""
    shutil.rmtree(folder_of(upload), ignore_errors=True)


def sweep(organisation: Organisation, before: datetime, known: Collection[str]) -> int:
    """Remove what a killed process left before then: folders of uploads that never came to be (``known``: the uuids
    of those that did), and files that were still being sent. Returns how many.
    """
    top = Path(settings.PEJLING_HOME) / "uploads"
    own = top / str(organisation.uuid)
    left = [place for place in own.glob("*") if place.name not in known] if own.is_dir() else []
    swept = 0
    for place in [*left, *top.glob(".*.sent")]:
        try:
            if place.stat().st_mtime >= before.timestamp():
                continue
        except FileNotFoundError:
            continue  # sent to its end, or swept for another school, in the meantime
        if place.is_dir():
            shutil.rmtree(place, ignore_errors=True)
        else:
            place.unlink(missing_ok=True)
        swept += 1
    return swept


def remove_trial(upload: Upload) -> None:
    """Remove what the trial before found: it says nothing of what is chosen now."""
    shutil.rmtree(trial_folder(upload), ignore_errors=True)
