"""When the invented school delivers, seen from ``today``; and the office's backlog before the last delivery. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from .intakes import add_months, month_end
from .truth import Spell, Student

#: The last delivery was extracted this long before today.
SINCE_LAST = timedelta(days=3)
#: A month's end closer to the last delivery than this has no delivery of its own.
SHORTEST_GAP = timedelta(days=10)
MONTH_ENDS = 3
#: A monthly extract is asked for from this many months back, and for what is enrolled half a year ahead.
MONTHS_BACK, MONTHS_AHEAD = 12, 6
ABSENCE_MONTHS = 15

#: At least so many leaves become known with the last delivery, and so many of them are from before the one before.
NEWLY_KNOWN, OF_THEM_OLD = 14, 6


def days_of_extraction(today: date) -> list[date]:
    """Three ends of months and, last, three days before ``today``; the first is two to four months back."""
    last = today - SINCE_LAST
    ends = [month_end(add_months(last.replace(day=1), -back)) for back in range(MONTH_ENDS + 1, 0, -1)]
    return [*[end for end in ends if end <= last - SHORTEST_GAP][-MONTH_ENDS:], last]


def newly_known(students: list[Student], since: date, until: date) -> list[Spell]:
    """Dated interruptions of started spells that were entered after ``since`` and no later than ``until``."""
    return [spell for spell in _told_leaves(students) if since < spell.known_on <= until]


def keep_a_backlog(students: list[Student], days: list[date]) -> None:
    """See to it that enough leaves become known with every delivery but the first, in place.

    By chance there could be few, for the time between two may be ten days. The office has then been behind: leaves
    it would have entered in the weeks before a delivery are entered after it. From the last delivery back, so that
    what one takes from the one before is taken in turn from the one before that.
    """
    enough = {days[-1]: (NEWLY_KNOWN, OF_THEM_OLD)}
    before_first = month_end(add_months(days[0].replace(day=1), -1))
    all_days = [before_first, *days]
    for earlier, since, until in reversed(list(zip(all_days, all_days[1:], all_days[2:], strict=False))):
        _fill(students, earlier, since, until, enough.get(until, (OF_THEM_OLD, 0)))


def _fill(students: list[Student], earlier: date, since: date, until: date, enough: tuple[int, int]) -> None:
    waiting = sorted(
        newly_known(students, earlier, since), key=lambda spell: (spell.known_on, spell.start), reverse=True
    )
    known = newly_known(students, since, until)
    for spell in waiting:
        if len(known) >= enough[0] and sum(s.end < since for s in known) >= enough[1]:
            return
        spell.known_on = since + timedelta(days=1 + (since - spell.end).days % (until - since).days)
        known.append(spell)


def _told_leaves(students: list[Student]) -> list[Spell]:
    return [
        spell
        for student in students
        for spell in student.spells
        if spell.outcome == "interrupted" and spell.told != "undated" and not spell.withdrawn_on
    ]
