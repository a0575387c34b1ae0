"""Why another's dropout differs, worked by hand."""

from __future__ import annotations

import math
from datetime import date

import pytest

from pejling.analysis.engine.question import Value
from pejling.analysis.results.dropout_beside import beside
from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.results.sources import DropoutRule


def own(
    variant: str, estimate: float | None, lower: float | None = None, upper: float | None = None
) -> Value:
    return Value(
        "dropout", variant, 3, {}, estimate, 200, lower, upper, None, date(2025, 1, 1), "v", "s", complete=True
    )  # fmt: skip


def ministry(value: float | None, n: int | None = None) -> KeyFigure:
    return KeyFigure("u", "Frafald inden for 3 mdr.", "2024", "percent", value=value, n=n)


RULE = DropoutRule("frafald*", 3, "not_counted", 15, "not_counted", True)
OWN = {"gross": own("gross", 0.12, 0.08, 0.17), "net_of_change": own("net_of_change", 0.11),
       "net_of_reentry": own("net_of_reentry", 0.105)}  # fmt: skip


def test_pulls_and_what_is_left() -> None:
    """12 % gross; change takes 1 point, re-entry 1.5: seen 9.5 to 10.5; the ministry's 7 leaves -3.5 to -2.5."""
    found = beside(ministry(7.0), RULE, OWN)
    assert found.difference == pytest.approx(-5)
    assert found.change_pull == pytest.approx(-1)
    assert found.reentry_pull == pytest.approx(-1.5)
    assert found.seen == pytest.approx((9.5, 10.5))
    assert found.rest == pytest.approx((-3.5, -2.5))
    assert found.may_be_chance is None
    assert found.same_reentry


def test_the_difference_has_an_interval_where_both_have() -> None:
    """By hand (MOVER): Wilson's limits of 14 of 200 in R are 0.0421522 and 0.1140548."""
    found = beside(ministry(7.0, 200), RULE, OWN)
    below = math.hypot(0.07 - 0.0421522, 0.17 - 0.12)
    above = math.hypot(0.1140548 - 0.07, 0.12 - 0.08)
    assert (found.lower, found.upper) == pytest.approx(
        (100 * (-0.05 - below), 100 * (-0.05 + above)), abs=1e-4
    )
    assert found.may_be_chance


def test_rules_that_count_everything_pull_nothing() -> None:
    rule = DropoutRule("frafald*", 3, "counted", 0, "counted", False)
    found = beside(ministry(13.0), rule, OWN)
    assert (found.change_pull, found.reentry_pull) == (None, None)
    assert found.seen == pytest.approx((12, 12))
    assert found.rest == pytest.approx((1, 1))


def test_nothing_to_hold_against() -> None:
    for figure, values in (
        (ministry(None), OWN),
        (ministry(7.0), {}),
        (ministry(7.0), {"gross": own("gross", None)}),
    ):
        found = beside(figure, RULE, values)
        assert (found.difference, found.seen, found.rest, found.may_be_chance) == (None, None, None, None)
