"""All the invented students who have been at the school in the years the demo shows. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from . import school
from .agreements import sign
from .dice import dice
from .intakes import add_months, basic_start, main_start, starts
from .lives import live
from .people import enter, weighted
from .truth import Student

YEARS = 8
#: Lives begin this many months before the first shown day, so that the first shown year is like the others.
WARM_UP_MONTHS = 42
#: New students in an average intake, and the intakes' sizes beside the average.
ENTRANTS = 247
SIZES = {4: 0.85, 8: 1.2, 12: 0.95}
#: What new students start on.
ENTRY = {"GF1": 0.3, "GF2": 0.56, "HF": 0.14}
#: A student is registered at most this long before the start (see ``lives``).
LOOK_AHEAD = timedelta(days=131)


def first_shown(today: date) -> date:
    """Spells that started before this day are not in the demo."""
    return add_months(today, -12 * YEARS)


def students(today: date, seed: int) -> list[Student]:
    """The students with a spell from ``first_shown(today)`` on, whole lives included, in order of entry.

    An intake's students depend on the seed and the intake alone, so another day shows the same people.
    """
    shown = first_shown(today)
    result = []
    for intake in starts("GF1", add_months(shown, -WARM_UP_MONTHS), today + LOOK_AHEAD):
        for student in _intake(intake, seed):
            kept = [spell for spell in student.spells if spell.start >= shown]
            student.agreements = [
                agreement
                for agreement in student.agreements
                if any(s.start <= agreement.end and agreement.start <= s.end for s in kept)
            ]
            student.spells = kept
            if kept:
                result.append(student)
    return result


def _intake(intake: date, seed: int) -> list[Student]:
    rng = dice(seed, f"{intake:%Y-%m}")
    size = round(ENTRANTS * SIZES[intake.month] * (0.94 + 0.12 * rng.random()))
    students = []
    for index in range(size):
        part = weighted(rng, ENTRY)
        direction = weighted(rng, school.DIRECTIONS)
        start = (main_start if part == "HF" else basic_start)(intake.year, intake.month)
        student = enter(rng, f"D{intake:%y%m}{index + 1:03d}", part, direction, start)
        live(rng, student, direction, part, start)
        sign(rng, student)
        students.append(student)
    return students
