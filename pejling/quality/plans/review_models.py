"""A review of a running plan by those who share it, theme by theme; concluded, it is kept as it was."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Goal, Plan


class Review(models.Model):
    """``participants``: roles and organisations, not persons. ``frozen``: what it said when it was concluded, as a
    plan's file says it (docs/plans.md), with the partners' states and the figures of that day."""

    PERSONAL = frozenset({"made_by", "concluded_by"})
    HARMLESS = frozenset(
        {"id", "uuid", "organisation", "plan", "title", "day", "participants", "summary", "concluded_on", "frozen",
         "made_at", "revision"}
    )  # fmt: skip

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reviews")
    title = models.CharField(max_length=300)
    day = models.DateField()
    participants = models.JSONField(default=list, blank=True)
    summary = models.TextField(blank=True)
    concluded_on = models.DateField(null=True, blank=True)
    concluded_by = models.UUIDField(null=True)
    frozen = models.JSONField(null=True, blank=True)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.CheckConstraint(
                name="review_concluded_is_frozen",
                condition=Q(concluded_on__isnull=True, frozen__isnull=True)
                | Q(concluded_on__isnull=False, frozen__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReviewTheme(models.Model):
    """What the review says about one theme; ``figures`` beside those of the theme's measures."""

    PERSONAL = frozenset()
    HARMLESS = frozenset(
        {"id", "uuid", "organisation", "review", "goal", "status", "done", "assessment", "next_steps", "figures",
         "revision"}
    )  # fmt: skip

    class Status(models.TextChoices):
        ON_TRACK = "on_track", _("On track")
        ATTENTION = "attention", _("Needs attention")
        BEHIND = "behind", _("Behind")
        UNKNOWN = "unknown", _("Can't be judged yet")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="themes")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=12, choices=Status.choices, blank=True)
    done = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    next_steps = models.JSONField(default=list, blank=True)
    figures = models.JSONField(default=list, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="review_theme_once", fields=["review", "goal"])]

    def __str__(self) -> str:
        return str(self.goal)
