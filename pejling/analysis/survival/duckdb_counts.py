"""Spells counted in DuckDB by group, time, outcome and entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pejling.analysis.language import _
from pejling.analysis.survival import compile_sql, duckdb_relation, problems
from pejling.analysis.survival.answer import LEFT_OUT
from pejling.analysis.survival.compile_sql import STATUSES, Column
from pejling.analysis.survival.question import Question
from pejling.analysis.survival.refusal import Refusal
from pejling.analysis.survival.spell_file import SpellFile, open_spells

#: Rows need no order, and nothing may be fetched from the network.
_SETTINGS = {
    "preserve_insertion_order": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}

#: Statuses from here downwards are errors.
_FIRST_ERROR = STATUSES[next(iter(problems.PROBLEMS))]

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


def count_spells(question: Question) -> Counts:
    """Count the file's spells by group, time, outcome (and entry). Refusal for a file that can't answer."""
    file = open_spells(question.path, question.columns)
    with duckdb.connect(config=_SETTINGS) as connection:
        try:
            relation, columns = duckdb_relation.attach(connection, file, question.columns)
            labels = _code_tables(connection, relation, columns, question)
            outcomes = _cause_table(connection, relation, columns, question)
            found = connection.execute(compile_sql.counts_query(question, relation, columns)).fetchnumpy()
            status = found["status"].astype(np.int64)
            if len(status) and status.min() <= _FIRST_ERROR:
                raise problems.refuse_rows(question, _problems(connection, relation, columns, question, file))
        except duckdb.Error as error:
            raise Refusal(
                _("the file %(name)s can't be read: %(why)s"), name=file.path.name, why=error
            ) from None
    if question.event not in outcomes and not question.allow_no_event:
        raise problems.refuse_event(question, outcomes)
    n = found["n"].astype(np.int64)
    left_out = {code: int(n[status == STATUSES[code]].sum()) for code in LEFT_OUT}
    used = status >= 0
    # Usually every row is used, and nothing need be copied.
    kept = slice(None) if used.all() else used
    never = tuple(value for value in question.competing if value not in outcomes)
    return Counts(
        [found[f"g{number}"][kept].astype(np.int64, copy=False) for number in range(len(question.by))],
        labels,
        status[kept],
        found["t"][kept].astype(np.float64, copy=False),
        found["e"][kept].astype(np.float64, copy=False) if question.entry else None,
        n[kept],
        {code: number for code, number in left_out.items() if number},
        never,
    )


def _distinct(connection: duckdb.DuckDBPyConnection, relation: str, column: Column) -> list[str]:
    rows = connection.execute(f"SELECT DISTINCT {column.text} FROM {relation}").fetchall()
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
    row = duckdb_relation.number_rows(connection, relation, file, question.columns)
    query = compile_sql.problems_query(question, relation, columns, row, problems.NAMED + 1)
    rows = connection.execute(query).fetchall()
    shown = duckdb_relation.shown_rows(file, [number for number, *_rest in rows])
    codes = {status: code for code, status in STATUSES.items()}
    fields = ("start", "end", "duration", "entry")
    return [
        (at, codes[status], texts[fields.index(problems.PROBLEMS[codes[status]][0])])
        for at, (_number, status, *texts) in zip(shown, rows, strict=True)
    ]
