"""Access keys: only their fingerprint is kept, so nobody can read a key out of the database."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from pejling.base.accounts.models import User
from pejling.base.organisations.models import Organisation


class ApiToken(models.Model):
    """One key of one user at one school. ``scopes``: the verbs it is for; ``start``: its first letters.

    ``digest`` is the SHA-256 of the key, which is itself 256 random bits: no salt is needed.
    """

    PERSONAL = frozenset({"user", "name", "uuid", "last_used_at"})
    HARMLESS = frozenset(
        {"id", "organisation", "start", "digest", "scopes", "made_at", "expires_at", "revoked_at"}
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    start = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="token_expires_later", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(name="token_named", condition=~Q(name="") & ~Q(digest="")),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"

    @property
    def state(self) -> str:
        """ "revoked", "expired" or "active"."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at <= timezone.now() else "active"


class CalendarAddress(models.Model):
    """The secret address of one user's calendar at one school; ``digest`` is all that is kept of it, as of a key."""

    PERSONAL = frozenset({"user", "uuid", "last_used_at"})
    HARMLESS = frozenset({"id", "organisation", "start", "digest", "made_at", "revoked_at"})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_addresses")
    start = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="one_calendar_of_a_user",
                fields=["user", "organisation"],
                condition=Q(revoked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start}…"
