"""Write a delivery's rows while nobody sees them yet, and clear away what a killed or undone one left."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries import bulk_rows
from pejling.facts.deliveries.difference import Difference
from pejling.facts.deliveries.models import (
    DeliveredFile,
    Delivery,
    ListedWarning,
    QuarantinedRow,
)
from pejling.facts.deliveries.tables import all_tables, columns_of, model_of

#: Problems that are kept one by one; a file that is wrong throughout needs no more of them to be mended.
QUARANTINE_LISTED = 50_000
_BATCH = 5_000


def folder_of(delivery: Delivery) -> Path:
    """Where the scrubbed copies of a delivery's files lie."""
    return Path(settings.PEJLING_HOME) / "deliveries" / str(delivery.organisation.uuid) / str(delivery.uuid)


def stage_rows(
    delivery: Delivery, difference: Difference, written: Callable[[int], None] = lambda rows: None
) -> None:
    """Insert the new versions of one table and mark the ones they end; ``written`` hears of each batch's size."""
    model = model_of(difference.table.name)
    versions = ["organisation_id", "source_id", "from_delivery_id"]
    owner = (delivery.organisation_id, delivery.source_id, delivery.pk)
    columns = [*versions, "row_key", "content", *columns_of(difference.table)]

    def batches() -> Iterator[list[tuple]]:
        for batch in difference.rows():
            yield [owner + row for row in batch]
            written(len(batch))

    bulk_rows.insert(model, columns, batches())
    bulk_rows.close(model, difference.closing, delivery.pk)


def stage_findings(
    delivery: Delivery, files: Iterable[Any], problems: Iterable[Any], notices: Iterable[Any]
) -> None:
    """Keep the delivery's files, its quarantine and its listed warnings (as ``prepare`` hands them over).

    Of a quarantine without end the first problems are kept, in batches; the delivery counts them all.
    """
    owner = {"organisation_id": delivery.organisation_id, "delivery": delivery}
    with transaction.atomic():
        for position, file in enumerate(files):
            DeliveredFile.objects.create(
                **owner,
                position=position,
                name=file.name,
                sha256=file.sha256,
                size=file.size,
                encoding=file.encoding or "",
                separator=file.separator or "",
                role=(file.role or "")[:80],
                rows=file.rows,
                header_row=file.header_row,
                cpr_removed=file.cpr_removed,
                kept=str(file.scrubbed.relative_to(settings.PEJLING_HOME)) if file.scrubbed else "",
            )
    listed = islice(problems, QUARANTINE_LISTED)
    while some := list(islice(listed, _BATCH)):
        _keep_quarantine(delivery, some)
    with transaction.atomic():
        ListedWarning.objects.bulk_create(
            (
                ListedWarning(
                    **owner,
                    file=notice.file,
                    row=notice.row,
                    table=notice.table or "",
                    code=notice.code,
                    params=notice.params,
                )
                for notice in notices
            ),
            batch_size=1000,
        )


def _keep_quarantine(delivery: Delivery, problems: Iterable[Any]) -> None:
    with transaction.atomic():
        QuarantinedRow.objects.bulk_create(
            [
                QuarantinedRow(
                    organisation_id=delivery.organisation_id,
                    delivery=delivery,
                    file=problem.file,
                    row=problem.row,
                    table=problem.table or "",
                    column=(problem.column or "")[:200],
                    value=(problem.value or "")[:200],
                    code=problem.code,
                    params=problem.params,
                )
                for problem in problems
            ],
            batch_size=1000,
        )


def clear_leftovers(organisation: Organisation) -> int:
    """Remove every trace of deliveries that were being written when their process died, and the rows of undone ones.

    Called under the school's lock, so that whatever is still *staging* is dead. Nothing of it was ever visible;
    an undone delivery keeps its row and findings, for the log. Returns how many were cleared.
    """
    cleared = 0
    for delivery in Delivery.objects.filter(organisation=organisation, state=Delivery.State.STAGING):
        remove_rows(delivery)
        shutil.rmtree(folder_of(delivery), ignore_errors=True)
        delivery.delete()
        cleared += 1
    undone = Delivery.objects.filter(organisation=organisation, state=Delivery.State.UNDONE, is_cleared=False)
    for delivery in undone:  # killed between undoing and clearing
        remove_rows(delivery)
    return cleared


def remove_rows(delivery: Delivery) -> None:
    """Delete the versions that began with the delivery and reopen those that ended with it."""
    _remove_versions(delivery)
    Delivery.objects.filter(pk=delivery.pk).update(is_cleared=True)


def _remove_versions(delivery: Delivery) -> None:
    for table in all_tables():
        model = model_of(table.name)
        with transaction.atomic(), connection.cursor() as cursor:
            name = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"DELETE FROM {name} WHERE from_delivery_id = %s", [delivery.pk])
            cursor.execute(
                f"UPDATE {name} SET to_delivery_id = NULL WHERE source_id = %s AND to_delivery_id = %s",
                [delivery.source_id, delivery.pk],
            )
