"""The fast engine: DuckDB counts the spells, numpy makes the life tables.

DuckDB is let at nothing but the one Parquet file; a CSV file is read by Arrow, which is stricter, and handed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from pejling.analysis import lifetable
from pejling.analysis.language import _
from pejling.analysis.logrank import log_rank
from pejling.analysis.survival import compile_sql, problems
from pejling.analysis.survival.answer import LEFT_OUT, Comparison, LifeTables
from pejling.analysis.survival.compile_sql import STATUSES, Column
from pejling.analysis.survival.question import Question
from pejling.analysis.survival.refusal import Refusal
from pejling.analysis.survival.spell_file import SpellFile, check_readable, open_spells

#: A comparison holds a matrix of groups x groups.
MOST_COMPARED = 5000

#: The relation of rows that Arrow has read.
_HANDED_OVER = "spells"

#: Rows need no order, and nothing may be fetched from the network.
_SETTINGS = {
    "preserve_insertion_order": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counts:
    """Counted spells. Arrays of one length: `codes` (one array per by column, into `labels`), `status`, `time`,
    `entry` (None without delayed entry), `n`. `labels`: the sorted values of each by column."""

    codes: list[Integers]
    labels: list[npt.NDArray[np.object_]]
    status: Integers
    time: npt.NDArray[np.float64]
    entry: npt.NDArray[np.float64] | None
    n: Integers
    left_out: dict[str, int]
    never: tuple[str, ...]


def life_tables(question: Question) -> LifeTables:
    """The life table of every group. Refusal when the file can't answer the question."""
    counts = count_spells(question)
    order, new_group = _sorted_by_group_and_time(counts)
    time, status, n = counts.time[order], counts.status[order], counts.n[order]
    group = np.cumsum(new_group) - 1
    first = np.flatnonzero(new_group | np.r_[True, time[1:] != time[:-1]][: len(time)])
    kinds = 1 + len(question.causes)
    row = np.repeat(np.arange(len(first)), np.diff(np.r_[first, len(time)]))
    cells = np.bincount(row * kinds + status, n, len(first) * kinds).astype(np.int64).reshape(-1, kinds)
    row_group, row_time, leaving = group[first], time[first], cells.sum(axis=1)
    if counts.entry is None:
        at_risk = lifetable.at_risk_without_entry(row_group, leaving)
    else:
        at_risk = lifetable.at_risk_with_entry(row_group, row_time, leaving, group, counts.entry[order], n)
    found = lifetable.estimate(row_group, at_risk, cells[:, 1:])
    by = [
        labels[codes[order[first]]] for labels, codes in zip(counts.labels, counts.codes, strict=True)
    ]
    values = [*by, row_time, at_risk, *cells[:, 1:].T, cells[:, 0], found.survival, found.se, found.lower, found.upper]
    for cause in range(len(question.causes)):
        values += [found.cif[:, cause], found.cif_se[:, cause]]
    return LifeTables(dict(zip(question.answer_columns, values, strict=True)), counts.left_out, counts.never)


def compare(question: Question) -> Comparison:
    """The log-rank test between the groups; competing values count as censored."""
    counts = count_spells(question)
    named = np.ones(len(counts.n), bool)
    for codes, labels in zip(counts.codes, counts.labels, strict=True):
        named &= (labels != "")[codes]
    key = _group_keys(counts)[0][named]
    _keys, members, group = np.unique(key, return_index=True, return_inverse=True)
    if not 2 <= len(members) <= MOST_COMPARED:
        raise problems.refuse_comparison(len(members), MOST_COMPARED)
    n = counts.n[named]
    result = log_rank(len(members), group, counts.time[named], n * (counts.status[named] == 1), n)
    values = [labels[codes[named][members]] for labels, codes in zip(counts.labels, counts.codes, strict=True)]
    names = tuple(" / ".join(parts) for parts in zip(*values, strict=True))
    return Comparison(
        names, result.n, result.events, result.chi2, result.df, result.p, counts.left_out, counts.never
    )


def count_spells(question: Question) -> Counts:
    """Count the file's spells by group, time, outcome (and entry). Refusal for a file that can't answer."""
    file = open_spells(question.path, question.columns)
    with duckdb.connect(config=_SETTINGS) as connection:
        try:
            relation, columns = _attach(connection, file, question.columns)
            labels = _code_tables(connection, relation, columns, question)
            outcomes = _cause_table(connection, relation, columns, question)
            found = connection.execute(compile_sql.counts_query(question, relation, columns)).fetchnumpy()
            status = found["status"].astype(np.int64)
            if len(status) and status.min() <= STATUSES[next(iter(problems.PROBLEMS))]:
                raise problems.refuse_rows(question, _problems(connection, relation, columns, question, file))
        except duckdb.Error as error:
            raise Refusal(_("the file %(name)s can't be read: %(why)s"), name=file.path.name, why=error) from None
    if question.event not in outcomes and not question.allow_no_event:
        raise problems.refuse_event(question, outcomes)
    n = found["n"].astype(np.int64)
    left_out = {code: int(n[status == STATUSES[code]].sum()) for code in LEFT_OUT}
    kept = status >= 0
    never = tuple(value for value in question.competing if value not in outcomes)
    return Counts(
        [found[f"g{number}"][kept].astype(np.int64) for number in range(len(question.by))],
        labels,
        status[kept],
        found["t"][kept].astype(np.float64),
        found["e"][kept].astype(np.float64) if question.entry else None,
        n[kept],
        {code: number for code, number in left_out.items() if number},
        never,
    )


def _group_keys(counts: Counts) -> tuple[Integers, int]:
    """One number per combination of by values, in sorted order, below the returned bound (at most 2^62)."""
    key, bound = np.zeros(len(counts.n), np.int64), 1
    for codes, labels in zip(counts.codes, counts.labels, strict=True):
        if bound * max(1, len(labels)) > 1 << 62:
            found, key = np.unique(key, return_inverse=True)
            bound = len(found)
        key = key * len(labels) + codes
        bound *= max(1, len(labels))
    return key, bound


def _sorted_by_group_and_time(counts: Counts) -> tuple[Integers, npt.NDArray[np.bool_]]:
    """The order of the counts by group, then time; and where, in that order, a new group begins."""
    key, bound = _group_keys(counts)
    last = float(counts.time.max(initial=0.0))
    if last < (1 << 62) // bound - 1 and np.array_equal(counts.time, np.floor(counts.time)):
        # Whole times fit into one number with the group: one sort instead of two.
        order = np.argsort(key * (int(last) + 1) + counts.time.astype(np.int64))
    else:
        order = np.lexsort((counts.time, key))
    key = key[order]
    return order, np.r_[True, key[1:] != key[:-1]][: len(key)]


def _attach(
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
        return pa_csv.read_csv(
            file.path,
            read_options=pa_csv.ReadOptions(column_names=names, skip_rows_after_names=1, block_size=1 << 24),
            parse_options=pa_csv.ParseOptions(delimiter=file.separator, newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), include_columns=wanted
            ),
        )
    except pa.ArrowException as error:
        raise Refusal(_("the file %(name)s can't be read: %(why)s"), name=file.path.name, why=error) from None


def _distinct(connection: duckdb.DuckDBPyConnection, relation: str, column: Column) -> list[str]:
    rows = connection.execute(f"SELECT DISTINCT {column.text} FROM {relation}").fetchall()  # noqa: S608 names are quoted
    return [value for (value,) in rows]


def _code_tables(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Mapping[str, Column], question: Question
) -> list[npt.NDArray[np.object_]]:
    """A table codes0 ... per by column: its raw values and the place of the trimmed value in sorted order."""
    labels = []
    for number, name in enumerate(question.by):
        raw = _distinct(connection, relation, columns[name])
        trimmed = sorted({value.strip() for value in raw})
        place = {value: code for code, value in enumerate(trimmed)}
        _register(connection, f"codes{number}", raw, "code", [place[value.strip()] for value in raw])
        labels.append(np.array(trimmed, dtype=object))
    return labels


def _cause_table(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Mapping[str, Column], question: Question
) -> set[str]:
    """A table of the outcome's raw values and their status; returns the trimmed values."""
    raw = _distinct(connection, relation, columns[question.outcome])
    status = {value: 1 + cause for cause, value in enumerate(question.causes)}
    _register(connection, "causes", raw, "status", [status.get(value.strip(), 0) for value in raw])
    return {value.strip() for value in raw}


def _register(
    connection: duckdb.DuckDBPyConnection, name: str, values: list[str], kind: str, codes: Iterable[int]
) -> None:
    table = pa.table({"value": pa.array(values, pa.string()), kind: pa.array(codes, pa.int32())})
    connection.register(name, table)


def _problems(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    columns: Mapping[str, Column],
    question: Question,
    file: SpellFile,
) -> list[tuple[int, str, str]]:
    """The first rows in error as (row as a spreadsheet shows it, code, value)."""
    row = "file_row_number"
    if relation == _HANDED_OVER:
        table = _read(file, file.positions(question.columns))
        row = "row_number_of_file"
        connection.register(_HANDED_OVER, table.append_column(row, pa.array(range(len(table)), pa.int64())))
    query = compile_sql.problems_query(question, relation, columns, row, problems.NAMED + 1)
    rows = connection.execute(query).fetchall()
    shown = _shown_rows(file, [number for number, *_rest in rows])
    codes = {status: code for code, status in STATUSES.items()}
    fields = ("start", "end", "duration", "entry")
    return [
        (at, codes[status], texts[fields.index(problems.PROBLEMS[codes[status]][0])])
        for at, (_number, status, *texts) in zip(shown, rows, strict=True)
    ]


def _shown_rows(file: SpellFile, numbers: list[int]) -> list[int]:
    """Rows counted from 0 without header and blank lines -> rows as a spreadsheet numbers them."""
    if file.separator is None:
        return [number + 1 for number in numbers]
    from pejling.analysis.survival.csv_rows import numbered_rows

    wanted, shown = set(numbers), {}
    for number, (row, _values) in enumerate(numbered_rows(file)):
        if number in wanted:
            shown[number] = row
    return [shown[number] for number in numbers]
