"""What has been published of plans and figures, edition by edition, what was settled at the gate, the public site."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Plan


class Publication(models.Model):
    """A plan, its follow-up plan or the school's key figures as the public knows them: the address outlives the
    plan here."""

    PERSONAL = frozenset()
    HARMLESS = frozenset({"id", "uuid", "organisation", "plan", "what", "slug", "kind", "title", "made_at"})

    class What(models.TextChoices):
        PLAN = "plan", _("The plan")
        FOLLOW_UP_PLAN = "follow_up_plan", _("The follow-up plan")
        KEY_FIGURES = "key_figures", _("The key figures")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="publications")
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="publications"
    )
    what = models.CharField(max_length=20, choices=What.choices, default=What.PLAN)
    slug = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="publication_slug_once", fields=["organisation", "slug"]),
            models.UniqueConstraint(
                name="publication_of_plan_once", fields=["plan", "what"], condition=Q(plan__isnull=False)
            ),
            models.UniqueConstraint(
                name="publication_of_key_figures_once",
                fields=["organisation"],
                condition=Q(what="key_figures"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_of_plan(self) -> bool:
        """Whether it is made of a plan; the key figures are the school's."""
        return self.what != self.What.KEY_FIGURES


class Edition(models.Model):
    """One frozen report: settled, made into files (``files``: name -> bytes and SHA-256), published, withdrawn.

    ``report`` is the frozen value as JSON; nothing of a published edition changes but that it may be withdrawn.
    """

    PERSONAL = frozenset({"report", "frozen_by", "published_by", "withdrawn_by"})
    HARMLESS = frozenset(
        {
            "id", "uuid", "organisation", "publication", "number", "state", "report_hash", "content_hash", "note",
            "frozen_at", "files", "made_at", "period_from", "period_to", "hidden", "found", "published_at",
            "withdrawn_at", "withdrawn_reason",
        }
    )  # fmt: skip

    class State(models.TextChoices):
        FROZEN = "frozen", _("To be settled")
        MADE = "made", _("Ready to be published")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.FROZEN)
    report = models.TextField()
    report_hash = models.CharField(max_length=64)
    content_hash = models.CharField(
        max_length=64
    )  # without number, day and note: whether the plan has changed
    note = models.CharField(max_length=500, blank=True)
    hidden = models.PositiveIntegerField(
        default=0
    )  # cells and figures hidden, since few persons are behind them
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.UUIDField(null=True)
    files = models.JSONField(default=dict)
    made_at = models.DateTimeField(null=True)
    found = models.JSONField(default=list)  # where the crawl found what: [{"kind", "place"}], never the words
    published_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(name="edition_number_once", fields=["publication", "number"]),
            models.CheckConstraint(
                name="edition_published_has_moment",
                condition=Q(state__in=["frozen", "made"], published_at__isnull=True)
                | Q(state__in=["published", "withdrawn"], published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="edition_withdrawn_has_reason",
                condition=(Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")) | ~Q(state="withdrawn"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.number}"

    @property
    def period(self) -> tuple[date, date] | None:
        """First and last day of what the report is about."""
        return (self.period_from, self.period_to) if self.period_from and self.period_to else None

    @property
    def is_open(self) -> bool:
        """Whether it is still on its way to the public."""
        return self.state in {self.State.FROZEN, self.State.MADE}


class Acceptance(models.Model):
    """Words that the gate found and somebody accepted, with the reason; known by a hash, never kept themselves."""

    PERSONAL = frozenset({"by", "taken_back_by", "reason"})
    HARMLESS = frozenset(
        {"id", "uuid", "organisation", "publication", "fingerprint", "kind", "at", "taken_back_at"}
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="acceptances")
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    reason = models.CharField(max_length=500)
    by = models.UUIDField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="acceptance_in_force_once",
                fields=["publication", "fingerprint"],
                condition=Q(taken_back_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fingerprint[:8]}"


class Site(models.Model):
    """The school's public site: its fixed address, and what the law wants said about who can use it."""

    # Contact is an office's, shown to everybody; the form says so.
    PERSONAL = frozenset()
    HARMLESS = frozenset(
        {
            "id", "uuid", "organisation", "slug", "about", "home_page", "contact_email", "contact_phone",
            "compliance", "known_problems", "alternatives", "tested_how", "stated_on", "official_link", "revision",
        }
    )  # fmt: skip

    class Compliance(models.TextChoices):
        FULL = "full", _("complies fully")
        PARTLY = "partly", _("complies in part")
        NOT = "not", _("doesn't comply")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="public_site")
    slug = models.SlugField(max_length=80, unique=True)
    about = models.TextField(blank=True)
    home_page = models.URLField(max_length=300, blank=True)
    contact_email = models.CharField(max_length=200, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    compliance = models.CharField(max_length=10, choices=Compliance.choices, blank=True)
    known_problems = models.TextField(blank=True)
    alternatives = models.TextField(blank=True)
    tested_how = models.TextField(blank=True)
    stated_on = models.DateField(null=True, blank=True)
    official_link = models.URLField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
