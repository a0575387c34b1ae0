"""The invented school's year: three intakes, and how long each part lasts. Pure.

Basic parts start on the first Monday of April, August and December; main programmes on the last Monday of April
and August and the second Monday of December. So a GF2 of 18-20 weeks ends just before the next main start, and a
student who goes straight on does so within the 91 days of the transition indicator.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

INTAKE_MONTHS = (4, 8, 12)

#: Planned months of the main programmes. Chosen near the lengths in use; the school is invented.
MAIN_MONTHS = {"SSH": 14, "SSA": 34, "PAU": 25}

#: A GF2 is never planned shorter than this, so that the December intake runs to April.
SHORTEST_BASIC = timedelta(days=90)


@cache
def add_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later, or the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of the month that ``day`` falls in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


@cache
def basic_start(year: int, month: int) -> date:
    """The first Monday of the month."""
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


@cache
def main_start(year: int, month: int) -> date:
    """The second Monday of December, else the last Monday of the month."""
    if month == 12:
        return basic_start(year, month) + timedelta(days=7)
    last = month_end(date(year, month, 1))
    return last - timedelta(days=last.weekday())


def starts(part: str, since: date, until: date) -> list[date]:
    """Every start of that part from ``since`` to ``until``, both included, in order."""
    start_of = main_start if part == "HF" else basic_start
    days = (start_of(y, m) for y in range(since.year, until.year + 1) for m in INTAKE_MONTHS)
    return [day for day in days if since <= day <= until]


def next_start(part: str, after: date, skip: int = 0) -> date:
    """The first start of that part later than ``after``, or the one ``skip`` starts later still."""
    return starts(part, after + timedelta(days=1), after + timedelta(days=366 * 2))[skip]


@cache
def planned_end(programme: str, part: str, start: date) -> date:
    """The planned last day: the Friday before the next start (basic parts), or whole months (main programmes)."""
    if part == "HF":
        return add_months(start, MAIN_MONTHS[programme]) - timedelta(days=1)
    following = "GF1" if part == "GF1" else "HF"
    return next_start(following, start + SHORTEST_BASIC) - timedelta(days=3)
