"""Rows of all files of one table together: duplicates, conflicts, one row per key, and a hash of the content. *Pure.*

DuckDB does it, shut in: no files, no network, no settings changed, limited memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from pejling.analysis.tables import Table

_TEXT = {
    "text": "{0}",
    "date": "strftime({0}, '%Y-%m-%d')",
    "integer": "CAST({0} AS VARCHAR)",
    "decimal": "CAST({0} AS VARCHAR)",
}


@dataclass(frozen=True, slots=True)
class United:
    """``content``: a hash per row. ``duplicates`` and ``conflicts``: (place, place of the row that is kept)."""

    content: pa.Array
    duplicates: np.ndarray
    conflicts: np.ndarray


def connect(memory: str = "2GB") -> duckdb.DuckDBPyConnection:
    """A database in memory that can reach nothing else."""
    engine = duckdb.connect(
        ":memory:",
        config={
            "threads": 1,
            "memory_limit": memory,
            "enable_external_access": False,
            "autoload_known_extensions": False,
            "autoinstall_known_extensions": False,
        },
    )
    engine.execute("SET python_enable_replacements = false")
    engine.execute("SET lock_configuration = true")
    return engine


def quoted(name: str) -> str:
    """An identifier in SQL."""
    return '"' + name.replace('"', '""') + '"'


def unite(
    table: Table, rows: pa.Table, engine: duckdb.DuckDBPyConnection, newest: str | None = None
) -> United:
    """Hash every row, and find those that share a key.

    Rows alike in everything are duplicates of the first. Of rows that differ one is kept, whatever their order in the
    file: the one with most cells filled, then by content. With ``newest`` (a column of ``rows``) the latest is kept.
    """
    engine.register("delivered", rows)
    content = engine.sql(f"SELECT {_content(table)} AS content FROM delivered").to_arrow_table()
    hashes = _in_one(content.column(0))
    with_hash = rows.append_column("content", hashes).append_column("_place", pa.array(np.arange(len(rows))))
    engine.unregister("delivered")
    engine.register("delivered", with_hash)
    keys = ", ".join(quoted(name) for name in table.key)
    same = " AND ".join(f"d.{quoted(name)} IS NOT DISTINCT FROM k.{quoted(name)}" for name in table.key)
    rest = [name for name in table.names if name not in table.key]
    filled = " + ".join(f"(d.{quoted(name)} IS NOT NULL)::INT" for name in rest) or "0"
    first = f"d.{quoted(newest)} DESC NULLS LAST, " if newest else ""
    shared = engine.sql(
        f"""
        WITH keys AS (SELECT {keys} FROM delivered GROUP BY {keys} HAVING count(*) > 1)
        SELECT d._place, d.content,
               first_value(d._place) OVER w AS kept_place, first_value(d.content) OVER w AS kept_content
        FROM delivered d JOIN keys k ON {same}
        WINDOW w AS (PARTITION BY {_of_d(table.key)} ORDER BY {first}{filled} DESC, d.content, d._place)
        ORDER BY d._place
        """
    ).to_arrow_table()
    engine.unregister("delivered")
    return _sorted_out(hashes, shared)


def _of_d(names: Sequence[str]) -> str:
    return ", ".join(f"d.{quoted(name)}" for name in names)


def _content(table: Table) -> str:
    """SQL for a hash of all columns but the key; lengths keep neighbours apart, absent isn't empty."""
    rest = [column for column in table.columns if column.name not in table.key]
    if not rest:
        return "left(sha256(''), 32)"
    parts = []
    for column in rest:
        text = _TEXT[column.type].format(quoted(column.name))
        parts.append(f"coalesce(length({text}) || ':' || {text}, '-')")
    return f"left(sha256({' || '.join(parts)}), 32)"


def _in_one(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole


def _sorted_out(hashes: pa.Array, shared: pa.Table) -> United:
    """Duplicates and conflicts from the rows that share a key."""
    place = shared.column("_place").to_numpy()
    kept = shared.column("kept_place").to_numpy()
    equal = np.array(shared.column("content").to_pylist()) == np.array(
        shared.column("kept_content").to_pylist()
    )
    duplicate = (place != kept) & equal
    conflict = ~equal
    return United(
        hashes,
        np.stack((place[duplicate], kept[duplicate]), axis=1).astype(np.int64),
        np.stack((place[conflict], kept[conflict]), axis=1).astype(np.int64),
    )
