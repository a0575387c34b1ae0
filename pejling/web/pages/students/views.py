"""The students a reader may see by name: own classes, own municipality's, or the whole school's."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pejling.facts.register.listed import listed
from pejling.facts.register.models import Spell
from pejling.facts.register.reach import spells_within
from pejling.facts.snapshots.queries import newest
from pejling.web.components import reading
from pejling.web.components.listing import Choice, Column, Empty, answer, listing
from pejling.web.gate import of_school

STATES = (
    ("open", gettext_lazy("not ended")),
    ("ended", gettext_lazy("ended")),
    ("later", gettext_lazy("begins later")),
)
#: column of the enrolment -> dimension of the snapshot whose values there are to choose from
CHOICES = {"department": "department", "programme": "programme", "part": "part", "class_group": "class"}
#: More values than this aren't a list to choose from.
MOST_OPTIONS = 400


@of_school("see_persons")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """One line per enrolment."""
    school, access, today = request.school, request.access, localdate()
    rows = spells_within(school, access.reach("see_persons"), today)
    found = listing(
        request,
        rows,
        columns(),
        filters(request),
        name="students",
        title=_("Students"),
        order="-start",
        caption=_("One line per enrolment"),
        empty=Empty(
            _("No students to show"),
            _("Your role shows no students today: none has been delivered, or none is yours."),
            reverse("retention", args=[school.uuid]),
            _("Retention"),
        ),
        present=lambda spells: listed(school, spells, today),
        file_name=_("students"),
    )
    return answer(request, "students/page.html", {"crumbs": crumbs(request), "list": found})


def columns() -> list[Column]:
    """Who, where, from when to when, and with whom the agreement is."""
    return [
        Column("name", _("Name"), lambda row: row.name or row.spell.student),
        Column("student", _("Student number"), lambda row: row.spell.student, sort="student", keep=True),
        Column("class", _("Class"), lambda row: row.spell.class_group, sort="class_group", keep=True),
        Column("programme", _("Programme"), _programme, sort=("programme", "part")),
        Column("department", _("Department"), lambda row: row.spell.department, sort="department"),
        Column("start", _("Start"), lambda row: row.spell.starts_on, sort="starts_on", keep=True),
        Column("left", _("Ended"), lambda row: row.left_on, keep=True),
        Column("reason", _("Reason"), lambda row: row.leave_reason, optional=True),
        Column(
            "teacher", _("Contact teacher"), lambda row: row.spell.contact_teacher, sort="contact_teacher"
        ),
        Column(
            "municipality", _("Agreement today"), lambda row: row.agreement and row.agreement.municipality
        ),
        Column(
            "workplace", _("Workplace"), lambda row: row.agreement and row.agreement.workplace, optional=True
        ),
        Column(
            "employer", _("Employer"), lambda row: row.agreement and row.agreement.employer, optional=True
        ),
    ]


def filters(request: HttpRequest) -> list[Any]:
    """Where, and whether it has ended; nothing that could hold a student's name or number."""
    titles = {
        "department": _("Department"), "programme": _("Programme"), "part": _("Programme part"),
        "class_group": _("Class"),
    }  # fmt: skip
    snapshot = newest(request.school)
    made: list[Any] = []
    if snapshot is not None:
        known = reading.choices(snapshot, request.access, "see_persons").values
        made = [
            Choice(column, titles[column], [(value, value) for value in known[dimension]])
            for column, dimension in CHOICES.items()
            if 1 < len(known[dimension]) <= MOST_OPTIONS
        ]
    return [*made, Choice("state", _("State"), STATES, _in_state)]


def crumbs(request: HttpRequest) -> list[tuple[str, str]]:
    """The way to the page."""
    return [(request.school.name, reverse("retention", args=[request.school.uuid])), (_("Students"), "")]


def _programme(row: Any) -> str:
    return " ".join(part for part in (row.spell.programme, row.spell.part) if part)


def _in_state(rows: QuerySet[Spell], state: str) -> QuerySet[Spell]:
    """By the enrolment's own dates: the leavers extract is looked up for the page's students only."""
    today = localdate()
    if state == "later":
        return rows.filter(starts_on__gt=today)
    if state == "ended":
        return rows.filter(ends_on__lt=today)
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)
