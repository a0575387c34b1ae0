"""Tables A x B, B x C and C x A, and the table A x B x C that stands behind them though nobody prints it."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from pejling.analysis.disclosure.rings import TooManyCells, cells_nobody_prints, ring_columns
from pejling.analysis.disclosure.suppression import suppress
from pejling.analysis.disclosure.tables import CountTable, Key, Settings
from pejling.analysis.disclosure_attack.attack import attack


@pytest.mark.parametrize(
    ("cuts", "ring"),
    [
        (["ab", "bc"], ""),
        (["ab", "bc", "cd", "a", "d"], ""),
        (["ab", "bc", "ca"], "abc"),
        (["abx", "bcy", "caz"], "abc"),
        (["ab", "bc", "ca", "abc"], ""),
        (["ab", "bc", "cd", "da"], "abcd"),
        (["ab", "bc", "ca", "cd", "d"], "abc"),
    ],
)
def test_which_columns_go_round(cuts: list[str], ring: str) -> None:
    numbered = [frozenset("abcdxyz".index(letter) for letter in cut) for cut in cuts]
    assert ring_columns(numbered) == frozenset("abcdxyz".index(letter) for letter in ring)


def test_a_combination_that_one_table_lacks_is_not_behind_them() -> None:
    keys: list[Key] = [
        ("a", "p", None),
        ("b", "q", None),
        ("a", None, "x"),
        ("b", None, "x"),
        (None, "p", "x"),
    ]
    assert cells_nobody_prints(keys) == [("a", "p", "x")]
    large = [key for a, b in itertools.product(map(str, range(40)), repeat=2)
             for key in ((a, b, None), (a, None, b), (None, a, b))]  # fmt: skip
    with pytest.raises(TooManyCells):
        cells_nobody_prints(large)


def cut(name: str, columns: str, persons: dict[tuple[str, str, str], int]) -> CountTable:
    counts: dict[Key, int | None] = {}
    for place, count in persons.items():
        key = tuple(place["abc".index(column)] for column in columns)
        counts[key] = (counts.get(key) or 0) + count
    return CountTable(name, tuple(columns), counts)


def test_who_is_a0_is_b0_and_so_the_third_table_follows() -> None:
    """Everybody in a0 is in b0 and the other way round, so a0 by c is b0 by c. By totals a0, c0 could be 1-11."""
    persons = {("a0", "b0", "c0"): 6, ("a0", "b0", "c1"): 6, ("a1", "b1", "c0"): 7, ("a1", "b1", "c1"): 7}
    third: dict[Key, int | None] = {
        ("a0", "c0"): None, ("a0", "c1"): None, ("a1", "c0"): None, ("a1", "c1"): None,
        ("a0", None): 12, ("a1", None): 14, (None, "c0"): 13, (None, "c1"): 13,
    }  # fmt: skip
    two = [cut("ab", "ab", persons), cut("bc", "bc", persons)]
    hidden = CountTable("ac", ("a", "c"), third)
    made = attack([*two, hidden], by=("a", "b", "c"))
    assert {(cell.key, cell.lower, cell.status) for cell in made.cells} == {
        (("a0", None, "c0"), 6, "disclosed"), (("a0", None, "c1"), 6, "disclosed"),
        (("a1", None, "c0"), 7, "disclosed"), (("a1", None, "c1"), 7, "disclosed"),
    }  # fmt: skip
    assert {cell.upper for cell in attack([two[0], hidden], by=("a", "b", "c")).cells} == {11, 12}


@pytest.mark.parametrize("seed", range(8))
def test_nothing_follows_from_the_table_that_nobody_prints(seed: int) -> None:
    draw = random.Random(seed)
    persons = {
        place: draw.choice([0, 0, 0, 0, 0, 1, 2, 3, 6, 9])
        for place in itertools.product(("a0", "a1", "a2"), ("b0", "b1", "b2"), ("c0", "c1"))
    }
    made = suppress([cut(name, name, persons) for name in ("ab", "bc", "ac")], Settings(seconds=60))
    assert not made.ring_left_out
    least_and_most = possible(made.tables, sorted(persons))
    assert not [key for key, (least, most) in least_and_most.items() if least == most]


def possible(
    tables: tuple[CountTable, ...], places: list[tuple[str, str, str]]
) -> dict[Key, tuple[int, int]]:
    """Of every hidden cell the least and the largest count, over all tables of persons that what is shown allows."""
    lines, low, high, hidden = [], [], [], {}
    for table in tables:
        for key, count in table.counts.items():
            full = table.full(key, ("a", "b", "c"))
            lines.append(
                [float(all(v in (None, p) for v, p in zip(full, place, strict=True))) for place in places]
            )
            low.append(1.0 if count is None else count)
            high.append(np.inf if count is None else count)
            if count is None:
                hidden[full] = np.array(lines[-1])
    limits = LinearConstraint(np.array(lines), low, high)
    found = {}
    for full, line in hidden.items():
        ends = [
            milp(sign * line, integrality=np.ones(len(places)), bounds=Bounds(0, 1e5), constraints=limits).fun
            for sign in (1.0, -1.0)
        ]
        found[full] = (round(ends[0]), round(-ends[1]))
    return found
