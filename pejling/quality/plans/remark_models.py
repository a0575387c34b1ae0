"""Who has been mentioned in a remark on a plan."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.record_models import Remark


class Mention(models.Model):
    """A remark names a person, who finds it on a page of their own until ``seen_at``, and after."""

    PERSONAL = frozenset({"user"})
    HARMLESS = frozenset({"id", "organisation", "remark", "at", "seen_at"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(name="mentioned_once", fields=["remark", "user"])]

    def __str__(self) -> str:
        return f"{self.remark_id} {self.user_id}"
