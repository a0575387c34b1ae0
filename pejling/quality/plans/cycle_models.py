"""What one plan says about the steps of its annual cycle; the steps are its kind's (analysis/plans/cycle)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Plan


class StepMark(models.Model):
    """One step in one plan: other days than its kind's, done by somebody's word, or left out. ``key``: the turn's."""

    PERSONAL = frozenset({"by", "note"})
    HARMLESS = frozenset(
        {"id", "organisation", "plan", "key", "first_day", "last_day", "done_on", "left_out", "at"}
    )

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="step_marks")
    key = models.CharField(max_length=60)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    left_out = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    by = models.UUIDField(null=True)  # who said that it is done or left out
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="step_marked_once", fields=["plan", "key"]),
            models.CheckConstraint(
                name="step_moved_to_days_in_order",
                condition=Q(first_day__isnull=True, last_day__isnull=True) | Q(last_day__gte=F("first_day")),
            ),
            models.CheckConstraint(
                name="step_done_or_left_out", condition=Q(left_out=False) | Q(done_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.key}"
