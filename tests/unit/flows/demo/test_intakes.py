"""Days looked up in a printed calendar."""

from datetime import date

import pytest

from pejling.flows.demo import intakes, schedule


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2028, 2, 29), -96, date(2020, 2, 29)),
    ],
)
def test_months_are_added_by_the_calendar(day: date, months: int, expected: date) -> None:
    assert intakes.add_months(day, months) == expected


def test_starts_of_2026() -> None:
    year = date(2026, 1, 1), date(2026, 12, 31)
    assert intakes.starts("GF2", *year) == [date(2026, 4, 6), date(2026, 8, 3), date(2026, 12, 7)]
    assert intakes.starts("HF", *year) == [date(2026, 4, 27), date(2026, 8, 31), date(2026, 12, 14)]


def test_gf2_ends_just_before_the_next_main_start() -> None:
    assert intakes.planned_end("SSA", "GF2", date(2026, 4, 6)) == date(2026, 8, 28)
    assert intakes.planned_end("SSA", "GF2", date(2026, 8, 3)) == date(2026, 12, 11)
    assert intakes.planned_end("SSA", "GF2", date(2025, 12, 1)) == date(2026, 4, 24)


def test_main_programmes_last_whole_months() -> None:
    assert intakes.planned_end("SSH", "HF", date(2026, 8, 31)) == date(2027, 10, 30)
    assert intakes.planned_end("SSA", "HF", date(2026, 4, 27)) == date(2029, 2, 26)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 22), ["2026-08-31", "2026-09-30", "2026-10-31", "2026-11-19"]),
        (date(2026, 11, 1), ["2026-07-31", "2026-08-31", "2026-09-30", "2026-10-29"]),
        (date(2026, 11, 9), ["2026-07-31", "2026-08-31", "2026-09-30", "2026-11-06"]),
        (date(2026, 11, 13), ["2026-08-31", "2026-09-30", "2026-10-31", "2026-11-10"]),
        (date(2027, 1, 1), ["2026-09-30", "2026-10-31", "2026-11-30", "2026-12-29"]),
    ],
)
def test_extractions_are_at_ends_of_months_and_three_days_ago(today: date, expected: list[str]) -> None:
    assert [day.isoformat() for day in schedule.days_of_extraction(today)] == expected
