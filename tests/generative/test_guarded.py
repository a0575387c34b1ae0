"""What is shown to those who may not see small counts, held against an attacker with a solver of his own.

Invented schools of a few dozen students; the attacker knows every count that is shown, what adds up to what, and that
a hidden count isn't 0. He must not be able to work out a hidden count, nor a small difference between two.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from pejling.analysis.engine.question import Value
from pejling.analysis.guarded.hiding import Guard, hide
from pejling.analysis.guarded.linked import Cell, Linked
from pejling.analysis.guarded.school_figures import CUTS, FILTERS, GRID_MONTHS, SPELLS, linked, may_be_shown

THRESHOLD = 5
#: (programme, department, intake, month of leaving or 0, whether another programme was begun)
students = st.tuples(
    st.sampled_from(["SSA", "SSH"]),
    st.sampled_from(["Nord", "Syd", "Vest"]),
    st.sampled_from(["2025-01", "2025-08"]),
    st.sampled_from([0, 0, 0, 2, 5, 11, 30]),
    st.booleans(),
)
schools = st.lists(students, min_size=5, max_size=50)
NAMES = ("programme", "department", "intake")


def counted(
    school: list[tuple], by: tuple[str, ...], indicator: str, variant: str | None, month: int
) -> list[Value]:
    """The values of an indicator by groups, counted the slow way."""
    groups: dict[tuple, list[tuple]] = {}
    for one in school:
        groups.setdefault(tuple(one[NAMES.index(name)] for name in by), []).append(one)
    return [
        Value(
            indicator, variant, month, dict(zip(by, key, strict=True)), 0.5, len(found), None, None,
            sum(0 < one[3] <= month and not (variant == "net_of_change" and one[4]) for one in found),
            date(2026, 1, 1), "v", "s", True,
        )
        for key, found in groups.items()
    ]  # fmt: skip


def figures_of(school: list[tuple]) -> Linked:
    """As ``quality.indicators.guarding`` asks for them."""
    cuts = [(), *((cut,) for cut in CUTS)]
    values = {
        "dropout": [
            value
            for by in cuts
            for variant in ("gross", "net_of_change")
            for month in (3, 6, 12)
            for value in counted(school, by, "dropout", variant, month)
        ],
        "interruption": [value for by in cuts for value in counted(school, by, "interruption", None, 12)],
    }
    grid = [
        value
        for by in [(), ("intake",), *((one,) for one in FILTERS), *((one, "intake") for one in FILTERS)]
        for month in GRID_MONTHS
        for value in counted(school, by, "retention", None, month)
    ]
    return linked(values, grid)


def disclosed(made: Linked, guard: Guard) -> list[Cell]:
    """Cells that the attacker works out, of those that must not be: hidden ones, and small differences."""
    cells = list(made.counts)
    at = {cell: number for number, cell in enumerate(cells)}
    known = {cell for cell in made.shown if cell not in guard.hidden}
    low = np.array([made.counts[c] if c in known else int(c in made.shown) for c in cells], dtype=float)
    high = np.array([made.counts[c] if c in known else np.inf for c in cells], dtype=float)
    sums = np.zeros((len(made.sums), len(cells)))
    for row, (total, parts) in enumerate(made.sums):
        sums[row, at[total]] = -1
        sums[row, [at[part] for part in parts]] += 1
    asked = [c for c in cells if c in guard.hidden or 0 < made.counts[c] < THRESHOLD]
    return [cell for cell in asked if _is_worked_out(at[cell], sums, low, high)]


def _is_worked_out(place: int, sums: np.ndarray, low: np.ndarray, high: np.ndarray) -> bool:
    ends = []
    for sign in (1, -1):
        aim = np.zeros(len(low))
        aim[place] = sign
        found = milp(
            aim,
            constraints=LinearConstraint(sums, 0, 0),
            integrality=np.ones(len(low)),
            bounds=Bounds(low, np.minimum(high, 10_000)),
        )
        ends.append(sign * found.fun)
    return ends[1] - ends[0] < 1 - 1e-6


@settings(max_examples=5)
@given(schools)
def test_nothing_hidden_can_be_worked_out(school: list[tuple]) -> None:
    made = figures_of(school)
    guard = hide(made, THRESHOLD, seconds=0.3, patience=60)
    assert {cell for cell in made.shown if 0 < made.counts[cell] < THRESHOLD} <= guard.hidden
    assert disclosed(made, guard) == []


def test_the_attacker_finds_what_simple_masking_gives_away() -> None:
    """Three of Nord's ten have left: hidden alone, they are all that left less those of Syd."""
    school = [("SSA", "Nord", "2025-01", 2, False)] * 3 + [("SSA", "Nord", "2025-01", 0, False)] * 7
    school += [("SSA", "Syd", "2025-01", 2, False)] * 8 + [("SSA", "Syd", "2025-01", 0, False)] * 20
    made = figures_of(school)
    small = frozenset(cell for cell in made.shown if 0 < made.counts[cell] < THRESHOLD)
    found = disclosed(made, Guard(small, 0, False))
    assert Cell("left:12", (("department", "Nord"),)) in found


def test_a_school_without_small_counts_is_shown_whole() -> None:
    school = [
        (programme, department, intake, month, change)
        for programme in ("SSA", "SSH")
        for department in ("Nord", "Syd")
        for intake in ("2025-01", "2025-08")
        for month in (0, 2, 5, 11, 30)
        for change in (False, True)
        for _one in range(5)
    ]
    made = figures_of(school)
    assert hide(made, THRESHOLD, seconds=1, patience=30).hidden == frozenset()


def shown_of(values: Iterable[Value], guard: Guard) -> list[bool]:
    return [may_be_shown(value, guard.hidden) for value in values]


def test_a_value_goes_with_any_of_its_counts() -> None:
    school = [("SSA", "Nord", "2025-01", 0, False)] * 20
    value = counted(school, ("programme",), "dropout", "gross", 3)
    group = (("programme", "SSA"),)
    assert shown_of(value, Guard(frozenset(), 0, False)) == [True]
    assert shown_of(value, Guard(frozenset({Cell(SPELLS, group)}), 0, False)) == [False]
    assert shown_of(value, Guard(frozenset({Cell("left:3", group)}), 0, False)) == [False]
    assert shown_of(value, Guard(frozenset({Cell("left:6", group)}), 0, False)) == [True]
