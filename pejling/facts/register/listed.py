"""A page of the register's students with what a list shows of each: name, agreement in force, and the last leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from pejling.base.organisations.models import Organisation
from pejling.facts.register.models import Agreement, Leaver, Spell, Student
from pejling.facts.register.queries import leave_of
from pejling.facts.register.reach import agreements_in_force, current_rows


@dataclass(frozen=True, slots=True)
class Listed:
    """One enrolment. ``left_on``: as the leavers extract or the enrolment itself tells it."""

    spell: Spell
    name: str
    agreement: Agreement | None
    left_on: date | None
    leave_reason: str


def listed(organisation: Organisation, spells: Sequence[Spell], today: date) -> list[Listed]:
    """The enrolments in the same order: three queries, however many."""
    students = {spell.student for spell in spells}
    names = dict(
        current_rows(Student, organisation)
        .filter(student__in=students)
        .order_by("pk")
        .values_list("student", "name")
    )
    held = agreements_in_force(organisation, today).filter(student__in=students).order_by("starts_on", "pk")
    agreements = {(row.student, row.programme): row for row in held}
    leaves: dict[tuple[str, str], list[Leaver]] = defaultdict(list)
    told = current_rows(Leaver, organisation).filter(student__in=students)
    for leave in told.order_by(F("left_on").asc(nulls_first=True), "pk"):
        leaves[leave.student, leave.programme].append(leave)
    return [
        Listed(spell, names.get(spell.student) or "", _agreement(spell, agreements), *_left(spell, leaves))
        for spell in spells
    ]


def _agreement(spell: Spell, held: dict[tuple[str, str | None], Agreement]) -> Agreement | None:
    return held.get((spell.student, spell.programme)) or held.get((spell.student, None))


def _left(spell: Spell, leaves: dict[tuple[str, str], list[Leaver]]) -> tuple[date | None, str]:
    leave = leave_of(spell, leaves[spell.student, spell.programme])
    if leave is not None:
        return leave.left_on, leave.leave_reason or ""
    return spell.ends_on, spell.leave_reason or ""
