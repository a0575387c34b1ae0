"""Dates in every style schools use, and what isn't one."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from pejling.facts.deliveries.checks.dates import CODES, parse_dates


def parsed(*values: str, counts: list[int] | None = None, **how) -> list[date | str | None]:
    days, there, codes = parse_dates(values, np.array(counts or [1] * len(values)), **how)
    return [
        CODES[code] if code else date(1970, 1, 1) + timedelta(days=int(day)) if known else None
        for day, known, code in zip(days, there, codes, strict=True)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "04-03-2025", "4/3 2025", "4/3-2025", "04/03/2025", "4.3.2025", "04.03.2025", "4. 3. 2025", "4. marts 2025",
        "4 mar 2025", "04-MAR-2025", "2025-03-04", "2025-3-4", "2025/03/04", "2025-03-04T10:30:00",
        "2025-03-04 00:00:00", "2025-03-04T10:30:00.123Z", "04-03-2025 10:30", "04.03.2025 10.30", "20250304",
        "4 March 2025",
    ],
)  # fmt: skip
def test_the_fourth_of_march(text: str) -> None:
    assert parsed(text) == [date(2025, 3, 4)]


@pytest.mark.parametrize("text", ["31-12-9999", "9999-12-31", "31/12 9999", "31.12.9999", "99991231", ""])
def test_open(text: str) -> None:
    assert parsed(text) == [None]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31-02-2025", "impossible_date"), ("29-02-2025", "impossible_date"), ("00-01-2025", "impossible_date"),
        ("2025-13-01", "impossible_date"), ("04-03-1899", "year_out_of_range"), ("2101-01-01", "year_out_of_range"),
        ("9999-01-01", "year_out_of_range"), ("04-03-25", "two_digit_year"), ("45720", "not_a_date"),
        ("marts 2025", "not_a_date"), ("4. smarts 2025", "not_a_date"), ("i dag", "not_a_date"), ("-", "not_a_date"),
        ("04-03-2025-01", "not_a_date"), ("٠٤-٠٣-٢٠٢٥", "not_a_date"),
    ],
)  # fmt: skip
def test_refused(text: str, code: str) -> None:
    assert parsed(text) == [code]


def test_leap_day() -> None:
    assert parsed("29-02-2024") == [date(2024, 2, 29)]


def test_the_day_comes_first_unless_the_mapping_says_otherwise() -> None:
    assert parsed("04/03/2025") == [date(2025, 3, 4)]
    assert parsed("04/03/2025", style="month-first") == [date(2025, 4, 3)]
    assert parsed("03/25/2025", style="month-first") == [date(2025, 3, 25)]


def test_a_column_that_mixes_orders_is_not_guessed_at() -> None:
    assert parsed("03/25/2025", "04/03/2025", "05/05/2025", "25/03/2025", "2025-03-04") == [
        "month_first_date", "ambiguous_date", date(2025, 5, 5), date(2025, 3, 25), date(2025, 3, 4),
    ]  # fmt: skip


def test_one_slip_among_many_clear_dates_is_a_slip() -> None:
    assert parsed("03/25/2025", "04/03/2025", "25/03/2025", counts=[1, 9, 20]) == [
        "impossible_date", date(2025, 3, 4), date(2025, 3, 25),
    ]  # fmt: skip


def test_a_declared_order_is_not_doubted() -> None:
    assert parsed("03/25/2025", "04/03/2025", style="day-first") == ["impossible_date", date(2025, 3, 4)]


def test_two_digit_years_with_leave() -> None:
    assert parsed("04-03-25", "04-03-80", two_digit_years=True) == [date(2025, 3, 4), date(1980, 3, 4)]
    assert parsed("25-03-04", style="year-first", two_digit_years=True) == [date(2025, 3, 4)]
