"""Find students and classes in the register, for those who may see persons. The caller has asked the access layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from pejling.base.accounts.scopes import Held
from pejling.base.organisations.models import Organisation
from pejling.facts.register.models import Spell, Student
from pejling.facts.register.reach import current_rows, spells_within

#: So many names that fit are gone through.
LOOKED_AT = 500
#: a word -> the rows where it stands in one of the fields
Anywhere = Callable[[Sequence[str], str], Q]


@dataclass(frozen=True, slots=True)
class FoundStudent:
    """A student and the enrolment begun last, of those within reach."""

    student: str
    name: str
    programme: str
    part: str
    department: str
    class_group: str
    starts_on: date


@dataclass(frozen=True, slots=True)
class FoundClass:
    """A class of the enrolments within reach, and when somebody last began in it."""

    class_group: str
    programme: str
    department: str
    newest_start: date


def students_named(
    organisation: Organisation,
    words: Sequence[str],
    *,
    reach: Sequence[Held],
    today: date,
    most: int,
    anywhere: Anywhere,
) -> list[FoundStudent]:
    """At most ``most`` students whose number or name holds every word, those who began last first (four queries).

    Where more names than ``LOOKED_AT`` fit, those who began last among that many: the reader writes more of the name.
    ``reach``: whom the reader may see persons of (``Access.reach("see_persons")``).
    """
    mine = spells_within(organisation, reach, today)
    named = current_rows(Student, organisation).filter(
        *(anywhere(("name", "student"), word) for word in words)
    )
    if {} not in reach:
        named = named.filter(student__in=mine.values("student"))
    # A list in the query, not the query itself: the database would go through it for every enrolment.
    some = list(named.order_by().values_list("student", flat=True)[:LOOKED_AT])
    numbered = Q(*(Q(student__icontains=word) for word in words))
    found = mine.filter(Q(student__in=some) | numbered)
    newest_first = found.values("student").annotate(newest=Max("starts_on")).order_by("-newest", "student")
    wanted = [row["student"] for row in newest_first[:most]]
    names = dict(
        current_rows(Student, organisation)
        .filter(student__in=wanted)
        .order_by("pk")
        .values_list("student", "name")
    )
    spells = {row.student: row for row in mine.filter(student__in=wanted).order_by("starts_on", "pk")}
    return [_found(spells[student], names.get(student) or "") for student in wanted if student in spells]


def classes_named(
    organisation: Organisation,
    words: Sequence[str],
    *,
    reach: Sequence[Held],
    today: date,
    most: int,
    anywhere: Anywhere,
) -> list[FoundClass]:
    """At most ``most`` classes whose name holds every word, the newest first (one query)."""
    mine = spells_within(organisation, reach, today).exclude(class_group__isnull=True)
    found = mine.filter(*(anywhere(("class_group",), word) for word in words))
    groups = found.values("class_group", "programme", "department").annotate(newest=Max("starts_on"))
    return [
        FoundClass(row["class_group"], row["programme"], row["department"] or "", row["newest"])
        for row in groups.order_by("-newest", "class_group", "programme", "department")[:most]
    ]


def _found(row: Spell, name: str) -> FoundStudent:
    return FoundStudent(
        student=row.student,
        name=name,
        programme=row.programme,
        part=row.part or "",
        department=row.department or "",
        class_group=row.class_group or "",
        starts_on=row.starts_on,
    )
