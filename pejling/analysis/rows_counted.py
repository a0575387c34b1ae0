"""Which rows stand behind a value: the spells counted, those with the event, and those left out and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.compile_incidence import Asked, Query, incidence_rows
from pejling.analysis.engine.counts import counted_rows
from pejling.analysis.engine.dimensions import STUDENT
from pejling.analysis.engine.question import IndicatorError, Where
from pejling.analysis.engine.snapshot_files import open_snapshot, reading
from pejling.analysis.intakes import CALENDAR_MONTHS, Intakes


@dataclass(frozen=True, slots=True)
class RowsCounted:
    """Names of spells, sorted. ``events`` are among the ``counted``; ``excluded`` by reason."""

    counted: tuple[str, ...]
    events: tuple[str, ...]
    excluded: dict[str, tuple[str, ...]]


def rows_counted(
    definition: IndicatorDefinition,
    folder: Path,
    where: Where | None = None,
    *,
    window: int | None = None,
    variant: str | None = None,
    intakes: Intakes = CALENDAR_MONTHS,
) -> RowsCounted:
    """The spells behind one value of a count or an incidence (the first variant, default window unless named).

    A ratio has other units than spells (hours, agreements): IndicatorError ``not_made_of_spells``.
    """
    if definition.kind == "ratio":
        raise IndicatorError("not_made_of_spells", indicator=definition.key)
    where = where if where is not None else Where()
    for name in (*where.names, *where.held_by - {STUDENT}):
        if name not in definition.dimensions:
            raise IndicatorError("unknown_dimension", dimension=name, known=list(definition.dimensions))
    keys = [found.key for found in definition.variants]
    if variant is not None and variant not in keys:
        raise IndicatorError("unknown_variant", variant=variant, known=keys)
    length = definition.window.default if window is None else window
    if window is not None and not definition.window.allows(window):
        raise IndicatorError("window_not_allowed", window=window, known=list(definition.window.allowed))
    snapshot = open_snapshot(folder)
    chosen = definition.variant(variant) if variant else (definition.variants or (None,))[0]
    asked = Asked(
        definition=definition,
        by=(),
        where=where,
        window=length or 0,
        variant=chosen,
        as_of=snapshot.censored_at(definition.all_tables),
        intakes=intakes,
    )
    if snapshot.never_delivered(definition.tables):
        return RowsCounted((), (), {})
    query: Query = (incidence_rows if definition.kind == "incidence" else counted_rows)(asked, snapshot.files)
    counted: list[str] = []
    events: list[str] = []
    excluded: dict[str, list[str]] = defaultdict(list)
    with reading(snapshot) as connection:
        for spell, reason, had in connection.execute(query.sql, query.values).fetchall():
            if reason is not None:
                excluded[reason].append(spell)
                continue
            counted.append(spell)
            if had:
                events.append(spell)
    return RowsCounted(
        tuple(sorted(counted)),
        tuple(sorted(events)),
        {reason: tuple(sorted(found)) for reason, found in sorted(excluded.items())},
    )
