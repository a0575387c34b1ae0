"""Deliveries: what was received from where, when, with what result; and the form of every row kept in versions."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.upload_models import PickUp, SavedMapping, Scope, Upload, UploadedFile

__all__ = [
    "DeliveredFile",
    "Delivery",
    "ListedWarning",
    "PickUp",
    "QuarantinedRow",
    "SavedMapping",
    "Source",
    "Upload",
    "UploadedFile",
    "VersionedRow",
]


class Source(models.Model):
    """Where rows come from: one mapping at one school. What the mapping said stands with each delivery."""

    PERSONAL = frozenset()
    HARMLESS = frozenset({"id", "organisation", "name", "title"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sources")
    name = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["organisation", "name"]
        constraints = [
            models.UniqueConstraint(name="source_once", fields=["organisation", "name"]),
        ]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """One delivery: files of one source, extracted on one date.

    Only an *active* delivery is seen by anyone. ``staging`` is one being written (or one whose process was
    killed: the next delivery clears it away), ``undone`` one that was taken back.
    """

    PERSONAL = frozenset({"by"})
    HARMLESS = frozenset(
        {
            "id", "uuid", "organisation", "source", "state", "scope", "as_of", "period_from", "period_to",
            "mapping_version", "mapping_facts", "received_at", "accepted_at", "undone_at", "tables", "warnings",
            "unmatched", "corrects", "kept_out", "is_cleared",
        }
    )  # fmt: skip

    class State(models.TextChoices):
        STAGING = "staging", _("Being received")
        ACTIVE = "active", _("Accepted")
        UNDONE = "undone", _("Undone")

    Scope = Scope

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="deliveries")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State.choices, default=State.STAGING)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    as_of = models.DateField()
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    mapping_version = models.CharField(max_length=64)
    #: what the mapping said beside its rules, for merging and linking: {"precedence": number (the higher source wins,
    #: field by field), "never_started": "<=" or "<" (whether who leaves on the first day never started),
    #: "leave_outcomes": {code: outcome}}
    mapping_facts = models.JSONField(default=dict)
    by = models.UUIDField(null=True)
    received_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    #: undone, and its rows are removed
    is_cleared = models.BooleanField(default=False)
    #: {table: {"new": n, "changed": n, "unchanged": n, "gone": n, "quarantined": n}}
    tables = models.JSONField(default=dict)
    #: rows in quarantine, those too many to be listed included
    kept_out = models.BigIntegerField(default=0)
    #: {code: count}
    warnings = models.JSONField(default=dict)
    #: {table: rows whose natural key found nothing to belong to}, as the snapshot after it saw them
    unmatched = models.JSONField(default=dict)
    #: the delivery whose kept-out rows this one brings, mended
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(name="delivery_by_source", fields=["source", "state"])]
        constraints = [
            models.CheckConstraint(
                name="delivery_accepted_has_date",
                condition=Q(state="staging", accepted_at__isnull=True)
                | (~Q(state="staging") & Q(accepted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="delivery_undone_has_date",
                condition=Q(state="undone", undone_at__isnull=False)
                | (~Q(state="undone") & Q(undone_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="delivery_period_in_order",
                condition=Q(period_from__isnull=True, period_to__isnull=True)
                | Q(period_to__gte=F("period_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.as_of:%Y-%m-%d}"


class DeliveredFile(models.Model):
    """One file of a delivery. The original isn't kept, only its SHA-256; the copy kept is scrubbed of CPR."""

    PERSONAL = frozenset({"name", "kept"})
    HARMLESS = frozenset(
        {
            "id", "organisation", "delivery", "position", "sha256", "size", "encoding", "separator", "role",
            "rows", "cpr_removed", "header_row",
        }
    )  # fmt: skip

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    encoding = models.CharField(max_length=20, blank=True)
    separator = models.CharField(max_length=5, blank=True)
    role = models.CharField(max_length=80, blank=True)
    rows = models.BigIntegerField()
    header_row = models.BigIntegerField(null=True)  # 0: there is none; null: was not noted
    cpr_removed = models.BigIntegerField(default=0)
    kept = models.CharField(max_length=400, blank=True)  # path below PEJLING_HOME

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(name="file_position_once", fields=["delivery", "position"])]

    def __str__(self) -> str:
        return self.name


class QuarantinedRow(models.Model):
    """A row kept out: where it stands, what is wrong and, by its code, how to mend it."""

    PERSONAL = frozenset({"value", "params"})
    HARMLESS = frozenset(
        {"id", "organisation", "delivery", "file", "row", "table", "column", "code", "mended_by"}
    )

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="quarantine")
    #: the correction that brought the row, mended; counts only while that delivery is active
    mended_by = models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT, related_name="+")
    file = models.PositiveIntegerField()  # position of the file
    row = models.BigIntegerField()  # as a spreadsheet shows it
    table = models.CharField(max_length=40)
    column = models.CharField(max_length=200)
    value = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=60)
    params = models.JSONField(default=dict)

    class Meta:
        ordering = ["file", "row", "id"]

    def __str__(self) -> str:
        return f"{self.row}: {self.code}"


class ListedWarning(models.Model):
    """Something odd in a row that was accepted. Long lists are cut; the delivery's counts are not."""

    PERSONAL = frozenset({"params"})
    HARMLESS = frozenset({"id", "organisation", "delivery", "file", "row", "table", "code"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="listed_warnings")
    file = models.IntegerField(null=True)
    row = models.BigIntegerField(null=True)
    table = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=60)
    params = models.JSONField(default=dict)

    class Meta:
        ordering = ["code", "file", "row", "id"]

    def __str__(self) -> str:
        return self.code


class VersionedRow(models.Model):
    """A row of a delivered table as one source told it, from one delivery until another.

    A row is *current* where ``from_delivery`` is active and ``to_delivery`` is empty or not active: that is why
    making one delivery active, or undoing it, is the change of a single row. ``row_key`` and ``content`` are MD5
    sums of the natural key and of all else; they only tell rows apart.
    """

    #: the declared fields of every version, beside those of its own table
    VERSION_FIELDS = frozenset(
        {"id", "organisation", "source", "from_delivery", "to_delivery", "row_key", "content"}
    )

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    from_delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_delivery = models.ForeignKey(
        Delivery, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    row_key = models.CharField(max_length=32)
    content = models.CharField(max_length=32)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"
