"""What a delivery changes, row by row and field by field: old -> new.

Of a trial it is kept beside the uploaded files, of an accepted delivery it is read from the versions. Both are handed
out a page at a time as `ChangedRow`, with every value as text (dates as ISO text).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from django.db import connection
from pyarrow import parquet

from pejling.analysis.tables import DELIVERED, Table
from pejling.facts.deliveries.difference import Difference
from pejling.facts.deliveries.models import Delivery
from pejling.facts.deliveries.tables import model_of

STATES = ("changed", "new", "gone")
#: Rows of one table and state that are kept of a trial; the counts tell of all.
LISTED = 100_000
_GROUP = 1_000
_FIELD = pa.struct([("field", pa.string()), ("old", pa.string()), ("new", pa.string())])
_SCHEMA = pa.schema([("key", pa.list_(pa.string())), ("fields", pa.list_(_FIELD))])


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column of a row: what it held, and what it holds; None where it is empty (or the row isn't there)."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One row: its natural key as texts, and the columns that differ (of a new or gone row: all that are filled)."""

    key: tuple[str, ...]
    fields: tuple[FieldChange, ...]


def keep(differences: Iterable[Difference], folder: Path) -> None:
    """Write a trial's changes below ``folder``, replacing those of the trial before."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in folder.glob("*.parquet"):
        old.unlink()
    for difference in differences:
        for state in STATES:
            rows = difference.changes(state, LISTED)
            if rows.num_rows:
                _write(_file(folder, difference.table.name, state), rows)


def kept(folder: Path, table: str, state: str, first: int, size: int) -> list[ChangedRow]:
    """Rows ``first`` (from 0) and on of what `keep` wrote; at most ``size``."""
    path = _file(folder, table, state)
    if not path.is_file():
        return []
    found: list[ChangedRow] = []
    with parquet.ParquetFile(path) as file:
        groups = range(first // _GROUP, min((first + size - 1) // _GROUP + 1, file.num_row_groups))
        if groups:
            rows = file.read_row_groups(list(groups)).slice(first - groups[0] * _GROUP, size)
            found = [_row(row["key"], row["fields"]) for row in rows.to_pylist()]
    return found


def listed(folder: Path, table: str, state: str) -> int:
    """How many rows `keep` wrote of a table and state."""
    path = _file(folder, table, state)
    return parquet.read_metadata(path).num_rows if path.is_file() else 0


def stored(delivery: Delivery, table: str, state: str, first: int, size: int) -> list[ChangedRow]:
    """Rows ``first`` and on of an accepted delivery's changes, from the versions; none once it is undone.

    Three statements at most, whatever the size.
    """
    declared = DELIVERED[table]
    ended = ("source_id = %s AND to_delivery_id = %s", [delivery.source_id, delivery.pk])
    begun = ("from_delivery_id = %s", [delivery.pk])
    one, other, also = {
        "changed": (ended, begun, "IN"),
        "gone": (ended, begun, "NOT IN"),
        "new": (begun, ended, "NOT IN"),
    }[state]
    place = connection.ops.quote_name(model_of(table)._meta.db_table)
    where = f"{one[0]} AND row_key {also} (SELECT row_key FROM {place} WHERE {other[0]})"
    rows = _versions(declared, where, [*one[1], *other[1]], f"ORDER BY id LIMIT {size:d} OFFSET {first:d}")
    if state == "new":
        return [_difference(declared, None, row) for _key, row in rows]
    if state == "gone":
        return [_difference(declared, row, None) for _key, row in rows]
    if not rows:
        return []
    keys = [key for key, _row in rows]
    marks = ", ".join(["%s"] * len(keys))
    after = dict(_versions(declared, f"{begun[0]} AND row_key IN ({marks})", [*begun[1], *keys], ""))
    return [_difference(declared, row, after[key]) for key, row in rows if key in after]


def _versions(table: Table, where: str, params: Sequence[object], tail: str) -> list[tuple[str, tuple]]:
    """(row_key, values as texts) of the versions that fit."""
    quote = connection.ops.quote_name
    columns = ", ".join(f"CAST({quote(name)} AS TEXT)" for name in table.names)
    sql = f"SELECT row_key, {columns} FROM {quote(model_of(table.name)._meta.db_table)} WHERE {where} {tail}"
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [(row[0], row[1:]) for row in cursor.fetchall()]


def _difference(table: Table, old: tuple | None, new: tuple | None) -> ChangedRow:
    before = dict(zip(table.names, old or [None] * len(table.names), strict=True))
    after = dict(zip(table.names, new or [None] * len(table.names), strict=True))
    there = after if new is not None else before
    return ChangedRow(
        tuple(there[name] or "" for name in table.key),
        tuple(
            FieldChange(name, before[name], after[name])
            for name in table.names
            if name not in table.key and before[name] != after[name]
        ),
    )


def _row(key: Sequence[str], fields: Sequence[dict]) -> ChangedRow:
    return ChangedRow(tuple(part or "" for part in key), tuple(FieldChange(**field) for field in fields))


def _write(path: Path, rows: pa.Table) -> None:
    parquet.write_table(rows.cast(_SCHEMA), path, row_group_size=_GROUP)
    path.chmod(0o600)


def _file(folder: Path, table: str, state: str) -> Path:
    return folder / f"{DELIVERED[table].name}.{state}.parquet"
