"""Who is newly known to have left: interrupted in the newer snapshot, not in the older, whatever the leave date.

A leave is often registered weeks after it happened. Asking for leaves dated since the last meeting would miss those;
comparing what two snapshots knew doesn't. The reverse is shown too: leaves that have been withdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa

from pejling.analysis.definition_model import Age25, IndicatorDefinition
from pejling.analysis.engine.dimensions import Bound, dimension_sql, where_sql
from pejling.analysis.engine.question import IndicatorError, Where
from pejling.analysis.engine.snapshot_files import Snapshot, open_snapshot, reading
from pejling.analysis.intakes import CALENDAR_MONTHS, Intakes

COLUMNS = (
    "spell",
    "pseudonym",
    "programme",
    "part",
    "department",
    "class_group",
    "first_class",
    "municipality_at_start",
    "starts_on",
    "ends_on",
    "leave_code",
)


@dataclass(frozen=True, slots=True)
class Leaver:
    """A spell whose leave became known, or was withdrawn. ``ends_on`` None: the leave has no date.

    ``before`` and ``now``: its outcome in the older and the newer snapshot; None where it isn't in that one.
    """

    spell: str
    pseudonym: str
    programme: str
    part: str | None
    department: str | None
    class_group: str | None
    first_class: str | None
    municipality_at_start: str | None
    starts_on: date
    ends_on: date | None
    leave_code: str | None
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class NewlyLeft:
    """``left``: newly known; ``withdrawn``: known in the older snapshot, not in the newer. Both by start and name."""

    left: tuple[Leaver, ...]
    withdrawn: tuple[Leaver, ...]
    newer: str
    older: str
    newer_as_of: date
    older_as_of: date


def newly_left(
    new_folder: Path,
    old_folder: Path,
    where: Where | None = None,
    *,
    definition: IndicatorDefinition | None = None,
    intakes: Intakes = CALENDAR_MONTHS,
) -> NewlyLeft:
    """Compare two snapshots of one organisation. ``definition`` is only needed to filter by age25 (its patterns)."""
    where = where if where is not None else Where()
    if "age25" in where.names and definition is None:
        raise IndicatorError("unknown_dimension", dimension="age25", known=[])
    newer, older = open_snapshot(new_folder), open_snapshot(old_folder)
    age25 = definition.age25 if definition else Age25((), ())
    told_apart = _told_apart(_unchanged(newer), _unchanged(older))
    found = [_passing(rows, (newer, older), where, intakes, age25) for rows in told_apart]
    return NewlyLeft(found[0], found[1], newer.uuid, older.uuid, newer.as_of, older.as_of)


@dataclass(frozen=True, slots=True)
class _Unchanged:
    """A snapshot, remembered for as long as its file of spells is the same (it always is, outside a test)."""

    uuid: str
    folder: Path
    written: int

    def spells(self) -> str:
        return str(open_snapshot(self.folder).files["spells"])


def _unchanged(snapshot: Snapshot) -> _Unchanged:
    return _Unchanged(snapshot.uuid, snapshot.folder, snapshot.files["spells"].stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _told_apart(newer: _Unchanged, older: _Unchanged) -> tuple[pa.Table, pa.Table]:
    """The spells interrupted in the newer snapshot only, and in the older only: few, and the same for every filter.

    A spell's name holds the student's pseudonym, so nobody else has it. They are found by name alone, with their
    place in the file: joining all columns of all spells on both names takes twice as long.
    """
    bound = Bound()
    sides = [
        f"(SELECT spell, file_row_number AS place "
        f"FROM read_parquet({bound(side.spells())}, file_row_number = true) "
        f"WHERE outcome = 'interrupted')"
        for side in (newer, older)
    ]
    sql = f"""CREATE TEMP TABLE told_apart AS SELECT spell, n.place AS newer, o.place AS older
FROM {sides[0]} n FULL JOIN {sides[1]} o USING (spell) WHERE n.place IS NULL OR o.place IS NULL"""
    with reading(*(open_snapshot(side.folder) for side in (newer, older))) as connection:
        connection.execute(sql, bound.values)
        return (
            _only_in(connection, newer, older, "newer", ("o.outcome", "s.outcome")),
            _only_in(connection, older, newer, "older", ("s.outcome", "o.outcome")),
        )


def _only_in(
    connection: duckdb.DuckDBPyConnection,
    mine: _Unchanged,
    other: _Unchanged,
    place: str,
    outcomes: tuple[str, str],
) -> pa.Table:
    """Of the spells told apart, those interrupted in ``mine``, with what they were ``before`` and are ``now``."""
    bound = Bound()
    before, now = outcomes
    few = f"(SELECT spell, {place} AS place FROM told_apart WHERE {place} IS NOT NULL)"
    sql = f"""WITH found AS MATERIALIZED (SELECT s.*
  FROM read_parquet({bound(mine.spells())}, file_row_number = true) s
  JOIN {few} f ON f.place = s.file_row_number),
told AS (SELECT a.spell, a.outcome FROM read_parquet({bound(other.spells())}) a
  SEMI JOIN {few} f ON f.spell = a.spell WHERE a.outcome <> 'interrupted')
SELECT s.*, {before} AS before, {now} AS now FROM found s LEFT JOIN told o ON o.spell = s.spell"""
    return connection.sql(sql, params=bound.values).to_arrow_table()


def _passing(
    rows: pa.Table, snapshots: tuple[Snapshot, Snapshot], where: Where, intakes: Intakes, age25: Age25
) -> tuple[Leaver, ...]:
    """Those that the filter lets through, by start."""
    bound = Bound()

    def sql_of(name: str) -> str:
        return dimension_sql(name, "s", bound, intakes, age25)

    sql = f"""SELECT {", ".join(f"s.{name}" for name in (*COLUMNS, "before", "now"))}
FROM told_apart s WHERE {where_sql(where, bound, sql_of)} ORDER BY s.starts_on DESC, s.programme, s.spell"""
    with reading(*snapshots) as connection:
        connection.register("told_apart", rows)
        return tuple(Leaver(*row) for row in connection.execute(sql, bound.values).fetchall())
