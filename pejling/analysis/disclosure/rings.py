"""Tables that share columns in a ring: A x B, B x C and C x A are of the same persons, and so of one table A x B x C.

Nobody publishes that table, but it exists, and not all that the three allow one by one fits a table of whole numbers
that aren't negative. Where columns don't go round in a ring, one that fits can always be made, and nothing is added.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from pejling.analysis.disclosure.tables import Key

Columns = frozenset[int]

#: A larger table of all columns isn't looked at.
MOST_CELLS = 1000


class TooManyCells(Exception):
    """The table of all columns of the ring is too large."""


def ring_columns(cuts: Iterable[Columns]) -> Columns:
    """The columns that go round in a ring: what is left of the cuts when, again and again, those within another one
    and columns that only one of them has are taken away."""
    left = set(cuts)
    while True:
        widest = {cut for cut in left if not any(cut < other for other in left)}
        times = Counter(column for cut in widest for column in cut)
        shared = {frozenset(column for column in cut if times[column] > 1) for cut in widest}
        if shared == left:
            return frozenset(times) if len(widest) > 1 else frozenset()
        left = shared


def cells_nobody_prints(keys: Collection[Key]) -> list[Key]:
    """The keys of the table of all columns of a ring, as far as no table says that a combination doesn't occur; none
    where there is no ring. TooManyCells."""
    cuts = {_cut(key) for key in keys}
    ring = ring_columns(cuts)
    if not ring:
        return []
    parts = {cut & ring for cut in cuts}
    widest = sorted(
        (part for part in parts if len(part) > 1 and not any(part < other for other in parts)), key=sorted
    )
    rows: list[dict[int, str]] = [{}]
    for part in widest:
        told = {tuple(key[column] or "" for column in sorted(part)) for key in keys if _cut(key) >= part}
        rows = _joined(rows, [dict(zip(sorted(part), values, strict=True)) for values in sorted(told)])
    width = len(next(iter(keys)))
    return [tuple(row.get(column) for column in range(width)) for row in rows]


def _joined(rows: list[dict[int, str]], others: list[dict[int, str]]) -> list[dict[int, str]]:
    if not rows or not others:
        return []
    shared = sorted(rows[0].keys() & others[0].keys())
    by_shared: dict[tuple[str, ...], list[dict[int, str]]] = defaultdict(list)
    for other in others:
        by_shared[tuple(other[column] for column in shared)].append(other)
    made: list[dict[int, str]] = []
    for row in rows:
        made += [row | other for other in by_shared.get(tuple(row[column] for column in shared), ())]
        if len(made) > MOST_CELLS:
            raise TooManyCells
    return made


def _cut(key: Key) -> Columns:
    return frozenset(column for column, value in enumerate(key) if value is not None)
