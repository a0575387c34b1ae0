"""Many rows into or out of the database at once: COPY on PostgreSQL, executemany on SQLite; in batches of their own.

Django's ORM makes an object per row, which a delivery of a million rows can't afford.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models, transaction

BATCH = 20_000


def insert(model: type[models.Model], columns: Sequence[str], batches: Iterable[Sequence[tuple]]) -> int:
    """Insert tuples in the order of ``columns`` (database names); dates as ISO text. Returns how many.

    Each batch is a transaction of its own, so that pages can be written to in between.
    """
    count = 0
    for batch in batches:
        with transaction.atomic(), connection.cursor() as cursor:
            _insert_batch(cursor, model._meta.db_table, columns, batch)
        count += len(batch)
    return count


def _insert_batch(cursor: Any, table: str, columns: Sequence[str], batch: Sequence[tuple]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in columns)
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {quote(table)} ({names}) FROM STDIN") as copy:
            for row in batch:
                copy.write_row(row)
        return
    marks = ", ".join(["%s"] * len(columns))
    cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", batch)


def close(model: type[models.Model], ids: Sequence[int], delivery: int) -> None:
    """Set ``to_delivery`` of the rows with these ids, in batches."""
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"UPDATE {table} SET to_delivery_id = %s WHERE id = ANY(%s)",
                    [delivery, list(batch)],
                )
            else:
                cursor.executemany(
                    f"UPDATE {table} SET to_delivery_id = %s WHERE id = %s",
                    [(delivery, pk) for pk in batch],
                )


def read(sql: str, params: Sequence[Any]) -> Iterator[list[tuple]]:
    """Rows of a query in batches, without holding them all."""
    if connection.vendor == "postgresql":
        # A named cursor streams from the server; it needs a transaction around it.
        with transaction.atomic(), connection.chunked_cursor() as cursor:
            yield from _batches(cursor, sql, params)
    else:
        with connection.cursor() as cursor:
            yield from _batches(cursor, sql, params)


def _batches(cursor: Any, sql: str, params: Sequence[Any]) -> Iterator[list[tuple]]:
    cursor.execute(sql, params)
    while rows := cursor.fetchmany(BATCH):
        yield rows
