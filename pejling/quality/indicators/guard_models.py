"""What those who may not see small counts are shown of the figures: which snapshots, and what of them is hidden."""

from __future__ import annotations

from django.db import models

from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.models import Snapshot
from pejling.quality.indicators.append_only import AppendOnlyRow


class Guarded(AppendOnlyRow):
    """Which counts of one snapshot are hidden: chosen once, so that nobody can lay two choices side by side.

    ``held``: a hash of the filter that readers of this kind are held to ("": the whole school). ``versions``: a hash
    of the definitions' versions. ``hidden``: [name, [[dimension, value], ...]] of each hidden count that is printed
    somewhere; no count. ``shown``: how many counts are shown. ``more``: time ran out, and more than needed is hidden.
    """

    PERSONAL = frozenset()
    HARMLESS = frozenset(
        {
            "id", "organisation", "snapshot", "held", "versions", "threshold", "hidden", "shown", "more", "made_at",
        }
    )  # fmt: skip

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="guarded")
    held = models.CharField(max_length=64, blank=True)
    versions = models.CharField(max_length=64)
    threshold = models.PositiveSmallIntegerField()
    hidden = models.JSONField()
    shown = models.PositiveIntegerField()
    more = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="guarded_once", fields=["snapshot", "held", "versions", "threshold"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot} from {self.threshold}"


class Released(AppendOnlyRow):
    """A snapshot that a named person lets readers see instead of the first one of its period, and why."""

    PERSONAL = frozenset({"by"})
    HARMLESS = frozenset({"id", "organisation", "snapshot", "reason", "at"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="released")
    reason = models.TextField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="released_for_a_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot}"
