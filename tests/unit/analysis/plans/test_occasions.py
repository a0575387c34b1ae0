"""Which days a calendar shows of a date as said."""

from __future__ import annotations

from datetime import date

import pytest

from pejling.analysis.plans.fuzzy_dates import understand
from pejling.analysis.plans.occasions import Occasion, occasions

YEAR = (date(2021, 1, 1), date(2021, 12, 31))


def shown(said: str, period: tuple[date, date] = YEAR) -> list[tuple[str, str, str]]:
    when = understand(said, period)
    return [
        (str(one.first), str(one.last), one.every)
        for one in occasions(said, when.first, when.last, when.recurring)
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("24. september 2021", [("2021-09-24", "2021-09-24", "")]),
        ("ultimo september 2021", [("2021-09-21", "2021-09-30", "")]),
        ("uge 38", [("2021-09-20", "2021-09-26", "")]),
        # Half a year isn't a date of half a year's length: it is due when it ends.
        ("1. halvår 2021", [("2021-06-30", "2021-06-30", "")]),
        ("løbende", []),
        ("fra april 2021 og frem", [("2021-04-01", "2021-04-01", "")]),
        ("når det passer", []),
        ("april, august og december",
         [("2021-04-01", "2021-04-30", ""), ("2021-08-01", "2021-08-31", ""), ("2021-12-01", "2021-12-31", "")]),
        ("hver måned", [("2021-01-01", "2021-01-01", "MONTHLY")]),
        # As every other month of 2021 that begins on another weekday; read off a calendar.
        ("den første torsdag i måneden",
         [(f"2021-{day}", f"2021-{day}", "") for day in (
             "01-07", "02-04", "03-04", "04-01", "05-06", "06-03", "07-01", "08-05", "09-02", "10-07", "11-04",
             "12-02",
         )]),
        ("den 31. i hver måned",
         [(f"2021-{day}", f"2021-{day}", "") for day in (
             "01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31", "11-30",
             "12-31",
         )]),
    ],
)  # fmt: skip
def test_what_is_shown(said: str, expected: list[tuple[str, str, str]]) -> None:
    assert shown(said) == expected


def test_every_other_month_and_every_quarter() -> None:
    for said, interval in (("hver anden måned", 2), ("hvert kvartal", 3), ("hvert halvår", 6)):
        when = understand(said, YEAR)
        (found,) = occasions(said, when.first, when.last, when.recurring)
        assert found == Occasion(YEAR[0], YEAR[0], "MONTHLY", interval, YEAR[1])


def test_a_month_of_every_year() -> None:
    found = shown("hvert år i marts", (date(2024, 6, 1), date(2026, 12, 31)))
    assert found == [("2025-03-01", "2025-03-31", ""), ("2026-03-01", "2026-03-31", "")]
