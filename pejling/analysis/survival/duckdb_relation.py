"""One file as a relation in DuckDB, which is then let at nothing else.

DuckDB reads a Parquet file itself; a CSV file is read by Arrow, which is stricter, and handed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import duckdb
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from pejling.analysis.language import _
from pejling.analysis.survival import compile_sql
from pejling.analysis.survival.compile_sql import Column
from pejling.analysis.survival.csv_rows import numbered_rows
from pejling.analysis.survival.refusal import Refusal
from pejling.analysis.survival.spell_file import SpellFile, check_readable

#: The relation of rows that Arrow has read.
_HANDED_OVER = "spells"


def attach(
    connection: duckdb.DuckDBPyConnection, file: SpellFile, wanted: tuple[str, ...]
) -> tuple[str, Mapping[str, Column]]:
    """Make the file readable as a relation and shut everything else off; the columns by their own names."""
    positions = file.positions(wanted)
    path = str(file.path.resolve())
    # DuckDB would take a name with * or [ in it for a pattern: such a file is read by Arrow.
    if file.separator is None and not re.search(r"[*?\[]", path):
        check_readable(file.path, wanted)
        relation = f"read_parquet({compile_sql.literal(path)}, file_row_number = true)"
        connection.execute(f"SET allowed_paths = [{compile_sql.literal(path)}]")
    else:
        connection.register(_HANDED_OVER, _read(file, positions))
        relation = _HANDED_OVER
        positions = {name: number for number, name in enumerate(positions)}
    connection.execute("SET enable_external_access = false; SET lock_configuration = true")
    described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    return relation, {
        name: Column('"' + described[position][0].replace('"', '""') + '"', described[position][1])
        for name, position in positions.items()
    }


def _read(file: SpellFile, positions: Mapping[str, int]) -> pa.Table:
    """The wanted columns, called c0, c1 ... by their place in the file."""
    names = [f"c{number}" for number in range(len(file.names))]
    wanted = [names[position] for position in positions.values()]
    try:
        if file.separator is None:
            check_readable(file.path, tuple(positions))
            return pq.ParquetFile(file.path).read().rename_columns(names).select(wanted)
        if file.odd_quotes:
            # Arrow would take everything after a quotation mark that never ends as one value.
            _check_rows(file)
        return _read_csv(file, names, wanted)
    except pa.ArrowException as error:
        if file.separator is not None:
            # Arrow's own words quote the row, which may be about a person; these give its number.
            _check_rows(file)
        why = type(error).__name__
        raise Refusal(_("the file %(name)s can't be read: %(why)s"), name=file.path.name, why=why) from None


def _read_csv(file: SpellFile, names: list[str], wanted: list[str]) -> pa.Table:
    return pa_csv.read_csv(
        file.path,
        read_options=pa_csv.ReadOptions(column_names=names, skip_rows_after_names=1, block_size=1 << 24),
        parse_options=pa_csv.ParseOptions(delimiter=file.separator, newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), include_columns=wanted
        ),
    )


def _check_rows(file: SpellFile) -> None:
    """Read every row the slow way: a Refusal names the one that is wrong."""
    for _row in numbered_rows(file):
        pass


def number_rows(
    connection: duckdb.DuckDBPyConnection, relation: str, file: SpellFile, wanted: tuple[str, ...]
) -> str:
    """Make the relation count its rows from 0; the name of the column that does."""
    if relation != _HANDED_OVER:
        return "file_row_number"
    table = _read(file, file.positions(wanted))
    name = "row_number_of_file"
    connection.register(_HANDED_OVER, table.append_column(name, pa.array(range(len(table)), pa.int64())))
    return name


def shown_rows(file: SpellFile, numbers: list[int]) -> list[int]:
    """Rows counted from 0 without header and blank lines -> rows as a spreadsheet numbers them."""
    if file.separator is None:
        return [number + 1 for number in numbers]
    wanted, shown = set(numbers), {}
    for number, (row, _values) in enumerate(numbered_rows(file)):
        if number in wanted:
            shown[number] = row
    return [shown[number] for number in numbers]
