"""What really happens in the invented school, and from which day the school's system knows it. Pure.

The files of a delivery are a view of this: ``extracts`` shows of it what the system knew on the day of extraction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True)
class Spell:
    """One student on one part of one programme, from beginning to end, also where the end is still to come.

    ``known_on``: the day the office enters the end. ``told``: where an interruption is written: ``both`` files,
    ``leavers`` only, ``undated`` (both, but without a date) or ``code_only`` (enrolments without date, leavers with).
    ``withdrawn_on``: an enrolment that is taken back before it starts leaves the extracts from that day.
    """

    programme: str
    part: str
    department: str
    start: date
    planned_end: date
    end: date
    outcome: str
    code: str
    reason: str
    registered_on: date
    known_on: date
    class_group: str
    student_type: str
    teacher: str
    told: str = "both"
    leave: tuple[date, date] | None = None
    class_change: tuple[date, str] | None = None
    withdrawn_on: date | None = None


@dataclass(slots=True)
class Agreement:
    """One training agreement. ``known_on``: the day its end before time, if any, is entered."""

    number: str
    employer: str
    workplace: str
    municipality: str
    programme: str
    signed: date
    start: date
    planned_end: date
    end: date
    end_reason: str
    known_on: date


@dataclass(slots=True)
class Student:
    """One invented student. ``truant``: the share of scheduled hours usually missed; ``open_end``: how the
    school's system writes an open end date on this student's rows."""

    number: str
    name: str
    born: date
    department: str
    municipality: str
    truant: float
    open_end: str
    spells: list[Spell] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)

    def age(self, day: date) -> int:
        """Age in whole years on that day."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))
