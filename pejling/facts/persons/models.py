"""Requests about one person, and the school's own periods of keeping things."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pejling.base.organisations.models import Organisation


class PersonRequest(models.Model):
    """Somebody asked for what the school holds about one person, or to have it erased.

    ``subject`` (a student's number or a user's id) is here only until the request has ended: what stays is that it
    was done, when, by whom, and how many rows it was.
    """

    PERSONAL = frozenset({"subject", "by"})
    HARMLESS = frozenset(
        {
            "id", "uuid", "organisation", "kind", "about", "state", "found", "did", "job", "made_at", "ended_at",
        }
    )  # fmt: skip

    class Kind(models.TextChoices):
        EXPORT = "export", _("Hand over")
        ERASE = "erase", _("Erase")

    class About(models.TextChoices):
        STUDENT = "student", _("Student")
        USER = "user", _("User")

    class State(models.TextChoices):
        LOOKING = "looking", _("Being looked for")
        FOUND = "found", _("Found: waits for a yes")
        NOTHING = "nothing", _("Nothing is held")
        DOING = "doing", _("Being done")
        READY = "ready", _("Ready to be fetched")
        DONE = "done", _("Done")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    #: the states in which the person is still known
    OPEN = frozenset({State.LOOKING, State.FOUND, State.DOING})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="person_requests")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.CharField(max_length=10, choices=About.choices)
    subject = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.LOOKING)
    #: {what: how many}: what was found when it was looked for, and what was done to it
    found = models.JSONField(default=dict)
    did = models.JSONField(default=dict)
    by = models.UUIDField(null=True)
    job = models.UUIDField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="request_forgets_the_person",
                condition=Q(state__in=["looking", "found", "doing"]) | Q(subject=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {str(self.uuid)[:8]} ({self.state})"


class KeepingRule(models.Model):
    """How long the school keeps one kind of thing, where it differs from catalogue/retention.yaml."""

    PERSONAL = frozenset({"by"})
    HARMLESS = frozenset({"id", "organisation", "key", "keep", "changed_at"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="keeping_rules")
    key = models.SlugField(max_length=40)
    keep = models.PositiveIntegerField(null=True)  # in the rule's unit; null: for ever
    by = models.UUIDField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(name="keeping_rule_once", fields=["organisation", "key"])]

    def __str__(self) -> str:
        return f"{self.key}: {self.keep}"
