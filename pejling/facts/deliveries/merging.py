"""Merge the current rows of several sources into one row per natural key, by declared precedence.

The register's are merged field by field; a key figure is taken whole.

Pure: works on a DuckDB connection that loading.py has filled.
"""

from __future__ import annotations

import duckdb

from pejling.analysis.tables import Table

#: these tell one story together: they are taken from one source, never mixed from several
_TOGETHER = ("ends_on", "outcome", "leave_code")


def merge(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Make ``<table>``: one row per natural key (columns: row_key, never_started, then the table's own)."""
    current = f"(SELECT * FROM {table.name}_versions WHERE is_current)"
    sources = connection.execute(f"SELECT count(DISTINCT rank) FROM {current}").fetchone()[0]
    if sources <= 1:
        picked = ["row_key", "never_started", *table.names]
        connection.execute(f"CREATE TABLE {table.name} AS SELECT {', '.join(picked)} FROM {current}")
        return
    picked = ["row_key", "arg_max(never_started, rank) AS never_started"]
    picked += [_pick(table, name) for name in table.names]
    connection.execute(
        f"CREATE TABLE {table.name} AS SELECT {', '.join(picked)} FROM {current} GROUP BY row_key"
    )


def _pick(table: Table, name: str) -> str:
    if table.name == "key_figures":
        # A value belongs with its own n, spread and dates: the row of one source, never a mixture.
        return f"arg_max_null({name}, rank) AS {name}"
    if table.name == "spells" and name in _TOGETHER:
        # A source that knows how it ended beats one that still believes it runs.
        order = "struct_pack(ended := coalesce(outcome, 'active') <> 'active', rank := rank)"
        return f"arg_max_null({name}, {order}) AS {name}"
    return f"arg_max({name}, rank) FILTER ({name} IS NOT NULL) AS {name}"
