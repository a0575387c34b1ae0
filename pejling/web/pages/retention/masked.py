"""The grid and the curve as somebody sees them who may not see small counts: what is hidden is gone before anything
is rendered.

What may be shown was chosen for all cohorts, filters and months together (``analysis.guarded``); the grid has the
months that were declared, the curve of all students has every month that tells no small count beside those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pejling.analysis.cohort_curve import Curve, Point
from pejling.analysis.cohorts import BLANK, Cell, Grid, Row
from pejling.analysis.guarded.linked import Group
from pejling.analysis.guarded.school_figures import GRID_MONTHS, group_in_grid
from pejling.web.components.masking import HIDDEN, Step, hidden_parts, small
from pejling.web.components.sight import Sight


def mask_grid(grid: Grid, sight: Sight, accepted: Mapping[str, str]) -> Grid:
    """The grid at the declared months, with hidden cells emptied. ``accepted``: the filter, of one dimension at most
    beside the rows' own."""
    if not sight.smallest:
        return grid
    besides = {name: value for name, value in accepted.items() if name != grid.by}
    months = tuple(month for month in grid.months if month in GRID_MONTHS)
    rows = tuple(
        _mask_row(row, group_in_grid(row.label, besides, grid.by), sight, months) for row in grid.rows
    )
    if grid.by in accepted:
        # One cohort: all of them together is that one.
        total = group_in_grid(accepted[grid.by], besides, grid.by)
    else:
        total = group_in_grid(None, besides, total=True)
    return replace(grid, rows=rows, total=_mask_row(grid.total, total, sight, months), months=months)


def mask_curve(curve: Curve, sight: Sight, accepted: Mapping[str, str], left: Mapping[int, int]) -> Curve:
    """The curve with hidden months emptied. ``left``: how many have left by each month, of these students.

    Under a filter it has the declared months only: month by month, all students less the other programmes would tell.
    """
    if not sight.smallest:
        return curve
    hidden = sight.months.get(group_in_grid(None, accepted, total=True), frozenset())
    known = [point.cell.month for point in curve.points if point.cell.month and point.cell.state != BLANK]
    few = {point.cell.month for point in curve.points if small(point.cell.at_risk, sight.smallest)}
    shown = {
        month for month in known if month in GRID_MONTHS and not {0, month} & hidden and month not in few
    }
    if not accepted and 0 not in hidden:
        for month in known:
            beside = [Step(curve.n, left.get(other, 0)) for other in shown]
            if (
                month not in GRID_MONTHS
                and month not in few
                and _tells_nothing(Step(curve.n, left.get(month, 0)), beside, sight.smallest)
            ):
                shown.add(month)
    last = max(shown, default=0)
    points = tuple(
        Point(
            _as_shown(point.cell, point.cell.month in shown or not point.cell.month),
            _mask_fates(point, sight.smallest) if point.cell.month == last and not accepted else {},
        )
        for point in curve.points
    )
    return replace(curve, points=points, n=0 if 0 in hidden else curve.n, excluded={})


def hidden_cells(grid: Grid, curve: Curve) -> int:
    """How many cells and points are hidden; the page says so where it isn't 0."""
    cells = [cell for row in (*grid.rows, grid.total) for cell in row.cells]
    return sum(cell.state == HIDDEN for cell in [*cells, *(point.cell for point in curve.points)])


def _tells_nothing(step: Step, beside: list[Step], smallest: int) -> bool:
    counts = [step.left, step.n - step.left, *(abs(step.left - other.left) for other in beside)]
    return not any(small(count, smallest) for count in counts)


def _mask_row(row: Row, group: Group, sight: Sight, months: tuple[int, ...]) -> Row:
    hidden = sight.months.get(group, frozenset())
    cells = tuple(
        cell if cell.state == BLANK else _as_shown(cell, not {0, cell.month} & hidden)
        for cell in row.cells
        if cell.month in months
    )
    return replace(row, n=0 if 0 in hidden else row.n, cells=cells, on_leave=0, excluded={})


def _as_shown(cell: Cell, may: bool) -> Cell:
    # How many are at risk would tell month by month who has completed or just begun.
    return replace(cell, at_risk=0) if may else Cell(cell.month, None, None, 0, 0, None, None, HIDDEN)


def _mask_fates(point: Point, smallest: int) -> dict[str, float]:
    counts = {fate: round(share * point.cell.n) for fate, share in point.fates.items()}
    hidden = hidden_parts(counts, smallest)
    return {fate: share for fate, share in point.fates.items() if fate not in hidden}
