"""The delivered tables and their columns in words, for every page that shows rows as a school knows them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TABLES: dict[str, Promise] = {
    "spells": _("Enrolments"),
    "students": _("Students"),
    "leavers": _("Leavers"),
    "agreements": _("Training agreements"),
    "quotas": _("Quotas"),
    "absence": _("Absence"),
    "key_figures": _("Key figures"),
}

COLUMNS: dict[str, Promise] = {
    "student": _("Student number"),
    "name": _("Student's name"),
    "spell": _("What tells the enrolment apart"),
    "agreement": _("What tells the agreement apart"),
    "number": _("Agreement number"),
    "programme": _("Programme"),
    "part": _("Programme part"),
    "registered_on": _("Registered"),
    "starts_on": _("First day"),
    "ends_on": _("Last day"),
    "expected_end_on": _("Expected last day"),
    "outcome": _("What became of it"),
    "leave_code": _("Leave code"),
    "leave_reason": _("The school's own reason"),
    "class_group": _("Class"),
    "department": _("Department"),
    "school": _("Institution number"),
    "student_type": _("Student type"),
    "age": _("Age"),
    "contact_teacher": _("Contact teacher"),
    "leave_from": _("Leave of absence from"),
    "leave_to": _("Leave of absence to"),
    "left_on": _("Date of leaving"),
    "employer": _("Employer"),
    "workplace": _("Workplace"),
    "municipality": _("Municipality"),
    "signed_on": _("Signed"),
    "end_reason": _("Why it ended"),
    "year": _("Calendar year"),
    "agreed": _("Agreed number"),
    "from_on": _("First day of the period"),
    "to_on": _("Last day of the period"),
    "hours_absent": _("Hours absent"),
    "hours_scheduled": _("Hours scheduled"),
    "origin": _("Source of the result"),
    "indicator": _("What was measured"),
    "place": _("What it is about"),
    "place_kind": _("Kind of place"),
    "subgroup": _("Group"),
    "period": _("Period"),
    "period_from": _("Period from"),
    "period_to": _("Period to"),
    "value": _("The figure"),
    "unit": _("Kind of number"),
    "scale_from": _("Scale from"),
    "scale_to": _("Scale to"),
    "n": _("Number of answers"),
    "sd": _("Standard deviation"),
    "lower": _("Lower limit"),
    "upper": _("Upper limit"),
    "response_rate": _("Response rate"),
    "part_of": _("Part of"),
    "collected_from": _("Collected from"),
    "collected_to": _("Collected to"),
    "retrieved_on": _("Retrieved"),
    "published_by": _("Published by"),
    "visibility": _("Published or internal"),
    "note": _("Note"),
}

#: The few values some columns can have.
VALUES: dict[str, Promise] = {
    "active": _("in progress"),
    "completed": _("completed"),
    "interrupted": _("interrupted"),
    "ended": _("ended without a word about how"),
    "never_started": _("never started"),
    "left_out": _("counts nowhere"),
    "score": _("mean on a scale"),
    "percent": _("per cent"),
    "index": _("index"),
    "count": _("count"),
    "number": _("another number"),
    "school": _("school"),
    "department": _("department"),
    "programme": _("programme"),
    "municipality": _("municipality"),
    "region": _("region"),
    "country": _("country"),
    "published": _("published"),
    "internal": _("internal"),
}


def column_title(name: str) -> str:
    """A column of a delivered table in words; an unknown one speaks for itself."""
    return str(COLUMNS.get(name, name))


def table_title(name: str) -> str:
    """A delivered table in words."""
    return str(TABLES.get(name, name))


def value_title(value: str) -> str:
    """One of the few values a column can have, in words."""
    return str(VALUES.get(value, value))
