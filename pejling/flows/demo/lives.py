"""What becomes of one invented student: spell after spell, until nothing follows. Pure.

A student's life is drawn from the seed and the intake alone and never from the day the demo is made: another day
only shows more or less of the same lives.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from . import school
from .hazards import monthly_hazard
from .intakes import add_months, next_start, planned_end
from .people import weighted
from .truth import Spell, Student

#: No student has more spells than this.
MOST_SPELLS = 7

#: Shares of spells, chosen.
NEVER_STARTED = {"GF1": 0.03, "GF2": 0.025, "HF": 0.01}
LEFT_OUT = 0.003
LATE_REGISTRATION = 0.05
CLASS_CHANGE = 0.06
LEAVE_OF_ABSENCE = 0.06
WITHDRAWN = 0.05

#: Where an interruption is written. The dates are often in the leavers file only.
TOLD = {"both": 0.42, "leavers": 0.55, "code_only": 0.022, "undated": 0.008}


def live(rng: Random, student: Student, programme: str, part: str, start: date) -> None:
    """Fill in the student's spells, from the one that starts on ``start``."""
    direction = programme
    if part == "GF1":
        programme = school.BASIC_PROGRAMME
    while len(student.spells) < MOST_SPELLS:
        previous = student.spells[-1] if student.spells else None
        spell = _spell(rng, student, programme, part, start, previous)
        student.spells.append(spell)
        following = None if spell.withdrawn_on else _what_follows(rng, student, spell, direction)
        if following is None:
            return
        programme, part, start = following
        direction = direction if part == "GF1" else programme
        if not (part == "GF1" or school.offers(student.department, programme)):
            student.department = "Ådalen"  # the department that teaches everything
        _overlap(rng, spell, programme, start)


def _spell(
    rng: Random, student: Student, programme: str, part: str, start: date, previous: Spell | None
) -> Spell:
    older = student.age(start) >= 25
    planned = planned_end(programme, part, start)
    leave = _leave_of_absence(rng, start, planned) if part == "HF" else None
    end, outcome = _end(rng, student.department, programme, part, start, planned, leave, older)
    if leave and leave[1] >= end:
        leave = None
    code, reason = _reason(rng, outcome, part)
    spell = Spell(
        programme=programme,
        part=part,
        department=student.department,
        start=start,
        planned_end=planned,
        end=end,
        outcome=outcome,
        code=code,
        reason=reason,
        registered_on=_registered(rng, start, end, previous),
        known_on=end,
        class_group=_class_name(rng, student.department, programme, part, start),
        student_type=_student_type(rng, part, previous, older),
        teacher=_teacher(rng, student.department),
        leave=leave,
    )
    spell.known_on = max(end + timedelta(days=_lag(rng, outcome)), spell.registered_on)
    if outcome == "interrupted":
        spell.told = weighted(rng, TOLD)
    if leave:  # back to school a year behind the others, in a class that started later
        later = next_start(part, leave[1] - timedelta(days=(leave[0] - start).days))
        spell.class_change = (leave[1], _class_name(rng, student.department, programme, part, later))
    elif rng.random() < CLASS_CHANGE:
        spell.class_change = (start + timedelta(days=rng.randint(20, 150)), _parallel(spell.class_group))
    if previous is None and outcome != "never_started" and rng.random() < WITHDRAWN:
        spell.withdrawn_on = start - timedelta(days=rng.randint(1, 40))
    return spell


def _end(
    rng: Random,
    department: str,
    programme: str,
    part: str,
    start: date,
    planned: date,
    leave: tuple[date, date] | None,
    older: bool,
) -> tuple[date, str]:
    """The last day and what became of the spell: month by month until something happens or the part is over."""
    if rng.random() < NEVER_STARTED[part]:
        return start, "never_started"
    if rng.random() < LEFT_OUT:
        return start + timedelta(days=rng.randint(10, 90)), "left_out"
    pause = (leave[1] - leave[0]).days + 1 if leave else 0
    over = planned + timedelta(days=pause)
    for month in range(120):
        begins = add_months(start, month)
        if begins >= over:
            break
        if leave and leave[0] <= begins <= leave[1]:
            continue
        hazard = monthly_hazard(programme, part, month, department=department, older=older, day=begins)
        if rng.random() < hazard:
            end = begins + timedelta(days=rng.randint(1, 30))
            if end < over and not (leave and leave[0] <= end <= leave[1]):
                return end, "interrupted"
    return over, "completed"


def _reason(rng: Random, outcome: str, part: str) -> tuple[str, str]:
    """The central leave code, and the school's own reason beside it."""
    if outcome == "completed":
        return (school.COMPLETED_MAIN if part == "HF" else school.COMPLETED_BASIC), ""
    if outcome == "never_started":
        return school.NEVER_SHOWED_UP, "Ikke mødt"
    if outcome == "left_out":
        return rng.choice(((school.EXCHANGE, "Udveksling"), (school.LEFT_OUT, "Oprettet ved en fejl")))
    code = weighted(rng, {code: weight for code, (weight, _) in school.INTERRUPTIONS.items()})
    return code, rng.choice(school.INTERRUPTIONS[code][1])


def _leave_of_absence(rng: Random, start: date, planned: date) -> tuple[date, date] | None:
    months = (planned - start).days // 30
    if rng.random() >= LEAVE_OF_ABSENCE:
        return None
    first = start + timedelta(days=30 * rng.randint(4, months - 2) + rng.randint(0, 29))
    return first, first + timedelta(days=30 * rng.randint(3, 11))


def _registered(rng: Random, start: date, end: date, previous: Spell | None) -> date:
    """Mostly weeks or months ahead; now and then after the start. Never before the spell that led to this one ended,
    but for a part that is as good as completed."""
    if rng.random() < LATE_REGISTRATION and (end - start).days > 70:
        return start + timedelta(days=rng.randint(5, 60))
    ahead = start - timedelta(days=rng.randint(5, 130))
    if previous is None:
        return ahead
    earliest = previous.end - timedelta(days=10 if previous.outcome == "completed" else 0)
    return max(ahead, min(earliest, start))


def _lag(rng: Random, outcome: str) -> int:
    """Days from an end until the office has entered it."""
    if outcome == "completed":
        return rng.randint(0, 6)
    drawn = rng.random()
    if drawn < 0.55:
        return rng.randint(0, 10)
    return rng.randint(11, 35) if drawn < 0.82 else rng.randint(36, 100)


def _class_name(rng: Random, department: str, programme: str, part: str, start: date) -> str:
    """Such as ``ssa-gf2-2608a-ÅDA``: programme, part, intake, letter, department."""
    name = "gf1" if part == "GF1" else programme.lower() + ("-gf2" if part == "GF2" else "")
    letter = rng.choice("ab") if department in school.LARGE else "a"
    return f"{name}-{start:%y%m}{letter}-{school.DEPARTMENTS[department][0]}"


def _parallel(class_group: str) -> str:
    """The class beside it in the same intake: the other letter."""
    head, short = class_group.rsplit("-", 1)
    return f"{head[:-1]}{'b' if head.endswith('a') else 'a'}-{short}"


def _student_type(rng: Random, part: str, previous: Spell | None, older: bool) -> str:
    if rng.random() < 0.02:
        return ""  # not filled in
    if not older:
        return "EUD"
    if part == "HF" and previous is None:
        return "EUV1"
    return "EUV2" if rng.random() < 0.6 else "EUV3"


def _teacher(rng: Random, department: str) -> str:
    """Initials of one of the department's eight contact teachers."""
    number = rng.randrange(8)
    return f"{school.DEPARTMENTS[department][0][0]}{'ABEGKLMS'[number]}{'NRTVHJPD'[number]}"


def _overlap(rng: Random, spell: Spell, programme: str, start: date) -> None:
    """Sometimes the office closes the old spell only after the student has begun on something else."""
    if spell.outcome == "interrupted" and spell.programme != programme and rng.random() < 0.06:
        spell.end = start + timedelta(days=rng.randint(3, 12))
        spell.known_on = max(spell.known_on, spell.end)


def _what_follows(
    rng: Random, student: Student, spell: Spell, direction: str
) -> tuple[str, str, date] | None:
    """(programme, part, start) of the next spell; None where the student leaves for good or has finished."""
    for share, programme, part, skip in _roads(rng, student, spell, direction):
        if rng.random() < share:
            return programme, part, next_start(part, spell.end, skip)
    return None


def _roads(
    rng: Random, student: Student, spell: Spell, direction: str
) -> Iterator[tuple[float, str, str, int]]:
    """The ways on, each with its share of those who didn't take one before it, and how many starts are skipped."""
    programme, part, gap = spell.programme, spell.part, int(rng.random() < 0.3)
    other = rng.choice([name for name in school.PROGRAMMES if name != direction])
    if spell.outcome == "completed":
        if part == "GF1":
            yield 0.76, direction, "GF2", gap // 2
            yield 0.10, other, "GF2", gap
        elif part == "GF2":
            yield (0.75 if student.age(spell.end) >= 25 else 0.67), programme, "HF", 0
            yield 0.30, programme, "HF", 1
            yield 0.10, other, "GF2", 0
        elif programme == "SSH":
            yield 0.26, "SSA", "HF", gap
        return
    if spell.outcome == "interrupted":
        if part == "GF1":
            yield 0.10, direction, "GF2", gap
            yield 0.05, school.BASIC_PROGRAMME, "GF1", gap
        elif part == "GF2":
            yield 0.11, other, "GF2", gap
            yield 0.09, programme, "GF2", gap
        else:
            changed = {"SSA": ("SSH", "HF"), "SSH": ("PAU", "GF2"), "PAU": ("SSH", "GF2")}[programme]
            yield 0.12, *changed, gap
            yield 0.09, programme, part, gap
    if spell.outcome == "never_started":
        yield 0.15, programme, part, 0
