"""Corrections that were tried but not taken in: what was written stands in the form again, and isn't kept twice."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pejling.facts.deliveries import upload_actions
from pejling.facts.deliveries.kept_rows import rows_of
from pejling.facts.deliveries.models import Delivery, Upload
from pejling.facts.deliveries.upload_files import path_of

#: States in which a correction waits for whoever wrote it.
_WAITING = (Upload.State.OPEN, Upload.State.TRIED, Upload.State.FAILED)


def written(by: Any, delivery: Delivery) -> dict[tuple[int, int], dict[int, str]]:
    """(file, row) -> {place: text} of every cell in the reader's corrections of a delivery that wait; the newest
    counts. Empty where the files are gone.
    """
    found: dict[tuple[int, int], dict[int, str]] = {}
    for upload in _waiting(by, delivery).prefetch_related("files").order_by("id"):
        files = {file.position: file for file in upload.files.all()}
        for position, file in files.items():
            mine = [place for place in upload.corrected_rows if place[2] == position]
            if not mine or not file.path or not path_of(file).is_file():
                continue
            _, rows = rows_of(path_of(file), [place[3] for place in mine])
            found |= {(at, row): dict(enumerate(rows[now])) for at, row, _, now in mine if now in rows}
    return found


def discard_replaced(by: Any, delivery: Delivery, rows: Collection[tuple[int, int]], but: Upload) -> None:
    """Discard the reader's earlier corrections of these rows only: the newer one, ``but``, says all they said."""
    for upload in _waiting(by, delivery).exclude(pk=but.pk).select_related("organisation"):
        if {(at, row) for at, row, *_ in upload.corrected_rows} <= set(rows):
            upload_actions.discard(by=by, upload=upload)


def _waiting(by: Any, delivery: Delivery) -> Any:
    return Upload.objects.filter(
        organisation=delivery.organisation,
        corrects=delivery,
        state__in=_WAITING,
        by=getattr(by, "uuid", None),
    )
