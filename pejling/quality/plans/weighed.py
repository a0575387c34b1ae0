"""What goals, measures and placed actions are alike in: a place among others, a weight, a result and a judgement."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

WEIGHED_FIELDS = frozenset(
    {"id", "organisation", "position", "label", "weight", "result", "judgement_text", "judgement_day"}
)


class Weighed(models.Model):
    """A part of a plan that may carry weight. ``result`` is in the unit of ``weight``; null is not known, never 0."""

    position = models.PositiveIntegerField(default=0)
    label = models.CharField(max_length=40, blank=True)
    weight = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    result = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    judgement_text = models.TextField(blank=True)
    judgement_by = models.CharField(max_length=200, blank=True)
    judgement_day = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_weight_positive", condition=Q(weight__isnull=True) | Q(weight__gt=0)
            ),
            models.CheckConstraint(
                name="%(class)s_result_within_weight",
                condition=Q(result__isnull=True) | Q(result__gte=0, result__lte=F("weight")),
            ),
        ]
