"""Counts of spells: entrants, and those in progress with leave of absence apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import duckdb

from pejling.analysis.engine.compile_incidence import Asked, Query, population
from pejling.analysis.engine.dimensions import Bound, shown
from pejling.analysis.engine.question import Value
from pejling.analysis.engine.snapshot_files import Snapshot


def count_query(asked: Asked, files: dict) -> Query:
    """One row per group and reason of exclusion: reason (null: counted) and count."""
    bound = Bound()
    spells = population(asked, files, bound, extra=("leave_from", "leave_to"))
    if asked.definition.measure == "entrants" and not asked.window:
        counted = "true"
    elif asked.definition.measure == "entrants":
        counted = f"starts_on > CAST({bound(asked.as_of)} AS DATE) - to_months({bound(asked.window)})"
    else:
        as_of = bound(asked.as_of)
        on_leave = f"coalesce(leave_from <= {as_of} AND (leave_to IS NULL OR leave_to >= {as_of}), false)"
        wanted = asked.variant is not None and asked.variant.leave_of_absence
        apart = on_leave if wanted else (f"NOT {on_leave}" if asked.definition.variants else "true")
        counted = f"(outcome = 'active' OR coalesce(ends_on > {as_of}, false)) AND {apart}"
    groups = "".join(f"g{place}, " for place in range(len(asked.by)))
    sql = f"""WITH spells AS ({spells})
SELECT {groups} reason, count(*) AS count FROM spells WHERE reason IS NOT NULL OR ({counted}) GROUP BY ALL"""
    return Query(sql, bound.values)


def values(connection: duckdb.DuckDBPyConnection, asked: Asked, snapshot: Snapshot) -> Iterator[Value]:
    """The values of one variant of a count."""
    query = count_query(asked, snapshot.files)
    wide = len(asked.by)
    counts: dict[tuple, int] = defaultdict(int)
    excluded: dict[tuple, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(query.sql, query.values).fetchall():
        key, (reason, count) = row[:wide], row[wide:]
        if reason is None:
            counts[key] = count
        else:
            excluded[key][reason] = count
    if not asked.by:
        counts.setdefault((), 0)
    for key, count in counts.items():
        yield Value(
            indicator=asked.definition.key,
            variant=asked.variant.key if asked.variant else None,
            months=asked.window or None,
            by={name: shown(name, value) for name, value in zip(asked.by, key, strict=True)},
            estimate=float(count),
            n=count,
            lower=None,
            upper=None,
            events=None,
            as_of=asked.as_of,
            version=asked.definition.version,
            snapshot=snapshot.uuid,
            complete=True,
            excluded=dict(sorted(excluded[key].items())),
        )
