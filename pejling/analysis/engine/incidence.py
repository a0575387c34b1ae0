"""Make the values of an incidence from the counted ways out of observation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import duckdb
import numpy as np

from pejling.analysis.definition_model import STEP_DIMENSION
from pejling.analysis.engine.compile_incidence import Asked, incidence
from pejling.analysis.engine.dimensions import shown
from pejling.analysis.engine.question import Value
from pejling.analysis.engine.snapshot_files import Snapshot
from pejling.analysis.followup import Followup, follow


@dataclass(slots=True)
class Group:
    """The counts of one group. ``exits``: (way, step) -> count; steps beyond the window are drawn together."""

    exits: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))
    excluded: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    n: int = 0
    shortest: int = 0
    longest: int = -1
    unsettled_at: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def count_groups(
    connection: duckdb.DuckDBPyConnection, asked: Asked, snapshot: Snapshot
) -> dict[tuple, Group]:
    """The counts by group; a group's key holds the values as the engine holds them, in the order of ``by``."""
    query = incidence(asked, snapshot.files)
    wide = len(asked.by)
    groups: dict[tuple, Group] = {}
    for row in connection.execute(query.sql, query.values).fetchall():
        key, (reason, step, way, shortest, longest, unsettled, count) = row[:wide], row[wide:]
        group = groups.setdefault(key, Group())
        if reason is not None:
            group.excluded[reason] += count
            continue
        group.exits[(way, min(step, asked.window + 1))] += count
        group.shortest = min(group.shortest, shortest) if group.n else shortest
        group.longest = max(group.longest, longest)
        group.n += count
        if unsettled:
            group.unsettled_at[step] += unsettled
    return groups


def ways_of(asked: Asked) -> int:
    """How many ways out there are, censoring among them."""
    restart = asked.variant is not None and asked.variant.restart is not None
    return 2 + len(asked.definition.competing) + int(restart)


def dense(groups: Sequence[Group], ways: int, steps: int) -> Followup:
    """Follow the groups over steps 0 ... steps; whoever stays longer leaves in one more step, which isn't shown."""
    exits = np.zeros((len(groups), ways, steps + 2), dtype=np.int64)
    for place, group in enumerate(groups):
        for (way, step), count in group.exits.items():
            exits[place, way if step <= steps else 0, min(step, steps + 1)] += count
    return follow(exits)


def values(
    connection: duckdb.DuckDBPyConnection, asked: Asked, snapshot: Snapshot, by: Sequence[str]
) -> Iterator[Value]:
    """The values of one variant and window; one at every step of the window where ``by`` asks for that."""
    if STEP_DIMENSION not in by:
        yield from _at(connection, asked, snapshot, by, (asked.window,))
        return
    restart = asked.variant.restart if asked.variant else None
    every = tuple(range(1, asked.window + 1))
    if restart is not None and restart.within is None:
        # The time allowed for a new start follows the window, so each step is a question of its own.
        for step in every:
            yield from _at(connection, replace(asked, window=step), snapshot, by, (step,))
    else:
        yield from _at(connection, asked, snapshot, by, every)


def _at(
    connection: duckdb.DuckDBPyConnection,
    asked: Asked,
    snapshot: Snapshot,
    by: Sequence[str],
    steps: Sequence[int],
) -> Iterator[Value]:
    found = count_groups(connection, asked, snapshot)
    if not asked.by and not found:
        found = {(): Group()}
    kept = [(key, group) for key, group in found.items() if group.n or not asked.by]
    table = dense([group for _, group in kept], ways_of(asked), asked.window)
    for place, (key, group) in enumerate(kept):
        for step in steps:
            by_value = {name: shown(name, value) for name, value in zip(asked.by, key, strict=True)}
            if STEP_DIMENSION in by:
                by_value[STEP_DIMENSION] = step
            yield _value(asked, snapshot, group, table, place, step, {name: by_value[name] for name in by})


def _value(
    asked: Asked, snapshot: Snapshot, group: Group, table: Followup, place: int, step: int, by: dict
) -> Value:
    known = bool(group.n and table.known[place, step])
    share = (
        (table.share[place, 1, step], table.lower[place, step], table.upper[place, step]) if known else None
    )
    if share is not None and asked.definition.report == "complement":
        share = (1 - share[0], 1 - share[2], 1 - share[1])
    unsettled = sum(count for at, count in group.unsettled_at.items() if at <= step)
    return Value(
        indicator=asked.definition.key,
        variant=asked.variant.key if asked.variant else None,
        months=step,
        by=by,
        estimate=float(share[0]) if share else None,
        n=group.n,
        lower=_number(share[1]) if share else None,
        upper=_number(share[2]) if share else None,
        events=int(table.events[place, step]),
        as_of=asked.as_of,
        version=asked.definition.version,
        snapshot=snapshot.uuid,
        complete=bool(group.n) and group.shortest >= step and not unsettled,
        excluded=dict(sorted(group.excluded.items())),
        reason=None if known else ("too_early" if group.n else "nobody"),
    )


def _number(limit: float) -> float | None:
    return None if np.isnan(limit) else float(limit)
