"""The change against last year's cohort, in percentage points, with its interval.

Complete follow-up of both: Newcombe's hybrid score interval (Newcombe 1998, method 10). Otherwise the same recipe
(MOVER: Zou and Donner 2008) on the log-log limits of the two life tables.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

from pejling.analysis import intervals
from pejling.analysis.cohorts import BLANK, OBSERVED, Cell, asked_by_month, cell
from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.incidence import Group, count_groups, dense, ways_of
from pejling.analysis.engine.question import IndicatorError, Where
from pejling.analysis.engine.snapshot_files import open_snapshot, reading
from pejling.analysis.followup import plain
from pejling.analysis.intakes import CALENDAR_MONTHS, Intakes

NEWCOMBE, FROM_LIMITS = "newcombe", "mover"


@dataclass(frozen=True, slots=True)
class Change:
    """``difference`` = now - before, with ``lower`` and ``upper``, in percentage points; None where one is blank.

    ``method``: newcombe or mover; None where there is no difference to give.
    """

    now: Cell
    before: Cell
    difference: float | None
    lower: float | None
    upper: float | None
    method: str | None


def last_year(where: Where) -> Where:
    """The same filter one year earlier; IndicatorError ``no_intake`` where it names no intake or start month."""
    dated = [name for name in ("intake", "start_month") if name in where.names]
    if not dated:
        raise IndicatorError("no_intake", known=["intake", "start_month"])
    accepted = dict(where.accepted)
    return where.but(**{name: [_year_before(name, value) for value in accepted[name]] for name in dated})


def _year_before(name: str, label: object) -> str:
    found = re.fullmatch(r"(\d{4})-(\d{2})", str(label))
    if found is None:
        raise IndicatorError("not_a_month", dimension=name, value=label)
    return f"{int(found[1]) - 1:04d}-{found[2]}"


def change(
    definition: IndicatorDefinition,
    folder: Path,
    where: Where,
    month: int = 12,
    *,
    against: Where | None = None,
    intakes: Intakes = CALENDAR_MONTHS,
) -> Change:
    """The change of the share at ``month`` from the cohorts ``against`` (default: last year's) to ``where``'s."""
    snapshot = open_snapshot(folder)
    complement = definition.report == "complement"
    cells = []
    with reading(snapshot) as connection:
        for chosen in (where, against if against is not None else last_year(where)):
            asked = asked_by_month(definition, snapshot, chosen, month, intakes)
            group = count_groups(connection, asked, snapshot).get((), Group())
            table = plain(dense([group], ways_of(asked), month))
            cells.append(cell(group, table, 0, month, complement))
    return between(cells[0], cells[1])


def between(now: Cell, before: Cell) -> Change:
    """The change between two cells; both must be of the same month."""
    if BLANK in (now.state, before.state) or now.share is None or before.share is None:
        return Change(now, before, None, None, None, None)
    observed = (
        now.state == before.state == OBSERVED and now.retained is not None and before.retained is not None
    )
    if observed:
        limits = intervals.newcombe(now.retained, now.n, before.retained, before.n)
    else:
        limits = intervals.difference(now.share, _limits(now), before.share, _limits(before))
    lower, upper = (None if math.isnan(limit) else 100 * min(max(limit, -1.0), 1.0) for limit in limits)
    method = NEWCOMBE if observed else FROM_LIMITS
    return Change(now, before, 100 * (now.share - before.share), lower, upper, method)


def _limits(found: Cell) -> tuple[float, float]:
    return (
        found.lower if found.lower is not None else math.nan,
        found.upper if found.upper is not None else math.nan,
    )
