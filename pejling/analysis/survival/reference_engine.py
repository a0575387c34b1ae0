"""The slow, obvious engine: one row at a time, one person at a time, decimals of 60 digits.

It is what the fast engine is held equal to, so it shares no arithmetic with it: no DuckDB, no numpy in the counting
or the estimates, the multi-state Greenwood recursion instead of the delta-method sums, Gaussian elimination and a
finite series for the chi-square tail. Rounding at 60 digits can't hide a mistake.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from math import inf, isfinite

import numpy as np

from pejling.analysis.survival import problems, reference_estimates
from pejling.analysis.survival.answer import LEFT_OUT, Comparison, LifeTables
from pejling.analysis.survival.csv_rows import numbered_rows
from pejling.analysis.survival.question import OPEN_END, Question
from pejling.analysis.survival.spell_file import SpellFile, check_readable, open_spells

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Spell:
    """One usable row: group, time, entry (minus infinity without delayed entry) and outcome ("" when censored)."""

    group: tuple[str, ...]
    time: float
    entry: float
    outcome: str


class Wrong(Exception):
    """A row in error: the problem's code and the offending text."""

    def __init__(self, code: str, value: object) -> None:
        super().__init__(code)
        self.code = code
        self.value = text_of(value)


class LeftOut(Exception):
    """A row that is not used; the argument is a code of `LEFT_OUT`."""


def life_tables(question: Question) -> LifeTables:
    """The life table of every group. Refusal when the file can't answer the question."""
    spells, left_out, never = _spells(question)
    rows: list[tuple[object, ...]] = []
    for group in sorted({spell.group for spell in spells}):
        members = [spell for spell in spells if spell.group == group]
        moments = [(spell.time, spell.entry, spell.outcome) for spell in members]
        rows += [(*group, *row) for row in reference_estimates.life_table(moments, question.causes)]
    columns = dict(zip(question.answer_columns, zip(*rows, strict=True), strict=True)) if rows else {}
    return LifeTables(
        {
            name: np.array(columns.get(name, ()), dtype=object if name in question.by else None)
            for name in question.answer_columns
        },
        left_out,
        never,
    )


def compare(question: Question) -> Comparison:
    """The log-rank test between the groups; competing values count as censored."""
    spells, left_out, never = _spells(question)
    named = [spell for spell in spells if "" not in spell.group]
    groups = sorted({spell.group for spell in named})
    if len(groups) < 2:
        raise problems.refuse_comparison(len(groups))
    moments = [(spell.group, spell.time, spell.outcome == question.event) for spell in named]
    chi2, df, p = reference_estimates.log_rank(moments, groups)
    events = sum(1 for _group, _time, left in moments if left)
    return Comparison(
        tuple(" / ".join(group) for group in groups), len(moments), events, chi2, df, p, left_out, never
    )


def _spells(question: Question) -> tuple[list[Spell], dict[str, int], tuple[str, ...]]:
    """The usable rows, how many others were left out, and the competing values that never occur."""
    file = open_spells(question.path, question.columns)
    spells, left_out, wrong = [], Counter[str](), []
    outcomes: set[str] = set()
    for number, row in _rows(file, question):
        outcomes.add(text_of(row[question.outcome]))
        try:
            spells.append(_judge(question, row))
        except LeftOut as reason:
            left_out[str(reason)] += 1
        except Wrong as error:
            wrong.append((number, error.code, error.value))
    if wrong:
        raise problems.refuse_rows(question, wrong)
    if question.event not in outcomes and not question.allow_no_event:
        raise problems.refuse_event(question, outcomes)
    never = tuple(value for value in question.competing if value not in outcomes)
    return spells, {code: left_out[code] for code in LEFT_OUT if left_out[code]}, never


def _rows(file: SpellFile, question: Question) -> Iterator[tuple[int, Row]]:
    positions = file.positions(question.columns)
    if file.separator is not None:
        for number, values in numbered_rows(file):
            yield number, {name: values[position] for name, position in positions.items()}
        return
    check_readable(file.path, question.columns)
    import pyarrow.parquet as pq

    table = pq.ParquetFile(file.path).read()
    columns = {name: table.column(position).to_pylist() for name, position in positions.items()}
    for number in range(table.num_rows):
        yield number + 1, {name: values[number] for name, values in columns.items()}


def _judge(question: Question, row: Row) -> Spell:
    """What the row says, or why it is wrong or left out: errors first, then the reasons to leave it out."""
    group = tuple(text_of(row[name]) for name in question.by)
    outcome = text_of(row[question.outcome])
    outcome = outcome if outcome in question.causes else ""
    if question.duration is not None:
        time = number_of(row[question.duration])
        if time is None:
            raise Wrong("duration_not_number", row[question.duration])
        if time < 0:
            raise Wrong("duration_negative", row[question.duration])
        entry = -inf
        if question.entry is not None:
            found = number_of(row[question.entry])
            if found is None:
                raise Wrong("entry_not_number", row[question.entry])
            entry = found
    else:
        time, entry, outcome = _judge_dates(question, row, outcome)
    if entry >= time:
        raise LeftOut("entry_too_late")
    return Spell(group, time, entry, outcome)


def _judge_dates(question: Question, row: Row, outcome: str) -> tuple[float, float, str]:
    start_value, end_value = row[question.start or ""], row[question.end or ""]
    start, end = date_of(start_value), date_of(end_value)
    is_open = text_of(end_value) == "" or end == OPEN_END
    if start is None:
        raise Wrong("start_not_date", start_value)
    if end is None and not is_open:
        raise Wrong("end_not_date", end_value)
    if is_open and question.as_of is None:
        raise Wrong("end_open", end_value)
    if not is_open and end is not None and end < start:
        raise Wrong("end_before_start", end_value)
    entered = None
    if question.entry is not None:
        entered = date_of(row[question.entry])
        if entered is None:
            raise Wrong("entry_not_date", row[question.entry])
    if question.as_of is not None:
        if start > question.as_of:
            raise LeftOut("starts_after")
        if is_open and outcome:
            raise LeftOut("undated")
        if is_open or end is None or end > question.as_of:
            end, outcome = question.as_of, ""
    assert end is not None
    entry = -inf if entered is None else elapsed(question.unit, start, entered)
    return elapsed(question.unit, start, end), entry, outcome


def elapsed(unit: str, start: date, end: date) -> int:
    """Time between two dates in the unit."""
    if unit == "month":
        return 12 * (end.year - start.year) + (end.month - start.month)
    return (end - start).days


def text_of(value: object) -> str:
    """A value as trimmed text; nothing is the empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip()


def number_of(value: object) -> float | None:
    """A value as a finite number, or None."""
    if isinstance(value, bool | date) or value is None:
        return None
    if isinstance(value, str):
        text = value.strip()
        if not _NUMBER.fullmatch(text):
            return None
        value = text
    number = float(value)  # type: ignore[arg-type]
    return number if isfinite(number) else None


def date_of(value: object) -> date | None:
    """A value as a date, or None."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = text_of(value)
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
