"""When a schedule is next due by the clock of the installation's time zone."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from pejling.base.jobs.models import Schedule
from pejling.base.jobs.timetable import next_time


def due(
    *,
    every: str,
    at: time,
    weekday: int | None = None,
    day: int | None = None,
    month: int | None = None,
    after: datetime | None = None,
) -> datetime:
    """The next moment after ``after`` (default: now); ValueError for a day that never comes."""
    zone = ZoneInfo(settings.TIME_ZONE)
    after = after or timezone.now()
    return next_time(every, at, after=after, zone=zone, weekday=weekday, day=day, month=month)


def due_of(schedule: Schedule) -> datetime:
    """When a schedule is next due, counted from now: what was missed meanwhile is not made up for."""
    return due(
        every=schedule.every,
        at=schedule.at,
        weekday=schedule.weekday,
        day=schedule.day,
        month=schedule.month,
    )
