"""One school's delivered rows in DuckDB: every visible version, with the deliveries that bound it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from pejling.analysis.tables import Table
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries import bulk_rows
from pejling.facts.deliveries import queries as deliveries
from pejling.facts.deliveries.models import Delivery, Source
from pejling.facts.deliveries.tables import model_of

_ARROW = {"text": pa.string(), "integer": pa.int64(), "decimal": pa.float64(), "date": pa.date32()}


@dataclass(frozen=True, slots=True)
class Known:
    """The deliveries a freeze builds on, in the order they were accepted.

    ``reconstructed``: names of sources whose first delivery was extracted after the wanted date, so that their
    facts are cut at that date instead of being as they were known on it.
    """

    deliveries: list[Delivery]
    as_of: date | None
    reconstructed: list[str]

    def table_as_of(self, *tables: str) -> date | None:
        """The date up to which these tables are known: per source its newest, then the oldest of those."""
        newest: dict[tuple[str, int], date] = {}
        for delivery in self.deliveries:
            for table in delivery.tables:
                if table in tables:
                    key = (table, delivery.source_id)
                    newest[key] = max(newest.get(key, date.min), delivery.as_of)
        if not newest:
            return None
        oldest = min(newest.values())
        return min(oldest, self.as_of) if self.as_of else oldest

    def told_by(self) -> list[dict[str, Any]]:
        """The deliveries as a snapshot's manifest lists them, with the tables they filled."""
        return [
            {"id": str(d.uuid), "source": d.source.name, "title": d.source.title, "as_of": d.as_of.isoformat(),
             "tables": sorted(d.tables)}
            for d in self.deliveries
        ]  # fmt: skip

    def notes(self) -> list[str]:
        """What a snapshot's manifest says about how its facts were known."""
        return [f"reconstructed:{name}" for name in self.reconstructed]


def known_deliveries(organisation: Organisation, as_of: date | None, tables: Collection[str]) -> Known:
    """The active deliveries that filled one of ``tables``, or those of each source up to its last one extracted on
    or before ``as_of``. (A delivery that filled none is nobody's, and counts for all.)
    """
    every = [d for d in deliveries.active(organisation) if not d.tables or set(d.tables) & set(tables)]
    if as_of is None:
        return Known(every, None, [])
    chosen, reconstructed = [], []
    for source in {delivery.source for delivery in every}:
        own = [delivery for delivery in every if delivery.source_id == source.pk]
        before = [delivery.pk for delivery in own if delivery.as_of <= as_of]
        if not before:
            reconstructed.append(source.name)
        last = max(before, default=own[0].pk)
        chosen += [delivery for delivery in own if delivery.pk <= last]
    return Known(sorted(chosen, key=lambda delivery: delivery.pk), as_of, sorted(reconstructed))


def mapping_facts(known: Known) -> dict[Source, dict[str, Any]]:
    """What each source's newest delivery of these said of its mapping; the source that yields comes first."""
    newest = {delivery.source: delivery.mapping_facts for delivery in known.deliveries}
    return dict(sorted(newest.items(), key=lambda item: (item[1]["precedence"], item[0].name)))


def load_deliveries(connection: duckdb.DuckDBPyConnection, known: Known) -> None:
    """Make ``known`` (id, rank, never_started): a higher rank wins where two sources hold the same row."""
    facts = mapping_facts(known)
    rank = {source: place for place, source in enumerate(facts)}
    connection.execute("CREATE TABLE known (id BIGINT, rank INTEGER, never_started VARCHAR)")
    rows = [(d.pk, rank[d.source], facts[d.source]["never_started"]) for d in known.deliveries]
    if rows:
        connection.executemany("INSERT INTO known VALUES (?, ?, ?)", rows)


def load_versions(connection: duckdb.DuckDBPyConnection, organisation: Organisation, table: Table) -> None:
    """Make two tables: ``<table>_versions`` (all visible ones) and ``<table>_current`` (one row per natural key)."""
    model = model_of(table.name)
    names = list(table.names)
    types = [pa.int64(), pa.int64(), pa.string(), *(_ARROW[table.column(name).type] for name in names)]
    header = ["from_id", "to_id", "row_key", *names]
    empty = pa.table([pa.array([], kind) for kind in types], names=header)
    raw = f"{table.name}_raw"
    connection.register("part", empty)
    connection.execute(f"CREATE TABLE {raw} AS SELECT * FROM part")
    # As text, dates come at once; as dates, SQLite makes each one a Python object only to be unmade again.
    columns = [f"CAST({name} AS TEXT)" if table.column(name).type == "date" else name for name in names]
    sql = (
        f"SELECT from_delivery_id, to_delivery_id, row_key, {', '.join(columns)} "
        f"FROM {model._meta.db_table} WHERE organisation_id = %s"
    )
    for batch in bulk_rows.read(sql, [organisation.pk]):
        arrays = [_array(values, kind) for values, kind in zip(zip(*batch, strict=True), types, strict=True)]
        connection.register("part", pa.table(arrays, names=header))
        connection.execute(f"INSERT INTO {raw} SELECT * FROM part")
    connection.unregister("part")
    connection.execute(
        f"CREATE TABLE {table.name}_versions AS SELECT r.*, k.rank, k.never_started, "
        "to_id IS NULL OR to_id NOT IN (SELECT id FROM known) AS is_current "
        f"FROM {raw} r JOIN known k ON k.id = r.from_id"
    )
    connection.execute(f"DROP TABLE {raw}")


def _array(values: tuple, kind: pa.DataType) -> pa.Array:
    return pa.array(values, pa.string()).cast(kind) if kind == pa.date32() else pa.array(values, kind)
