"""A mapping tried on the files at once: how many rows come through, the first of them, and what keeps others out.

Of large files only the beginning is tried; the upload's own trial reads them whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from pejling.analysis.tables import DELIVERED
from pejling.facts.deliveries.hash_key import hash_key
from pejling.facts.deliveries.limits import Limits
from pejling.facts.deliveries.mapping.model import Mapping
from pejling.facts.deliveries.mapping.rules import MADE_KEYS
from pejling.facts.deliveries.prepare import Prepared, prepare
from pejling.facts.deliveries.problems import MappingError, Unreadable
from pejling.facts.deliveries.reading.chosen import Chosen
from pejling.facts.deliveries.wording import describe
from pejling.web.components import numbers
from pejling.web.components.table_words import column_title, table_title, value_title

#: What is read of each file.
_PART = Limits(part_bytes=4 * 2**20, part_rows=20_000)
_ROWS = 5
_PROBLEMS = 12


@dataclass(frozen=True, slots=True)
class TriedTable:
    """What one table would get: rows good and kept out, and the first good ones under their headings."""

    title: str
    good: str
    kept_out: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TriedProblem:
    """One thing that is wrong, in how many cells, with an example and how to mend it."""

    column: str
    what: str
    mend: str
    count: str
    example: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a trial. ``stopped``: (what, how to mend it) where nothing could be read at all."""

    tables: tuple[TriedTable, ...] = ()
    problems: tuple[TriedProblem, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()
    more: int = 0
    stopped: tuple[str, str] | None = None

    @property
    def good(self) -> bool:
        """Whether any row came through."""
        return any(table.rows for table in self.tables)


def try_on(paths: Sequence[Path], chosen: Sequence[Chosen], mapping: Mapping, as_of: date) -> Tried:
    """The mapping on the beginning of the files."""
    try:
        prepared = prepare(
            paths, mapping, as_of=as_of, hash_key=hash_key(), limits=_PART, chosen=list(chosen)
        )
    except (Unreadable, MappingError) as error:
        return Tried(stopped=describe(error.code, error.params))
    problems = _problems(prepared)
    return Tried(
        tuple(_table(name, prepared) for name in DELIVERED if name in prepared.tables),
        tuple(problems[:_PROBLEMS]),
        tuple(
            (describe(code, {})[0], numbers.number(count))
            for code, count in prepared.warning_counts().items()
            if code != "cpr_removed"
        ),
        max(len(problems) - _PROBLEMS, 0),
    )


def _table(name: str, prepared: Prepared) -> TriedTable:
    table = prepared.tables[name]
    kept_out = len({(p.file, p.row) for p in prepared.quarantine if p.table == name})
    used = [
        one for one in DELIVERED[name].names
        if one != MADE_KEYS.get(name) and table.column(one).null_count < table.num_rows
    ]  # fmt: skip
    rows = table.select(used).slice(0, _ROWS).to_pylist()
    return TriedTable(
        table_title(name),
        numbers.number(table.num_rows),
        numbers.number(kept_out),
        tuple(column_title(one) for one in used),
        tuple(tuple(_cell(name, one, row[one]) for one in used) for row in rows),
    )


def _cell(table: str, column: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return numbers.day(value)
    if isinstance(value, float):
        return numbers.number(value, len(f"{value:.4f}".rstrip("0").partition(".")[2]))
    if column == "student" and str(value).startswith("h:"):
        return _("hash of a CPR number")
    return value_title(value) if DELIVERED[table].column(column).values else str(value)


def _problems(prepared: Prepared) -> list[TriedProblem]:
    """What is wrong, each kind of thing in each column once."""
    found: dict[tuple[str, str], list] = {}
    for problem in prepared.quarantine:
        found.setdefault((problem.column, problem.code), []).append(problem)
    made = []
    for (column, code), several in sorted(found.items(), key=lambda item: -len(item[1])):
        first = several[0]
        what, mend = describe(code, first.params)
        example = _("row %(row)s: %(value)s") % {"row": first.row, "value": first.value or _("empty")}
        made.append(TriedProblem(column, what, mend, numbers.number(len(several)), example))
    return made
