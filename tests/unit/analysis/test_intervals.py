"""Intervals against published worked examples."""

from __future__ import annotations

import math

import pytest

from pejling.analysis.intervals import difference, newcombe, t_mean, wilson


@pytest.mark.parametrize(
    ("successes", "n", "lower", "upper"),
    [
        # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_as_published(successes: int, n: int, lower: float, upper: float) -> None:
    assert wilson(successes, n) == pytest.approx((lower, upper), abs=5e-5)


def test_wilson_solves_the_score_equation() -> None:
    """Both limits p satisfy (x/n - p)^2 = z^2 p (1 - p) / n."""
    for successes, n in ((1, 2), (3, 7), (12, 4000), (3999, 4000)):
        for limit in wilson(successes, n):
            gap = (successes / n - limit) ** 2
            assert gap == pytest.approx(1.959963984540054**2 * limit * (1 - limit) / n, rel=1e-9)


@pytest.mark.parametrize(
    ("a", "b", "lower", "upper"),
    [
        # Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10: (a) to (h).
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_as_published(a: tuple[int, int], b: tuple[int, int], lower: float, upper: float) -> None:
    assert newcombe(*a, *b) == pytest.approx((lower, upper), abs=5e-5)


def test_newcombe_turned_round() -> None:
    lower, upper = newcombe(9, 10, 3, 10)
    assert newcombe(3, 10, 9, 10) == pytest.approx((-upper, -lower))


def test_difference_of_symmetric_intervals_is_the_usual_one() -> None:
    """With a standard error of 3 and 4 the difference has 5."""
    assert difference(10, (7, 13), 2, (-2, 6)) == pytest.approx((3, 13))


def test_t_mean() -> None:
    """Ten values, mean 0, sd 1: the 97.5 % point of t with 9 degrees of freedom is 2.262157 (any printed table)."""
    lower, upper = t_mean(0.0, 1.0, 10)
    assert upper == pytest.approx(2.262157 / math.sqrt(10), rel=1e-6)
    assert lower == -upper


@pytest.mark.parametrize(
    "interval", [wilson(0, 0), newcombe(0, 0, 1, 2), newcombe(1, 2, 0, 0), t_mean(1.0, 0.0, 1)]
)
def test_nothing_to_count(interval: tuple[float, float]) -> None:
    assert all(math.isnan(limit) for limit in interval)


def test_more_successes_than_trials() -> None:
    with pytest.raises(ValueError, match="5 successes out of 4"):
        wilson(5, 4)
