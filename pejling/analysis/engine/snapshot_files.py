"""Open a snapshot folder: its manifest, and a DuckDB connection that can read that folder and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb

from pejling.analysis.engine.question import IndicatorError
from pejling.analysis.tables import FROZEN

#: tables that snapshots made earlier have no file for
ADDED_LATER = frozenset({"key_figures"})


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A frozen set of tables. ``table_as_of``: table -> its date, None for a table that was never delivered."""

    uuid: str
    folder: Path
    as_of: date
    table_as_of: dict[str, date | None]
    files: dict[str, Path]

    def censored_at(self, tables: Sequence[str]) -> date:
        """The oldest as_of of the tables; those never delivered have none."""
        known = [found for name in tables if (found := self.table_as_of[name]) is not None]
        return min(known, default=self.as_of)

    def never_delivered(self, tables: Sequence[str]) -> tuple[str, ...]:
        """Those of the tables that no delivery has held."""
        return tuple(name for name in tables if self.table_as_of[name] is None)


def open_snapshot(folder: Path) -> Snapshot:
    """The snapshot in a folder; IndicatorError ``not_a_snapshot`` where there is none."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        tables = manifest["tables"]
        there = [name for name in FROZEN if name in tables or name not in ADDED_LATER]
        return Snapshot(
            uuid=str(manifest["snapshot"]),
            folder=folder,
            as_of=date.fromisoformat(manifest["as_of"]),
            table_as_of={
                name: date.fromisoformat(found)
                if name in there and (found := tables[name]["as_of"])
                else None
                for name in FROZEN
            },
            # Only the name counts: a manifest can't point outside its own folder.
            files={name: folder / Path(tables[name]["file"]).name for name in there},
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise IndicatorError("not_a_snapshot", folder=folder.name, problem=type(error).__name__) from error


@contextmanager
def reading(*snapshots: Snapshot) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory, locked: it reads the snapshots' folders, and no other file, network or extension.

    The engine behind it is kept for the next question about the same folders: starting one takes as long as an
    answer. It holds no rows, so nothing kept can be out of date.
    """
    connection = _engine(tuple(str(found.folder.resolve()) for found in snapshots)).cursor()
    try:
        yield connection
    finally:
        connection.close()


@lru_cache(maxsize=16)
def _engine(folders: tuple[str, ...]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        config={"autoload_known_extensions": "false", "autoinstall_known_extensions": "false"}
    )
    # A setting takes no parameters: the paths, which are the product's own, are quoted as SQL text.
    allowed = ", ".join("'" + folder.replace("'", "''") + "'" for folder in folders)
    connection.execute(f"SET allowed_directories = [{allowed}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection
