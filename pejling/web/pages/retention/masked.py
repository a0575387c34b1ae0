"""The grid and the curve as this reader may see them: what is hidden is gone before anything is rendered. Pure.

First every cohort by itself (see ``components/masking.py``). Then the columns: the total over all cohorts less those
shown tells of the hidden ones together (see ``pages/retention/columns.py``), so more cohorts are hidden with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pejling.analysis.cohort_curve import Curve, Point
from pejling.analysis.cohorts import BLANK, Cell, Grid, Row
from pejling.web.components.masking import HIDDEN, Step, hidden_parts, shown_steps, small
from pejling.web.pages.retention.columns import Columns, Left

#: The key of the total over all cohorts; a cohort whose label isn't known has None.
TOTAL = "\0total"


def mask_grid(grid: Grid, left: Left, smallest: int) -> Grid:
    """The grid with hidden cells emptied; a cohort of 1 to ``smallest - 1`` loses its size too."""
    if smallest == 0:
        return grid
    rows = [_mask_row(row, row.label, left, smallest) for row in grid.rows]
    rows = _mask_sizes(rows, [row.n for row in grid.rows], smallest)
    total = _mask_row(grid.total, TOTAL, left, smallest)
    if len(rows) > 1:
        rows, total = _mask_columns(rows, total, grid.rows, left, smallest)
    return replace(grid, rows=tuple(rows), total=total)


def mask_curve(curve: Curve, left: Left, smallest: int, hidden: frozenset[int] = frozenset()) -> Curve:
    """The curve with hidden months emptied; fates stay at the last month shown only, without their small parts.

    ``hidden``: months hidden besides, because the grid beside the curve hides them in its total.
    """
    if smallest == 0:
        return curve
    shown = _shown([point.cell for point in curve.points], TOTAL, left, smallest)
    shown = [may and point.cell.month not in hidden for may, point in zip(shown, curve.points, strict=True)]
    last = max((place for place, may in enumerate(shown) if may and curve.points[place].fates), default=-1)
    points = tuple(
        Point(_as_shown(point.cell, shown[place]), _mask_fates(point, smallest) if place == last else {})
        for place, point in enumerate(curve.points)
    )
    return replace(
        curve,
        points=points,
        n=0 if small(curve.n, smallest) else curve.n,
        excluded=_big_only(curve.excluded, smallest),
    )


def hidden_cells(grid: Grid, curve: Curve) -> int:
    """How many cells and points are hidden; the page says so where it isn't 0."""
    cells = [cell for row in (*grid.rows, grid.total) for cell in row.cells]
    return sum(cell.state == HIDDEN for cell in [*cells, *(point.cell for point in curve.points)])


def _mask_row(row: Row, label: str | None, left: Left, smallest: int) -> Row:
    shown = _shown(row.cells, label, left, smallest)
    return replace(
        row,
        n=0 if small(row.n, smallest) else row.n,
        cells=tuple(_as_shown(cell, may) for cell, may in zip(row.cells, shown, strict=True)),
        on_leave=0 if small(row.on_leave, smallest) else row.on_leave,
        excluded=_big_only(row.excluded, smallest),
    )


def _mask_sizes(rows: list[Row], sizes: Sequence[int], smallest: int) -> list[Row]:
    """Where sizes are hidden, hide the next smallest cohorts whole until the hidden ones together aren't few."""
    if len(rows) == 1:
        return rows
    rows = list(rows)
    while hidden := [size for row, size in zip(rows, sizes, strict=True) if size and not row.n]:
        shown = [place for place, row in enumerate(rows) if row.n]
        if not shown or (len(hidden) > 1 and not small(sum(hidden), smallest)):
            break
        chosen = min(shown, key=lambda place: sizes[place])
        rows[chosen] = _empty(rows[chosen])
    return rows


def _mask_columns(
    rows: list[Row], total: Row, whole: Sequence[Row], left: Left, smallest: int
) -> tuple[list[Row], Row]:
    """Hide, month by month, the smallest cohorts shown until the total less the others tells nothing small.

    Where no cohort is left to hide, the total is hidden.
    """
    cells, totals = [list(row.cells) for row in rows], list(total.cells)
    columns = Columns(whole, left, smallest)
    for place, cell in enumerate(totals):
        if cell.state in {BLANK, HIDDEN}:
            continue
        while columns.tell([mine[place].state for mine in cells], place):
            shown = [i for i, mine in enumerate(cells) if mine[place].state not in {BLANK, HIDDEN}]
            if not shown:
                totals[place] = _as_shown(cell, False)
                break
            chosen = min(shown, key=lambda i: whole[i].n)
            cells[chosen][place] = _as_shown(cells[chosen][place], False)
        else:
            columns.keep([mine[place].state for mine in cells], place)
    masked = [replace(row, cells=tuple(mine)) for row, mine in zip(rows, cells, strict=True)]
    return masked, replace(total, cells=tuple(totals))


def _shown(cells: Sequence[Cell], label: str | None, left: Left, smallest: int) -> list[bool]:
    """A blank month stays blank; of the others, those that tell no small count of leavers, stayers or followed."""
    known = [cell for cell in cells if cell.state != BLANK]
    steps = [Step(cell.n, left.get((label, cell.month), 0)) for cell in known]
    may = dict(zip((cell.month for cell in known), shown_steps(steps, smallest), strict=True))
    few = {cell.month for cell in known if small(cell.at_risk, smallest)}
    return [cell.state == BLANK or (may[cell.month] and cell.month not in few) for cell in cells]


def _as_shown(cell: Cell, may: bool) -> Cell:
    # How many are at risk would tell month by month who has completed or just begun.
    return replace(cell, at_risk=0) if may else Cell(cell.month, None, None, 0, 0, None, None, HIDDEN)


def _empty(row: Row) -> Row:
    cells = tuple(cell if cell.state == BLANK else _as_shown(cell, False) for cell in row.cells)
    return replace(row, n=0, cells=cells, on_leave=0, excluded={})


def _mask_fates(point: Point, smallest: int) -> dict[str, float]:
    counts = {fate: round(share * point.cell.n) for fate, share in point.fates.items()}
    hidden = hidden_parts(counts, smallest)
    return {fate: share for fate, share in point.fates.items() if fate not in hidden}


def _big_only(counts: Mapping[str, int], smallest: int) -> dict[str, int]:
    return {reason: count for reason, count in counts.items() if not small(count, smallest)}
