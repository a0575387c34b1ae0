"""Receive a delivery, or undo one: everything is written beside, then one row's state makes it count."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from pejling.analysis.tables import DELIVERED
from pejling.base.audit.actions import record
from pejling.base.organisations.lock import only_one
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries import changes, staging
from pejling.facts.deliveries.difference import Difference, Period, compare
from pejling.facts.deliveries.hash_key import hash_key
from pejling.facts.deliveries.models import Delivery, Source
from pejling.facts.deliveries.prepare import Prepared, Progress, prepare, unheard
from pejling.facts.deliveries.queries import newer_of
from pejling.facts.deliveries.reading.chosen import Chosen
from pejling.facts.deliveries.tables import all_tables

#: a full delivery that makes more than this share of the rows in its period gone is stopped until somebody says so
GONE_SHARE = 0.10


class NotAccepted(Exception):
    """The delivery can't be accepted; nothing was changed. ``code`` and ``params`` say why."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class NotUndone(NotAccepted):
    """The delivery can't be undone; nothing was changed."""


@dataclass(frozen=True)
class Received:
    """What came of a delivery. ``delivery`` is None for a dry run.

    ``tables``: per delivered table new, changed, unchanged, gone, quarantined; ``warnings``: code -> count;
    ``unmatched`` and ``gone``: per table how many rows found nothing to belong to, and the first that are gone.
    ``too_many``: (gone, current) of the tables that lose so many rows that somebody must say yes.
    """

    delivery: Delivery | None
    tables: dict[str, dict[str, int]]
    warnings: dict[str, int]
    prepared: Prepared
    unmatched: dict[str, int] = field(default_factory=dict)
    gone: dict[str, list[str]] = field(default_factory=dict)
    too_many: dict[str, tuple[int, int]] = field(default_factory=dict)


def receive(
    *,
    by: Any,
    organisation: Organisation,
    paths: Sequence[Path],
    mapping: Any,
    as_of: date,
    scope: str = Delivery.Scope.ADDITIONAL,
    period: Period = None,
    accept_gone: bool = False,
    dry_run: bool = False,
    keep_changes: Path | None = None,
    chosen: Sequence[Chosen] | None = None,
    corrects: Delivery | None = None,
    when_accepted: Callable[[Delivery, Prepared], None] | None = None,
    progress: Progress = unheard,
) -> Received:
    """Read the files, compare them with the register and make the result current: all of it or nothing.

    ``keep_changes``: a folder for the changes of a dry run (see ``changes``). ``chosen``: what somebody chose for
    each file. ``corrects``: the delivery whose kept-out rows these are, mended. ``when_accepted`` is called in the
    transaction that makes the delivery count. ``progress`` hears how far it is, until then; what it raises stops it.
    Raises ``Unreadable`` or ``MappingError`` (see prepare), ``NotAccepted`` (too many rows gone), ``Busy``.
    """
    with only_one(organisation), ExitStack() as opened:
        staging.clear_leftovers(organisation)
        source = _source(organisation, mapping)
        delivery = Delivery(
            organisation=organisation,
            source=source,
            scope=scope,
            as_of=as_of,
            period_from=period[0] if period else None,
            period_to=period[1] if period else None,
            mapping_version=mapping.version,
            mapping_facts=_facts(mapping),
            by=getattr(by, "uuid", None),
            corrects=corrects,
        )
        keep_in = None if dry_run else staging.folder_of(delivery)
        try:
            prepared = prepare(
                paths,
                mapping,
                as_of=as_of,
                hash_key=hash_key(),
                keep_in=keep_in,
                chosen=chosen,
                progress=progress,
            )
            progress(0, 0, "comparing")
            differences = _compare(prepared, source, scope, period)
            for difference in differences:
                opened.callback(difference.close)
            received = Received(
                None if dry_run else delivery,
                _counts(differences, prepared),
                prepared.warning_counts() | _older(source, as_of),
                prepared,
                gone={d.table.name: examples for d in differences if (examples := d.gone_examples())},
                too_many={d.table.name: (d.gone, d.current) for d in differences if _many(d)},
            )
            if dry_run and keep_changes is not None:
                changes.keep(differences, keep_changes)
            if not accept_gone:
                _refuse_many_gone(received)
            if not dry_run:
                _stage(delivery, mapping, prepared, differences, progress)
                _activate(delivery, mapping, received, by, when_accepted)
        except BaseException:
            if keep_in is not None and delivery.state != Delivery.State.ACTIVE:
                shutil.rmtree(keep_in, ignore_errors=True)
            raise
    return received


def undo(*, by: Any, organisation: Organisation, delivery: Delivery) -> None:
    """Take a delivery back: its source is as before it, the others untouched.

    Raises NotUndone where a newer delivery of the same source is still active, or this one isn't.
    """
    with only_one(organisation):
        staging.clear_leftovers(organisation)
        delivery = Delivery.objects.get(pk=delivery.pk, organisation=organisation)
        if delivery.state != Delivery.State.ACTIVE:
            raise NotUndone("not_active", delivery=str(delivery.uuid))
        if newest := newer_of(delivery):
            raise NotUndone("newer_first", delivery=str(delivery.uuid), newest=str(newest.uuid))
        with transaction.atomic():
            delivery.state = Delivery.State.UNDONE
            delivery.undone_at = timezone.now()
            delivery.save(update_fields=["state", "undone_at"])
            record(by=by, organisation=organisation, verb="undo", subject=delivery, fields=["state"])
        staging.remove_rows(delivery)


def _source(organisation: Organisation, mapping: Any) -> Source:
    """The mapping's source, not saved where it is new: a delivery that is refused leaves nothing behind."""
    named = {"organisation": organisation, "name": mapping.name}
    return Source.objects.filter(**named).first() or Source(**named, title=mapping.title[:200])


def _facts(mapping: Any) -> dict[str, Any]:
    """What merging and linking need of the mapping; kept with the delivery, so that it goes when that is undone."""
    codes = mapping.leave_codes.values if mapping.leave_codes else {}
    return {
        "precedence": mapping.precedence,
        "never_started": mapping.never_started,
        "leave_outcomes": {code: about["outcome"] for code, about in codes.items() if about.get("outcome")},
    }


def _older(source: Source, as_of: date) -> dict[str, int]:
    """The warning that facts are now told by an extract older than the newest one."""
    if not source.pk:
        return {}
    newer = Delivery.objects.filter(source=source, state=Delivery.State.ACTIVE, as_of__gt=as_of)
    return {"older_extract": 1} if newer.exists() else {}


def _compare(prepared: Prepared, source: Source, scope: str, period: Period) -> list[Difference]:
    spared = frozenset(problem.student for problem in prepared.quarantine if problem.student)
    return [
        compare(
            table,
            prepared.tables.get(table.name),
            source,
            full=scope == Delivery.Scope.FULL,
            period=period,
            spared=spared,
        )
        for table in all_tables()
        if table.name in prepared.tables
    ]


def _counts(differences: Sequence[Difference], prepared: Prepared) -> dict[str, dict[str, int]]:
    quarantined = dict.fromkeys(DELIVERED, 0)
    for table, _file, _row in {(p.table, p.file, p.row) for p in prepared.quarantine}:
        quarantined[table] = quarantined.get(table, 0) + 1
    return {d.table.name: d.counts(quarantined[d.table.name]) for d in differences}


def _many(difference: Difference) -> bool:
    return difference.gone > GONE_SHARE * difference.current


def _refuse_many_gone(received: Received) -> None:
    for table, (gone, current) in received.too_many.items():
        raise NotAccepted("too_many_gone", table=table, gone=gone, current=current)


def _stage(
    delivery: Delivery,
    mapping: Any,
    prepared: Prepared,
    differences: Sequence[Difference],
    progress: Progress,
) -> None:
    """Write everything beside, where nobody sees it."""
    delivery.source, _created = Source.objects.get_or_create(
        organisation=delivery.organisation,
        name=mapping.name,
        defaults={"title": mapping.title[:200]},
    )
    total, done = sum(d.new + d.changed for d in differences), 0

    def written(rows: int) -> None:
        nonlocal done
        done += rows
        progress(done, total, "writing")

    progress(0, total, "writing")
    delivery.save()
    try:
        staging.stage_findings(delivery, prepared.files, prepared.quarantine, prepared.notices())
        for difference in differences:
            staging.stage_rows(delivery, difference, written)
    except BaseException:
        staging.clear_leftovers(delivery.organisation)
        raise


def _activate(
    delivery: Delivery,
    mapping: Any,
    received: Received,
    by: Any,
    when_accepted: Callable[[Delivery, Prepared], None] | None,
) -> None:
    """Make the staged delivery count, in one short transaction."""
    try:
        _make_current(delivery, mapping, received, by, when_accepted)
    except BaseException:
        delivery.state = Delivery.State.STAGING
        staging.clear_leftovers(delivery.organisation)
        raise


def _make_current(
    delivery: Delivery,
    mapping: Any,
    received: Received,
    by: Any,
    when_accepted: Callable[[Delivery, Prepared], None] | None,
) -> None:
    with transaction.atomic():
        delivery.state = Delivery.State.ACTIVE
        delivery.accepted_at = timezone.now()
        delivery.tables = received.tables
        delivery.warnings = received.warnings
        delivery.kept_out = len({(p.file, p.row) for p in received.prepared.quarantine})
        delivery.save()
        Source.objects.filter(pk=delivery.source_id).update(title=mapping.title[:200])
        if when_accepted is not None:
            when_accepted(delivery, received.prepared)
        record(by=by, organisation=delivery.organisation, verb="receive", subject=delivery, fields=["tables"])


@transaction.atomic
def note_unmatched(*, by: Any, delivery: Delivery, unmatched: dict[str, int]) -> None:
    """Keep how many rows found nothing to belong to, as the snapshot after the delivery saw it."""
    delivery.unmatched = unmatched
    delivery.save(update_fields=["unmatched"])
    record(
        by=by,
        organisation=delivery.organisation,
        verb="note_unmatched",
        subject=delivery,
        fields=["unmatched"],
    )
