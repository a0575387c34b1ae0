"""Invitations, and how often somebody tried in vain to log in."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from pejling.base.accounts.models import User
from pejling.base.organisations.models import Organisation


class Invitation(models.Model):
    """An offer of one role at a school to whoever reads the mail: open until accepted, withdrawn or expired."""

    PERSONAL = frozenset({"email", "name", "user", "by", "scopes"})
    HARMLESS = frozenset(
        {
            "id", "uuid", "organisation", "role", "valid_from", "valid_to", "token_hash", "made_at", "expires_at",
            "accepted_at", "withdrawn_at", "mail",
        }
    )  # fmt: skip

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=30)
    scopes = models.JSONField(default=dict)  # dimension -> values, as accounts.actions.grant takes them
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    token_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of the token in the mail
    by = models.UUIDField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="invitations")
    mail = models.UUIDField(null=True)  # the mail's row in the log

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="invitation_open_once",
                fields=["organisation", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="invitation_ends_one_way",
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="invitation_valid_dates",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.uuid}"

    @property
    def why_closed(self) -> str:
        """Why it can't be accepted now: accepted, withdrawn or expired; "" where it can."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "" if timezone.now() < self.expires_at else "expired"


class Attempts(models.Model):
    """How often a log-in (or a code, or a wish for a new password) was tried in vain, by account or by address.

    ``key`` is a keyed hash of the e-mail address or network address: also those who have no account are counted, so
    that a lock-out doesn't tell who has one. Rows are removed when their time is over.
    """

    PERSONAL = frozenset({"key"})
    HARMLESS = frozenset({"id", "kind", "count", "first_at", "last_at", "locked_until"})

    kind = models.CharField(max_length=20)  # see lock_out.RULES
    key = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-last_at"]
        constraints = [models.UniqueConstraint(name="attempts_once", fields=["kind", "key"])]
        verbose_name_plural = "attempts"

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"
