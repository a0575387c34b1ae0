"""What was computed, from what, by which definition: append-only, so that a figure once shown can be shown again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.models import Snapshot
from pejling.quality.indicators.append_only import AppendOnly, AppendOnlyRow, NeverChanged
from pejling.quality.indicators.guard_models import Guarded, Released

__all__ = ["AppendOnly", "DefinitionVersion", "Guarded", "NeverChanged", "Released", "Run"]


class DefinitionVersion(AppendOnlyRow):
    """One version of an indicator's definition; its content is kept, so that old figures can always be explained.

    Shared by all schools of an installation: the words of a definition belong to nobody.
    """

    PERSONAL = frozenset()
    HARMLESS = frozenset({"id", "key", "version", "content", "first_seen_at"})

    key = models.CharField(max_length=60)
    version = models.CharField(max_length=16)
    content = models.TextField()  # canonical JSON: the text the version is the hash of
    first_seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="definition_version_once", fields=["key", "version"]),
            models.CheckConstraint(
                name="definition_version_filled", condition=~Q(key="") & ~Q(version="") & ~Q(content="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class Run(AppendOnlyRow):
    """The values of one question asked of one snapshot.

    ``question``: by, where, window and intakes as asked; ``question_hash`` names it. The constraint lets a question
    have one answer per snapshot and definition version: the same snapshot gives the same values for ever, also when
    the engine is changed or the snapshot's files have expired.
    """

    PERSONAL = frozenset()
    HARMLESS = frozenset(
        {
            "id",
            "organisation",
            "snapshot",
            "definition",
            "question",
            "question_hash",
            "values",
            "made_at",
        }
    )

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="runs")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="runs")
    definition = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, related_name="runs")
    question = models.JSONField()
    question_hash = models.CharField(max_length=64)
    values = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="run_answers_once", fields=["snapshot", "definition", "question_hash"]
            )
        ]
        indexes = [
            models.Index(name="run_history", fields=["organisation", "definition", "question_hash"]),
        ]

    def __str__(self) -> str:
        return f"{self.definition} of {self.snapshot}"
