"""What the school's system would have written on the day of extraction: rows of text, one list per file. Pure.

Only what was known on that day: registered by then, ended and entered by then. An extract holds what overlaps its
period, judged by the dates the extract itself shows; an enrolment whose leave date stands in the leavers file only
still looks open in the enrolments file, as it does in real schools.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from . import absence, school
from .truth import Agreement, Spell, Student

ENROLMENTS = (
    "Elevnr",
    "Navn",
    "Uddannelse",
    "Forløbsdel",
    "Tilmeldt",
    "Startdato",
    "Slutdato",
    "Forventet slutdato",
    "Afgangsårsag",
    "Lokal årsag",
    "Hold",
    "Afdeling",
    "Institutionsnr",
    "Elevtype",
    "Alder",
    "Kontaktlærer",
    "Orlov fra",
    "Orlov til",
)
LEAVERS = ("Elevnr", "Uddannelse", "Forløbsdel", "Afgangsdato", "Afgangsårsag", "Lokal årsag")
AGREEMENTS = (
    "Elevnr",
    "Aftalenr",
    "Arbejdsgiver",
    "Oplæringssted",
    "Kommune",
    "Uddannelse",
    "Underskrevet",
    "Aftale fra",
    "Aftale til",
    "Ophørsårsag",
)
QUOTAS = ("Uddannelse", "Kommune", "År", "Aftalt antal")
ABSENCE = ("Elevnr", "Uddannelse", "Forløbsdel", "Fra", "Til", "Fraværstimer", "Planlagte timer")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class View:
    """When the extract was made, the period asked for, and the first month that absence was kept for."""

    as_of: date
    since: date
    until: date
    absence_since: date


def visible(spell: Spell, as_of: date) -> bool:
    """Whether the spell stands in the system on that day."""
    return spell.registered_on <= as_of and not (spell.withdrawn_on and spell.withdrawn_on <= as_of)


def dashes(day: date | None) -> str:
    """04-03-2025; nothing for no day."""
    return f"{day:%d-%m-%Y}" if day else ""


def slashes(day: date | None) -> str:
    """4/3 2025; nothing for no day."""
    return f"{day.day}/{day.month} {day.year}" if day else ""


def dots(day: date | None) -> str:
    """4.3.2025; nothing for no day."""
    return f"{day.day}.{day.month}.{day.year}" if day else ""


def comma(number: float) -> str:
    """12,25 with a decimal comma, without needless zeros."""
    return f"{number:g}".replace(".", ",")


def enrolments(students: Iterable[Student], view: View) -> list[Row]:
    """One row per visible spell that looks open, or whose shown end is in or after the period's first day."""
    rows = []
    for student, spell in _spells(students, view):
        end, code, reason = _shown_end(spell, view.as_of)
        if (end is None or end >= view.since) and spell.start <= view.until:
            rows.append(_enrolment(student, spell, view, end, code, reason))
    return rows


def leavers(students: Iterable[Student], view: View) -> list[Row]:
    """One row per leave that is known, in the period or without date; ISO dates."""
    rows = []
    for student, spell in _spells(students, view):
        if spell.known_on > view.as_of or spell.outcome == "completed":
            continue
        undated = spell.told == "undated"
        if not undated and spell.end < view.since:
            continue
        values = (
            student.number,
            spell.programme,
            spell.part,
            "" if undated else spell.end.isoformat(),
            spell.code,
            spell.reason,
        )
        rows.append(dict(zip(LEAVERS, values, strict=True)))
    return rows


def agreements(students: Iterable[Student], view: View) -> list[Row]:
    """One row per signed agreement that ends in or after the period."""
    signed = (
        (student, agreement)
        for student in students
        for agreement in student.agreements
        if agreement.signed <= view.as_of
    )
    rows = []
    for student, agreement in signed:
        ended = agreement.known_on <= view.as_of
        end = agreement.end if ended else agreement.planned_end
        if end >= view.since and agreement.start <= view.until:
            rows.append(_agreement(student, agreement, end, ended))
    return rows


def quotas(numbers: Iterable[tuple[str, str, int, int]]) -> list[Row]:
    """One row per programme, municipality and year."""
    return [dict(zip(QUOTAS, map(str, row), strict=True)) for row in numbers]


def absences(students: Iterable[Student], view: View, seed: int) -> list[Row]:
    """One row per student and month within the period."""
    since = max(view.absence_since, view.since)
    rows = []
    for student, spell in _spells(students, view):
        for month in absence.months_of(student, spell, since, view.as_of, seed):
            values = (
                student.number,
                spell.programme,
                spell.part,
                dots(month.from_on),
                dots(month.to_on),
                comma(month.absent),
                comma(month.scheduled),
            )
            rows.append(dict(zip(ABSENCE, values, strict=True)))
    return rows


def _spells(students: Iterable[Student], view: View) -> Iterable[tuple[Student, Spell]]:
    return ((who, spell) for who in students for spell in who.spells if visible(spell, view.as_of))


def _shown_end(spell: Spell, as_of: date) -> tuple[date | None, str, str]:
    """End, code and local reason as the enrolments file shows them."""
    if spell.known_on > as_of or (spell.outcome == "interrupted" and spell.told == "leavers"):
        return None, "", ""
    undated = spell.outcome == "interrupted" and spell.told in ("undated", "code_only")
    return None if undated else spell.end, spell.code, spell.reason


def _enrolment(student: Student, spell: Spell, view: View, end: date | None, code: str, reason: str) -> Row:
    as_of, expected, leave, group = view.as_of, spell.planned_end, None, spell.class_group
    if spell.leave and spell.leave[0] - timedelta(days=20) <= as_of:
        leave = spell.leave
        expected += leave[1] - leave[0] + timedelta(days=1)
    if spell.class_change and spell.class_change[0] <= min(as_of, spell.end):
        group = spell.class_change[1]
    if end is None and not code and int(student.number[1:]) % 41 == 0 and spell.start <= as_of:
        code = school.IN_PROGRESS  # some offices write "in progress" where others leave the field empty
    day: Callable[[date | None], str] = dashes
    values = (
        student.number,
        student.name,
        spell.programme,
        spell.part,
        day(spell.registered_on),
        day(spell.start),
        day(end) or student.open_end,
        day(expected),
        code,
        reason,
        group,
        spell.department,
        school.INSTITUTION,
        spell.student_type,
        str(student.age(as_of)),
        spell.teacher,
        day(leave[0] if leave else None),
        day(leave[1] if leave else None),
    )
    return dict(zip(ENROLMENTS, values, strict=True))


def _agreement(student: Student, agreement: Agreement, end: date, ended: bool) -> Row:
    values = (
        student.number,
        agreement.number,
        agreement.employer,
        agreement.workplace,
        agreement.municipality,
        agreement.programme,
        slashes(agreement.signed),
        slashes(agreement.start),
        slashes(end),
        agreement.end_reason if ended else "",
    )
    return dict(zip(AGREEMENTS, values, strict=True))
