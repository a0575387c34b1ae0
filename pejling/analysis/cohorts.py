"""The cohort grid: rows are intakes or classes, columns are months since the start, cells the share retained.

Retained at month m = neither interrupted nor changed programme m months after the start; who has completed counts as
retained. A student stays in the cohort (first class) he or she started in. A month nobody has reached is blank; a
month which only some of the cohort have reached is provisional and estimated by the life table, never a raw share.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.compile_incidence import Asked
from pejling.analysis.engine.counts import on_leave_query
from pejling.analysis.engine.dimensions import shown
from pejling.analysis.engine.incidence import Group, count_groups, dense, ways_of
from pejling.analysis.engine.question import IndicatorError, Where
from pejling.analysis.engine.snapshot_files import Snapshot, open_snapshot, reading
from pejling.analysis.followup import Plain, plain
from pejling.analysis.intakes import CALENDAR_MONTHS, Intakes

ROWS = (
    "intake",
    "class",
    "start_month",
    "department",
    "programme",
    "part",
    "municipality",
    "student_type",
    "age25",
)
OBSERVED, PROVISIONAL, BLANK = "observed", "provisional", "blank"
MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Cell:
    """One month of one cohort. ``share``, ``lower``, ``upper`` are 0-1, None where blank.

    ``n``: the cohort; ``at_risk``: still in just before the month (provisional months rest on these);
    ``retained``: how many of n are retained, None unless observed. ``state``: observed (everybody has been followed
    so long), provisional (some have) or blank (nobody has).
    """

    month: int
    share: float | None
    retained: int | None
    n: int
    at_risk: int
    lower: float | None
    upper: float | None
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """One cohort. ``label``: None where the dimension isn't known. ``on_leave``: on leave of absence at as_of."""

    label: str | None
    n: int
    cells: tuple[Cell, ...]
    on_leave: int
    excluded: dict[str, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole grid, and the row ``total`` over all cohorts (of n 0 where there are none)."""

    rows: tuple[Row, ...]
    total: Row
    months: tuple[int, ...]
    by: str
    as_of: date
    version: str
    snapshot: str


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts that a grid and the curve below it both rest on: by cohort, and how many of it are on leave."""

    groups: dict[tuple, Group]
    on_leave: dict[object, int]


def counted(
    definition: IndicatorDefinition,
    folder: Path,
    rows: str,
    where: Where | None,
    months: int,
    *,
    intakes: Intakes = CALENDAR_MONTHS,
) -> Counted:
    """Count once for ``grid`` and ``cohort_curve.curve``; errors as theirs."""
    if rows not in definition.dimensions:
        raise IndicatorError("unknown_dimension", dimension=rows, known=list(definition.dimensions))
    snapshot = open_snapshot(folder)
    asked = asked_by_month(definition, snapshot, where, months, intakes, (rows,))
    with reading(snapshot) as connection:
        return Counted(count_groups(connection, asked, snapshot), _on_leave(connection, asked, snapshot))


def grid(
    definition: IndicatorDefinition,
    folder: Path,
    rows: str = "intake",
    where: Where | None = None,
    months: int = 12,
    *,
    intakes: Intakes = CALENDAR_MONTHS,
    known: Counted | None = None,
) -> Grid:
    """The cohort grid over months 1 ... ``months`` of an incidence in months; IndicatorError for another question.

    ``known``: what ``counted`` has answered to the same question.
    """
    known = known or counted(definition, folder, rows, where, months, intakes=intakes)
    groups, leaves = known.groups, known.on_leave
    snapshot = open_snapshot(folder)
    asked = asked_by_month(definition, snapshot, where, months, intakes, (rows,))
    kept = sorted(((key[0], group) for key, group in groups.items() if group.n), key=_by_label)
    everybody = together(groups.values())
    table = plain(dense([*(group for _, group in kept), everybody], ways_of(asked), months))
    steps = tuple(range(1, months + 1))
    complement = definition.report == "complement"
    made = tuple(
        Row(
            label=_text(shown(rows, key)),
            n=group.n,
            cells=tuple(cell(group, table, place, step, complement) for step in steps),
            on_leave=leaves.get(key, 0),
            excluded=dict(sorted(group.excluded.items())),
        )
        for place, (key, group) in enumerate(kept)
    )
    total = Row(
        label=None,
        n=everybody.n,
        cells=tuple(cell(everybody, table, len(kept), step, complement) for step in steps),
        on_leave=sum(row.on_leave for row in made),
        excluded=dict(sorted(everybody.excluded.items())),
    )
    return Grid(made, total, steps, rows, asked.as_of, definition.version, snapshot.uuid)


def asked_by_month(
    definition: IndicatorDefinition,
    snapshot: Snapshot,
    where: Where | None,
    months: int,
    intakes: Intakes,
    by: Sequence[str] = (),
) -> Asked:
    """The question behind grid and curve; IndicatorError where the definition, filter or months don't fit."""
    where = where if where is not None else Where()
    for name in where.names:
        if name not in definition.dimensions:
            raise IndicatorError("unknown_dimension", dimension=name, known=list(definition.dimensions))
    if definition.kind != "incidence" or definition.window.unit != "month":
        raise IndicatorError("not_by_month", indicator=definition.key)
    if not 1 <= months <= MOST_MONTHS:
        raise IndicatorError("window_not_allowed", window=months, unit="month", known=[1, MOST_MONTHS])
    return Asked(
        definition=definition,
        by=tuple(by),
        where=where,
        window=months,
        variant=None,
        as_of=snapshot.censored_at(definition.all_tables),
        intakes=intakes,
    )


def cell(group: Group, table: Plain, place: int, step: int, complement: bool = True) -> Cell:
    """The cell of a group at a month."""
    at_risk = table.at_risk[place][step]
    if not group.n or group.longest < step or not table.known[place][step]:
        return Cell(step, None, None, group.n, at_risk, None, None, BLANK)
    share, lower, upper = table.share[place][step], table.lower[place][step], table.upper[place][step]
    count = table.events[place][step]
    if complement:
        share, lower, upper, count = 1 - share, 1 - upper, 1 - lower, group.n - count
    if group.shortest < step:
        return Cell(step, share, None, group.n, at_risk, lower, upper, PROVISIONAL)
    return Cell(step, count / group.n, count, group.n, at_risk, lower, upper, OBSERVED)


def together(groups: Iterable[Group]) -> Group:
    """All cohorts as one."""
    total = Group()
    for group in groups:
        if group.n:
            total.shortest = min(total.shortest, group.shortest) if total.n else group.shortest
            total.longest = max(total.longest, group.longest)
            total.n += group.n
        for place, count in group.exits.items():
            total.exits[place] += count
        for reason, count in group.excluded.items():
            total.excluded[reason] += count
    return total


def _on_leave(connection: duckdb.DuckDBPyConnection, asked: Asked, snapshot: Snapshot) -> dict[object, int]:
    query = on_leave_query(asked, snapshot.files)
    return dict(connection.execute(query.sql, query.values).fetchall())


def _by_label(found: tuple[object, Group]) -> tuple[bool, object]:
    return (found[0] is None, found[0] if found[0] is not None else "")


def _text(label: object) -> str | None:
    return None if label is None else str(label)
