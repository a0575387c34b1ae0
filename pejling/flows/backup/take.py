"""Take a backup while the installation is in use: one moment's rows, and the files those rows speak of."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections, models, transaction

from pejling import __version__
from pejling.base.audit.actions import record
from pejling.flows.backup import archive, notes, rows, schema
from pejling.flows.backup.keys import fingerprints

Progress = Callable[[int, int], None]
#: how often a file that goes away while the rows are read makes us begin again
_TRIES = 3


class AnotherBackup(Exception):
    """A backup of this installation is being taken now."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that was written and read back. ``missing``: files that rows speak of and that aren't there."""

    path: Path
    size: int
    rows: int
    files: int
    missing: list[str]


def take_backup(target: Path, *, progress: Progress | None = None) -> Taken:
    """Write a backup of everything but the keys to ``target``; ``progress(done, of)`` is told of each table.

    Raises AnotherBackup, schema.UnknownMigrations, and OSError where the disk is full or the folder can't be
    written to. A kill leaves no half backup: it is written beside, read back, then named; the next backup clears
    what is left over.
    """
    home = Path(settings.PEJLING_HOME)
    with _room(home) as folder:
        for attempt in range(1, _TRIES + 1):
            work = folder / str(attempt)
            (work / "database").mkdir(parents=True)
            manifest, parts = _gather(work, home, progress or _silent)
            # A file that was deleted while its row was read (an expiry) is in neither at the next try.
            if not manifest.missing:
                break
        whole = archive.write(target, manifest, parts)
    # A database that has yet to be brought up to this version is backed up too, if without a trace in its log.
    with suppress(DatabaseError), transaction.atomic():
        record(by=None, organisation=None, verb="backup", subject=None)
    size = target.stat().st_size
    notes.note_backup(target, size, whole.made_at)
    return Taken(target, size, sum(whole.tables.values()), len(whole.files), whole.missing)


@contextmanager
def _room(home: Path) -> Iterator[Path]:
    """An empty folder to work in, one for all, so that what a killed backup left (names, rows) doesn't stay."""
    (home / "locks").mkdir(exist_ok=True, mode=0o700)
    room = home / "backing-up"
    with (home / "locks" / "backup.lock").open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherBackup from None
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(mode=0o700)
        try:
            yield room
        finally:
            shutil.rmtree(room, ignore_errors=True)


def _gather(work: Path, home: Path, progress: Progress) -> tuple[archive.Manifest, dict[str, Path]]:
    using = rows.reading_connection()
    connection = connections[using]
    try:
        with transaction.atomic(using=using):
            made_at = datetime.now(UTC)
            migrations = schema.applied(connection)
            models_now = schema.tables(connection, migrations)
            # The files first: from here on, an expiry or an erasure can't take them away any more.
            parts, missing = _link_files(models_now, using, home, work / "files")
            counts = {}
            for done, model in enumerate(models_now):
                progress(done, len(models_now))
                table = model._meta.db_table
                path = work / "database" / f"{table}.jsonl.gz"
                counts[table] = rows.write(model, path, using)
                parts[f"database/{table}.jsonl.gz"] = path
            progress(len(models_now), len(models_now))
    finally:
        connection.close()
    manifest = archive.Manifest(
        pejling=__version__,
        made_at=made_at.isoformat(timespec="seconds"),
        database=connection.vendor,
        migrations=migrations,
        tables=counts,
        keys=fingerprints(home / "keys"),
        missing=missing,
    )
    return manifest, parts


def _link_files(
    models_now: list[type[models.Model]], using: str, home: Path, folder: Path
) -> tuple[dict[str, Path], list[str]]:
    parts, missing = {}, []
    for name in [*sorted(_named_files(models_now, using)), *_unnamed_files(home)]:
        source, target = home / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _link(source, target)
        except FileNotFoundError:
            missing.append(name)
        else:
            parts[name] = target
    return parts, missing


def _named_files(models_now: list[type[models.Model]], using: str) -> Iterator[str]:
    """Every file that a row speaks of: copies of deliveries, the Parquet of snapshots, editions of publications."""
    by_name = {model._meta.label_lower: model for model in models_now}
    kept = by_name["deliveries.deliveredfile"].objects.using(using).exclude(kept="")
    yield from kept.values_list("kept", flat=True)
    snapshots = by_name["snapshots.snapshot"].objects.using(using).filter(expired_at__isnull=True)
    for school, uuid, manifest in snapshots.values_list("organisation__uuid", "uuid", "manifest"):
        place = f"snapshots/{school}/{uuid}"
        yield f"{place}/manifest.json"
        for table in manifest["tables"].values():
            yield f"{place}/{table['file']}"
    yield from _editions(by_name, using)


def _editions(by_name: dict[str, type[models.Model]], using: str) -> Iterator[str]:
    """What has been published, and what is about to be; the public folder is written anew from it."""
    model = by_name.get("publishing.edition")
    if model is None:
        return
    rows = model.objects.using(using).exclude(files={})
    for school, uuid, files in rows.values_list("organisation__uuid", "uuid", "files"):
        yield from (f"publications/{school}/{uuid}/{name}" for name in ("manifest.json", *files))


#: folders whose files no row speaks of: the record of who was erased, by which an older backup that is put back is
#: erased anew, and the installation's own kinds of plan, without which its plans have no words
_UNNAMED = ("erasures", "plan_kinds")


def _unnamed_files(home: Path) -> list[str]:
    below = (path for name in _UNNAMED for path in (home / name).rglob("*"))
    return sorted(str(path.relative_to(home)) for path in below if path.is_file())


def _link(source: Path, target: Path) -> None:
    """A second name for the file costs nothing and outlives the first; where the disk knows no such thing, a copy."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, target)


def _silent(_done: int, _of: int) -> None:
    """Tell nobody."""
