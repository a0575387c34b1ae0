"""Every row of the database to JSON lines and back, one compressed file per table."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import connection, connections, models, transaction

from pejling.facts.deliveries import bulk_rows
from pejling.flows.backup.cells import plain, reader

_BATCH = 5_000


class NotWhole(Exception):
    """A table doesn't hold what the backup says; ``table`` names it."""

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


def write(model: type[models.Model], path: Path, using: str) -> int:
    """Write a table's rows in the order of their keys: first a line with the columns' names. Returns how many."""
    fields = model._meta.concrete_fields
    rows = model._base_manager.using(using).order_by("pk").values_list(*[f.attname for f in fields])
    count = 0
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=3, newline="\n") as stream:
        stream.write(json.dumps([field.column for field in fields]) + "\n")
        for row in rows.iterator(chunk_size=_BATCH):
            stream.write(json.dumps([plain(cell) for cell in row], ensure_ascii=False) + "\n")
            count += 1
    return count


def load(models_then: list[type[models.Model]], folder: Path, expected: dict[str, int]) -> None:
    """Fill the (empty) tables of the default database from ``folder``; all in one transaction.

    Raises NotWhole where a file holds another number of rows than ``expected`` says.
    """
    with connection.constraint_checks_disabled(), transaction.atomic():
        for model in models_then:
            # A migration may have made rows of its own; the backup holds them as they were.
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
        for model in models_then:
            table = model._meta.db_table
            if _load_one(model, folder / f"{table}.jsonl.gz") != expected[table]:
                raise NotWhole(table)
        _set_counters(models_then)
        connection.check_constraints()


def _load_one(model: type[models.Model], path: Path) -> int:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        columns = json.loads(stream.readline())
        by_column = {field.column: field for field in model._meta.concrete_fields}
        readers = [(i, reader(by_column[name], connection)) for i, name in enumerate(columns)]
        batches = _batches(stream, [(i, read) for i, read in readers if read is not None])
        return bulk_rows.insert(model, columns, batches)


def _batches(lines: Iterator[str], readers: list[tuple[int, Any]]) -> Iterator[list[tuple]]:
    while batch := [json.loads(line) for line in islice(lines, _BATCH)]:
        for row in batch:
            for place, read in readers:
                row[place] = read(row[place])
        yield [tuple(row) for row in batch]


def _set_counters(models_then: list[type[models.Model]]) -> None:
    """The next row of each table gets a number that is free."""
    statements = connection.ops.sequence_reset_sql(no_style(), models_then)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def reading_connection() -> str:
    """The name of a second connection whose one transaction sees the database as of its first statement.

    On SQLite that is a deferred transaction in WAL mode, on PostgreSQL a repeatable read: both let others write.
    """
    name = "backup"
    options = dict(connection.settings_dict["OPTIONS"])
    if connection.vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"
    else:
        from psycopg import IsolationLevel

        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    connections.databases[name] = {**connection.settings_dict, "OPTIONS": options}
    return name
