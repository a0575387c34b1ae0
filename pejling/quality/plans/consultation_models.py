"""Consultations of a plan: who was asked and until when, what they answered, and what was done about it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Partner, Plan


class Consultation(models.Model):
    """One round: from the day the plan was sent until it left the state "in consultation". At most one is open."""

    PERSONAL = frozenset({"by", "text"})
    HARMLESS = frozenset({"id", "uuid", "organisation", "plan", "sent_on", "until", "ended_on"})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="consultations")
    sent_on = models.DateField()
    until = models.DateField()
    text = models.TextField(blank=True)  # what is said to those who are asked
    ended_on = models.DateField(null=True, blank=True)
    by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-sent_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="consultation_until_after_sent", condition=Q(until__gte=F("sent_on"))
            ),
            models.UniqueConstraint(
                name="one_open_consultation", fields=["plan"], condition=Q(ended_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.sent_on}"


class ConsultedParty(models.Model):
    """One of those who are asked: a ``partner`` of the plan, or one with a ``name``; the others need none."""

    PERSONAL = frozenset()
    HARMLESS = frozenset(
        {"id", "uuid", "organisation", "consultation", "position", "kind", "name", "partner"}
    )

    class Kind(models.TextChoices):
        LUU = "luu", _("Local training committee (LUU)")
        STAFF = "staff", _("Staff")
        STUDENTS = "students", _("Students")
        BOARD = "board", _("Board")
        REGION = "region", _("Region")
        PARTNER = "partner", _("Partner")
        OTHER = "other", _("Others")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="parties")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=200, blank=True)
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(name="party_asked_once", fields=["consultation", "kind", "name"]),
            models.CheckConstraint(
                name="party_is_called_something", condition=~Q(kind__in=["partner", "other"]) | ~Q(name="")
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())


class ConsultationAnswer(models.Model):
    """What a party answered, and what was done about it. ``own``: written by the party itself, not noted for it."""

    PERSONAL = frozenset({"by", "text", "outcome"})
    HARMLESS = frozenset({"id", "uuid", "organisation", "party", "day", "own", "withdrawn", "revision", "at"})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(ConsultedParty, on_delete=models.CASCADE, related_name="answers")
    day = models.DateField()
    text = models.TextField()
    outcome = models.TextField(blank=True)
    own = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    by = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.day}"
