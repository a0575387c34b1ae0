"""What the total over all cohorts, less the cohorts shown, tells of those that are hidden. Pure.

A reader may subtract within one month, and the same between any two months: then the difference is about the cohorts
hidden in either of them. A month a cohort hasn't reached is blank; what the reader knows of it is its last month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from pejling.analysis.cohorts import BLANK, Row
from pejling.web.components.masking import HIDDEN, Step, small, tells

#: (cohort's label, month) -> how many have left by then
Left = Mapping[tuple[str | None, int], int]


class Columns:
    """The months gone through so far: which cohorts were hidden in each.

    ``whole``: the cohorts before anything was hidden; ``left``: how many have left, by cohort and month.
    """

    def __init__(self, whole: Sequence[Row], left: Left, smallest: int) -> None:
        self.smallest = smallest
        self.sizes = [row.n for row in whole]
        # Nobody comes back: a month without a number of its own has that of the month before it.
        self.left = [
            list(accumulate((left.get((row.label, cell.month), 0) for cell in row.cells), max))
            for row in whole
        ]
        self.kept: list[tuple[int, frozenset[int]]] = []
        self.last: dict[int, bool] = {}

    def tell(self, states: Sequence[str], place: int) -> bool:
        """Whether a month with these states, the total being shown, tells a small count of the hidden cohorts."""
        hidden = self._hidden(states)
        if not hidden:
            return False
        if states.count(HIDDEN) == 1 and len(hidden) == 1:
            return True
        gone = self._gone(hidden, place)
        if tells(Step(sum(self.sizes[i] for i in hidden), gone), self.smallest):
            return True
        return any(
            small(self._gone(hidden | other, place) - self._gone(hidden | other, before), self.smallest)
            for before, other in self.kept
        )

    def keep(self, states: Sequence[str], place: int) -> None:
        """Go on to the next month, this one being shown so."""
        self.kept.append((place, self._hidden(states)))
        for i, state in enumerate(states):
            if state != BLANK:
                self.last[i] = state == HIDDEN

    def _hidden(self, states: Sequence[str]) -> frozenset[int]:
        """The cohorts whose leavers the reader doesn't know: hidden now, or blank and hidden when last reached."""
        return frozenset(
            i
            for i, state in enumerate(states)
            if state == HIDDEN or (state == BLANK and self.last.get(i, self.left[i][-1] > 0))
        )

    def _gone(self, cohorts: frozenset[int], place: int) -> int:
        return sum(self.left[i][place] for i in cohorts)
