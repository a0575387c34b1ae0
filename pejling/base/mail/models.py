"""Every mail the installation was asked to send, and what has become of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from pejling.base.accounts.models import User
from pejling.base.organisations.models import Organisation


class MailLog(models.Model):
    """One mail to one person. ``body`` has dots for its secrets; ``sealed`` is the whole of it, until it is sent."""

    PERSONAL = frozenset({"to", "by", "body", "sealed"})
    HARMLESS = frozenset(
        {
            "id",
            "uuid",
            "organisation",
            "template",
            "subject",
            "state",
            "tries",
            "problem",
            "asked_at",
            "ended_at",
        }
    )

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not sent")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: empty for a mail that is the person's own affair (a new password) and not one school's
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="mails"
    )
    to = models.EmailField()
    template = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    sealed = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)  # a code of wording.py
    by = models.UUIDField(null=True)
    asked_at = models.DateTimeField(auto_now_add=True, db_index=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="mail_sealed_while_waiting",
                condition=models.Q(state="waiting") | models.Q(sealed=""),
            ),
            models.CheckConstraint(
                name="mail_ended_when_ended",
                condition=models.Q(state="waiting", ended_at__isnull=True)
                | (~models.Q(state="waiting") & models.Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.uuid}"


class Reminders(models.Model):
    """How often a user wants to be reminded of one school's work, and when that was last looked at and last sent.

    ``period``: the first day of the last day or week that was looked at; ``sent_at``: when something was said.
    """

    PERSONAL = frozenset({"user", "sent_at"})
    HARMLESS = frozenset({"id", "organisation", "every", "period"})

    class Every(models.TextChoices):
        DAILY = "daily", _("Every working day")
        WEEKLY = "weekly", _("Every week")
        NEVER = "never", _("Never")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reminders")
    every = models.CharField(max_length=10, choices=Every.choices, default=Every.WEEKLY)
    period = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="reminders_once", fields=["user", "organisation"])]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.every}"
