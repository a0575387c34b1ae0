"""How much of the tables is still told: shares of cells and of counts, beside hiding small cells only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """Over all printed cells, totals too: how many there are, how many are hidden, how many of these are small
    themselves; the sum of all counts and of those shown, and of those that hiding small cells alone would show."""

    cells: int
    hidden: int
    small: int
    counts: int
    counts_shown: int
    counts_not_small: int

    @property
    def share_of_cells(self) -> float:
        return 1 - self.hidden / self.cells if self.cells else 1.0

    @property
    def share_of_counts(self) -> float:
        return self.counts_shown / self.counts if self.counts else 1.0


def measured(cells: Iterable[tuple[int, bool, bool]]) -> Kept:
    """Of each cell: count, whether it is hidden, whether for its own sake."""
    cells = list(cells)
    return Kept(
        cells=len(cells),
        hidden=sum(hidden for _count, hidden, _small in cells),
        small=sum(small for _count, _hidden, small in cells),
        counts=sum(count for count, _hidden, _small in cells),
        counts_shown=sum(count for count, hidden, _small in cells if not hidden),
        counts_not_small=sum(count for count, _hidden, small in cells if not small),
    )
