"""Snapshots: the register frozen to immutable Parquet at one moment, with a manifest that says what is in it."""

from __future__ import annotations

import uuid

from django.db import models

from pejling.base.organisations.models import Organisation


class Snapshot(models.Model):
    """One frozen state of one school's facts. Never changed; expiry deletes the Parquet and keeps the manifest."""

    PERSONAL = frozenset()
    HARMLESS = frozenset({"id", "uuid", "organisation", "as_of", "made_at", "manifest", "expired_at"})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="snapshots")
    as_of = models.DateField()
    made_at = models.DateTimeField()
    manifest = models.JSONField()
    expired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(name="snapshot_newest", fields=["organisation", "-id"])]

    def __str__(self) -> str:
        return f"{self.as_of:%Y-%m-%d} ({str(self.uuid)[:8]})"
