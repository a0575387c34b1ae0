"""Ask a figure of a snapshot: definition and folder in, values out. The one door to the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from pejling.analysis.definition_model import STEP_DIMENSION, IndicatorDefinition, Variant
from pejling.analysis.engine import absence, agreement_target, counts, incidence
from pejling.analysis.engine.compile_incidence import Asked
from pejling.analysis.engine.dimensions import STUDENT
from pejling.analysis.engine.question import IndicatorError, Value, Where
from pejling.analysis.engine.snapshot_files import Snapshot, open_snapshot, reading
from pejling.analysis.intakes import CALENDAR_MONTHS, Intakes
from pejling.analysis.strict_fields import nearest

__all__ = ["IndicatorError", "Value", "Where", "run"]


def run(
    definition: IndicatorDefinition,
    folder: Path,
    *,
    by: Sequence[str] = (),
    where: Where | None = None,
    window: int | None = None,
    intakes: Intakes = CALENDAR_MONTHS,
) -> list[Value]:
    """The values of an indicator, for all its variants, grouped by the dimensions in ``by`` and sorted by them.

    ``window``: a length the definition allows; None: those it shows when none is asked for (mostly one). ``by`` may
    hold "month" for an incidence: a value for every step up to the window. A group without anybody isn't listed;
    without ``by`` there is always a value per variant and window. IndicatorError for a question that can't be
    answered; a table that was never delivered isn't an error, but a value without estimate.
    """
    where = where if where is not None else Where()
    by = tuple(by)
    _check(definition, by, where, window)
    snapshot = open_snapshot(folder)
    windows = definition.window.shown if window is None else (window,)
    variants: Sequence[Variant | None] = definition.variants or (None,)
    missing = _missing(definition, snapshot)
    found: list[Value] = []
    with reading(snapshot) as connection:
        for variant in variants:
            for length in windows:
                asked = Asked(
                    definition=definition,
                    by=tuple(name for name in by if name != STEP_DIMENSION),
                    where=where,
                    window=length or 0,
                    variant=variant,
                    as_of=snapshot.censored_at(definition.all_tables),
                    intakes=intakes,
                )
                if missing:
                    values = iter([] if by else [_not_delivered(asked, snapshot)])
                else:
                    values = _values(connection, asked, snapshot, by)
                found.extend(sorted(values, key=_order))
    return found


def _values(
    connection: duckdb.DuckDBPyConnection, asked: Asked, snapshot: Snapshot, by: Sequence[str]
) -> Iterator[Value]:
    if asked.definition.kind == "incidence":
        return incidence.values(connection, asked, snapshot, by)
    if asked.definition.kind == "count":
        return counts.values(connection, asked, snapshot)
    if asked.definition.measure == "absence_hours":
        return absence.values(connection, asked, snapshot)
    return agreement_target.values(connection, asked, snapshot)


def _check(definition: IndicatorDefinition, by: Sequence[str], where: Where, window: int | None) -> None:
    known = list(definition.dimensions)
    steps = [STEP_DIMENSION] if definition.kind == "incidence" else []
    for name in by:
        if name not in known + steps:
            raise IndicatorError(
                "unknown_dimension", dimension=name, known=known + steps, near=nearest(name, known + steps)
            )
    if len(set(by)) < len(by):
        raise IndicatorError("repeated_dimension", by=list(by), known=known + steps)
    for name in where.names:
        if name not in known:
            raise IndicatorError("unknown_dimension", dimension=name, known=known, near=nearest(name, known))
    for name in where.held_by:
        if not can_be_held(definition, name):
            raise IndicatorError("unknown_dimension", dimension=name, known=known, near=None)
    if window is not None and not definition.window.allows(window):
        raise IndicatorError(
            "window_not_allowed",
            window=window,
            unit=definition.window.unit,
            known=list(definition.window.allowed),
        )


def can_be_held(definition: IndicatorDefinition, dimension: str) -> bool:
    """Whether the figure can be made of the rows that fit a dimension: its own, or students' where it counts any."""
    made_of_students = definition.kind != "ratio" or definition.measure == "absence_hours"
    return dimension in definition.dimensions or (dimension == STUDENT and made_of_students)


def _missing(definition: IndicatorDefinition, snapshot: Snapshot) -> tuple[str, ...]:
    return snapshot.never_delivered(definition.tables)


def _not_delivered(asked: Asked, snapshot: Snapshot) -> Value:
    return Value(
        indicator=asked.definition.key,
        variant=asked.variant.key if asked.variant else None,
        months=asked.window or None,
        by={},
        estimate=None,
        n=0,
        lower=None,
        upper=None,
        events=None,
        as_of=asked.as_of,
        version=asked.definition.version,
        snapshot=snapshot.uuid,
        complete=False,
        reason="not_delivered",
    )


def _order(value: Value) -> list[tuple[bool, bool, object]]:
    """Numbers by size, texts by letters, what isn't known last."""
    return [
        (found is None, isinstance(found, str), "" if found is None else found) for found in value.by.values()
    ]
