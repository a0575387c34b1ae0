"""What of a snapshot's own figures the public is told: as readers who may not see small counts, and nothing else.

The choice is made once for all that may be asked of the snapshot (``indicators.guarding``), so that a report, another
report and the school's own pages can't be held against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.question import Value, Where
from pejling.analysis.gate.counts import THRESHOLD
from pejling.analysis.guarded.linked import Cell
from pejling.analysis.guarded.school_figures import CUTS, may_be_shown
from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.models import Snapshot
from pejling.quality.indicators.guarding import hidden_cells, kept


@dataclass(frozen=True, slots=True)
class Told:
    """``hidden``: the counts the public isn't told of a snapshot; None: it hasn't been chosen yet, so nothing is."""

    hidden: frozenset[Cell] | None

    def shows(
        self, definition: IndicatorDefinition, value: Value, where: Iterable[tuple[str, str]] = ()
    ) -> bool:
        """Whether the value may be told. ``where``: what it was asked with, if it isn't cut by it."""
        whole = replace(value, by={**dict(where), **value.by})
        if self.hidden is None or not is_declared(definition, whole):
            return False
        return may_be_shown(whole, self.hidden)


def is_declared(definition: IndicatorDefinition, value: Value, where: Iterable[tuple[str, str]] = ()) -> bool:
    """Whether the value is one of those that were held against each other: the whole, or one dimension at a time, at
    the windows that the definition shows. A window of one's own, or two dimensions at once, was held against nothing.
    """
    dimensions = {name for name, _value in where} | set(value.by)
    if len(dimensions) > 1 or not dimensions <= set(CUTS):
        return False
    if definition.window.unit == "year":
        return value.as_of is not None and value.months == value.as_of.year
    return value.months in {*definition.window.shown, definition.window.default}


#: of a snapshot for which nothing has been chosen
NOTHING_YET = Told(None)


def told_of(snapshots: Iterable[Snapshot]) -> Mapping[str, Told]:
    """By the snapshot's id; two queries at most for each."""
    found = {}
    for snapshot in snapshots:
        row = kept(snapshot, Where(), THRESHOLD)
        if row is not None:
            found[str(snapshot.uuid)] = Told(hidden_cells(row))
    return found


def snapshots_named(organisation: Organisation, names: Iterable[str]) -> list[Snapshot]:
    """The school's snapshots of these ids, those whose files have expired too."""
    wanted = {name for name in names if name}
    return list(Snapshot.objects.filter(organisation=organisation, uuid__in=wanted)) if wanted else []


def unchosen(snapshots: Iterable[Snapshot]) -> list[Snapshot]:
    """Those for which it must be chosen first, and still can be."""
    return [one for one in snapshots if one.expired_at is None and kept(one, Where(), THRESHOLD) is None]
