"""Question -> SQL: every row gets a time and a status; rows are counted by group, time and status.

Statuses: 0 censored, 1 the event, 2 ... the competing values; negative: left out or in error (`STATUSES`).
Column references and code tables are named by position here, so no name from a file ever enters the SQL unquoted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pejling.analysis.survival.answer import LEFT_OUT
from pejling.analysis.survival.problems import PROBLEMS
from pejling.analysis.survival.question import OPEN_END, Question

#: Code -> status of a row that is not counted.
STATUSES = {code: -1 - number for number, code in enumerate((*LEFT_OUT, *PROBLEMS))}

#: Everything Python's str.strip() takes away, so that both engines trim alike.
WHITESPACE = "".join(character for character in map(chr, range(0x3001)) if character.isspace())

_NUMERIC = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")
_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
_DATE = r"\d{4}-\d{2}-\d{2}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the relation: quoted name and DuckDB type."""

    name: str
    type: str

    @property
    def text(self) -> str:
        """Its value as text, not yet trimmed; NULL is the empty text."""
        value = self.name if self.type == "VARCHAR" else f"CAST({self.name} AS VARCHAR)"
        return f"coalesce({value}, '')"

    @property
    def trimmed(self) -> str:
        return f"trim({self.text}, {literal(WHITESPACE)})"

    @property
    def number(self) -> str:
        """Its value as a finite double, NULL where there is none. Adding zero makes -0 and 0 the same."""
        if self.type.removeprefix("U").startswith(_NUMERIC):
            value = f"CAST({self.name} AS DOUBLE)"
        else:
            number = f"regexp_full_match({self.trimmed}, '{_NUMBER}')"
            value = f"CASE WHEN {number} THEN TRY_CAST({self.trimmed} AS DOUBLE) END"
        return f"CASE WHEN isfinite({value}) THEN ({value}) + 0.0 END"

    @property
    def date(self) -> str:
        """Its value as a date, NULL where it is none."""
        if self.type == "DATE":
            return self.name
        if self.type.startswith("TIMESTAMP") and "TIME ZONE" not in self.type:
            return f"CAST({self.name} AS DATE)"
        iso = f"regexp_full_match({self.trimmed}, '{_DATE}') AND {self.trimmed} NOT LIKE '0000%'"
        return f"CASE WHEN {iso} THEN TRY_CAST({self.trimmed} AS DATE) END"


def literal(text: str) -> str:
    """A quoted SQL string."""
    return "'" + text.replace("'", "''") + "'"


def counts_query(question: Question, relation: str, columns: Mapping[str, Column]) -> str:
    """Counts by g0 ... (code of each by value), status, t and, with delayed entry, e: the time of entry."""
    keys = [f"g{number}" for number in range(len(question.by))] + ["status", "t"]
    keys += ["e"] if question.entry else []
    names = ", ".join(keys)
    return f"{_rows(question, relation, columns)} SELECT {names}, count(*) AS n FROM judged GROUP BY {names}"


def problems_query(
    question: Question, relation: str, columns: Mapping[str, Column], row: str, limit: int
) -> str:
    """The first rows in error: row number, status, and the texts of start, end, duration and entry."""
    texts = [
        f"{columns[name].trimmed if name else 'NULL'} AS text_{field}"
        for field, name in zip(
            ("start", "end", "duration", "entry"),
            (question.start, question.end, question.duration, question.entry),
            strict=True,
        )
    ]
    extra = ", ".join([f"{row} AS row_number", *texts])
    first_error = STATUSES[next(iter(PROBLEMS))]
    return (
        f"{_rows(question, relation, columns, extra)} SELECT row_number, status, "
        "text_start, text_end, text_duration, text_entry "
        f"FROM judged WHERE status <= {first_error} ORDER BY row_number LIMIT {limit}"
    )


def _rows(question: Question, relation: str, columns: Mapping[str, Column], extra: str = "") -> str:
    """The common part: raw -> typed -> timed -> judged."""
    codes = [f"k{number}.code AS g{number}" for number in range(len(question.by))]
    joins = [
        f"JOIN codes{number} AS k{number} ON {columns[name].text} = k{number}.value"
        for number, name in enumerate(question.by)
    ]
    fields = [
        *codes,
        "k.status AS cause",
        *(_dated(question, columns) if question.dated else _plain(question, columns)),
    ]
    if question.entry:
        entry = columns[question.entry]
        fields.append(f"{entry.date if question.dated else entry.number} AS entered")
    if extra:
        fields.append(extra)
    joins.append(f"JOIN causes AS k ON {columns[question.outcome].text} = k.value")
    typed = f"SELECT {', '.join(fields)} FROM {relation} {' '.join(joins)}"
    timed = f"SELECT *, {_times(question)} FROM typed"
    judged = f"SELECT *, {_status(question)} AS status FROM timed"
    used = "CASE WHEN status < 0 THEN 0 ELSE {0} END AS {0}"
    replaced = ", ".join(used.format(name) for name in (["t", "e"] if question.entry else ["t"]))
    return (
        f"WITH typed AS ({typed}), timed AS ({timed}), all_judged AS ({judged}), "
        f"judged AS (SELECT * REPLACE ({replaced}) FROM all_judged)"
    )


def _plain(question: Question, columns: Mapping[str, Column]) -> list[str]:
    return [f"{columns[question.duration or ''].number} AS duration"]


def _dated(question: Question, columns: Mapping[str, Column]) -> list[str]:
    start, end = columns[question.start or ""], columns[question.end or ""]
    is_open = f"({end.date} IS NOT DISTINCT FROM DATE '{OPEN_END}' OR {end.text} = '' OR {end.trimmed} = '')"
    if end.type in ("DATE", "TIMESTAMP"):
        is_open = f"({end.name} IS NULL OR {end.date} = DATE '{OPEN_END}')"
    return [f"{start.date} AS started", f"{end.date} AS ended", f"{is_open} AS is_open"]


def _times(question: Question) -> str:
    """Columns t (time), e (entry) and censored (cut off at the as-of date)."""
    if not question.dated:
        return "duration AS t, false AS cut" + (", entered AS e" if question.entry else "")
    last, cut = "ended", "false"
    if question.as_of:
        cut = f"(is_open OR ended > DATE '{question.as_of}')"
        last = f"CASE WHEN {cut} THEN DATE '{question.as_of}' ELSE ended END"
    parts = [f"{_since_start(question, last)} AS t", f"{cut} AS cut"]
    if question.entry:
        parts.append(f"{_since_start(question, 'entered')} AS e")
    return ", ".join(parts)


def _since_start(question: Question, moment: str) -> str:
    if question.unit == "month":
        return f"(year({moment}) - year(started)) * 12 + (month({moment}) - month(started))"
    return f"({moment}) - started"


def _status(question: Question) -> str:
    """The first thing that is wrong with a row, else why it is left out, else its outcome."""
    rules: list[tuple[str, str]] = []
    if question.dated:
        rules.append(("started IS NULL", "start_not_date"))
        rules.append(("NOT is_open AND ended IS NULL", "end_not_date"))
        if question.as_of is None:
            rules.append(("is_open", "end_open"))
        rules.append(("NOT is_open AND ended < started", "end_before_start"))
    else:
        rules += [("duration IS NULL", "duration_not_number"), ("duration < 0", "duration_negative")]
    if question.entry:
        rules.append(("entered IS NULL", "entry_not_date" if question.dated else "entry_not_number"))
    if question.as_of is not None:
        rules.append((f"started > DATE '{question.as_of}'", "starts_after"))
        rules.append(("is_open AND cause > 0", "undated"))
    if question.entry:
        rules.append(("e >= t", "entry_too_late"))
    whens = " ".join(f"WHEN {condition} THEN {STATUSES[code]}" for condition, code in rules)
    return f"CASE {whens} WHEN cut THEN 0 ELSE cause END"
