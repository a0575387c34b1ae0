"""The attacker against tables whose intervals have been worked out by hand or published."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest

from pejling.analysis.disclosure.refusal import Unusable
from pejling.analysis.disclosure.tables import CountTable, Rate
from pejling.analysis.disclosure_attack.attack import attack


def found(
    *tables: CountTable, **options: object
) -> dict[tuple[str | None, ...], tuple[int | None, int | None, str]]:
    return {cell.key: (cell.lower, cell.upper, cell.status) for cell in attack(tables, **options).cells}  # type: ignore[arg-type]


def activity_by_region() -> CountTable:
    """The example of Fischetti and Salazar (2000): the hidden 22 is between 5 and 30."""
    rows = {
        "1": (20, 50, 10, 80),
        "2": (None, 19, None, 49),
        "3": (None, 32, None, 61),
        None: (45, 101, 44, 190),
    }
    return CountTable(
        "investment",
        ("activity", "region"),
        {(row, column): count for row, some in rows.items()
         for column, count in zip(("a", "b", "c", None), some, strict=True)},
    )  # fmt: skip


def test_a_published_example() -> None:
    cells = found(activity_by_region(), zeros="hide")
    assert cells["2", "c"] == (5, 30, "safe")
    assert cells["2", "a"] == (0, 25, "safe")
    assert cells["3", "a"] == (0, 25, "safe")
    assert cells["3", "c"] == (4, 29, "safe")


def test_where_zeros_are_shown_a_hidden_cell_is_at_least_one() -> None:
    cells = found(activity_by_region())
    assert cells["2", "c"] == (6, 29, "safe")


def test_one_hidden_cell_in_a_row_is_the_difference() -> None:
    table = CountTable("row", ("x",), {("a",): None, ("b",): 9, (None,): 12})
    assert found(table) == {("a",): (3, 3, "disclosed")}


def test_masking_row_by_row_fails_over_the_columns() -> None:
    """Every row has two hidden cells and every column too, and yet: (a1 + a2) + (b1 + b2) - ... leaves c3 alone.

    Rows a and b hide columns 1 and 2, so they make a rectangle. Row c hides 3 and 4, row d hides 3 and 5, row e hides
    4 and 5 and 6, and column 6 has no other hidden cell: e6 is its column's difference.
    """
    hidden = {"a1", "a2", "b1", "b2", "c3", "c4", "d3", "d5", "e4", "e5", "e6"}
    counts: dict[tuple[str | None, ...], int | None] = {}
    for row in "abcde":
        for column in "123456":
            counts[row, column] = None if row + column in hidden else 10
        counts[row, None] = 60
    for column in "123456":
        counts[None, column] = 50
    counts[None, None] = 300
    cells = found(CountTable("rows", ("row", "column"), counts))
    assert {key for key, (_low, _high, status) in cells.items() if status == "disclosed"} == {("e", "6")}
    assert cells["a", "1"] == (1, 19, "safe")


def test_two_tables_that_are_safe_alone_and_not_together() -> None:
    """Sum of a and b is known from both tables; the second one cuts a alone."""
    one = CountTable("by_sex", ("school", "sex"), {("a", "f"): None, ("a", "m"): None, ("a", None): 12})
    two = CountTable("women", ("school", "sex", "age"), {("a", "f", "young"): 5, ("a", "f", "old"): 4})
    assert {status for _low, _high, status in found(one).values()} == {"safe"}
    assert found(one, two)["a", "f", None] == (9, 9, "disclosed")


def test_totals_nobody_printed_are_the_same_in_both_tables() -> None:
    sex = CountTable(
        "sex", ("school", "sex"), {("a", "f"): None, ("a", "m"): 9, ("b", "f"): 7, ("b", "m"): 8}
    )
    age = CountTable("age", ("school", "age"), {("a", "young"): 6, ("a", "old"): 5, ("b", "young"): 15})
    assert found(sex, age)["a", "f", None] == (2, 2, "disclosed")


def test_a_municipality_within_its_region_is_one_cell_in_both_tables() -> None:
    nested = CountTable(
        "nested", ("region", "municipality"),
        {("n", "n1"): None, ("n", "n2"): None, ("n", None): 20, ("s", "s1"): 30, ("s", None): 30, (None, None): 50},
    )  # fmt: skip
    plain = CountTable("plain", ("municipality",), {("n1",): 12, ("s1",): 30})
    assert found(nested)["n", "n1"] == (1, 19, "safe")
    cells = found(nested, plain)
    assert cells["n", "n2"] == (8, 8, "disclosed")


def test_a_cell_without_a_total_has_no_upper_limit() -> None:
    assert found(CountTable("alone", ("x",), {("a",): None, ("b",): 9})) == {("a",): (1, None, "safe")}


def test_a_published_percentage_gives_its_count_away() -> None:
    """3.1 % of 97: 3 / 97 is 3.09 %; 2 would be 2.1 % and 4 would be 4.1 %."""
    table = CountTable("figures", ("figure",), {("left",): None, ("all",): 97})
    assert found(table)["left",][2] == "safe"
    rate = Rate(("left",), ("all",), 1, Decimal("3.1"))
    assert found(table, rates=[rate])["left",] == (3, 3, "disclosed")
    coarse = Rate(("left",), ("all",), 0, Decimal("3"))
    assert found(table, rates=[coarse])["left",] == (3, 3, "disclosed")
    many = CountTable("figures", ("figure",), {("left",): None, ("all",): 1000})
    assert found(many, rates=[coarse])["left",] == (25, 35, "safe")


def test_earlier_publications() -> None:
    now = CountTable("now", ("x",), {("a",): None, ("b",): None, ("c",): 30, (None,): 50})
    subtotal = CountTable("before", ("x",), {("b",): 11})
    assert {status for *_bounds, status in found(now).values()} == {"safe"}
    cells = found(now, previous=[subtotal])
    assert cells["a",] == (9, 9, "disclosed")
    assert cells["b",] == (11, 11, "already_disclosed")
    told = CountTable("told", ("x",), {("a",): None, ("b",): 11, ("c",): 30, (None,): 50})
    assert {status for *_bounds, status in found(now, previous=[told]).values()} == {"already_disclosed"}


def test_what_was_hidden_before_and_follows_only_now_is_found() -> None:
    before = CountTable("before", ("x",), {("a",): None, ("b",): None, (None,): 20})
    now = CountTable("now", ("x", "y"), {("b", "p"): 8, ("b", "q"): 5})
    cells = attack([now], previous=[before]).disclosed
    assert {(cell.table, cell.key, cell.lower) for cell in cells} == {
        ("before", ("a", None), 7), ("before", ("b", None), 13),
    }  # fmt: skip


def test_another_snapshot_tells_nothing() -> None:
    now = CountTable("now", ("x",), {("a",): None, ("b",): None, ("c",): 30, (None,): 50})
    other = CountTable("other", ("x",), {("b",): 11, ("c",): 31})
    made = attack([now], previous=[other])
    assert made.not_linked == ("other",)
    assert made.disclosed == ()


def test_what_contradicts_itself_is_refused() -> None:
    with pytest.raises(Unusable, match="x=a"):
        attack([CountTable("one", ("x",), {("a",): 9}), CountTable("two", ("x",), {("a",): 8})])
    with pytest.raises(Unusable, match="x=Total"):
        attack([CountTable("one", ("x",), {("a",): None, ("b",): 9, (None,): 8})])


def test_the_total_that_does_not_add_up_is_the_one_that_is_named() -> None:
    counts = {("a", "f"): 12, ("a", "m"): 3, ("b", "f"): 3, (None, None): 99}
    with pytest.raises(Unusable, match="x=Total, y=Total"):
        attack([CountTable("t", ("x", "y"), counts)])


def test_among_hidden_cells_the_total_that_cannot_be_is_named() -> None:
    """Three hidden cells of at least 1 make no 2."""
    hidden = dict.fromkeys(itertools.product("ab", "fmk"))
    with pytest.raises(Unusable, match="x=a, y=Total"):
        attack([CountTable("t", ("x", "y"), hidden | {("b", None): 30, ("a", None): 2})])
