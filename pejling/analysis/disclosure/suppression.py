"""Tables in, tables with hidden cells out, and the proof that nothing hidden can be worked out.

    made = suppress([CountTable("by_school", ("school", "sex"), counts)], Settings(threshold=5))
    made.tables      # the same tables with totals worked out, hidden counts None: fit to be published
    made.cells       # every cell with its count and the reason: internal, never published
    made.kept        # how much is still told

A few cells are hidden for their own sake (`small`), others so that those can't be worked out (`complement`). Every
hidden cell is proven by a second table of whole numbers, with another count there, that everything published and
published earlier allows. Errors: `Unusable` (a count missing, or parts that don't add up, naming the cell);
`Unprotectable` where earlier publications leave no choice that is safe.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from pejling.analysis.disclosure.complement import Cover
from pejling.analysis.disclosure.kept import Kept, measured
from pejling.analysis.disclosure.moving import Mover
from pejling.analysis.disclosure.neighbourhood import Neighbourhoods
from pejling.analysis.disclosure.nodes import OtherSnapshot, Posed, pose, seen_before, with_all_counts
from pejling.analysis.disclosure.optimum import improve_to_optimum
from pejling.analysis.disclosure.refusal import Unprotectable, Unusable
from pejling.analysis.disclosure.structure import Structure, printed, structure
from pejling.analysis.disclosure.tables import (
    CountTable,
    Key,
    Rate,
    Settings,
    all_columns,
    in_words,
    may_be_of,
    of_no,
)

#: A cell that costs more to hide is left alone at first.
DEAR_CELL = 6.0
#: Up to so many variables the least loss of all is looked for.
SMALL_ENOUGH = 2500
#: How much is spent on looking for less loss (in programs of usual size, some milliseconds each).
LEAST_WORK = 150.0
WORK_FOR_EACH = 0.35


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell, for the house only. `key`: over the table's own columns. `reason`: why it is hidden: "small",
    "complement" or "". `worked_out`: a total that wasn't given. `known_before`: earlier publications disclose it."""

    table: str
    snapshot: str
    key: Key
    count: int
    hidden: bool
    reason: str
    worked_out: bool = False
    known_before: bool = False


@dataclass(frozen=True, slots=True)
class Suppressed:
    """`tables` and `rates` may be published. `cells` may not. `optimal`: nothing less could be hidden. `more_hidden`:
    time ran out, and cells were hidden that may not have needed it. `not_linked`: earlier tables of other counts.
    `ring_left_out`: tables share columns in a ring, and the table behind them was too large to be held against."""

    tables: tuple[CountTable, ...]
    rates: tuple[Rate, ...]
    cells: tuple[Cell, ...]
    kept: Kept
    optimal: bool
    more_hidden: bool
    not_linked: tuple[str, ...] = ()
    ring_left_out: bool = False


def suppress(
    tables: Sequence[CountTable],
    settings: Settings | None = None,
    *,
    rates: Sequence[Rate] = (),
    previous: Sequence[CountTable] = (),
    by: Sequence[str] | None = None,
    total: str = "Total",
) -> Suppressed:
    """Choose what is hidden in tables that are published together. `by`: the columns of full keys, in order (default:
    as met in the tables). `previous`: what has been published before, None where a count was hidden."""
    settings = settings or Settings()
    columns = tuple(by) if by is not None else all_columns([*tables, *previous])
    parts = [
        _one_snapshot(
            [table for table in tables if table.snapshot == snapshot], settings, rates,
            may_be_of(snapshot, previous), columns, total,
        )
        for snapshot in dict.fromkeys(table.snapshot for table in tables)
    ]  # fmt: skip
    cells = tuple(cell for part in parts for cell in part.cells)
    return Suppressed(
        tables=tuple(table for part in parts for table in part.tables),
        rates=tuple(rate for part in parts for rate in part.rates),
        cells=cells,
        kept=measured((cell.count, cell.hidden, cell.reason == "small") for cell in cells),
        optimal=all(part.optimal for part in parts),
        more_hidden=any(part.more_hidden for part in parts),
        ring_left_out=any(part.ring_left_out for part in parts),
        not_linked=tuple(
            dict.fromkeys(
                [
                    *of_no((table.snapshot for table in tables), previous),
                    *(name for part in parts for name in part.not_linked),
                ]
            )
        ),
    )


def _one_snapshot(
    tables: list[CountTable], settings: Settings, rates: Sequence[Rate],
    previous: list[CountTable], by: tuple[str, ...], total: str,
) -> Suppressed:  # fmt: skip
    deadline = time.monotonic() + settings.seconds
    made, earlier, not_linked = _linked(tables, previous, by, total, settings)
    keys = {table.name: printed(table, made) for table in tables}
    all_printed = {full for own in keys.values() for full in own.values()}
    shown_before, hidden_before = seen_before(earlier, by)
    own_rates = [rate for rate in rates if rate.numerator in made.counts and rate.denominator in made.counts]
    asked = [key for key in all_printed if settings.small(made.counts[key] or 0)]
    spared = _known_before(made, earlier, settings, [*asked, *hidden_before], deadline) if earlier else set()
    posed = pose(
        made, settings, printed=all_printed, shown_before=shown_before, hidden_before=hidden_before,
        spared=spared, rates=own_rates,
    )  # fmt: skip
    cover, optimal, more = _covered(posed, deadline, made, total)
    hidden_variables = cover.uses > 0
    cells, published = [], []
    for table in tables:
        shown: dict[Key, int | None] = {}
        for own, full in keys[table.name].items():
            count = made.counts[full] or 0
            variable = posed.variable(full)
            small = settings.small(count)
            hidden = small or (
                variable >= 0 and bool(hidden_variables[variable] or posed.problem.open[variable])
            )
            reason = "small" if small else "complement" if hidden else ""
            cells.append(
                Cell(
                    table.name, table.snapshot, own, count, hidden, reason,
                    own not in table.counts, full in spared or full in shown_before,
                )
            )  # fmt: skip
            shown[own] = None if hidden else count
        published.append(CountTable(table.name, table.by, shown, table.snapshot))
    told = tuple(_told(rate, made, published, by, settings) for rate in own_rates)
    return Suppressed(
        tuple(published),
        told,
        tuple(cells),
        measured([]),
        optimal,
        more,
        tuple(not_linked),
        made.ring_left_out,
    )


def _linked(
    tables: list[CountTable], previous: list[CountTable], by: tuple[str, ...], total: str, settings: Settings
) -> tuple[Structure, list[CountTable], list[str]]:
    """The cells of all tables with those earlier ones that can be of the same counts; the others' names."""
    made = _with_ring(tables, by, total, settings)
    linked: list[CountTable] = []
    not_linked = []
    for table in previous:
        try:
            trial = structure(tables, by, total, earlier=[*linked, table], rings=not made.ring_left_out)
            _shown, hidden = seen_before([*linked, table], by)
            made = with_all_counts(trial, hidden, settings.least, settings.seconds)
        except (Unusable, OtherSnapshot):
            not_linked.append(table.name)
        else:
            linked.append(table)
    return made, linked, not_linked


def _with_ring(tables: list[CountTable], by: tuple[str, ...], total: str, settings: Settings) -> Structure:
    """The cells of all tables, with those of the table behind a ring of them, if one can be found."""
    made = structure(tables, by, total)
    try:
        return with_all_counts(made, (), settings.least, settings.seconds)
    except OtherSnapshot:
        made = structure(tables, by, total, rings=False)
        made.ring_left_out = True
        return made


def _known_before(
    made: Structure, earlier: list[CountTable], settings: Settings, asked: Sequence[Key], deadline: float
) -> set[Key]:
    """Of these cells those that the earlier publications disclose by themselves: nothing can be done about them."""
    shown, hidden = seen_before(earlier, made.by)
    alone = structure([], made.by, earlier=earlier, rings=not made.ring_left_out)
    alone = replace(alone, counts={key: made.counts.get(key) for key in alone.counts})
    try:
        alone = with_all_counts(alone, hidden, settings.least, settings.seconds)
    except OtherSnapshot:
        alone = structure([], made.by, earlier=earlier, rings=False)
        alone = replace(alone, counts={key: made.counts.get(key) for key in alone.counts})
    posed = pose(alone, settings, printed=(), shown_before=shown, hidden_before=hidden)
    mover = Mover(posed.problem, Neighbourhoods(posed.problem, posed.nested), deadline)
    free = np.zeros(len(posed.problem))
    proven: set[int] = set()
    known = set()
    for key in dict.fromkeys(asked):
        if key not in posed.node_of:
            continue
        variable = posed.variable(key)
        if variable < 0:
            known.add(key)
        elif variable not in proven:
            move = mover.move(variable, free)
            if move is not None:
                proven |= move.keys()
            elif mover.stuck(variable):
                known.add(key)
    return known


def _covered(posed: Posed, deadline: float, made: Structure, total: str) -> tuple[Cover, bool, bool]:
    """Moves for every target, as cheap as time allows; whether nothing cheaper exists; whether time ran out."""
    problem = posed.problem
    if problem.stuck:
        raise Unprotectable(
            [in_words(made.by, key, total) for key, node in posed.node_of.items() if node in problem.stuck]
        )
    near = Neighbourhoods(problem, posed.nested)
    cover = Cover(Mover(problem, near, deadline))
    targets = np.flatnonzero(problem.targets)
    cover.reach_freely()
    ordered = targets[np.argsort(-problem.cost[targets], kind="stable")]
    # Totals of very many are hidden only for those that can't be protected otherwise.
    missed = cover.reach(cover.reach(ordered, ceiling=DEAR_CELL))
    more = bool(missed)
    if missed:
        cover = _with_everything_hidden(posed, cover, missed, made, total)
    cover.thin()
    work = LEAST_WORK + WORK_FOR_EACH * int((problem.cost > 0).sum())
    start, optimal = cover.mover.spent, False
    if len(problem) <= SMALL_ENOUGH and not more:
        optimal = improve_to_optimum(cover, 2.5 * work)
    if not optimal:
        cover.improve(max(start + work - cover.mover.spent, 0.5 * work))
    more |= cover.mover.cut_short
    if len(cover.uncovered()):
        raise RuntimeError("a hidden cell without a proof: this must not happen")
    return cover, optimal, more


def _with_everything_hidden(
    posed: Posed, cover: Cover, missed: Sequence[int], made: Structure, total: str
) -> Cover:
    """What no move was found for is proven by hiding more: at the most everything that isn't known anyway."""
    mover = Mover(posed.problem, cover.mover.near, time.monotonic() + 10)
    whole = {
        int(variable): count
        for variable, count in zip(posed.problem.variable_of, posed.counts, strict=True)
        if variable >= 0 and count
    }
    left = []
    for target in missed:
        if cover.uses[target]:
            continue
        move = mover.move(target, cover.price_now())
        if move is None and whole.get(target) and posed.problem.holds(whole):
            # Twice every count is a table too, as long as no earlier publication says how large they are.
            move = whole
        if move is None:
            left.append(target)
        else:
            cover.add(move)
    if left:
        names = [in_words(made.by, key, total) for key in posed.node_of if posed.variable(key) in set(left)]
        raise Unprotectable(names)
    return cover


def _told(
    rate: Rate, made: Structure, published: Sequence[CountTable], by: tuple[str, ...], settings: Settings
) -> Rate:
    """A rate is shown where both its counts are, and the difference between them isn't small."""
    shown = {
        table.full(key, by) for table in published for key, count in table.counts.items() if count is not None
    }
    part, whole = made.counts[rate.numerator] or 0, made.counts[rate.denominator] or 0
    if not whole or not {rate.numerator, rate.denominator} <= shown or settings.small(whole - part):
        return replace(rate, percent=None)
    step = Decimal(1).scaleb(-rate.decimals)
    return replace(rate, percent=(Decimal(100 * part) / Decimal(whole)).quantize(step, ROUND_HALF_UP))
