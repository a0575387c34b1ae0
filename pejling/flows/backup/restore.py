"""Put a backup back: built beside and checked in full, then swapped in; who was erased since stays erased."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import DatabaseError, connection

from pejling.base.organisations.lock import only_one
from pejling.base.organisations.queries import schools
from pejling.flows.backup import archive, keys, maintenance, swap

Say = Callable[[str], None]


class NotRestored(Exception):
    """The backup can't be put back; nothing was changed. ``code`` and ``params`` say why.

    Codes: not_empty, keys_needed, other_keys, keys_there, bad_keys, unknown_migrations, not_whole, build, unfinished,
    nothing_to_resume, no_schema, in_use.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def restore(
    source: Path, *, keys_from: Path | None, replace: bool, any_keys: bool = False, say: Say = str
) -> archive.Manifest:
    """Put the backup in ``source`` back; ``say`` is told each step's key (unpacked, form, rows, ... swapped).

    ``keys_from``: the file of ``backup --keys``; without it this installation's keys are used, which must be those
    that the backup was made with unless ``any_keys``. Raises NotRestored, archive.NotABackup, AnotherRestore, Busy.
    """
    manifest = archive.read_manifest(source)
    with maintenance.holding() as held:
        if held.said.get("phase") == maintenance.SWAPPING:
            raise NotRestored("unfinished")
        try:
            if not replace and not is_empty():
                raise NotRestored("not_empty")
            held.say(maintenance.BUILDING)
            with _no_deliveries():
                pass  # better refused now than when everything is built
            _build(source, manifest, keys_from, any_keys, say)
            with _no_deliveries():
                _swap(held, keys_from is not None)
            _finish(held, say)
        except BaseException:
            if held.said.get("phase") != maintenance.SWAPPING:
                swap.remove_room()
                held.clear()
            raise
    return manifest


def _swap(held: maintenance.Mark, with_keys: bool) -> None:
    held.say(maintenance.SWAPPING, keys="yes" if with_keys else "")
    try:
        swap.swap_database()
    except (DatabaseError, sqlite3.Error) as error:
        # One transaction: it is as it was, so there is nothing to resume.
        held.say(maintenance.BUILDING)
        raise NotRestored("in_use", kind=type(error).__name__) from error


def resume(say: Say = str) -> None:
    """Finish a restore that was killed while it was swapping. NotRestored where there is none."""
    if maintenance.unfinished() != maintenance.SWAPPING:
        raise NotRestored("nothing_to_resume")
    with maintenance.holding() as held:
        swap.swap_database()
        _finish(held, say)


def is_empty() -> bool:
    """Whether nothing would be lost: no school in the database, no delivered or frozen file in the home."""
    home = Path(settings.PEJLING_HOME)
    if any((home / name).is_dir() and any((home / name).iterdir()) for name in swap.FOLDERS):
        return False
    return not _known_schools(unreadable=True)


@contextmanager
def _no_deliveries() -> Iterator[None]:
    """Hold every school's lock, or raise Busy. Not while building: the builder needs the same locks."""
    with ExitStack() as locks:
        for school in _known_schools():
            locks.enter_context(only_one(school))
        yield


def _known_schools(unreadable: bool = False) -> list:
    """The schools in the database; where it can't be read at all, ``[None]`` if ``unreadable`` else none."""
    try:
        if "organisations_organisation" not in connection.introspection.table_names():
            return []
        return list(schools())
    except DatabaseError:
        connection.close()
        return [None] if unreadable else []


def _finish(held: maintenance.Mark, say: Say) -> None:
    swap.swap_folders(with_keys=bool(held.said.get("keys")))
    for name in ("deliveries", "snapshots", "locks"):
        (Path(settings.PEJLING_HOME) / name).mkdir(exist_ok=True, mode=0o700)
    swap.remove_room()
    held.clear()
    say("swapped")


def _build(
    source: Path, manifest: archive.Manifest, keys_from: Path | None, any_keys: bool, say: Say
) -> None:
    home, new = Path(settings.PEJLING_HOME), swap.beside()
    try:
        swap.make_room()
    except DatabaseError as error:
        raise NotRestored("no_schema", why=str(error).splitlines()[0]) from error
    _bring_keys(home, new, manifest, keys_from, any_keys)
    archive.unpack(source, new)
    _add_erasures(home / "erasures", new / "erasures")
    for name in swap.FOLDERS:
        (new / name).mkdir(exist_ok=True, mode=0o700)
    (new / "manifest.json").write_text(json.dumps(_plain(manifest)), "utf-8")
    say("unpacked")
    _run_builder(new, say)


def _bring_keys(
    home: Path, new: Path, manifest: archive.Manifest, keys_from: Path | None, any_keys: bool
) -> None:
    """Lay the keys beside, and see that they are the ones the data were made with."""
    (new / "keys").mkdir(mode=0o700)
    if keys_from is not None:
        try:
            keys.read_keys(keys_from, new)
        except ValueError:
            raise NotRestored("bad_keys", file=keys_from.name) from None
    else:
        for path in (home / "keys").glob("*.key"):
            shutil.copy2(path, new / "keys" / path.name)
    found = keys.fingerprints(new / "keys")
    wanted = {name: sum_ for name, sum_ in manifest.keys.items() if name != keys.SESSION_KEY}
    if any_keys or all(found.get(name) == sum_ for name, sum_ in wanted.items()):
        return
    missing = [name for name in wanted if name not in found]
    raise NotRestored("keys_needed" if missing else "other_keys", names=", ".join(missing or wanted))


def _add_erasures(live: Path, new: Path) -> None:
    """Records made since the backup join those in it."""
    for path in live.rglob("*") if live.is_dir() else ():
        if path.is_file():
            target = new / path.relative_to(live)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copy2(path, target)


def _plain(manifest: archive.Manifest) -> dict:
    return {name: getattr(manifest, name) for name in manifest.__slots__}


def _run_builder(new: Path, say: Say) -> None:
    """A process of its own, whose settings know only the new home and the new database."""
    environment = {**os.environ, "PEJLING_HOME": str(new), "DATABASE_URL": _database_beside()}
    environment.pop("DATABASE_URL_FILE", None)
    command = [sys.executable, "-m", "pejling.commands.restore_build"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as builder:
        problem = None
        for line in builder.stdout:
            said = json.loads(line)
            if "step" in said:
                say(said["step"])
            else:
                problem = said
    if problem is not None:
        raise NotRestored(problem["problem"], **problem["params"])
    if builder.returncode != 0:
        raise NotRestored("build", exit_code=str(builder.returncode))


def _database_beside() -> str:
    """The address of the database to build in; "" is SQLite's file in the new home."""
    if connection.vendor == "sqlite":
        return ""
    said = connection.settings_dict
    who = ":".join(quote(said[name], safe="") for name in ("USER", "PASSWORD") if said[name])
    where = quote(said["HOST"], safe="") + (f":{said['PORT']}" if said["PORT"] else "")
    query = {name: value for name, value in said["OPTIONS"].items() if name.startswith(("ssl", "connect"))}
    query = urlencode({**query, "schema": swap.SCHEMA})
    return f"postgresql://{who}@{where}/{quote(said['NAME'], safe='')}?{query}"
