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


def keep_a_backlog(students: list[Student], since: date, until: date) -> None:
    """See to it that enough leaves become known between the last two deliveries, in place.

    By chance there could be few, for the time between may be ten days. The office has then been behind: the leaves
    it would have entered in the weeks before ``since`` are entered after it. None is taken that a still earlier
    delivery told of.
    """
    earlier = add_months(since.replace(day=1), -1)
    earlier = month_end(earlier)
    waiting = sorted(
        (spell for spell in _told_leaves(students) if earlier < spell.known_on <= since),
        key=lambda spell: (spell.known_on, spell.start),
        reverse=True,
    )
    for spell in waiting:
        known = newly_known(students, since, until)
        if len(known) >= NEWLY_KNOWN and sum(s.end < since for s in known) >= OF_THEM_OLD:
            return
        spell.known_on = since + timedelta(days=1 + (since - spell.end).days % (until - since).days)


def _told_leaves(students: list[Student]) -> list[Spell]:
    return [
        spell
        for student in students
        for spell in student.spells
        if spell.outcome == "interrupted" and spell.told != "undated" and not spell.withdrawn_on
    ]
