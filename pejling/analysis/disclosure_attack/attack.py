"""Attack published tables: for each hidden cell, the least and the largest count it can have.

    made = attack([CountTable("by_school", ("school", "sex"), counts_with_none_where_hidden)])
    made.disclosed            # the cells whose count follows from the rest
    made.cells[0].lower       # for each hidden cell: lower, upper (None: no upper limit), status

The attacker adds and subtracts in whole numbers, knows which cells are hidden, whether zeros are shown (then a hidden
cell is at least 1), published rates with their rounding, and everything published earlier of the same snapshot.
`Unusable` where what is published contradicts itself, naming the cell.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from pejling.analysis.disclosure.refusal import Unusable
from pejling.analysis.disclosure.tables import CountTable, Key, Rate, all_columns, in_words, may_be_of, of_no
from pejling.analysis.disclosure_attack.intervals import Interval, intervals
from pejling.analysis.disclosure_attack.knowledge import Contradiction, Knowledge, gather
from pejling.analysis.language import _

Status = Literal["disclosed", "already_disclosed", "safe", "unfinished"]


@dataclass(frozen=True, slots=True)
class AttackedCell:
    """A hidden cell. `key`: over all columns, None for a total. `lower`, `upper`: the counts it can have; `upper`
    None: there is no limit. `exact`: False where time ran out: they are then counts it can have, and there may be
    more (both None where none was found)."""

    table: str
    snapshot: str
    key: Key
    lower: int | None
    upper: int | None
    status: Status
    exact: bool


@dataclass(frozen=True, slots=True)
class Attacked:
    """`not_linked`: earlier tables that can't be of the same counts, and tell nothing here."""

    by: tuple[str, ...]
    cells: tuple[AttackedCell, ...]
    not_linked: tuple[str, ...]

    @property
    def disclosed(self) -> tuple[AttackedCell, ...]:
        return tuple(cell for cell in self.cells if cell.status == "disclosed")

    @property
    def unfinished(self) -> tuple[AttackedCell, ...]:
        return tuple(cell for cell in self.cells if cell.status == "unfinished")


def attack(
    tables: Sequence[CountTable],
    *,
    zeros: Literal["show", "hide"] = "show",
    previous: Sequence[CountTable] = (),
    rates: Sequence[Rate] = (),
    seconds: float = 60.0,
    by: Sequence[str] | None = None,
    total: str = "Total",
    bounds: bool = True,
) -> Attacked:
    """Every hidden cell of `tables`; and those of `previous` that only both together disclose. `bounds`: whether the
    least and largest count of safe cells are looked for too, which takes far longer than finding two counts."""
    columns = tuple(by) if by is not None else all_columns([*tables, *previous])
    deadline = time.monotonic() + seconds
    cells: list[AttackedCell] = []
    not_linked = of_no((table.snapshot for table in tables), previous)
    for snapshot in dict.fromkeys(table.snapshot for table in tables):
        now = [table for table in tables if table.snapshot == snapshot]
        before = may_be_of(snapshot, previous)
        some, unlinked = _one_snapshot(
            now, before, rates, columns, 1 if zeros == "show" else 0, deadline, total, bounds
        )
        cells += some
        not_linked += unlinked
    return Attacked(columns, tuple(cells), tuple(dict.fromkeys(not_linked)))


def _one_snapshot(
    now: list[CountTable], before: list[CountTable], rates: Sequence[Rate], by: tuple[str, ...],
    least: int, deadline: float, total: str, bounds: bool,
) -> tuple[list[AttackedCell], list[str]]:  # fmt: skip
    asked = _hidden_cells([*now, *before], by)
    present = {table.full(key, by) for table in now for key in table.counts}
    try:
        known, found = _look([*now, *before], by, least, rates, asked, deadline, bounds)
        linked, unlinked = before, []
    except Contradiction:
        linked, unlinked = _possible_with(now, before, by, least, rates, deadline)
        try:
            known, found = _look([*now, *linked], by, least, rates, asked, deadline, bounds)
        except Contradiction as problem:
            raise _as_unusable(problem, by, total) from None
    follows = [key for key in found if found[key].only_one]
    already = _by_itself(linked, by, least, follows, deadline) if linked else set()
    shown_before = {
        table.full(own, by) for table in linked for own, count in table.counts.items() if count is not None
    }
    cells = []
    for table in now:
        for own, count in table.counts.items():
            if count is not None:
                continue
            key = table.full(own, by)
            if key in known.shown:
                # One table hides what another one shows.
                value = known.shown[key]
                status: Status = "already_disclosed" if key in shown_before else "disclosed"
                cells.append(AttackedCell(table.name, table.snapshot, key, value, value, status, True))
            else:
                cells.append(_judged(table, key, found[key], key in already))
    for table in linked:
        for own, count in table.counts.items():
            key = table.full(own, by)
            if count is None and key not in present and key in found:
                cell = _judged(table, key, found[key], key in already)
                if cell.status == "disclosed":
                    cells.append(cell)
    return cells, unlinked


def _hidden_cells(tables: Sequence[CountTable], by: tuple[str, ...]) -> set[Key]:
    return {table.full(key, by) for table in tables for key, count in table.counts.items() if count is None}


def _look(
    tables: Sequence[CountTable], by: tuple[str, ...], least: int, rates: Sequence[Rate],
    wanted: Collection[Key], deadline: float, bounds: bool = False,
) -> tuple[Knowledge, dict[Key, Interval]]:  # fmt: skip
    known = gather(tables, by, least=least, rates=rates)
    return known, intervals(known, list(wanted), deadline, bounds=bounds)


def _possible_with(
    now: list[CountTable], before: list[CountTable], by: tuple[str, ...], least: int,
    rates: Sequence[Rate], deadline: float,
) -> tuple[list[CountTable], list[str]]:  # fmt: skip
    """The earlier tables that can be of the same counts as what is published now, and the names of the others."""
    linked: list[CountTable] = []
    unlinked = []
    for table in before:
        try:
            _look([*now, *linked, table], by, least, rates, [], deadline)
        except Contradiction:
            unlinked.append(table.name)
        else:
            linked.append(table)
    return linked, unlinked


def _by_itself(
    earlier: list[CountTable], by: tuple[str, ...], least: int, keys: list[Key], deadline: float
) -> set[Key]:
    """Of some cells those that earlier publications disclose without the new one."""
    try:
        known, found = _look(earlier, by, least, (), keys, deadline)
    except Contradiction:
        return set()
    return {key for key in keys if key in known.shown or (key in found and found[key].only_one)}


def _judged(table: CountTable, key: Key, interval: Interval, already: bool) -> AttackedCell:
    status: Status
    if interval.only_one:
        status = "already_disclosed" if already else "disclosed"
    else:
        status = "safe" if interval.safe else "unfinished"
    if interval.exact:
        lower, upper = interval.low, interval.high
    else:
        lower = interval.seen_low
        upper = None if interval.unbounded else interval.seen_high
    return AttackedCell(table.name, table.snapshot, key, lower, upper, status, interval.exact)


def _as_unusable(problem: Contradiction, by: tuple[str, ...], total: str) -> Unusable:
    cell = in_words(by, problem.key, total) if problem.key else ""
    if problem.count is not None:
        return Unusable(
            _("%(cell)s is published as %(one)s and as %(other)s"),
            cell=cell, one=problem.count, other=problem.other,
        )  # fmt: skip
    return Unusable(_("what is published doesn't add up: see %(cell)s"), cell=cell)
