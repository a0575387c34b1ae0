"""Reads on kept figures that other rooms may call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pejling.analysis.engine.question import Value, Where
from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.models import Snapshot
from pejling.quality.indicators import catalogue
from pejling.quality.indicators.models import DefinitionVersion, Run
from pejling.quality.indicators.question_text import as_question, from_json, hash_of


@dataclass(frozen=True, slots=True)
class Past:
    """One figure as it was computed from one snapshot."""

    snapshot: str
    as_of: date
    made_at: datetime
    version: str
    values: tuple[Value, ...]


def values_of(run: Run) -> list[Value]:
    """The values of a run."""
    return [from_json(found) for found in run.values]


def answer(snapshot: Snapshot, key: str, version: str, question: dict[str, Any]) -> list[Value] | None:
    """The kept answer to a question (see ``question_text.as_question``); None where it hasn't been asked yet."""
    found = Run.objects.filter(
        snapshot=snapshot,
        definition__key=key,
        definition__version=version,
        question_hash=hash_of(question),
    ).first()
    return None if found is None else values_of(found)


def history(
    organisation: Organisation,
    key: str,
    *,
    by: Sequence[str] = (),
    where: Where | None = None,
    window: int | None = None,
) -> list[Past]:
    """A figure over the school's snapshots and the definition's versions, oldest snapshot first."""
    question = as_question(by, where if where is not None else Where(), window, catalogue.intakes())
    runs = (
        Run.objects.filter(organisation=organisation, definition__key=key, question_hash=hash_of(question))
        .select_related("snapshot", "definition")
        .order_by("snapshot_id", "definition_id")
    )
    return [
        Past(
            snapshot=str(run.snapshot.uuid),
            as_of=run.snapshot.as_of,
            made_at=run.snapshot.made_at,
            version=run.definition.version,
            values=tuple(values_of(run)),
        )
        for run in runs
    ]


def versions_of(key: str) -> list[DefinitionVersion]:
    """The versions of a definition that figures have been computed with, oldest first."""
    return list(DefinitionVersion.objects.filter(key=key).order_by("id"))
