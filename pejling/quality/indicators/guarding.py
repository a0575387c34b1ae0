"""What of a snapshot's figures is hidden from those who may not see small counts: chosen once, and kept."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction

from pejling.analysis.engine.question import Value, Where
from pejling.analysis.engine.run import can_be_held, run
from pejling.analysis.guarded.linked import Cell
from pejling.analysis.guarded.school_figures import CUTS, FILTERS, GRID_MONTHS, linked
from pejling.base.audit.actions import record
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import folder_of
from pejling.quality.indicators import catalogue
from pejling.quality.indicators.models import Guarded

#: the indicator whose leavers by month the retention grid shows
BY_MONTH = "retention"
#: seconds to look for less loss at the most (a small school needs fewer), and to find a way at all
SECONDS, CELLS_A_SECOND, PATIENCE = 30.0, 300, 600.0


def kept(snapshot: Snapshot, where: Where, threshold: int) -> Guarded | None:
    """What was chosen for readers held to ``where``; None where nobody has asked yet."""
    chosen = Guarded.objects.filter(
        snapshot=snapshot, held=_held(where), versions=_versions(), threshold=threshold
    )
    return chosen.defer("hidden").first()


def guard(*, by: Any, snapshot: Snapshot, where: Where, threshold: int) -> Guarded:
    """What is hidden from readers held to ``where``, chosen now unless it has been before."""
    found = kept(snapshot, where, threshold)
    if found is not None:
        return found
    # The solver takes a second to import: only who chooses pays for it, not every command and worker.
    from pejling.analysis.guarded.hiding import hide

    together = linked(*_values(snapshot, where))
    seconds = min(SECONDS, len(together.counts) / CELLS_A_SECOND)
    made = hide(together, threshold, seconds=seconds, patience=PATIENCE)
    hidden = sorted(([cell.name, [list(one) for one in cell.group]] for cell in made.hidden), key=repr)
    with transaction.atomic():
        row, new = Guarded.objects.get_or_create(
            snapshot=snapshot,
            held=_held(where),
            versions=_versions(),
            threshold=threshold,
            defaults={
                "organisation": snapshot.organisation,
                "hidden": hidden,
                "shown": made.shown,
                "more": made.more,
            },
        )
        if new:
            record(
                organisation=snapshot.organisation,
                by=by,
                verb="guard_figures",
                subject=row,
                fields=("hidden",),
            )
    return row


def hidden_cells(row: Guarded) -> frozenset[Cell]:
    """The hidden counts."""
    return frozenset(Cell(name, tuple((one, value) for one, value in group)) for name, group in row.hidden)


def _values(snapshot: Snapshot, where: Where) -> tuple[dict[str, list[Value]], list[Value]]:
    """Everything that may be asked for (see ``analysis.guarded.school_figures``)."""
    folder, intakes = folder_of(snapshot), catalogue.intakes()
    found: dict[str, list[Value]] = {}
    for key, definition in catalogue.definitions().items():
        if not all(can_be_held(definition, name) for name in where.held_by):
            continue
        cuts = [(), *((cut,) for cut in CUTS if cut in definition.dimensions)]
        found[key] = [
            value for by in cuts for value in run(definition, folder, by=by, where=where, intakes=intakes)
        ]
    by_month: list[Value] = []
    if BY_MONTH in found:
        definition = catalogue.definitions()[BY_MONTH]
        for cut in ((), *((name,) for name in FILTERS)):
            for by in ((*cut, "month"), (*cut, "intake", "month")):
                by_month += run(
                    definition, folder, by=by, where=where, window=max(GRID_MONTHS), intakes=intakes
                )
    return found, by_month


def _held(where: Where) -> str:
    return "" if where == Where() else hashlib.sha256(repr(where).encode()).hexdigest()


def _versions() -> str:
    """Other definitions, other counts: a new version is guarded anew."""
    told = sorted((key, definition.version) for key, definition in catalogue.definitions().items())
    return hashlib.sha256(repr(told).encode()).hexdigest()
