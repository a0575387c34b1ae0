"""Jobs: work that is done beside the pages, what has become of it, and when it is to be done again."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pejling.base.organisations.models import Organisation


class Job(models.Model):
    """One piece of work. Neither ``params`` nor ``result`` nor ``problem`` may hold anything about a person.

    A *running* job belongs to one attempt of one worker (``worker`` and ``attempt``): whoever else would write to it
    changes no row. That is what makes it harmless that a worker believed dead comes back.
    """

    PERSONAL = frozenset({"by"})
    HARMLESS = frozenset(
        {
            "id", "uuid", "organisation", "kind", "params", "key", "state", "attempt", "attempts", "done", "of",
            "stage", "result", "problem", "asked_at", "not_before", "started_at", "heartbeat_at", "finished_at",
            "cancel_asked_at", "worker",
        }
    )  # fmt: skip

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: empty for work on the whole installation (its audit log, its backup), which no school asks for
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="jobs"
    )
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    #: what the job is about: two jobs of one key never wait or run at once; "" = nothing to tell apart
    key = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempt = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=3)
    done = models.BigIntegerField(default=0)
    of = models.BigIntegerField(default=0)  # 0: nobody knows yet
    stage = models.CharField(max_length=60, blank=True)
    result = models.JSONField(null=True)
    problem = models.JSONField(null=True)  # {"code": ..., "params": {...}} or {"text": ...}
    by = models.UUIDField(null=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(name="job_waiting", fields=["not_before", "id"], condition=Q(state="waiting")),
            models.Index(name="job_running", fields=["heartbeat_at"], condition=Q(state="running")),
            models.Index(name="job_of_school", fields=["organisation", "-id"]),
            models.Index(name="job_by_key", fields=["organisation", "key", "-id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="job_key_once",
                fields=["organisation", "key"],
                condition=Q(state__in=["waiting", "running"]) & ~Q(key=""),
            ),
            # NULLs are never equal: without its own rule the installation could have two of the same.
            models.UniqueConstraint(
                name="job_key_once_for_all",
                fields=["key"],
                condition=Q(state__in=["waiting", "running"], organisation__isnull=True) & ~Q(key=""),
            ),
            models.CheckConstraint(
                name="job_finished_has_moment",
                condition=Q(state__in=["waiting", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {str(self.uuid)[:8]} ({self.state})"

    @property
    def is_finished(self) -> bool:
        return self.state not in {self.State.WAITING, self.State.RUNNING}

    @property
    def percent(self) -> int | None:
        """How far it is, 0 to 100; None while nobody knows."""
        return min(100, 100 * self.done // self.of) if self.of else None


class Schedule(models.Model):
    """When a job of one kind is made again and again; times are Danish clock time."""

    PERSONAL = frozenset()
    HARMLESS = frozenset(
        {
            "id", "uuid", "organisation", "kind", "key", "params", "every", "at", "weekday", "day", "month",
            "next_at", "is_on",
        }
    )  # fmt: skip

    class Every(models.TextChoices):
        HOURLY = "hourly", _("every hour")
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("every week")
        MONTHLY = "monthly", _("every month")
        YEARLY = "yearly", _("every year")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="schedules"
    )
    kind = models.CharField(max_length=60)
    #: tells several schedules of one kind apart (such as two folders)
    key = models.CharField(max_length=100, blank=True)
    params = models.JSONField(default=dict)
    every = models.CharField(max_length=10, choices=Every.choices)
    at = models.TimeField()  # hourly: only its minutes count
    weekday = models.PositiveSmallIntegerField(null=True)  # 1 Monday ... 7 Sunday
    day = models.PositiveSmallIntegerField(null=True)  # 1-28
    month = models.PositiveSmallIntegerField(null=True)  # 1-12
    next_at = models.DateTimeField()
    is_on = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "key"]
        indexes = [models.Index(name="schedule_due", fields=["next_at"], condition=Q(is_on=True))]
        constraints = [
            models.UniqueConstraint(name="schedule_once", fields=["organisation", "kind", "key"]),
            models.UniqueConstraint(
                name="schedule_once_for_all", fields=["kind", "key"], condition=Q(organisation__isnull=True)
            ),
            models.CheckConstraint(
                name="schedule_says_which_day",
                condition=Q(every__in=["hourly", "daily"])
                | Q(every="weekly", weekday__range=(1, 7))
                | Q(every="monthly", day__range=(1, 28))
                | Q(every="yearly", day__range=(1, 28), month__range=(1, 12)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.every} {self.at:%H:%M}"


class Worker(models.Model):
    """A worker that is or was running: so that a page can say that nobody does the work."""

    PERSONAL = frozenset()
    HARMLESS = frozenset({"id", "name", "started_at", "seen_at", "stopped_at"})

    #: machine, process and random digits: never used twice
    name = models.CharField(max_length=120, unique=True)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return self.name
