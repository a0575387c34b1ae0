"""Numbers and dates as a reader writes them (docs: da-DK in the domain's notes)."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from pejling.web.components import numbers


@pytest.fixture(params=["da"], autouse=True)
def language(request: pytest.FixtureRequest):
    with translation.override(request.param):
        yield


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567.891, 3, "1.234.567,891"),
        (1234.5, 1, "1.234,5"),
        (95.652, 1, "95,7"),  # rounded, not cut off
        (0.05, 1, "0,1"),
        (-3.14, 1, "−3,1"),
        (-0.04, 1, "0,0"),  # no minus before nothing
        (0, 0, "0"),
        (None, 1, "–"),
    ],
)
def test_numbers_are_danish(value: float | None, decimals: int, text: str) -> None:
    assert numbers.number(value, decimals) == text


def test_shares_have_a_space_before_the_sign_in_danish_and_none_in_english() -> None:
    assert numbers.share(0.234) == "23,4\N{NO-BREAK SPACE}%"
    with translation.override("en"):
        assert numbers.share(0.234) == "23.4%"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.042, "+4,2 procentpoint"), (-0.011, "−1,1 procentpoint"), (0.0001, "0,0 procentpoint")],
)
def test_differences_are_percentage_points_with_their_sign(value: float, text: str) -> None:
    assert numbers.points(value) == text


def test_dates_and_months() -> None:
    assert numbers.day(date(2025, 3, 4)) == "4.3.2025"
    assert numbers.month("2025-08") == "august 2025"
    assert numbers.month(None) == "ukendt"
    with translation.override("en"):
        assert numbers.day(date(2025, 3, 4)) == "4 March 2025"
        assert numbers.month("2025-08") == "August 2025"


def test_intervals() -> None:
    assert numbers.interval(0.881, 0.9421) == "88,1–94,2\N{NO-BREAK SPACE}%"
    assert numbers.interval(None, 0.5) == "–"
    assert numbers.points_interval(-0.031, 0.042) == "fra −3,1 til 4,2"
