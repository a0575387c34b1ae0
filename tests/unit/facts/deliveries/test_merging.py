"""Two sources tell of one row: the register's fields are merged one by one, a key figure is taken whole."""

from __future__ import annotations

import duckdb

from pejling.analysis.tables import KEY_FIGURES, QUOTAS, Table
from pejling.facts.deliveries.merging import merge

_SQL = {"text": "VARCHAR", "date": "DATE", "integer": "BIGINT", "decimal": "DOUBLE"}


def merged(table: Table, *versions: dict) -> list[dict]:
    """The table made of current versions of one row; the later given, the higher its rank."""
    with duckdb.connect() as connection:
        columns = ", ".join(f"{column.name} {_SQL[column.type]}" for column in table.columns)
        connection.execute(
            f"CREATE TABLE {table.name}_versions (row_key VARCHAR, rank INTEGER, never_started VARCHAR, "
            f"is_current BOOLEAN, {columns})"
        )
        for rank, version in enumerate(versions):
            cells = [version.get(name) for name in table.names]
            marks = ", ".join("?" * (4 + len(cells)))
            connection.execute(
                f"INSERT INTO {table.name}_versions VALUES ({marks})", ["k", rank, "<=", True, *cells]
            )
        merge(connection, table)
        return connection.sql(f"SELECT * FROM {table.name}").to_arrow_table().to_pylist()


def test_a_key_figure_is_one_source_s() -> None:
    """The value of one with the number of answers of the other would be a figure nobody told."""
    same = {"origin": "etu", "indicator": "Trivsel", "period": "2024", "unit": "score"}
    (row,) = merged(KEY_FIGURES, same | {"value": 4.1, "n": 512, "sd": 0.7}, same | {"value": 4.2})
    assert (row["value"], row["n"], row["sd"]) == (4.2, None, None)
    (row,) = merged(KEY_FIGURES, same | {"value": 4.1, "n": 512}, same | {"note": "left out"})
    assert (row["value"], row["n"], row["note"]) == (None, None, "left out")


def test_the_register_s_fields_are_filled_from_whoever_has_them() -> None:
    same = {"programme": "SSA", "municipality": "Fjordby", "year": 2025}
    (row,) = merged(QUOTAS, same | {"agreed": 40}, same)
    assert row["agreed"] == 40
