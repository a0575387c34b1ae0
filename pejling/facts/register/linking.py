"""Link the register's tables by natural keys: leavers to spells, agreements and absence to spells.

Pure: works on a DuckDB connection that merging.py has filled. What finds nothing to belong to is counted, never
dropped silently.
"""

from __future__ import annotations

from collections.abc import Callable

import duckdb

#: a leave may be dated this long after the end the enrolment extract gives, or before the start of a spell whose
#: registration has no date, and still mean that spell (days)
GRACE_DAYS = 31

_CHOSEN_LEAVES = f"""
CREATE TABLE chosen_leaves AS
WITH candidates AS (
    SELECT l.row_key AS leave, s.row_key AS spell, l.left_on, l.leave_code, o.outcome, l.never_started,
           s.starts_on,
           row_number() OVER (
               PARTITION BY l.row_key
               ORDER BY coalesce(s.starts_on <= l.left_on, TRUE) DESC,
                        CASE WHEN l.left_on IS NULL THEN DATE '9999-12-31' - s.starts_on
                             ELSE abs(s.starts_on - l.left_on) END, s.row_key
           ) AS place
    FROM leavers l
    JOIN leave_outcomes o ON o.code = l.leave_code
    JOIN spells s ON s.student = l.student AND s.programme = l.programme
         AND (l.part IS NULL OR s.part IS NULL OR s.part = l.part)
         AND (l.left_on IS NULL
              OR (s.starts_on <= l.left_on AND (s.ends_on IS NULL OR l.left_on <= s.ends_on + {GRACE_DAYS}))
              OR (s.starts_on > l.left_on AND coalesce(s.registered_on, s.starts_on - {GRACE_DAYS}) <= l.left_on))
)
SELECT * FROM candidates WHERE place = 1
"""

#: of several leaves on one day the same one counts at every freeze
_ORDER = "struct_pack(day := coalesce(left_on, DATE '0001-01-01'), key := leave)"
_LAST_LEAVES = f"""
CREATE TABLE linked_leaves AS
SELECT spell, arg_max(left_on, {_ORDER}) AS left_on, arg_max(leave_code, {_ORDER}) AS leave_code,
       arg_max(outcome, {_ORDER}) AS outcome, arg_max(never_started, {_ORDER}) AS never_started
FROM chosen_leaves WHERE outcome <> 'active' GROUP BY spell
"""

_SPELLS_WITH_LEAVES = """
CREATE TABLE told_spells AS
SELECT s.* REPLACE (
    CASE WHEN l.spell IS NOT NULL THEN coalesce(l.left_on, s.ends_on) ELSE s.ends_on END AS ends_on,
    CASE WHEN l.spell IS NULL THEN s.outcome
         WHEN l.outcome = 'interrupted'
              AND (l.left_on < s.starts_on OR (l.left_on = s.starts_on AND l.never_started = '<='))
         THEN 'never_started'
         ELSE l.outcome END AS outcome,
    coalesce(l.leave_code, s.leave_code) AS leave_code
)
FROM spells s LEFT JOIN linked_leaves l ON l.spell = s.row_key
"""

_MUNICIPALITY_AT_START = """
CREATE TABLE municipalities AS
SELECT s.row_key, arg_max(a.municipality, struct_pack(day := a.starts_on, key := a.row_key)) AS municipality
FROM told_spells s
JOIN agreements a ON a.student = s.student AND a.municipality IS NOT NULL
     AND (a.programme IS NULL OR a.programme = s.programme)
     AND a.starts_on <= s.starts_on AND (a.ends_on IS NULL OR a.ends_on >= s.starts_on)
GROUP BY s.row_key
"""

_ABSENCE_IN_SPELL = """
CREATE TABLE placed_absence AS
SELECT a.*, s.row_key AS spell_key
FROM absence a
LEFT JOIN LATERAL (
    SELECT arg_max(t.row_key, struct_pack(day := t.starts_on, key := t.row_key)) AS row_key
    FROM told_spells t
    WHERE t.student = a.student
      AND (a.programme IS NULL OR t.programme = a.programme) AND (a.part IS NULL OR t.part = a.part)
      AND t.starts_on <= a.to_on AND (t.ends_on IS NULL OR t.ends_on >= a.from_on)
) s ON TRUE
"""


def link(
    connection: duckdb.DuckDBPyConnection, outcome_of_code: Callable[[str], str | None]
) -> dict[str, int]:
    """Make ``told_spells``, ``municipalities`` and ``placed_absence``; returns the unmatched rows per table."""
    codes = [row[0] for row in connection.execute("SELECT DISTINCT leave_code FROM leavers").fetchall()]
    connection.execute("CREATE TABLE leave_outcomes (code VARCHAR, outcome VARCHAR)")
    if codes:
        connection.executemany(
            "INSERT INTO leave_outcomes VALUES (?, ?)",
            [(code, outcome_of_code(code) or "interrupted") for code in codes],
        )
    for statement in (
        _CHOSEN_LEAVES,
        _LAST_LEAVES,
        _SPELLS_WITH_LEAVES,
        _MUNICIPALITY_AT_START,
        _ABSENCE_IN_SPELL,
    ):
        connection.execute(statement)
    return _unmatched(connection)


def _unmatched(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    queries = {
        "leavers": "SELECT count(*) FROM leavers WHERE row_key NOT IN (SELECT leave FROM chosen_leaves)",
        "agreements": "SELECT count(*) FROM agreements WHERE student NOT IN (SELECT student FROM spells)",
        "absence": "SELECT count(*) FROM placed_absence WHERE spell_key IS NULL",
    }
    counts = {table: connection.execute(sql).fetchone()[0] for table, sql in queries.items()}
    return {table: count for table, count in counts.items() if count}
