"""What a delivery changes in the register, table by table: new, changed, unchanged and gone rows.

The comparison is made by DuckDB over two small columns (the key's and the content's MD5), so that a million rows
take seconds and the database only hands over its current keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from pejling.analysis.tables import Table
from pejling.facts.deliveries import bulk_rows
from pejling.facts.deliveries.models import Delivery, Source
from pejling.facts.deliveries.tables import columns_of, model_of

_TYPES = {"text": pa.string(), "date": pa.date32(), "integer": pa.int64(), "decimal": pa.float64()}
#: Ids asked for at once: both databases take so many.
_IDS = 5_000

Period = tuple[date, date] | None


@dataclass
class Difference:
    """One table's difference. ``current``: how many rows of the source were current in the period.

    ``closing``: ids of the versions that end with the delivery (changed and gone). The new rows stay inside
    DuckDB and come out through ``rows``.
    """

    table: Table
    new: int
    changed: int
    unchanged: int
    gone: int
    current: int
    closing: list[int]
    _connection: duckdb.DuckDBPyConnection

    def counts(self, quarantined: int) -> dict[str, int]:
        """The counts as they are reported and kept."""
        return {
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "gone": self.gone,
            "quarantined": quarantined,
        }

    def gone_examples(self, most: int = 20) -> list[str]:
        """The natural keys of the first rows that are gone."""
        ids = self._connection.execute(
            "SELECT id FROM difference WHERE state = 'gone' ORDER BY id LIMIT $most", {"most": most}
        ).fetchall()
        if not ids:
            return []
        rows = model_of(self.table.name).objects.filter(pk__in=[row[0] for row in ids]).order_by("pk")
        return [" · ".join(str(part) for part in key) for key in rows.values_list(*self.table.key)]

    def changes(self, state: str, most: int) -> pa.Table:
        """The first ``most`` rows in that state: ``key`` (texts), ``fields`` (field, old, new of what differs)."""
        self._load_before(state, most)
        rest = [name for name in self.table.names if name not in self.table.key]
        pairs = ", ".join(
            f"{{'field': '{name}', 'old': CAST(b.{name} AS VARCHAR), 'new': CAST(i.{name} AS VARCHAR)}}"
            for name in rest
        )
        differing = f"[x for x in [{pairs}] if x.old IS DISTINCT FROM x.new]" if rest else "[]"
        key = ", ".join(f"CAST(coalesce(i.{name}, b.{name}) AS VARCHAR)" for name in self.table.key)
        # As Arrow: a hundred thousand rows of fifteen fields would be more Python objects than a worker can hold.
        return self._connection.sql(
            f"SELECT [{key}] AS key, {differing} AS fields FROM difference d"
            " LEFT JOIN incoming i USING (row_key) LEFT JOIN before b ON b.id = d.id WHERE d.state = $state"
            " ORDER BY d.id, row_key LIMIT $most",
            params={"state": state, "most": most},
        ).to_arrow_table()

    def _load_before(self, state: str, most: int) -> None:
        """Make ``before``: the versions that rows in that state replace or end."""
        names = list(self.table.names)
        types = [pa.int64(), *(_TYPES[self.table.column(name).type] for name in names)]
        self._connection.register("part", pa.table([pa.array([], t) for t in types], names=["id", *names]))
        self._connection.execute("CREATE OR REPLACE TABLE before AS SELECT * FROM part")
        found = self._connection.execute(
            "SELECT id FROM difference WHERE state = $state AND id IS NOT NULL ORDER BY id LIMIT $most",
            {"state": state, "most": most},
        ).fetchall()
        ids = [row[0] for row in found]
        rows = model_of(self.table.name).objects.order_by()
        for start in range(0, len(ids), _IDS):
            values = list(rows.filter(pk__in=ids[start : start + _IDS]).values_list("id", *names))
            if values:
                columns = zip(*values, strict=True)
                arrays = [pa.array(column, kind) for column, kind in zip(columns, types, strict=True)]
                self._connection.register("part", pa.table(arrays, names=["id", *names]))
                self._connection.execute("INSERT INTO before SELECT * FROM part")
        self._connection.unregister("part")

    def close(self) -> None:
        """Let go of the engine and its copy of the rows."""
        self._connection.close()

    def rows(self) -> Iterator[list[tuple]]:
        """The new versions in batches: row_key, content, then the table's columns; dates as ISO text."""
        columns = ", ".join(_as_stored(self.table, name) for name in columns_of(self.table))
        result = self._connection.execute(
            f"SELECT row_key, content, {columns} FROM incoming JOIN difference USING (row_key)"
            " WHERE state IN ('new', 'changed')"
        )
        while batch := result.fetchmany(bulk_rows.BATCH):
            yield batch


def compare(
    table: Table, rows: pa.Table | None, source: Source, *, full: bool, period: Period, spared: frozenset[str]
) -> Difference:
    """Compare delivered ``rows`` (None: no file for this table) with the source's current ones.

    ``full``: rows that are current, in force in ``period`` (None: always) and not delivered are gone, unless they
    belong to a student in ``spared`` (one with a row in quarantine: a row that could not be read isn't absent).
    """
    connection = duckdb.connect(config={"enable_external_access": "false", "threads": 2})
    key = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '\\N')" for name in table.key)
    connection.register("delivered", rows if rows is not None else _no_rows(table))
    connection.execute(
        f"CREATE TABLE incoming AS SELECT *, md5(concat_ws(chr(31), {key})) AS row_key FROM delivered"
    )
    _load_current(connection, table, source, spared)
    connection.execute(
        """
        CREATE TABLE difference AS
        SELECT coalesce(i.row_key, c.row_key) AS row_key, c.id, c.starts, c.ends, c.spared,
               CASE WHEN c.id IS NULL THEN 'new' WHEN i.row_key IS NULL THEN 'absent'
                    WHEN i.content = c.content THEN 'unchanged' ELSE 'changed' END AS state
        FROM incoming i FULL JOIN current_rows c USING (row_key)
        """
    )
    timeless = table.span[0] is None
    full = full and rows is not None
    covered = _mark_gone(connection, full=full, period=period, timeless=timeless)
    counts = dict(connection.execute("SELECT state, count(*) FROM difference GROUP BY ALL").fetchall())
    closing = connection.execute("SELECT id FROM difference WHERE state IN ('changed', 'gone')").fetchall()
    return Difference(
        table=table,
        **{state: counts.get(state, 0) for state in ("new", "changed", "unchanged", "gone")},
        current=covered,
        closing=[row[0] for row in closing],
        _connection=connection,
    )


def _mark_gone(connection: duckdb.DuckDBPyConnection, *, full: bool, period: Period, timeless: bool) -> int:
    """Turn absent rows in the period into gone ones; returns how many current rows the period covers."""
    if period and timeless:
        full = False  # a student isn't gone because none of the student's spells lies in the period
    first, last = period or (date.min, date.max)
    inside = "coalesce(starts, DATE '0001-01-01') <= $last AND coalesce(ends, DATE '9999-12-31') >= $first"
    dates = {"first": first, "last": last}
    if full:
        connection.execute(
            f"UPDATE difference SET state = 'gone' WHERE state = 'absent' AND NOT spared AND {inside}",
            dates,
        )
    covered = connection.execute(
        f"SELECT count(*) FROM difference WHERE id IS NOT NULL AND {inside}",
        dates,
    )
    return covered.fetchone()[0]


def _load_current(
    connection: duckdb.DuckDBPyConnection, table: Table, source: Source, spared: frozenset[str]
) -> None:
    """Fill ``current_rows`` with id, key, content, span and whether its student is spared."""
    model = model_of(table.name)
    starts, ends = (f"CAST({name} AS TEXT)" if name else "NULL" for name in table.span)
    student = "student" if "student" in table.names else "NULL"
    connection.execute(
        "CREATE TABLE current_rows (id BIGINT, row_key VARCHAR, content VARCHAR, starts DATE, ends DATE, "
        "spared BOOLEAN)"
    )
    sql = (
        f"SELECT id, row_key, content, {starts}, {ends}, {student} FROM {model._meta.db_table} "
        "WHERE source_id = %s AND to_delivery_id IS NULL AND from_delivery_id IN "
        f"(SELECT id FROM {Delivery._meta.db_table} WHERE source_id = %s AND state = %s)"
    )
    for batch in bulk_rows.read(sql, [source.pk, source.pk, Delivery.State.ACTIVE]):
        columns = list(zip(*batch, strict=True))
        columns[5] = [student in spared for student in columns[5]]
        types = [pa.int64(), pa.string(), pa.string(), pa.date32(), pa.date32(), pa.bool_()]
        days = [_dates(columns[3], "-01-01"), _dates(columns[4], "-12-31")]
        arrays = [*columns[:3], *days, columns[5]]
        pairs = zip(arrays, types, strict=True)
        part = pa.table(
            [values if isinstance(values, pa.Array) else pa.array(values, kind) for values, kind in pairs],
            names=["id", "row_key", "content", "starts", "ends", "spared"],
        )
        connection.register("part", part)
        connection.execute("INSERT INTO current_rows SELECT * FROM part")
        connection.unregister("part")


def _dates(values: tuple[str | None, ...], edge: str) -> pa.Array:
    """Dates from ISO text; a calendar year means its first or last day."""
    days = pa.array(
        [f"{value}{edge}" if value and len(value) == 4 else value for value in values], pa.string()
    )
    return days.cast(pa.date32())


def _as_stored(table: Table, name: str) -> str:
    return f"CAST({name} AS VARCHAR)" if table.column(name).type == "date" else name


def _no_rows(table: Table) -> pa.Table:
    columns = {column.name: pa.array([], _TYPES[column.type]) for column in table.columns}
    return pa.table({**columns, "content": pa.array([], pa.string())})
