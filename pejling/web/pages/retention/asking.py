"""From a question and an access to what the page shows: snapshots, grid, curve, changes and leavers, all masked."""

from __future__ import annotations

from dataclasses import dataclass

from pejling.analysis.change import Change, between
from pejling.analysis.cohort_curve import Curve
from pejling.analysis.cohorts import BLANK, Grid, Row
from pejling.analysis.engine.choices import Choices
from pejling.analysis.engine.question import Where
from pejling.analysis.newly_left import NewlyLeft
from pejling.base.accounts.access import Access
from pejling.facts.snapshots.models import Snapshot
from pejling.web.components import reading
from pejling.web.components.masking import HIDDEN
from pejling.web.components.sight import Sight
from pejling.web.components.snapshot_choice import SnapshotChoice
from pejling.web.pages.retention.masked import hidden_cells, mask_curve, mask_grid
from pejling.web.pages.retention.question import Question

KEY = "retention"
#: Months at which an intake is compared with last year's, the longest that both have reached first.
COMPARED_AT = (48, 36, 24, 12, 6, 3)


@dataclass(frozen=True, slots=True)
class YearChange:
    """One intake against the one a year before, at ``month``."""

    intake: str
    before: str
    month: int
    change: Change


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page shows. ``left`` is None where there is no older snapshot; ``hidden``: how many cells are."""

    question: Question
    snapshots: SnapshotChoice
    choices: Choices
    grid: Grid
    curve: Curve
    changes: tuple[YearChange, ...]
    left: NewlyLeft | None
    hidden: int


def answer(question: Question, access: Access, snapshots: SnapshotChoice, sight: Sight) -> Answer:
    """Ask the snapshot, and hide what this reader may not see."""
    where = reading.held_to(access, question.accepted)
    chosen, months = snapshots.chosen, question.months
    grid = seen_grid(question, chosen, sight, question.accepted, rows=question.rows, where=where)
    curve = reading.curve(chosen, KEY, rows=question.rows, where=where, months=months)
    if sight.smallest:
        curve = mask_curve(curve, sight, question.accepted, _left(chosen, where, months))
    left = None
    # Of a part of the school those newly known would be subtracted from those of the whole.
    if snapshots.compared is not None and not (sight.smallest and question.accepted):
        left = reading.newly_left(chosen, snapshots.compared, where=where)
    return Answer(
        question=question,
        snapshots=snapshots,
        choices=reading.choices(chosen, access),
        grid=grid,
        curve=curve,
        changes=_changes(question, access, chosen, sight),
        left=left,
        hidden=hidden_cells(grid, curve),
    )


def seen_grid(
    question: Question, chosen: Snapshot, sight: Sight, accepted: dict[str, str], *, rows: str, where: Where
) -> Grid:
    """The grid as this reader may see it."""
    grid = reading.grid(chosen, KEY, rows=rows, where=where, months=question.months)
    return mask_grid(grid, sight, accepted)


def _left(chosen: Snapshot, where: Where, months: int) -> dict[int, int]:
    """How many have left by each month, all cohorts together."""
    whole = reading.values(chosen, KEY, by=("month",), where=where, window=months)
    return {value.months or 0: value.events or 0 for value in whole}


def _changes(question: Question, access: Access, chosen: Snapshot, sight: Sight) -> tuple[YearChange, ...]:
    """Every intake that has one a year before it, newest first; the intake filter mustn't hide last year's."""
    accepted = {name: value for name, value in question.accepted.items() if name != "intake"}
    where = reading.held_to(access, accepted)
    grid = seen_grid(question, chosen, sight, accepted, rows="intake", where=where)
    rows = {row.label: row for row in grid.rows if row.label}
    found = []
    for label in sorted(rows, reverse=True):
        if question.intake and label != question.intake:
            continue
        before = f"{int(label[:4]) - 1:04d}{label[4:]}"
        if before in rows:
            change = _change(rows[label], rows[before])
            if change:
                found.append(YearChange(label, before, change.now.month, change))
    return tuple(found)


def _change(now: Row, before: Row) -> Change | None:
    """At the longest of the compared months that both rows show; None where there is none."""
    places = {cell.month: place for place, cell in enumerate(now.cells)}
    for month in COMPARED_AT:
        if month not in places:
            continue
        pair = now.cells[places[month]], before.cells[places[month]]
        if all(cell.state not in {BLANK, HIDDEN} and cell.share is not None for cell in pair):
            return between(*pair)
    return None
