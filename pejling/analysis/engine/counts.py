"""Counts of spells: entrants, and those in progress with leave of absence apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import duckdb

from pejling.analysis.engine.compile_incidence import Asked, Query, months_down, months_up, population
from pejling.analysis.engine.dimensions import Bound, shown
from pejling.analysis.engine.question import Value
from pejling.analysis.engine.snapshot_files import Snapshot


def count_query(asked: Asked, files: dict[str, Path]) -> Query:
    """One row per group and reason of exclusion: reason (null: counted) and count."""
    bound = Bound()
    groups = "".join(f"g{place}, " for place in range(len(asked.by)))
    sql = f"{_kept(asked, files, bound, ())} SELECT {groups} reason, count(*) AS count FROM kept GROUP BY ALL"
    return Query(sql, bound.values)


def counted_rows(asked: Asked, files: dict[str, Path]) -> Query:
    """The spells behind a count: spell, reason of exclusion (null: counted), and false (a count has no event)."""
    bound = Bound()
    return Query(
        f"{_kept(asked, files, bound, ('spell',))} SELECT spell, reason, false FROM kept", bound.values
    )


def _kept(asked: Asked, files: dict[str, Path], bound: Bound, columns: tuple[str, ...]) -> str:
    """SQL: the spells counted, and those left out with their reason."""
    spells = population(asked, files, bound, extra=(*columns, "leave_from", "leave_to"))
    if asked.definition.measure == "entrants" and not asked.window:
        counted = "true"
    elif asked.definition.measure == "entrants":
        counted = f"starts_on > CAST({bound(asked.as_of)} AS DATE) - to_months({bound(asked.window)})"
    else:
        as_of = bound(asked.as_of)
        on_leave = _on_leave_at(as_of)
        wanted = asked.variant is not None and asked.variant.leave_of_absence
        apart = on_leave if wanted else (f"NOT {on_leave}" if asked.definition.variants else "true")
        counted = f"(outcome = 'active' OR coalesce(ends_on > {as_of}, false)) AND {apart}"
    return f"""WITH spells AS ({spells}),
kept AS (SELECT * FROM spells WHERE reason IS NOT NULL OR ({counted}))"""


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


def _on_leave_at(day: str) -> str:
    return f"coalesce(leave_from <= {day} AND (leave_to IS NULL OR leave_to >= {day}), false)"


def on_leave_query(asked: Asked, files: dict[str, Path]) -> Query:
    """Spells counted, in progress and on leave of absence on the day of the figure: one row per group and count."""
    bound = Bound()
    # Few have ever been on leave: saying so where the file is read spares the rest.
    spells = (
        population(asked, files, bound, extra=("leave_from", "leave_to")) + " AND s.leave_from IS NOT NULL"
    )
    as_of = bound(asked.as_of)
    groups = "".join(f"g{place}, " for place in range(len(asked.by)))
    sql = f"""WITH spells AS ({spells}) SELECT {groups} count(*) FROM spells
WHERE reason IS NULL AND (outcome = 'active' OR ends_on > {as_of}) AND {_on_leave_at(as_of)} GROUP BY ALL"""
    return Query(sql, bound.values)


def leaves_by_month_query(asked: Asked, files: dict[str, Path]) -> Query:
    """Leaves of absence of counted spells in months since the start: first and last month away, last month in, count.

    "Away at month m" = on leave on the day m months after the start; "in at month m" = not out by that day, and
    followed that long.
    """
    bound = Bound()
    spells = population(asked, files, bound, extra=("leave_from", "leave_to"))
    as_of = f"CAST({bound(asked.as_of)} AS DATE)"
    outs = bound.any_of("outcome", (*asked.definition.event.outcomes, *asked.definition.competing))
    followed = months_down("origin", as_of)
    left = f"CASE WHEN {outs} AND ends_on <= {as_of} THEN greatest({months_up('origin', 'ends_on')}, 0) END"
    last = f"CASE WHEN leave_to IS NULL THEN {followed} ELSE {months_down('origin', 'leave_to')} END"
    sql = f"""WITH spells AS ({spells}),
away AS (SELECT {months_up("origin", "leave_from")} AS first, {last} AS last,
  least({followed}, coalesce({left} - 1, {followed})) AS stays
  FROM spells WHERE reason IS NULL AND leave_from <= {as_of})
SELECT first, last, stays, count(*) FROM away WHERE last >= first GROUP BY ALL"""
    return Query(sql, bound.values)
