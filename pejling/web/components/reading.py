"""Values, grids and choices of a snapshot, remembered: the same snapshot gives the same answer for ever.

The memory belongs to one process and is small; a snapshot's id and a definition's version are in every key, so
nothing remembered can be out of date.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pejling.analysis.cohort_curve import Curve
from pejling.analysis.cohort_curve import curve as make_curve
from pejling.analysis.cohorts import Counted, Grid
from pejling.analysis.cohorts import counted as count
from pejling.analysis.cohorts import grid as make_grid
from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.choices import Choices
from pejling.analysis.engine.choices import choices as read_choices
from pejling.analysis.engine.dimensions import STUDENT
from pejling.analysis.engine.question import Value, Where
from pejling.analysis.engine.run import can_be_held, run
from pejling.analysis.newly_left import NewlyLeft
from pejling.analysis.newly_left import newly_left as compare
from pejling.analysis.rows_counted import RowsCounted
from pejling.analysis.rows_counted import rows_counted as count_rows
from pejling.base.accounts.access import Access
from pejling.base.accounts.scopes import OF_PERSONS
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import folder_of
from pejling.flows.guarding import held_to
from pejling.quality.indicators.catalogue import definitions, intakes

__all__ = ["can_hold", "choices", "curve", "grid", "held_to", "newly_left", "rows_counted", "values"]


def can_hold(definition: IndicatorDefinition, access: Access) -> bool:
    """Whether the figure can be held to those the user may see figures of."""
    names = {name for held in access.reach("see_figures") for name in held}
    return all(can_be_held(definition, STUDENT if name in OF_PERSONS else name) for name in names)


def values(
    snapshot: Snapshot, key: str, *, where: Where, by: Iterable[str] = (), window: int | None = None
) -> list[Value]:
    """The indicator's values (see ``engine.run``)."""
    return list(_values(folder_of(snapshot), *_named(key), tuple(by), where, window))


def grid(snapshot: Snapshot, key: str, *, rows: str, where: Where, months: int) -> Grid:
    """The cohort grid (see ``analysis.cohorts``)."""
    return _grid(folder_of(snapshot), *_named(key), rows, where, months)


def curve(snapshot: Snapshot, key: str, *, rows: str, where: Where, months: int) -> Curve:
    """The curve and what became of everybody (see ``analysis.cohort_curve``), beside the grid with these ``rows``."""
    return _curve(folder_of(snapshot), *_named(key), rows, where, months)


def newly_left(newer: Snapshot, older: Snapshot, *, where: Where) -> NewlyLeft:
    """Who is newly known to have left (see ``analysis.newly_left``)."""
    return _newly_left(folder_of(newer), folder_of(older), where)


def rows_counted(
    snapshot: Snapshot, key: str, *, where: Where, window: int | None, variant: str | None
) -> RowsCounted:
    """The spells behind a value (see ``analysis.rows_counted``); not remembered: it may be a very long list."""
    return count_rows(
        definitions()[key], folder_of(snapshot), where, window=window, variant=variant, intakes=intakes()
    )


def choices(snapshot: Snapshot, access: Access, verb: str = "see_figures") -> Choices:
    """What the user may choose between in a snapshot: what those have whom the user may do ``verb`` to."""
    return _choices(folder_of(snapshot), held_to(access, {}, verb))


def _named(key: str) -> tuple[str, str]:
    """Key and version: what a definition is remembered by."""
    return key, definitions()[key].version


@lru_cache(maxsize=512)
def _values(
    folder: Path, key: str, version: str, by: tuple[str, ...], where: Where, window: int | None
) -> tuple[Value, ...]:
    return tuple(run(definitions()[key], folder, by=by, where=where, window=window, intakes=intakes()))


@lru_cache(maxsize=64)
def _grid(folder: Path, key: str, version: str, rows: str, where: Where, months: int) -> Grid:
    known = _counted(folder, key, version, rows, where, months)
    return make_grid(definitions()[key], folder, rows, where, months, intakes=intakes(), known=known)


@lru_cache(maxsize=128)
def _curve(folder: Path, key: str, version: str, rows: str, where: Where, months: int) -> Curve:
    known = _counted(folder, key, version, rows, where, months)
    return make_curve(definitions()[key], folder, where, months, intakes=intakes(), known=known)


@lru_cache(maxsize=16)
def _counted(folder: Path, key: str, version: str, rows: str, where: Where, months: int) -> Counted:
    return count(definitions()[key], folder, rows, where, months, intakes=intakes())


@lru_cache(maxsize=64)
def _newly_left(newer: Path, older: Path, where: Where) -> NewlyLeft:
    return compare(newer, older, where, intakes=intakes())


@lru_cache(maxsize=32)
def _choices(folder: Path, where: Where) -> Choices:
    return read_choices(folder, intakes=intakes(), where=where)
