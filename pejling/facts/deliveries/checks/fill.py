"""A mapping's table rules over the files of a delivery: typed columns, and rows that can't be accepted. *Pure.*"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pejling.analysis.tables import DELIVERED, Table
from pejling.facts.deliveries.checks.cells import Cells, Issue
from pejling.facts.deliveries.checks.evaluate import ARROW, View
from pejling.facts.deliveries.checks.join import join
from pejling.facts.deliveries.checks.key_figures import settle_periods
from pejling.facts.deliveries.checks.oddities import settle_outcomes
from pejling.facts.deliveries.checks.sense import impossible, too_long
from pejling.facts.deliveries.checks.unpivot import unpivoted
from pejling.facts.deliveries.mapping.model import Join, Mapping, TableRule, Take, labels_in
from pejling.facts.deliveries.mapping.rules import MADE_KEYS
from pejling.facts.deliveries.problems import Notice, Notices, Unreadable
from pejling.facts.deliveries.reading.delivered import Delivered

_IDENTIFYING = ("student", "agreement", "spell")


@dataclass(slots=True)
class Filled:
    """One file's rows for one table. ``newest``: for gathered tables, the date that says which row is newest."""

    rule: TableRule
    file: Delivered
    columns: dict[str, pa.Array]
    headers: dict[str, str]
    issues: list[Issue] = field(default_factory=list)
    newest: pa.Array | None = None

    @property
    def table(self) -> Table:
        """The declared table."""
        return DELIVERED[self.rule.table]

    @property
    def size(self) -> int:
        """Rows, faulty ones included."""
        return len(self.file.grid.rows)


def fill(mapping: Mapping, files: Sequence[Delivered], as_of: date, notices: Notices) -> list[Filled]:
    """Every table the files of a delivery can fill. Raises `Unreadable` where a needed file is missing."""
    by_role: dict[str, list[Delivered]] = {}
    for file in files:
        by_role.setdefault(file.match.role.name, []).extend(unpivoted(file))
    filled: list[Filled] = []
    used: set[str] = set()
    for rule in mapping.rules:
        for file in by_role.get(rule.file, ()):
            filled.append(_fill(mapping, rule, file, by_role, as_of, notices))
            used |= {rule.file, *(join.file for join in rule.joins)}
    if not filled:
        main = {rule.file for rule in mapping.rules}
        raise Unreadable("no_table", {"needed": [mapping.file(name).title for name in sorted(main)]})
    for role, delivered in by_role.items():
        if role not in used:
            code = "never_joined_file"
            notices.add(
                (Notice(code, file.place, role, None, {"file": file.name}) for file in delivered), code
            )
    return filled


def _fill(
    mapping: Mapping,
    rule: TableRule,
    file: Delivered,
    by_role: dict[str, list[Delivered]],
    as_of: date,
    notices: Notices,
) -> Filled:
    """One table from one file."""
    table = DELIVERED[rule.table]
    cells = dict(file.cells)
    made = Filled(rule, file, {}, {})
    for joined in rule.joins:
        cells |= _beside(mapping, joined, made, by_role, notices)
    view = View(made.size, cells)
    _evaluate(made, view)
    if table.name in MADE_KEYS and rule.key:
        name = MADE_KEYS[table.name]
        made.columns[name], made.headers[name], issues = _made_key(made, view)
        made.issues += issues
    _require(made)
    if table.name == "spells":
        made.columns |= settle_outcomes(made.columns, mapping.never_started, as_of)
    if table.name == "key_figures":
        made.issues += settle_periods(made.columns, made.headers["period"], as_of)
    made.issues += impossible(table.name, made.columns, made.headers)
    if rule.gather is not None:
        made.newest = view.evaluate(Take(rule.gather), "date").array
    return made


def _evaluate(made: Filled, view: View) -> None:
    """Fill every declared column by its rule; a column without one is empty."""
    for column in made.table.columns:
        rule = made.rule.columns.get(column.name)
        if rule is None:
            made.columns[column.name] = pa.nulls(made.size, ARROW[column.type])
            made.headers[column.name] = column.name
            continue
        evaluated = view.evaluate(rule, column.type)
        made.columns[column.name] = evaluated.array
        made.headers[column.name] = view.header(rule) or column.name
        made.issues += evaluated.issues
        if column.type == "text":
            made.issues += too_long(evaluated.array, made.headers[column.name], column.name)
        if column.name in _IDENTIFYING:
            for label in labels_in(rule):
                if label in view.cells:
                    made.issues += view.cells[label].key_issues()


def _made_key(made: Filled, view: View) -> tuple[pa.Array, str, list[Issue]]:
    """The key as text, its parts parted by ``|``: of the first alternative whose columns the file has."""
    parts = next((parts for parts in made.rule.key if _there(parts, made, view)), made.rule.key[-1])
    arrays: list[pa.Array] = []
    issues: list[Issue] = []
    empty = np.ones(made.size, dtype=bool)
    headers: list[str] = []
    for part in parts:
        if part in made.rule.columns:
            array = made.columns[part].cast(pa.string())
            headers.append(made.headers[part])
        else:
            array = view.evaluate(Take(part), "text").array
            if part in view.cells:
                issues += view.cells[part].key_issues()
                issues += too_long(array, view.cells[part].header)
                headers.append(view.cells[part].header)
        empty &= pc.is_null(array).to_numpy(zero_copy_only=False)
        arrays.append(pc.fill_null(pc.replace_substring(array, "|", "||"), ""))
    key = arrays[0] if len(arrays) == 1 else pc.binary_join_element_wise(*arrays, "|")
    return pc.if_else(pa.array(empty), pa.scalar(None, pa.string()), key), " + ".join(headers), issues


def _there(parts: Sequence[str], made: Filled, view: View) -> bool:
    """Whether the file has a column for every part of a key."""
    return all(
        any(label in view.cells for label in labels_in(made.rule.columns.get(part, Take(part))))
        for part in parts
    )


def _require(made: Filled) -> None:
    """An issue for each row that lacks what its table can't do without."""
    for name in made.table.required:
        missing = pc.is_null(made.columns[name]).to_numpy(zero_copy_only=False).copy()
        header = made.headers[name]
        for issue in made.issues:
            # A cell that was refused is already reported; it isn't missing as well.
            if issue.column == header or name in MADE_KEYS.values():
                missing[issue.places] = False
        if missing.any():
            places = np.flatnonzero(missing)
            values = pa.array([""] * len(places), pa.string())
            made.issues.append(Issue("missing_value", places, header, values, {"column": header}))


def _beside(
    mapping: Mapping, wanted: Join, made: Filled, by_role: dict[str, list[Delivered]], notices: Notices
) -> dict[str, Cells]:
    """The columns of a joined file, row by row beside the main file's."""
    others = by_role.get(wanted.file, [])
    role = mapping.file(wanted.file)
    if not others:
        if wanted.required:
            needed = {"file": made.file.name, "role": made.file.match.role.title, "needed": role.title}
            raise Unreadable("missing_file", needed)
        return {}
    if len(others) > 1:
        raise Unreadable("file_role_twice", {"files": [file.name for file in others], "role": role.title})
    other = others[0]
    found = join(
        [made.file.cells[label] for label in wanted.on],
        [other.cells[label] for label in wanted.on],
        list(other.cells.values()),
    )
    header = " + ".join(made.file.cells[label].header for label in wanted.on)
    if found.ambiguous.any():
        made.issues.append(
            Issue("ambiguous_join", np.flatnonzero(found.ambiguous), header, None, {"file": other.name})
        )
    rows = made.file.grid.rows
    alone = np.flatnonzero(found.places < 0)
    _note(notices, made, alone, rows, {"file": other.name}, made.file.place)
    unused = np.flatnonzero(~found.used)
    _note(notices, made, unused, other.grid.rows, {"file": made.file.name}, other.place)
    return {f"{wanted.file}.{label}": cells.take(found.places) for label, cells in other.cells.items()}


def _note(
    notices: Notices, made: Filled, places: np.ndarray, rows: np.ndarray, params: dict, file: int
) -> None:
    """Rows without a partner."""
    if not len(places):
        return
    code = "unmatched_join"
    listed = rows[places[: max(notices.room(code), 0)]].tolist()
    notices.add((Notice(code, file, made.rule.table, row, dict(params)) for row in listed), code, len(places))
