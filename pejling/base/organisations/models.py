"""The tree that every figure hangs on: schools, their departments, programmes, and partner municipalities."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A school (a root, and the data controller of all its rows) or a dated part of one."""

    PERSONAL = frozenset()
    HARMLESS = frozenset(
        {"id", "uuid", "kind", "parent", "name", "code", "valid_from", "valid_to", "is_demo"}
    )

    class Kind(models.TextChoices):
        SCHOOL = "school", _("School")
        DEPARTMENT = "department", _("Department")
        PROGRAMME = "programme", _("Programme")
        MUNICIPALITY = "municipality", _("Municipality")

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
