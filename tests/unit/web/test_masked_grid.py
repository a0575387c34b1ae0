"""The grid of a reader without small counts: an attacker takes the cohorts shown from the total, in any months."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from hypothesis import example, given
from hypothesis import strategies as st

from pejling.analysis.cohorts import BLANK, OBSERVED, Cell, Grid, Row
from pejling.web.components.masking import HIDDEN
from pejling.web.pages.retention.masked import TOTAL, mask_grid

#: A cohort: how many began, and how many had left by each month it has reached.
Cohort = tuple[int, list[int]]


def grid_of(cohorts: list[Cohort]) -> tuple[Grid, dict[tuple[str | None, int], int]]:
    """The cohorts as a grid with its total, and what had left by then (of those who had come so far)."""
    months = max(len(gone) for _n, gone in cohorts)
    left = {}
    rows = []
    for place, (n, gone) in enumerate(cohorts):
        rows.append(_row(str(place), n, gone, months))
        left |= {(str(place), month): gone[min(month, len(gone)) - 1] for month in range(1, months + 1)}
    everyone = [
        sum(left[str(place), month] for place in range(len(cohorts))) for month in range(1, months + 1)
    ]
    left |= {(TOTAL, month): count for month, count in enumerate(everyone, 1)}
    total = _row(None, sum(n for n, _gone in cohorts), everyone, months)
    numbers = tuple(range(1, months + 1))
    return Grid(tuple(rows), total, numbers, "intake", date(2026, 1, 1), "v", "s"), left


def _row(label: str | None, n: int, gone: list[int], months: int) -> Row:
    cells = [
        Cell(month, 1 - gone[month - 1] / n, n - gone[month - 1], n, n, None, None, OBSERVED)
        if month <= len(gone)
        else Cell(month, None, None, n, 0, None, None, BLANK)
        for month in range(1, months + 1)
    ]
    return Row(label, n, tuple(cells), 0, {})


def known(row: Row, place: int) -> int | None:
    """What a reader knows of the leavers of a cohort: the month's own number, else its last month's."""
    reached = [cell for cell in row.cells[: place + 1] if cell.state != BLANK]
    cell = reached[-1]
    return None if cell.state == HIDDEN else cell.n - cell.retained


def small(count: int) -> bool:
    return 0 < count < 5


def told(seen: Grid) -> list[int]:
    """What the attacker learns of those who left among the cohorts hidden, month by month and between months."""
    columns = {}
    for place, cell in enumerate(seen.total.cells):
        if cell.state != HIDDEN:
            columns[place] = (cell.n - cell.retained, [known(row, place) for row in seen.rows])
    found = [total - sum(count or 0 for count in counts) for total, counts in columns.values()]
    for (early, before), (late, after) in combinations(columns.values(), 2):
        both = [(a, b) for a, b in zip(before, after, strict=True) if a is not None and b is not None]
        found.append(late - early - sum(b - a for a, b in both))
    return found


cohorts = st.integers(1, 60).flatmap(
    lambda n: st.lists(st.integers(0, n), min_size=1, max_size=6).map(lambda gone: (n, sorted(gone)))
)


@given(st.lists(cohorts, min_size=2, max_size=6))
@example([(30, [1]), (31, [1]), (60, [20])])  # 22 in all less 20 would be the 2 of the hidden ones
@example([(30, [10, 12]), (31, [10, 10]), (60, [20, 30])])
@example([(2, [0]), (2, [0]), (60, [20])])
def test_the_total_less_the_cohorts_shown_tells_nothing_small(made: list[Cohort]) -> None:
    whole, left = grid_of(made)
    seen = mask_grid(whole, left, 5)
    assert not [count for count in told(seen) if small(count)]
    sizes = seen.total.n - sum(row.n for row in seen.rows)
    assert seen.total.n == 0 or not small(sizes) or not any(row.n for row in seen.rows)
    alone = [row for row in seen.rows if row.n == 0]
    assert len(alone) != 1 or len(seen.rows) == 1


@given(cohorts)
def test_one_cohort_alone_is_shown_as_its_total(made: Cohort) -> None:
    whole, left = grid_of([made])
    seen = mask_grid(whole, left, 5)
    assert [cell.state for cell in seen.rows[0].cells] == [cell.state for cell in seen.total.cells]
