"""Files on their way in, mappings a school made itself, and folders that are emptied by the clock.

Part of the room's models (models.py names them); apart from deliveries, because nothing here counts in any figure.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pejling.base.organisations.models import Organisation


class Scope(models.TextChoices):
    """What a delivery covers: everything the source knows (of a period), or some rows more."""

    FULL = "full", _("Full")
    ADDITIONAL = "additional", _("Additional")


class SavedMapping(models.Model):
    """A mapping the school made itself, by pointing or by hand.

    ``text`` is YAML as in the catalogue; ``shape`` per file role the list of normalised header lists it was made
    for, so that the next file of that shape is recognised. A retired one is no longer offered; what came in by it
    stays.
    """

    PERSONAL = frozenset({"by"})
    HARMLESS = frozenset(
        {
            "id", "uuid", "organisation", "name", "title", "text", "version", "shape", "made_at", "changed_at",
            "is_retired",
        }
    )  # fmt: skip

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="saved_mappings")
    name = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    text = models.TextField()
    version = models.CharField(max_length=64)
    shape = models.JSONField(default=dict)
    by = models.UUIDField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(name="saved_mapping_once", fields=["organisation", "name"]),
        ]

    def __str__(self) -> str:
        return self.title


class Upload(models.Model):
    """Files that somebody is about to deliver: tried as often as wanted, then accepted or discarded.

    The originals lie below PEJLING_HOME/uploads for hours only. ``mapping`` names one of the catalogue ("" where
    ``saved_mapping`` or nothing is chosen). ``found``: the trial's counts, no values; ``problem``: code and params
    of what stopped it; ``job``: the uuid of the job at work on it, or of the last one.
    """

    PERSONAL = frozenset({"by", "problem"})
    HARMLESS = frozenset(
        {
            "id", "uuid", "organisation", "state", "mapping", "saved_mapping", "as_of", "scope", "period_from",
            "period_to", "found", "job", "delivery", "corrects", "corrected_rows", "made_at", "changed_at",
        }
    )  # fmt: skip

    class State(models.TextChoices):
        OPEN = "open", _("Being prepared")
        TRYING = "trying", _("Being tried")
        TRIED = "tried", _("Tried")
        ACCEPTING = "accepting", _("Being taken in")
        ACCEPTED = "accepted", _("Accepted")
        FAILED = "failed", _("Stopped")
        DISCARDED = "discarded", _("Discarded")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="uploads")
    by = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    mapping = models.CharField(max_length=80, blank=True)
    saved_mapping = models.ForeignKey(
        SavedMapping, null=True, blank=True, on_delete=models.PROTECT, related_name="uploads"
    )
    as_of = models.DateField(null=True)
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.ADDITIONAL)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    found = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)
    job = models.UUIDField(null=True)
    delivery = models.ForeignKey(
        "deliveries.Delivery", null=True, on_delete=models.PROTECT, related_name="uploads"
    )
    #: the delivery whose kept-out rows these files mend, and where each row stood and stands now:
    #: [[file, row, file of the correction, row in it], ...]
    corrects = models.ForeignKey(
        "deliveries.Delivery", null=True, on_delete=models.PROTECT, related_name="correcting_uploads"
    )
    corrected_rows = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="upload_accepted_has_delivery",
                condition=Q(state="accepted", delivery__isnull=False)
                | (~Q(state="accepted") & Q(delivery__isnull=True)),
            ),
            models.CheckConstraint(
                name="upload_one_mapping", condition=Q(saved_mapping__isnull=True) | Q(mapping="")
            ),
            models.CheckConstraint(
                name="upload_period_in_order",
                condition=Q(period_from__isnull=True, period_to__isnull=True)
                | Q(period_to__gte=F("period_from")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class UploadedFile(models.Model):
    """One file of an upload, as it came.

    ``path``: below PEJLING_HOME; "" once the original is removed. ``chosen``: what somebody chose instead of what
    was detected, any of encoding, separator, header (row number, 0 = none), sheet, role.
    """

    PERSONAL = frozenset({"name", "path"})
    HARMLESS = frozenset({"id", "organisation", "upload", "position", "size", "sha256", "chosen"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=400, blank=True)
    chosen = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="uploaded_file_position_once", fields=["upload", "position"]),
        ]

    def __str__(self) -> str:
        return self.name


class PickUp(models.Model):
    """A folder that is looked into every day: what lies there is taken in by one mapping.

    ``folder`` is relative to PEJLING_PICKUP. ``as_of_rule``: where the date of extraction comes from. ``last_files``
    tells the latest run: [{"name", "result", "delivery", "code", "params"}].
    """

    PERSONAL = frozenset({"by", "last_files"})
    HARMLESS = frozenset(
        {
            "id", "uuid", "organisation", "folder", "mapping", "saved_mapping", "scope", "as_of_rule", "hour",
            "is_on", "made_at", "last_run_at", "last_problem",
        }
    )  # fmt: skip

    class AsOf(models.TextChoices):
        CHANGED = "changed", _("The day the file was last changed")
        IN_NAME = "name", _("A date in the file's name, such as 2025-03-04")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pick_ups")
    folder = models.CharField(max_length=200)
    mapping = models.CharField(max_length=80, blank=True)
    saved_mapping = models.ForeignKey(
        SavedMapping, null=True, blank=True, on_delete=models.PROTECT, related_name="pick_ups"
    )
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.ADDITIONAL)
    as_of_rule = models.CharField(max_length=10, choices=AsOf.choices, default=AsOf.CHANGED)
    hour = models.PositiveSmallIntegerField(default=4)
    is_on = models.BooleanField(default=True)
    by = models.UUIDField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    last_run_at = models.DateTimeField(null=True)
    last_problem = models.CharField(max_length=60, blank=True)
    last_files = models.JSONField(default=list)

    class Meta:
        ordering = ["folder", "id"]
        constraints = [
            models.UniqueConstraint(name="pick_up_folder_once", fields=["folder"]),
            models.CheckConstraint(name="pick_up_hour", condition=Q(hour__lte=23)),
            models.CheckConstraint(
                name="pick_up_one_mapping",
                condition=Q(saved_mapping__isnull=True) & ~Q(mapping="")
                | Q(saved_mapping__isnull=False, mapping=""),
            ),
        ]

    def __str__(self) -> str:
        return self.folder
