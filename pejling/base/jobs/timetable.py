"""When something that is done again and again is next due. Pure: zone and moment are arguments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

UTC = ZoneInfo("UTC")


def next_time(
    every: str,
    at: time,
    *,
    after: datetime,
    zone: ZoneInfo,
    weekday: int | None = None,
    day: int | None = None,
    month: int | None = None,
) -> datetime:
    """The first moment later than ``after`` (with a zone), as UTC.

    ``every``: hourly (at the minutes of ``at``), daily, weekly (``weekday`` 1 Monday ... 7), monthly (``day`` 1-28)
    or yearly (``day`` and ``month``). The clock is that of ``zone``: "02:30" stays 02:30 when summer time begins; on
    the night when that time doesn't exist it is an hour later by the new clock, and where it comes twice, the first.
    """
    if every == "hourly":
        return _next_hour(at.minute, after)
    today = after.astimezone(zone).date()
    for days in range(-1, 366 * 2):
        on = today + timedelta(days=days)
        if not _is_the_day(every, on, weekday, day, month):
            continue
        moment = datetime.combine(on, at, tzinfo=zone).astimezone(UTC)
        if moment > after:
            return moment
    raise ValueError(f"{every!r} with weekday {weekday}, day {day}, month {month} never comes")


def _next_hour(minute: int, after: datetime) -> datetime:
    moment = after.astimezone(UTC).replace(minute=minute, second=0, microsecond=0)
    return moment if moment > after else moment + timedelta(hours=1)


def _is_the_day(every: str, on: date, weekday: int | None, day: int | None, month: int | None) -> bool:
    return {
        "daily": True,
        "weekly": on.isoweekday() == weekday,
        "monthly": on.day == day,
        "yearly": (on.month, on.day) == (month, day),
    }[every]
