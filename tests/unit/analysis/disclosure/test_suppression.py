"""Hand-worked tables, among them those on which hiding one more cell in the row isn't enough."""

from __future__ import annotations

import itertools
import random
import time

import pytest

from pejling.analysis.disclosure.refusal import Unprotectable, Unusable
from pejling.analysis.disclosure.suppression import Suppressed, suppress
from pejling.analysis.disclosure.tables import CountTable, Rate, Settings
from pejling.analysis.disclosure_attack.attack import attack


def line(**counts: int) -> CountTable:
    return CountTable("line", ("school",), {(name,): count for name, count in counts.items()})


def hidden(made: Suppressed) -> set[tuple[str | None, ...]]:
    return {cell.key for cell in made.cells if cell.hidden}


def test_two_ones_with_a_known_sum_are_both_one_so_a_third_cell_is_hidden() -> None:
    """1 + 1 + 20 = 22: with 20 and 22 shown, two hidden cells of at least 1 make 2."""
    made = suppress([line(a=1, b=1, c=20)])
    assert {("a",), ("b",)} < hidden(made)
    assert len(hidden(made)) == 3
    assert attack(made.tables).disclosed == ()


def test_with_zeros_hidden_two_ones_may_be_nought_and_two() -> None:
    made = suppress([line(a=1, b=1, c=20)], Settings(zeros="hide"))
    assert hidden(made) == {("a",), ("b",)}
    assert attack(made.tables, zeros="hide").disclosed == ()


def test_one_small_cell_of_a_square_takes_a_rectangle() -> None:
    """Rows and columns are known, so one hidden cell needs a cycle of four: the cheapest is that of small counts."""
    counts = {("a", "x"): 3, ("a", "y"): 9, ("a", "z"): 50, ("b", "x"): 9, ("b", "y"): 9, ("b", "z"): 50,
              ("c", "x"): 50, ("c", "y"): 50, ("c", "z"): 50}  # fmt: skip
    made = suppress([CountTable("square", ("row", "column"), counts)])
    assert hidden(made) == {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}
    assert made.optimal
    assert made.kept.cells == 16
    assert made.kept.counts == 4 * 280
    assert made.kept.counts_shown == 4 * 280 - 30


def test_zeros_that_are_shown_are_no_help() -> None:
    """The row's only other count is 0, which everybody sees: its total is hidden instead."""
    counts = {("a", "x"): 3, ("a", "y"): 0, ("b", "x"): 20, ("b", "y"): 20, ("c", "x"): 9, ("c", "y"): 9}
    made = suppress([CountTable("zeros", ("row", "column"), counts)])
    assert ("a", None) in hidden(made)
    assert ("a", "y") not in hidden(made)
    assert attack(made.tables).disclosed == ()


def test_a_total_shared_by_two_tables_is_hidden_in_both_or_in_none() -> None:
    by_sex = CountTable(
        "sex", ("school", "sex"), {("a", "f"): 2, ("a", "m"): 0, ("b", "f"): 9, ("b", "m"): 9}
    )
    by_age = CountTable("age", ("school", "age"), {("a", "young"): 1, ("a", "old"): 1, ("b", "young"): 18})
    made = suppress([by_sex, by_age])
    shown = {(table.name, key): count for table in made.tables for key, count in table.counts.items()}
    assert shown["sex", ("a", None)] is None
    assert shown["age", ("a", None)] is None
    assert attack(made.tables).disclosed == ()


def test_departments_within_schools_get_the_schools_totals() -> None:
    counts = {("north", "n1"): 3, ("north", "n2"): 20, ("south", "s1"): 30, ("south", "s2"): 40}
    made = suppress([CountTable("nested", ("school", "department"), counts)])
    keys = {cell.key: cell for cell in made.cells}
    assert keys["north", None].count == 23
    assert keys["north", None].worked_out
    assert keys[None, None].count == 93
    assert (None, "n1") not in keys
    assert len(hidden(made)) == 2


def test_a_table_without_a_column_holds_its_totals() -> None:
    made = suppress(
        [
            CountTable(
                "both", ("school", "sex"), {("a", "f"): 20, ("a", "m"): 10, ("b", "f"): 9, ("b", "m"): 9}
            ),
            CountTable("schools", ("school",), {("a",): 30, ("b",): 18}),
        ]
    )
    assert hidden(made) == set()
    with pytest.raises(Unusable, match="school=b, sex=Total"):
        suppress(
            [
                CountTable("both", ("school", "sex"), {("a", "f"): 20, ("b", "f"): 9}),
                CountTable("schools", ("school",), {("a",): 20, ("b",): 10}),
            ]
        )


def test_a_detailed_table_of_one_school_makes_no_total_of_all() -> None:
    """Only school a is cut by programme: what all schools have of a programme isn't known."""
    made = suppress(
        [
            CountTable("schools", ("school",), {("a",): 30, ("b",): 50}),
            CountTable("a", ("school", "programme"), {("a", "p"): 12, ("a", "q"): 18}),
        ]
    )
    assert {cell.key for cell in made.cells if cell.table == "a"} == {
        ("a", "p"),
        ("a", "q"),
        ("a", None),
        (None, None),
    }


def test_what_is_missing_is_named() -> None:
    with pytest.raises(Unusable, match="school=a"):
        suppress([CountTable("blank", ("school",), {("a",): None, ("b",): 9})])


def test_a_republished_table_hides_what_it_hid() -> None:
    """Another choice of complement the next time would give both choices away."""
    table = line(a=3, b=10, c=11, d=12)
    first = suppress([table])
    pushed = {(name,): 30.0 for name in "bcd" if (name,) in hidden(first)}
    alone = suppress([table], Settings(weights=pushed))
    assert hidden(alone) != hidden(first)
    again = suppress([table], Settings(weights=pushed), previous=first.tables)
    assert hidden(again) >= hidden(first)
    assert attack(again.tables, previous=first.tables).disclosed == ()
    assert attack(alone.tables, previous=first.tables).disclosed


def test_what_earlier_publications_disclose_by_themselves_does_not_block() -> None:
    earlier = CountTable("told", ("school",), {("a",): None, ("b",): 10, (None,): 13})
    made = suppress([line(a=3, b=10)], previous=[earlier])
    assert [cell.key for cell in made.cells if cell.known_before] == [("a",)] or made.kept.hidden
    found = attack(made.tables, previous=[earlier])
    assert found.disclosed == ()
    assert {cell.status for cell in found.cells} == {"already_disclosed"}


def test_other_counts_published_earlier_are_another_snapshot() -> None:
    earlier = CountTable("last_year", ("school",), {("a",): 7, ("b",): 12, (None,): 19})
    made = suppress([line(a=3, b=10, c=30)], previous=[earlier])
    assert made.not_linked == ("last_year",)


def test_where_nothing_can_protect_it_says_so() -> None:
    """2 was told of a and b together; that neither is 0 makes both 1, and showing zeros tells that."""
    earlier = CountTable("groups", ("school",), {(None,): 2})
    with pytest.raises(Unprotectable, match="school=a"):
        suppress([line(a=1, b=1)], Settings(threshold=2), previous=[earlier])


def test_weights_say_what_should_rather_stay_visible() -> None:
    table = line(a=3, b=10, c=11)
    assert hidden(suppress([table])) == {("a",), ("b",)}
    assert hidden(suppress([table], Settings(weights={("b",): 3.0}))) == {("a",), ("c",)}


def test_a_share_that_would_tell_the_few_who_are_not_in_it_is_hidden() -> None:
    """97 of 100 tells that 3 are left; 3 is hidden nowhere in the table, but can be worked out."""
    counts = {("completed",): 97, ("active",): 60, ("all",): 100}
    table = CountTable("figures", ("figure",), counts | {(None,): 257})
    made = suppress([table], rates=[Rate(("completed",), ("all",)), Rate(("active",), ("all",))])
    completed, active = made.rates
    assert completed.percent is None
    assert {("completed",), ("all",)} & hidden(made)
    assert active.percent is None or str(active.percent) == "60.0"


def test_the_same_tables_give_the_same_choice_on_a_busy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two choices for one snapshot, both published, would tell more than either: the machine's speed has no say."""
    draw = random.Random(4)
    counts = {
        key: 0 if draw.random() < 0.7 else int(draw.gammavariate(0.5, 24))
        for key in itertools.product("abcdef", "pqrstu", "uvwxyz")
    }
    table = CountTable("sparse", ("x", "y", "z"), counts)
    first = suppress([table])
    assert not first.more_hidden
    late = itertools.count()
    monkeypatch.setattr(time, "monotonic", lambda: 0.25 * next(late))
    second = suppress([table], Settings(seconds=10**6))
    assert hidden(second) == hidden(first)


def test_time_that_runs_out_in_looking_for_less_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {(x, y): 3 if x == y else 9 for x in "abcdef" for y in "abcdef"}
    late = itertools.count()
    monkeypatch.setattr(time, "monotonic", lambda: 1.0 * next(late))
    made = suppress([CountTable("square", ("x", "y"), counts)], Settings(seconds=20))
    assert made.more_hidden
    assert attack(made.tables, seconds=10**6).disclosed == ()


def test_a_total_that_gives_away_what_was_hidden_before_is_hidden() -> None:
    """Of b, c and d one part was shown and one hidden, and p is 41 in all: each one's total gives its hidden part
    away, and the total of all gives c's: 44 + (41 - 18) + its q."""
    earlier = CountTable(
        "earlier", ("x", "y"),
        {("a", "p"): 9, ("b", "p"): None, ("b", "q"): 20, ("c", "p"): 9, ("c", "q"): None, ("d", "p"): None,
         ("d", "q"): 6, (None, "p"): 41},
    )  # fmt: skip
    now = CountTable("now", ("x",), {("a",): 9, ("b",): 23, ("c",): 12, ("d",): 26})
    made = suppress([now], previous=[earlier])
    assert hidden(made) == {("b",), ("c",), ("d",), (None,)}
    assert attack(made.tables, previous=[earlier]).disclosed == ()
