"""What a membership may be held to: the dimensions, and which kinds of the school's parts each may name.

Within one membership the values of a dimension are alternatives, and a student must fit every dimension that is
named. Whoever needs "this or that" of two dimensions gets two memberships. Imports no models.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: dimension -> values; a student must fit all of them. Empty: everything.
Held = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to say whose students: ``parts`` are the kinds of the school's parts it names, () where it is text."""

    key: str
    title: str | Promise
    hint: str | Promise
    parts: tuple[str, ...] = ()


DIMENSIONS = {
    dimension.key: dimension
    for dimension in (
        Dimension("department", _("Departments"), _("Students of these departments."), ("department",)),
        Dimension("programme", _("Programmes"), _("Students on these programmes."), ("programme",)),
        Dimension("class", _("Classes"), _("Names of classes as the school writes them, one per line.")),
        Dimension(
            "contact_teacher",
            _("Contact teacher's initials"),
            _("Initials as they stand in the school's extract, one per line."),
        ),
        Dimension(
            "municipality",
            _("Municipality or region"),
            _("Students with a training agreement with it."),
            ("municipality", "region"),
        ),
        Dimension(
            "workplace",
            _("Workplaces"),
            _("The workplace's number or name as it stands in the training agreements, one per line."),
        ),
        Dimension("student", _("Own students"), _("Student numbers, one per line.")),
    )
}

#: Dimensions no snapshot holds: for figures they are turned into the students they mean today.
OF_PERSONS = frozenset({"contact_teacher", "workplace", "student"})
