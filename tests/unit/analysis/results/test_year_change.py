"""Intervals and changes of published figures; numbers from R and from published examples."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pejling.analysis import intervals
from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.results.followed import verdict
from pejling.analysis.results.scales import index, index_of
from pejling.analysis.results.spread import spread
from pejling.analysis.results.year_change import year_change


def score(value: float | None, *, n: int | None = None, sd: float | None = None, **more: object) -> KeyFigure:
    ends = {"scale_from": 1, "scale_to": 5} | more
    return KeyFigure("etu", "Trivsel", "2024", "score", value=value, n=n, sd=sd, **ends)


def percent(value: float, n: int | None = None, **more: object) -> KeyFigure:
    return KeyFigure("m", "Frafald", "2024", "percent", value=value, n=n, **more)


def count(value: float, whole: float | None) -> KeyFigure:
    return KeyFigure("dst", "Afbrudt", "2024", "count", value=value, part_of="I alt", whole=whole)


def test_a_mean_s_interval_is_student_s() -> None:
    """R: 4.1 + c(-1, 1) * qt(.975, 24) * .8 / sqrt(25)."""
    found = spread(score(4.1, n=25, sd=0.8))
    assert (found.lower, found.upper) == pytest.approx((3.76977623013952, 4.43022376986048), abs=1e-12)
    assert found.method == "t"


def test_an_interval_stays_on_its_scale() -> None:
    found = spread(score(4.9, n=3, sd=0.6))
    assert found.upper == 5
    assert found.lower > 1


def test_a_share_s_interval_is_wilson_s() -> None:
    """R: prop.test(23470, 119941, correct = FALSE), prop.test(41, 50, correct = FALSE)."""
    found = spread(count(23470, 119941))
    assert (found.lower, found.upper) == pytest.approx((0.193444121797625, 0.197934455954194), abs=1e-12)
    found = spread(percent(82, 50))
    assert (found.lower, found.upper) == pytest.approx((69.2039463256992, 90.2298073297658), abs=1e-9)


def test_what_the_source_says_itself_comes_first() -> None:
    found = spread(score(4.1, n=25, sd=0.8, lower=3.9, upper=4.3))
    assert (found.lower, found.upper, found.method) == (3.9, 4.3, "given")


def test_without_number_or_spread_nothing_is_known() -> None:
    assert spread(score(4.1)) is None
    assert spread(score(4.1, n=25)) is None
    assert spread(score(4.1, n=1, sd=0.0)) is None
    assert spread(percent(19.6)) is None
    assert spread(percent(120, 50)) is None
    assert spread(count(12, None)) is None
    assert spread(score(None, n=3, sd=0.5)) is None


def test_nobody_is_no_share() -> None:
    """Christiansø: 0 of 0."""
    assert count(0, 0).share is None
    assert spread(count(0, 0)) is None
    assert year_change(count(0, 0), count(0, 0)).lower is None


def test_welch_as_r_has_it() -> None:
    """R: t.test(c(4,5,3,4,5,5,2), c(3,3,4,2,5))."""
    found = intervals.welch(4.0, 1.154700538379251, 7, 3.4, 1.140175425099138, 5)
    assert found == pytest.approx((-0.922411591772414, 2.122411591772414), abs=1e-12)
    assert intervals.welch(4.0, 0.0, 7, 3.4, 0.0, 5) == (pytest.approx(0.6), pytest.approx(0.6))
    assert math.isnan(intervals.welch(4.0, 1.0, 1, 3.4, 1.0, 5)[0])


def test_a_municipality_s_means_of_two_years() -> None:
    """Guidance 4.4 and the year after 4.6 (1-5), with invented numbers of answers; R: qt(.975, 191.589...)."""
    found = year_change(score(4.6, n=118, sd=0.7), score(4.4, n=103, sd=0.9))
    assert found.difference == pytest.approx(0.2)
    assert (found.lower, found.upper) == pytest.approx((-0.0162177255642996, 0.4162177255642981), abs=1e-12)
    assert found.method == "welch"
    assert not found.clear
    assert verdict(found, "higher_better") is None


def test_shares_change_by_newcombe() -> None:
    """56 of 70 against 48 of 80: Newcombe (1998), table II, method 10: 0.0524 to 0.3339."""
    found = year_change(percent(80, 70), percent(60, 80))
    assert found.difference == pytest.approx(20)
    assert (found.lower, found.upper) == pytest.approx((5.24, 33.39), abs=0.005)
    assert found.in_points
    assert verdict(found, "higher_better") == "better"
    assert verdict(found, "lower_better") == "worse"
    assert verdict(found, "neutral") == "changed"


def test_given_intervals_are_joined() -> None:
    """MOVER by hand: 0.3 -+ hypot(0.3, 0.4) with limits 4.5 -+ 0.3 and 4.2 -+ 0.4."""
    now, before = score(4.5, lower=4.2, upper=4.8), score(4.2, lower=3.8, upper=4.6)
    found = year_change(now, before)
    assert (found.lower, found.upper) == pytest.approx((0.3 - 0.5, 0.3 + 0.5))
    assert found.method == "mover"


def test_a_given_interval_beside_a_count_is_in_points_too() -> None:
    """Wilson's limits of 30 of 100 (R: 0.2189489, 0.3958485) and given ones 20-30 around 25."""
    before = KeyFigure("d", "A", "2023", "count", value=25, part_of="I alt", whole=100, lower=20, upper=30)
    found = year_change(count(30, 100), before)
    below = math.hypot(0.3 - 0.2189489, 0.3 - 0.25)
    above = math.hypot(0.3958485 - 0.3, 0.25 - 0.2)
    assert (found.lower, found.upper) == pytest.approx((100 * (0.05 - below), 100 * (0.05 + above)), abs=1e-4)


@pytest.mark.parametrize(
    ("now", "before", "reason", "difference"),
    [
        (score(None), score(4.0), "no_value", None),
        (score(4.0), percent(80), "other_unit", None),
        (score(4.0), score(8.0, scale_to=10), "other_scale", None),
        (score(4.3), score(4.0), "no_spread", 0.3),
        (percent(21), percent(20), "no_spread", 1.0),
        (score(4.3, n=90, sd=0.8), score(4.0, n=90), "no_spread", 0.3),
    ],
)
def test_why_there_is_no_interval(
    now: KeyFigure, before: KeyFigure, reason: str, difference: float | None
) -> None:
    found = year_change(now, before)
    assert found.reason == reason
    assert found.difference == (None if difference is None else pytest.approx(difference))
    assert not found.clear


@given(st.floats(1, 5), st.floats(1, 5), st.integers(2, 900), st.integers(2, 900), st.floats(0.01, 2))
def test_a_change_back_is_the_change_mirrored(a: float, b: float, n: int, m: int, sd: float) -> None:
    there = year_change(score(a, n=n, sd=sd), score(b, n=m, sd=sd))
    back = year_change(score(b, n=m, sd=sd), score(a, n=n, sd=sd))
    assert back.difference == pytest.approx(-there.difference)
    assert (back.lower, back.upper) == (pytest.approx(-there.upper), pytest.approx(-there.lower))
    assert there.lower <= there.difference <= there.upper


@pytest.mark.parametrize(
    ("value", "low", "high", "wanted"),
    [(1, 1, 5, 0), (5, 1, 5, 100), (4.4, 1, 5, 85), (8, 0, 10, 80), (5.5, 1, 10, 50)],
)  # fmt: skip
def test_the_index(value: float, low: float, high: float, wanted: float) -> None:
    """(x - 1) / (k - 1) * 100 on 1..k, x * 10 on 0-10."""
    assert index(value, low, high) == pytest.approx(wanted)


def test_only_what_has_a_scale_has_an_index() -> None:
    assert index_of(percent(40, 10)) is None
    assert index_of(score(None)) is None
    assert index_of(score(3)) == 50
    assert index_of(KeyFigure("mtu", "T", "2024", "index", value=72)) == 72
    with pytest.raises(ValueError, match="scale"):
        index(1, 5, 5)
