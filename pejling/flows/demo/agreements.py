"""Training agreements of the invented students, and the quotas they are held against. Pure.

Every main-programme spell has an agreement, but for a few. Since July 2021 municipalities employ SSA students of 25
and above from GF2: theirs covers both parts. The employer (a municipality, sometimes the region) and the workplace
are two things.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from . import school
from .dice import dice
from .intakes import add_months, next_start, planned_end
from .truth import Agreement, Spell, Student

EMPLOYED_FROM_GF2 = date(2021, 7, 1)
PROBATION_MONTHS = 3


def sign(rng: Random, student: Student) -> None:
    """Give the student the agreements that go with the spells."""
    covered: set[int] = set()
    for index, spell in enumerate(student.spells):
        if index in covered or spell.withdrawn_on or spell.outcome in ("never_started", "left_out"):
            continue
        rest = student.spells[index + 1 :]
        if spell.part == "HF" and rng.random() < 0.98:
            student.agreements.append(_agreement(rng, student, [spell], _earliest(student, index)))
        elif _employed_from_gf2(student, spell):
            own = [spell]
            if rest and (rest[0].programme, rest[0].part) == ("SSA", "HF") and spell.outcome == "completed":
                own.append(rest[0])
                covered.add(index + 1)
            student.agreements.append(_agreement(rng, student, own, None))


def _employed_from_gf2(student: Student, spell: Spell) -> bool:
    return (
        (spell.programme, spell.part) == ("SSA", "GF2")
        and spell.start >= EMPLOYED_FROM_GF2
        and student.age(spell.start) >= 25
    )


def _earliest(student: Student, index: int) -> date | None:
    """The completed GF2 before this main programme, if it ended more than 91 days before: some sign in between."""
    if index == 0:
        return None
    before, spell = student.spells[index - 1], student.spells[index]
    waited = before.part == "GF2" and before.outcome == "completed" and (spell.start - before.end).days > 91
    return before.end if waited else None


def _agreement(rng: Random, student: Student, spells: list[Spell], waited_from: date | None) -> Agreement:
    first, last = spells[0], spells[-1]
    employer = student.municipality
    if last.programme == "SSA" and rng.random() < 0.08:
        employer = school.REGION
    signed = first.start - timedelta(days=rng.randint(3, 90))
    if waited_from and rng.random() < 0.4:
        signed = waited_from + timedelta(days=rng.randint(5, 85))
    return Agreement(
        number=f"U{student.number[1:]}{'ABCDEFG'[len(student.agreements)]}",
        employer=employer,
        workplace=rng.choice(school.workplaces(employer)),
        municipality="" if employer == school.REGION else employer,
        programme=last.programme,
        signed=signed,
        start=first.start,
        planned_end=_planned_end(first, last),
        end=last.end,
        end_reason=_end_reason(first, last),
        known_on=last.known_on,
    )


def _planned_end(first: Spell, last: Spell) -> date:
    """The end of the main programme, leave of absence included; from GF2 on, of the one planned to follow."""
    if last.part == "GF2":
        return planned_end("SSA", "HF", next_start("HF", first.planned_end))
    pause = last.leave[1] - last.leave[0] + timedelta(days=1) if last.leave else timedelta()
    return last.planned_end + pause


def _end_reason(first: Spell, last: Spell) -> str:
    if last.outcome == "interrupted":
        in_probation = last.end < add_months(first.start, PROBATION_MONTHS)
        return "Ophævet i prøvetiden" if in_probation else "Ophævet"
    return "Ophørt efter GF2" if last.part == "GF2" else "Gennemført"


def quotas(students: Iterable[Student], years: range, seed: int) -> list[tuple[str, str, int, int]]:
    """(programme, municipality, year, agreed number): near what was signed in an average year, in steps of five.

    The negotiated number moves from year to year without regard to what came of it, so that some targets are met
    and others aren't.
    """
    signed = Counter(
        (agreement.programme, agreement.municipality)
        for student in students
        for agreement in student.agreements
        if agreement.signed.year in years[:-1] and agreement.municipality
    )
    rows = []
    for year in years:
        for municipality in school.MUNICIPALITIES:
            for programme in school.PROGRAMMES:
                average = signed[programme, municipality] / max(len(years) - 1, 1)
                rng = dice(seed, year, programme, municipality)
                agreed = max(5, 5 * round(average * (0.92 + 0.3 * rng.random()) / 5))
                rows.append((programme, municipality, year, agreed))
    return rows
