"""When a schedule is next due; the expected moments were worked out by hand from the calendar and the Danish clock.

Summer time in 2026 begins on 29 March at 02:00 (01:00 UTC) and ends on 25 October at 03:00 (01:00 UTC).
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pejling.base.jobs.timetable import next_time

ZONE = ZoneInfo("Europe/Copenhagen")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "after", "wanted"),
    [
        # hourly: only the minutes count
        ({"every": "hourly", "at": time(0, 15)}, "2026-03-04T10:14:59", "2026-03-04T10:15:00"),
        ({"every": "hourly", "at": time(0, 15)}, "2026-03-04T10:15:00", "2026-03-04T11:15:00"),
        # 02:30 in Denmark is 01:30 UTC in winter and 00:30 UTC in summer
        ({"every": "daily", "at": time(2, 30)}, "2026-03-04T01:29:00", "2026-03-04T01:30:00"),
        ({"every": "daily", "at": time(2, 30)}, "2026-03-04T01:30:00", "2026-03-05T01:30:00"),
        ({"every": "daily", "at": time(2, 30)}, "2026-06-04T01:00:00", "2026-06-05T00:30:00"),
        # a little past midnight in Denmark is the day before in UTC
        ({"every": "daily", "at": time(0, 10)}, "2026-06-04T22:05:00", "2026-06-04T22:10:00"),
        # the night without 02:30, and the night with two
        ({"every": "daily", "at": time(2, 30)}, "2026-03-28T12:00:00", "2026-03-29T01:30:00"),
        ({"every": "daily", "at": time(2, 30)}, "2026-10-24T12:00:00", "2026-10-25T00:30:00"),
        ({"every": "daily", "at": time(2, 30)}, "2026-10-25T00:30:00", "2026-10-26T01:30:00"),
        # 4 March 2026 is a Wednesday
        ({"every": "weekly", "at": time(6), "weekday": 3}, "2026-03-04T04:00:00", "2026-03-04T05:00:00"),
        ({"every": "weekly", "at": time(6), "weekday": 3}, "2026-03-04T05:00:00", "2026-03-11T05:00:00"),
        ({"every": "weekly", "at": time(6), "weekday": 1}, "2026-03-04T05:00:00", "2026-03-09T05:00:00"),
        ({"every": "monthly", "at": time(6), "day": 1}, "2026-12-01T06:00:00", "2027-01-01T05:00:00"),
        (
            {"every": "yearly", "at": time(6), "day": 1, "month": 3},
            "2026-03-01T06:00:00",
            "2027-03-01T05:00:00",
        ),
    ],
)
def test_next_times(when: dict, after: str, wanted: str) -> None:
    assert next_time(**when, after=utc(after), zone=ZONE) == utc(wanted)


def test_a_day_that_never_comes_is_refused() -> None:
    with pytest.raises(ValueError, match="never"):
        next_time("monthly", time(6), after=utc("2026-03-04T05:00:00"), zone=ZONE, day=40)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
def test_a_daily_schedule_is_always_later_and_about_a_day_apart(after: datetime, at: time) -> None:
    first = next_time("daily", at, after=after.replace(tzinfo=UTC), zone=ZONE)
    second = next_time("daily", at, after=first, zone=ZONE)
    assert timedelta(0) < first - after.replace(tzinfo=UTC) <= timedelta(hours=25)
    assert timedelta(hours=23) <= second - first <= timedelta(hours=25)
