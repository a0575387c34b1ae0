"""The training-agreement target: agreements signed in a year over the agreed number, by programme and place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import duckdb

from pejling.analysis.engine.compile_incidence import Asked
from pejling.analysis.engine.dimensions import Bound, where_sql
from pejling.analysis.engine.question import Value
from pejling.analysis.engine.snapshot_files import Snapshot

Key = tuple[str, str, int]


def _quotas(connection: duckdb.DuckDBPyConnection, asked: Asked, snapshot: Snapshot) -> dict[Key, int]:
    """Agreed numbers of the years asked for (else of the newest year that isn't to come)."""
    bound = Bound()
    file, year = bound(str(snapshot.files["quotas"])), bound(asked.as_of.year)
    where = where_sql(asked.where, bound, lambda name: f"q.{name}")
    if "year" not in asked.by and "year" not in asked.where.names:
        where += f" AND q.year = (SELECT max(year) FROM read_parquet({file}) WHERE year <= {year})"
    sql = f"""SELECT q.programme, q.municipality, q.year, CAST(sum(q.agreed) AS BIGINT)
FROM read_parquet({file}) q WHERE q.year <= {year} AND {where} GROUP BY ALL"""
    return {(row[0], row[1], row[2]): row[3] for row in connection.execute(sql, bound.values).fetchall()}


def _signed(
    connection: duckdb.DuckDBPyConnection, asked: Asked, snapshot: Snapshot
) -> list[tuple[str | None, str | None, int | None, int]]:
    """Agreements signed by the day of the figure: programme, municipality, year (None: no date), count."""
    bound = Bound()
    columns = {"programme": "a.programme", "municipality": "a.municipality", "year": "year(a.signed_on)"}
    where = where_sql(asked.where.but(year=None), bound, columns.__getitem__)
    sql = f"""SELECT a.programme, a.municipality, year(a.signed_on), count(*)
FROM read_parquet({bound(str(snapshot.files["agreements"]))}) a
WHERE (a.signed_on IS NULL OR a.signed_on <= {bound(asked.as_of)}) AND {where} GROUP BY ALL"""
    return connection.execute(sql, bound.values).fetchall()


def values(connection: duckdb.DuckDBPyConnection, asked: Asked, snapshot: Snapshot) -> Iterator[Value]:
    """The values of the target; groups are combinations that have a quota."""
    quotas = _quotas(connection, asked, snapshot)
    places = [("programme", "municipality", "year").index(name) for name in asked.by]
    agreed: dict[tuple, int] = defaultdict(int)
    signed: dict[tuple, int] = defaultdict(int)
    excluded: dict[tuple, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    years: dict[tuple, set[int]] = defaultdict(set)
    for key, number in quotas.items():
        group = tuple(key[place] for place in places)
        agreed[group] += number
        years[group].add(key[2])
    asked_years = {key[2] for key in quotas}
    for programme, municipality, year, count in _signed(connection, asked, snapshot):
        key = (programme, municipality, year)
        group = tuple(key[place] for place in places)
        if year is None:
            excluded[group]["no_signing_date"] += count
        elif key in quotas:
            signed[group] += count
        elif year in asked_years:
            excluded[group]["no_quota"] += count
    if not asked.by:
        agreed.setdefault((), 0)
    for group, number in agreed.items():
        if number or not asked.by:
            yield _value(asked, snapshot, group, number, signed[group], excluded[group], years[group])


def _value(
    asked: Asked,
    snapshot: Snapshot,
    group: tuple,
    agreed: int,
    signed: int,
    excluded: dict[str, int],
    years: set[int],
) -> Value:
    return Value(
        indicator=asked.definition.key,
        variant=None,
        months=min(years) if len(years) == 1 else None,
        by=dict(zip(asked.by, group, strict=True)),
        estimate=signed / agreed if agreed else None,
        n=agreed,
        lower=None,
        upper=None,
        events=signed,
        as_of=asked.as_of,
        version=asked.definition.version,
        snapshot=snapshot.uuid,
        complete=bool(years) and asked.as_of >= date(max(years), 12, 31),
        excluded=dict(sorted(excluded.items())),
        reason=None if agreed else "no_quota",
    )
