"""Random names for students: made once, kept in one table, and nowhere else linked to the student."""

from __future__ import annotations

import os
from collections.abc import Iterable

import duckdb
import pyarrow as pa

from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries import bulk_rows
from pejling.facts.register.models import Pseudonym


def load(connection: duckdb.DuckDBPyConnection, organisation: Organisation, students: str) -> None:
    """Make ``pseudonyms`` (student, pseudonym) for every student that the query ``students`` names."""
    connection.execute("CREATE TABLE pseudonyms (student VARCHAR, pseudonym VARCHAR)")
    sql = f"SELECT student, name FROM {Pseudonym._meta.db_table} WHERE organisation_id = %s"
    for batch in bulk_rows.read(sql, [organisation.pk]):
        _append(connection, batch)
    missing = connection.execute(
        f"SELECT DISTINCT student FROM ({students}) WHERE student NOT IN (SELECT student FROM pseudonyms) "
        "ORDER BY student"
    )
    while names := [row[0] for row in missing.fetchmany(bulk_rows.BATCH)]:
        new = [
            (organisation.pk, student, name) for student, name in zip(names, _random(len(names)), strict=True)
        ]
        bulk_rows.insert(Pseudonym, ["organisation_id", "student", "name"], [new])
        _append(connection.cursor(), [row[1:] for row in new])


def _random(count: int) -> Iterable[str]:
    digits = os.urandom(16 * count).hex()
    return (digits[32 * i : 32 * (i + 1)] for i in range(count))


def _append(connection: duckdb.DuckDBPyConnection, rows: list[tuple]) -> None:
    students, names = zip(*rows, strict=True)
    part = pa.table({"student": pa.array(students, pa.string()), "pseudonym": pa.array(names, pa.string())})
    connection.register("named", part)
    connection.execute("INSERT INTO pseudonyms SELECT * FROM named")
    connection.unregister("named")
