"""Reads on the register that other rooms may call. The caller has asked the access layer first."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from pejling.base.accounts.scopes import Held
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import VersionedRow
from pejling.facts.register.linking import GRACE_DAYS
from pejling.facts.register.models import Leaver, Pseudonym, Spell, Student
from pejling.facts.register.reach import Within, current_rows

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Person:
    """Who is behind a spell, for those who may see persons."""

    student: str
    name: str
    programme: str
    part: str
    department: str
    class_group: str
    contact_teacher: str
    starts_on: date
    leave_code: str
    leave_reason: str


def spell_name(pseudonym: str, row_key: str) -> str:
    """The name a spell has in snapshots (the same as freezing.SPELL_NAME makes in SQL)."""
    digest = hashlib.md5((pseudonym + row_key).encode(), usedforsecurity=False).hexdigest()
    return f"{pseudonym}.{digest[:12]}"


def people_behind(
    organisation: Organisation, spells: Iterable[str], *, reach: Sequence[Held], today: date | None = None
) -> dict[str, Person | None]:
    """The persons behind these snapshot spells; one that has been erased or undone since is left out.

    ``reach``: whom the reader may see persons of (``Access.reach("see_persons")``); None stands for somebody who is
    in the register, but not theirs today. A constant number of queries for every 500 spells.
    """
    wanted = set(spells)
    found: dict[str, Person | None] = {}
    names = sorted({name.split(".", 1)[0] for name in wanted})
    for start in range(0, len(names), _BATCH):
        batch = names[start : start + _BATCH]
        found |= _people(organisation, batch, wanted, reach, today or localdate())
    return found


def _people(
    organisation: Organisation, pseudonyms: list[str], wanted: set[str], reach: Sequence[Held], today: date
) -> dict[str, Person | None]:
    students = dict(
        Pseudonym.objects.filter(organisation=organisation, name__in=pseudonyms).values_list(
            "student", "name"
        )
    )
    names = {row.student: row.name or "" for row in _current(Student, organisation, students)}
    leaves = defaultdict(list)
    for leave in _current(Leaver, organisation, students).order_by(F("left_on").asc(nulls_first=True), "pk"):
        leaves[leave.student, leave.programme].append(leave)
    mine = Within(organisation, reach, students, today)
    people = {}
    # Where two sources hold a spell, the one that wins comes last.
    for row in _by_precedence(_current(Spell, organisation, students)):
        key = spell_name(students[row.student], row.row_key)
        if key in wanted and not mine.has(row):
            people[key] = None
        elif key in wanted:
            told = leave_of(row, leaves[row.student, row.programme]) or row
            people[key] = Person(
                row.student,
                names.get(row.student, ""),
                row.programme,
                row.part or "",
                row.department or "",
                row.class_group or "",
                row.contact_teacher or "",
                row.starts_on,
                told.leave_code or "",
                told.leave_reason or "",
            )
    return people


def spells_of_student(organisation: Organisation, student: str) -> list[Spell]:
    """The student's current spells, newest first; [] for a number the register doesn't know."""
    return list(current_rows(Spell, organisation).filter(student=student).order_by("-starts_on", "pk"))


def spells_of_class(organisation: Organisation, class_group: str) -> list[Spell]:
    """The current spells of a class, by student."""
    return list(current_rows(Spell, organisation).filter(class_group=class_group).order_by("student", "pk"))


def _by_precedence(rows: QuerySet) -> list:
    """The rows so that of one spell held by two sources the winning one comes last."""
    return sorted(
        rows.select_related("from_delivery", "source"),
        key=lambda row: (row.from_delivery.mapping_facts.get("precedence", 0), row.source.name, row.pk),
    )


def leave_of(spell: Spell, leaves: list[Leaver]) -> Leaver | None:
    """The last leave told of the spell: of its part, and not so long before or after it that it is another's."""
    grace = timedelta(days=GRACE_DAYS)
    fitting = [
        leave
        for leave in leaves
        if (not leave.part or not spell.part or leave.part == spell.part)
        and (
            leave.left_on is None
            or (
                (spell.registered_on or spell.starts_on - grace) <= leave.left_on
                and (spell.ends_on is None or leave.left_on <= spell.ends_on + grace)
            )
        )
    ]
    return fitting[-1] if fitting else None


def _current(model: type[VersionedRow], organisation: Organisation, students: Iterable[str]) -> QuerySet:
    return current_rows(model, organisation).filter(student__in=list(students))
