"""The tree that every figure hangs on: schools and their dated parts, their names, and what became of them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A school (a root, and the data controller of all its rows) or a dated part of one.

    ``name`` is today's. ``code``: a municipality's or region's official code, where it is known to be one.
    """

    PERSONAL = frozenset()
    HARMLESS = frozenset(
        {"id", "uuid", "kind", "parent", "name", "code", "valid_from", "valid_to", "is_demo"}
    )

    class Kind(models.TextChoices):
        SCHOOL = "school", _("School")
        DEPARTMENT = "department", _("Department")
        PROGRAMME = "programme", _("Programme")
        MUNICIPALITY = "municipality", _("Municipality")
        REGION = "region", _("Region")
        COMMITTEE = "committee", _("Local training committee (LUU)")
        BOARD = "board", _("Board")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="organisation_school_is_root",
                condition=Q(kind="school", parent__isnull=True)
                | (~Q(kind="school") & Q(parent__isnull=False)),
            ),
            models.CheckConstraint(
                name="organisation_valid_dates",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
            ),
            models.UniqueConstraint(
                name="organisation_school_name", fields=["name"], condition=Q(kind="school")
            ),
            models.UniqueConstraint(
                name="organisation_part_name",
                fields=["parent", "kind", "name"],
                condition=Q(parent__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FormerName(models.Model):
    """What a school or a part of it was called up to and including ``until``; its files may still say so."""

    PERSONAL = frozenset()
    HARMLESS = frozenset({"id", "organisation", "part", "name", "until"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=200)
    until = models.DateField()

    class Meta:
        ordering = ["until", "id"]
        constraints = [models.UniqueConstraint(name="former_name_day", fields=["part", "until"])]

    def __str__(self) -> str:
        return self.name


class Relation(models.Model):
    """What a part became or belongs to, from a day: ``merged_into`` another of its kind, ``in_region`` a region."""

    PERSONAL = frozenset()
    HARMLESS = frozenset({"id", "organisation", "kind", "part", "target", "valid_from", "valid_to"})

    class Kind(models.TextChoices):
        MERGED_INTO = "merged_into", _("merged into")
        IN_REGION = "in_region", _("lies in")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    part = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="relations")
    target = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="related")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            models.CheckConstraint(name="relation_of_two", condition=~Q(part=F("target"))),
            models.CheckConstraint(
                name="relation_valid_dates",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
            ),
            models.UniqueConstraint(name="relation_once", fields=["kind", "part", "target", "valid_from"]),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.kind} {self.target}"
