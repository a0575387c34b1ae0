"""Put what was built beside in the place of what was there: the database in one transaction, then the folders.

Every step may be repeated, so a restore that was killed here is finished by ``pejling restore --resume``.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

#: the schema that a restore builds in on PostgreSQL
SCHEMA = "pejling_restoring"
#: folders of PEJLING_HOME that come from the backup, and those that are emptied: they belong to what was replaced
FOLDERS = ("deliveries", "snapshots", "publications", "erasures")
EMPTIED = ("uploads", "exports", "previews")
#: those that a backup may be without: then what is there stays
IF_KEPT = ("plan_kinds",)


def beside() -> Path:
    """The home that a restore builds."""
    return Path(settings.PEJLING_HOME) / "restoring"


def make_room() -> None:
    """Remove what a killed restore left, and make the (empty) home and database to build in."""
    remove_room()
    beside().mkdir(parents=True, mode=0o700)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {SCHEMA}")


def remove_room() -> None:
    """Remove everything that was built beside."""
    shutil.rmtree(beside(), ignore_errors=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def swap_database() -> None:
    """All of the old database or all of the new one, for every connection at once. Nothing to do is fine."""
    if connection.vendor == "postgresql":
        _swap_schema()
    else:
        _swap_sqlite(beside() / "pejling.sqlite3", Path(settings.DATABASES["default"]["NAME"]))


def swap_folders(with_keys: bool) -> None:
    """Move the new folders in and the old ones out (they go when the room is removed)."""
    home, old = Path(settings.PEJLING_HOME), beside() / "old"
    old.mkdir(exist_ok=True)
    for name in (*FOLDERS, *IF_KEPT, *(("keys",) if with_keys else ())):
        new = beside() / name
        if new.is_dir():
            _put_away(home / name, old)
            new.rename(home / name)
    if with_keys and (beside() / "login.yaml").is_file():
        (beside() / "login.yaml").replace(home / "login.yaml")
    for name in EMPTIED:
        _put_away(home / name, old)


def _put_away(path: Path, old: Path) -> None:
    if path.exists():
        path.rename(old / path.name)


def _swap_sqlite(new: Path, live: Path) -> None:
    """Copied page by page in one transaction of SQLite's, so that programs that have the file open see it too."""
    if not new.is_file():
        return
    connection.close()
    try:
        with closing(sqlite3.connect(new)) as source, closing(sqlite3.connect(live, timeout=60)) as target:
            source.backup(target)
            if target.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("not whole after the copy")
    except sqlite3.OperationalError:
        raise  # busy, or the disk is full: nothing was changed
    except sqlite3.DatabaseError:
        # What is there is no database any more: that may be why somebody restores.
        old = beside() / "old"
        old.mkdir(exist_ok=True)
        for part in ("", "-wal", "-shm"):
            _put_away(live.with_name(live.name + part), old)
        shutil.copyfile(new, live.with_name(f"{live.name}.new"))
        live.with_name(f"{live.name}.new").replace(live)
    live.chmod(0o600)


def _swap_schema() -> None:
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [SCHEMA])
        new = [row[0] for row in cursor.fetchall()]
        if not new:
            return
        cursor.execute("SET LOCAL lock_timeout = '60s'")
        cursor.execute("SELECT current_schema()")
        live = quote(cursor.fetchone()[0])
        ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
        for table in sorted({*new, *ours, "django_migrations"}):
            cursor.execute(f"DROP TABLE IF EXISTS {live}.{quote(table)} CASCADE")
        for table in new:
            cursor.execute(f"ALTER TABLE {quote(SCHEMA)}.{quote(table)} SET SCHEMA {live}")
