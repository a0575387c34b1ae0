"""The register: every delivered row in versions per source; fields as in analysis/tables.py (a test holds them).

Rows are written by deliveries (bulk) and read merged by freezing.py; links between tables go by natural keys.
"""

from __future__ import annotations

from django.db import models

from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import VersionedRow


def _text() -> models.TextField:
    # A missing value is not an empty text.
    return models.TextField(null=True)


def _date() -> models.DateField:
    return models.DateField(null=True)


def _version_indexes(name: str) -> list[models.Index]:
    return [
        models.Index(name=f"{name}_current", fields=["source", "to_delivery"]),
        models.Index(name=f"{name}_from", fields=["from_delivery"]),
    ]


class Spell(VersionedRow):
    """One student on one part of one programme."""

    PERSONAL = frozenset(
        {
            "student", "spell", "registered_on", "starts_on", "ends_on", "expected_end_on", "outcome",
            "leave_code", "leave_reason", "age", "contact_teacher", "leave_from", "leave_to",
        }
    )  # fmt: skip
    HARMLESS = VersionedRow.VERSION_FIELDS | {
        "programme", "part", "class_group", "department", "school", "student_type",
    }  # fmt: skip

    student = models.TextField()
    spell = models.TextField()
    programme = models.TextField()
    part = _text()
    registered_on = _date()
    starts_on = models.DateField()
    ends_on = _date()
    expected_end_on = _date()
    outcome = _text()
    leave_code = _text()
    leave_reason = _text()
    class_group = _text()
    department = _text()
    school = _text()
    student_type = _text()
    age = models.IntegerField(null=True)
    contact_teacher = _text()
    leave_from = _date()
    leave_to = _date()

    class Meta:
        indexes = [
            *_version_indexes("spell"),
            models.Index(name="spell_student", fields=["organisation", "student"]),
            # Counting whose hold now reads this alone.
            models.Index(
                name="spell_held", fields=["organisation", "from_delivery", "to_delivery", "student"]
            ),
            # The newest first, a page at a time; and the same of a few departments.
            models.Index(name="spell_newest", fields=["organisation", "starts_on"]),
            models.Index(
                name="spell_department",
                fields=["organisation", "department", "from_delivery", "to_delivery", "starts_on"],
            ),
        ]


class Student(VersionedRow):
    """A student's name."""

    PERSONAL = frozenset({"student", "name"})
    HARMLESS = VersionedRow.VERSION_FIELDS

    student = models.TextField()
    name = _text()

    class Meta:
        indexes = [
            *_version_indexes("student"),
            models.Index(name="student_student", fields=["organisation", "student"]),
        ]


class Leaver(VersionedRow):
    """A leave as the leavers extract tells it."""

    PERSONAL = frozenset({"student", "left_on", "leave_code", "leave_reason"})
    HARMLESS = VersionedRow.VERSION_FIELDS | {"programme", "part"}

    student = models.TextField()
    programme = models.TextField()
    part = _text()
    left_on = _date()
    leave_code = models.TextField()
    leave_reason = _text()

    class Meta:
        indexes = [
            *_version_indexes("leaver"),
            models.Index(name="leaver_student", fields=["organisation", "student"]),
        ]


class Agreement(VersionedRow):
    """A training agreement."""

    PERSONAL = frozenset({"student", "agreement", "signed_on", "starts_on", "ends_on", "end_reason"})
    HARMLESS = VersionedRow.VERSION_FIELDS | {"employer", "workplace", "municipality", "programme"}

    student = models.TextField()
    agreement = models.TextField()
    employer = _text()
    workplace = _text()
    municipality = _text()
    programme = _text()
    signed_on = _date()
    starts_on = models.DateField()
    ends_on = _date()
    end_reason = _text()

    class Meta:
        indexes = [
            *_version_indexes("agreement"),
            models.Index(name="agreement_student", fields=["organisation", "student"]),
            models.Index(name="agreement_municipality", fields=["organisation", "municipality"]),
            models.Index(name="agreement_workplace", fields=["organisation", "workplace"]),
        ]


class Quota(VersionedRow):
    """An agreed number of training agreements."""

    PERSONAL = frozenset()
    HARMLESS = VersionedRow.VERSION_FIELDS | {"programme", "municipality", "year", "agreed"}

    programme = models.TextField()
    municipality = models.TextField()
    year = models.IntegerField()
    agreed = models.IntegerField()

    class Meta:
        indexes = _version_indexes("quota")


class Absence(VersionedRow):
    """Hours absent and scheduled for one student in one period."""

    PERSONAL = frozenset({"student", "hours_absent", "hours_scheduled"})
    HARMLESS = VersionedRow.VERSION_FIELDS | {"programme", "part", "from_on", "to_on"}

    student = models.TextField()
    programme = _text()
    part = _text()
    from_on = models.DateField()
    to_on = models.DateField()
    hours_absent = models.FloatField()
    hours_scheduled = models.FloatField()

    class Meta:
        indexes = _version_indexes("absence")


class Pseudonym(models.Model):
    """The only link between a student and the random name used in snapshots. Erasing a person deletes this row."""

    PERSONAL = frozenset({"student", "name"})
    HARMLESS = frozenset({"id", "organisation"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    student = models.TextField()
    name = models.CharField(max_length=32, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="pseudonym_once", fields=["organisation", "student"])]

    def __str__(self) -> str:
        return self.name
