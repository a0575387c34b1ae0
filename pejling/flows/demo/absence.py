"""Hours absent and scheduled per invented student and calendar month. Pure.

Basic parts are at school every month; in a main programme two months of school follow four in placement, and hours
in placement aren't the school's to count. A student who stops coming is absent all the time until the office has
entered the leave, and a little more than usual in the months before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .dice import dice
from .intakes import add_months, month_end
from .truth import Spell, Student

HOURS_PER_DAY = 6.0
#: Share of the hours that a month's holidays leave.
HOLIDAY_SHARE = {7: 0.3, 12: 0.75}


@dataclass(frozen=True, slots=True)
class MonthAbsent:
    """One student's absence in one month or the part of it that was on the spell; hours."""

    from_on: date
    to_on: date
    absent: float
    scheduled: float


def months_of(student: Student, spell: Spell, since: date, as_of: date, seed: int) -> Iterator[MonthAbsent]:
    """The spell's months from ``since`` (a first of a month) as the system counts them on ``as_of``."""
    if spell.registered_on > as_of or spell.withdrawn_on or spell.outcome == "never_started":
        return
    last = min(spell.end if spell.known_on <= as_of else as_of, as_of)
    first = max(since, spell.start.replace(day=1))
    while first <= last:
        from_on, to_on = max(first, spell.start), min(month_end(first), last)
        if at_school(spell, first):
            row = _month(student, spell, from_on, to_on, seed)
            if row.scheduled:
                yield row
        first = add_months(first, 1)


def at_school(spell: Spell, first: date) -> bool:
    """Whether the month beginning on ``first`` is one of school for this spell."""
    if spell.leave and spell.leave[0] < add_months(first, 1) and spell.leave[1] >= first:
        return False
    month = (first.year - spell.start.year) * 12 + first.month - spell.start.month
    return spell.part != "HF" or month % 6 < 2


def _month(student: Student, spell: Spell, from_on: date, to_on: date, seed: int) -> MonthAbsent:
    weekdays = [d for n in range((to_on - from_on).days + 1) if (d := from_on + timedelta(n)).weekday() < 5]
    hours = HOURS_PER_DAY * HOLIDAY_SHARE.get(from_on.month, 1.0)
    gone = sum(day > spell.end for day in weekdays)
    rng = dice(seed, student.number, f"{from_on:%Y%m}")
    share = student.truant * (0.4 + 1.2 * rng.random())
    if spell.outcome == "interrupted" and (spell.end - from_on).days < 90:
        share = min(1.0, 0.1 + 2.0 * share)
    absent = (share * (len(weekdays) - gone) + gone) * hours
    return MonthAbsent(from_on, to_on, _quarters(absent), _quarters(len(weekdays) * hours))


def _quarters(hours: float) -> float:
    """Hours are written down in quarters."""
    return round(hours * 4) / 4
