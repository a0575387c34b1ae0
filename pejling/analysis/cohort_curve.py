"""The retention curve of the chosen students, with its limits, and what became of everybody, month by month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pejling.analysis.cohorts import BLANK, Cell, Counted, asked_by_month, cell, together
from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.compile_incidence import Asked
from pejling.analysis.engine.counts import leaves_by_month_query
from pejling.analysis.engine.incidence import Group, count_groups, dense, ways_of
from pejling.analysis.engine.question import Where
from pejling.analysis.engine.snapshot_files import open_snapshot, reading
from pejling.analysis.followup import Followup, Plain, plain
from pejling.analysis.intakes import CALENDAR_MONTHS, Intakes

STILL_IN, ON_LEAVE = "still_in", "on_leave"


@dataclass(frozen=True, slots=True)
class Point:
    """One month: its ``cell``, and ``fates``: shares by outcome, "on_leave", "still_in", summing to 1; {}: blank."""

    cell: Cell
    fates: dict[str, float]


@dataclass(frozen=True, slots=True)
class Curve:
    """Points for months 0 ... M. ``fates``: the names of the fates in the order to draw them."""

    points: tuple[Point, ...]
    fates: tuple[str, ...]
    n: int
    excluded: dict[str, int]
    as_of: date
    version: str
    snapshot: str


def curve(
    definition: IndicatorDefinition,
    folder: Path,
    where: Where | None = None,
    months: int = 12,
    *,
    intakes: Intakes = CALENDAR_MONTHS,
    known: Counted | None = None,
) -> Curve:
    """The curve over months 0 ... ``months``; IndicatorError where it can't be asked.

    ``known``: what ``cohorts.counted`` has answered to the same question, by whatever rows.
    """
    snapshot = open_snapshot(folder)
    asked = asked_by_month(definition, snapshot, where, months, intakes)
    with reading(snapshot) as connection:
        counts = known.groups if known else count_groups(connection, asked, snapshot)
        query = leaves_by_month_query(asked, snapshot.files)
        leaves = connection.execute(query.sql, query.values).fetchall()
    group = together(counts.values())
    table = dense([group], ways_of(asked), months)
    away = _away(leaves, months)
    cells = plain(table)
    points = tuple(_point(asked, group, table, cells, away, step) for step in range(months + 1))
    return Curve(
        points=points,
        fates=(*_outcomes(asked), ON_LEAVE, STILL_IN),
        n=group.n,
        excluded=dict(sorted(group.excluded.items())),
        as_of=asked.as_of,
        version=definition.version,
        snapshot=snapshot.uuid,
    )


def _outcomes(asked: Asked) -> tuple[str, ...]:
    """The name of each way out. Several event outcomes are one way: the first names it."""
    return (asked.definition.event.outcomes[0], *asked.definition.competing)


def _away(leaves: list[tuple[int, int, int, int]], months: int) -> Counter[int]:
    """How many are in, and on leave of absence, at each month."""
    away: Counter[int] = Counter()
    for first, last, stays, count in leaves:
        for step in range(max(first, 0), min(last, stays, months) + 1):
            away[step] += count
    return away


def _point(asked: Asked, group: Group, table: Followup, cells: Plain, away: Counter[int], step: int) -> Point:
    found = cell(group, cells, 0, step, asked.definition.report == "complement")
    if found.state == BLANK:
        return Point(found, {})
    shares = table.share[0, :, step]
    gone = sum(count for (way, at), count in group.exits.items() if way > 0 and at == step)
    staying = found.at_risk - gone
    on_leave = float(shares[0]) * away[step] / staying if staying else 0.0
    fates = {name: float(shares[place]) for place, name in enumerate(_outcomes(asked), start=1)}
    fates[ON_LEAVE] = on_leave
    fates[STILL_IN] = max(float(shares[0]) - on_leave, 0.0)
    return Point(found, fates)
