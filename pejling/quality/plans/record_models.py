"""What is kept about plans beside the plans: versions, old texts, accepted gaps and remarks."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Action, Goal, Measure, Plan


class Version(models.Model):
    """A plan as it was when it was adopted, revised or taken in: its file (docs/plans.md), never changed."""

    PERSONAL = frozenset({"by", "text"})
    HARMLESS = frozenset({"id", "uuid", "organisation", "plan", "number", "why", "at"})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    why = models.CharField(max_length=300, blank=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(name="version_number_once", fields=["plan", "number"])]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"


class OldText(models.Model):
    """A text as it was before somebody changed it. ``kind`` and ``subject``: the model's name and the row's UUID."""

    PERSONAL = frozenset({"by", "text"})
    HARMLESS = frozenset({"id", "organisation", "kind", "subject", "field", "at"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    subject = models.UUIDField(db_index=True)
    field = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind}.{self.field}"


class AcceptedGap(models.Model):
    """Something the kind of plan asks for that is accepted as missing, by whom and why."""

    PERSONAL = frozenset({"by"})
    HARMLESS = frozenset({"id", "organisation", "plan", "code", "reason", "at"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="accepted_gaps")
    code = models.CharField(max_length=200)
    reason = models.TextField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="gap_accepted_once", fields=["plan", "code"])]

    def __str__(self) -> str:
        return self.code


class Remark(models.Model):
    """A comment or an internal note on a plan or a part of it; never part of what is published (``remarking``)."""

    PERSONAL = frozenset({"by", "text"})
    HARMLESS = frozenset(
        {
            "id", "uuid", "organisation", "kind", "plan", "goal", "measure", "action", "at", "changed_at",
            "removed_at", "revision",
        }
    )  # fmt: skip

    class Kind(models.TextChoices):
        COMMENT = "comment", _("Comment")
        NOTE = "note", _("Note")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, null=True, on_delete=models.CASCADE, related_name="remarks")
    goal = models.ForeignKey(Goal, null=True, on_delete=models.CASCADE, related_name="remarks")
    action = models.ForeignKey(Action, null=True, on_delete=models.CASCADE, related_name="remarks")
    measure = models.ForeignKey(Measure, null=True, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.COMMENT)
    text = models.TextField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at}"


class Removed(models.Model):
    """A part that was taken out of a plan, with everything below it, kept so that it can be put back as it was.

    ``rows``: the rows as Django writes them, those that others rest on first. ``plan`` is the plan's UUID without a
    key, so that a whole plan can be put back, too.
    """

    PERSONAL = frozenset({"by", "rows", "title"})
    HARMLESS = frozenset({"id", "uuid", "organisation", "plan", "kind", "at", "back_at"})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    plan = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=600)
    rows = models.JSONField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.title
