"""Who did what to which object, when: ids and names of fields, never values about a person."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One act. No foreign keys: the row outlives whatever it speaks of."""

    PERSONAL = frozenset({"by"})
    HARMLESS = frozenset({"id", "at", "organisation", "verb", "kind", "subject", "fields"})

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    organisation = models.UUIDField(null=True, db_index=True)
    by = models.UUIDField(null=True)  # null: the command line or a job
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    fields = models.JSONField(default=list)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.subject}"
