"""Keep small counts from those who may not see them, before anything is rendered, drawn or written to a workbook.

Pure. The rule for one cohort followed month by month: with ``smallest`` 5, a month is shown only where the number
who have left so far, and the number still there, is 0 or at least 5, and the same holds for the *change* since the
month shown before it; otherwise two neighbouring months would tell that one student left in between. A hidden cell
holds nothing at all. What is shown of figures and grids is chosen for all of them together instead
(``analysis.guarded``); these rules are for what stands by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Step:
    """A cohort at one month: how many it holds (``n``), and how many of them have left by then."""

    n: int
    left: int


def small(count: int, smallest: int) -> bool:
    """Whether a count is one that must not be seen: from 1 to ``smallest - 1``."""
    return 0 < count < smallest


def tells(step: Step, smallest: int) -> bool:
    """Whether a step holds a small count: of students, of those who left or of those still there."""
    return any(small(count, smallest) for count in (step.n, step.left, max(step.n - step.left, 0)))


def shown_steps(steps: Sequence[Step], smallest: int) -> list[bool]:
    """For each month in order, whether it may be shown; all of them where ``smallest`` is 0."""
    if smallest == 0:
        return [True] * len(steps)
    shown: list[bool] = []
    last: Step | None = None
    for step in steps:
        may = (
            step.n >= smallest and not small(step.left, smallest) and not small(step.n - step.left, smallest)
        )
        if may and last is not None:
            may = not small(abs(step.left - last.left), smallest) and not small(
                abs(step.n - last.n), smallest
            )
        shown.append(may)
        if may:
            last = step
    return shown


def hidden_parts(counts: Mapping[str, int], smallest: int) -> frozenset[str]:
    """Which parts of a whole to hide, the total being shown: the small ones, and one more where one would be alone.

    A single hidden part is the total less the others, so the smallest part that isn't 0 is hidden with it.
    """
    hidden = {key for key, count in counts.items() if small(count, smallest)}
    if len(hidden) == 1 or (hidden and sum(counts[key] for key in hidden) < smallest):
        others = sorted((count, key) for key, count in counts.items() if key not in hidden and count)
        if others:
            hidden.add(others[0][1])
    return frozenset(hidden)


def shown_together(steps: Sequence[Step], smallest: int) -> list[bool]:
    """For figures about the same students (windows, variants), in order: which may be shown side by side.

    As ``shown_steps``, but each is held against *every* one shown before it: a reader subtracts any two. ``left`` may
    pass ``n`` where n isn't a number of persons (an agreed number); then only ``left`` is looked at.
    """
    if smallest == 0:
        return [True] * len(steps)
    shown: list[bool] = []
    seen: list[Step] = []
    for step in steps:
        apart = [abs(step.left - other.left) for other in seen] + [abs(step.n - other.n) for other in seen]
        counts = [step.left, step.n, max(step.n - step.left, 0), *apart]
        may = not any(small(count, smallest) for count in counts)
        shown.append(may)
        if may:
            seen.append(step)
    return shown
