"""What tables tell together that share columns in a ring: that one table of all these columns lies behind them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from pejling.analysis.disclosure.tables import Key

#: More combinations aren't looked through.
MOST = 1000


def behind(keys: set[Key]) -> set[Key]:
    """The cells of the table of all columns in a ring that no table rules out; none without a ring, or too many."""
    if not keys:
        return set()
    width = len(next(iter(keys)))
    told = {tuple(value is not None for value in key) for key in keys}
    ring = _ring([{place for place in range(width) if mask[place]} for mask in told])
    if not ring:
        return set()
    found = set(itertools.islice(_filled(keys, sorted(ring), width), MOST + 1))
    return found if len(found) <= MOST else set()


def _ring(cuts: list[set[int]]) -> set[int]:
    """Take away a column that lies in one cut only, or a cut that lies within another, as long as there is one."""
    cuts = [set(cut) for cut in cuts]
    while True:
        lonely = next(
            (place for cut in cuts for place in cut if sum(place in other for other in cuts) == 1), None
        )
        if lonely is not None:
            for cut in cuts:
                cut.discard(lonely)
            continue
        within = next(
            (
                at for at, cut in enumerate(cuts)
                if any(cut <= other for number, other in enumerate(cuts) if number != at)
            ),
            None,
        )  # fmt: skip
        if within is None:
            return set().union(*cuts) if len(cuts) > 1 else set()
        del cuts[within]


def _filled(keys: set[Key], ring: list[int], width: int) -> Iterator[Key]:
    """One column's value after another, as long as every table that has the columns so far has the combination."""
    masks = {tuple(key[place] is not None for place in ring) for key in keys}
    cuts = [tuple(place for place, cut in zip(ring, mask, strict=True) if cut) for mask in masks]
    present = {
        cut: {
            tuple(key[place] for place in cut) for key in keys if all(key[place] is not None for place in cut)
        }
        for cut in cuts
    }
    values = {place: sorted({key[place] or "" for key in keys if key[place] is not None}) for place in ring}

    def filled(so_far: dict[int, str], left: list[int]) -> Iterator[Key]:
        if not left:
            yield tuple(so_far.get(place) for place in range(width))
            return
        place, *rest = left
        for value in values[place]:
            now = so_far | {place: value}
            if all(
                tuple(now[other] for other in cut) in present[cut]
                for cut in cuts
                if place in cut and now.keys() >= set(cut)
            ):
                yield from filled(now, rest)

    return filled({}, ring)
