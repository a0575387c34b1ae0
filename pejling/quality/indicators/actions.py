"""Every write: figures are computed once and kept. ``by`` is who asks, as in every action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from pejling.analysis.definition_model import STEP_DIMENSION, IndicatorDefinition
from pejling.analysis.engine.question import IndicatorError
from pejling.analysis.engine.run import Value, Where, run
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import folder_of
from pejling.quality.indicators import catalogue, queries
from pejling.quality.indicators.guarding import guard
from pejling.quality.indicators.models import DefinitionVersion, Released, Run
from pejling.quality.indicators.question_text import as_json, as_question, hash_of

__all__ = ["compute", "compute_all", "guard", "release"]


@transaction.atomic
def release(*, by: Any, organisation: Organisation, snapshot: Snapshot, reason: str) -> Released:
    """Show this snapshot, instead of the first of its period, to those who may not see small counts.

    ValueError without a reason, or for another school's snapshot.
    """
    if snapshot.organisation_id != organisation.pk or not reason.strip():
        raise ValueError("a snapshot of the school, and a reason")
    made = Released.objects.create(
        organisation=organisation, snapshot=snapshot, reason=reason.strip(), by=getattr(by, "uuid", None)
    )
    record(
        organisation=organisation, by=by, verb="release_snapshot", subject=made, fields=("snapshot", "reason")
    )
    return made


def compute(
    *,
    by: Any,
    organisation: Organisation,
    snapshot: Snapshot,
    key: str,
    cut_by: Sequence[str] = (),
    where: Where | None = None,
    window: int | None = None,
) -> list[Value]:
    """The values of an indicator: those kept from the first time it was asked, else computed now and kept.

    ``by``: the user who asks; None: the command line or a job. ``cut_by``: dimensions, as ``by`` of
    ``analysis.engine.run``, which also tells about ``where`` and ``window``. IndicatorError for a question that can't
    be answered, ``snapshot_expired`` where the files are gone and the question was never asked,
    ``not_of_the_school`` for another school's snapshot.
    """
    if snapshot.organisation_id != organisation.pk:
        raise IndicatorError("not_of_the_school")
    definition, where = catalogue.definition(key), where if where is not None else Where()
    intakes = catalogue.intakes()
    question = as_question(cut_by, where, window, intakes)
    kept = queries.answer(snapshot, definition.key, definition.version, question)
    if kept is not None:
        return kept
    if snapshot.expired_at is not None:
        raise IndicatorError("snapshot_expired", as_of=snapshot.as_of.isoformat())
    values = run(definition, folder_of(snapshot), by=cut_by, where=where, window=window, intakes=intakes)
    return _keep(organisation, snapshot, definition, question, values, by)


def compute_all(
    *, by: Any, organisation: Organisation, snapshot: Snapshot, cut_by: Sequence[str] = ()
) -> dict[str, list[Value]]:
    """The values of every indicator that can be cut by ``cut_by`` (the others are left out), by key."""
    return {
        key: compute(by=by, organisation=organisation, snapshot=snapshot, key=key, cut_by=cut_by)
        for key, definition in catalogue.definitions().items()
        if set(cut_by) <= _cuts(definition)
    }


def _cuts(definition: IndicatorDefinition) -> set[str]:
    return {*definition.dimensions, *((STEP_DIMENSION,) if definition.kind == "incidence" else ())}


def _keep(
    organisation: Organisation,
    snapshot: Snapshot,
    definition: IndicatorDefinition,
    question: dict[str, Any],
    values: list[Value],
    by: Any,
) -> list[Value]:
    """Keep the answer; where somebody else was quicker, theirs is the answer."""
    with transaction.atomic():
        version, _ = DefinitionVersion.objects.get_or_create(
            key=definition.key, version=definition.version, defaults={"content": definition.content}
        )
        made, new = Run.objects.get_or_create(
            snapshot=snapshot,
            definition=version,
            question_hash=hash_of(question),
            defaults={
                "organisation": organisation,
                "question": question,
                "values": [as_json(value) for value in values],
            },
        )
        if new:
            record(organisation=organisation, by=by, verb="compute", subject=made, fields=("values",))
    return queries.values_of(made)
