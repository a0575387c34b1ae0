"""The change from one period to the next, and whether it is more than chance. *Pure.*

Most changes aren't: of schools' year-to-year changes in well-being about one in a hundred is. So a change is called
clear only where its 95 % interval leaves out 0, and a change without an interval is never called clear.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from pejling.analysis import intervals
from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.results.spread import spread, successes

WELCH, NEWCOMBE, MOVER = "welch", "newcombe", "mover"

#: Why there is no change, or none with an interval.
NO_VALUE, OTHER_UNIT, OTHER_SCALE, NO_SPREAD = "no_value", "other_unit", "other_scale", "no_spread"


@dataclass(frozen=True, slots=True)
class YearChange:
    """``difference`` = now - before: in percentage points for shares, else in the figure's own unit.

    ``in_points``: whether it is a difference of shares. ``reason``: what is missing, one of the above; None where
    difference and interval are there.
    """

    now: KeyFigure
    before: KeyFigure
    difference: float | None
    lower: float | None = None
    upper: float | None = None
    method: str | None = None
    in_points: bool = False
    reason: str | None = None

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.lower is not None and self.upper is not None and (self.lower > 0 or self.upper < 0)


def year_change(now: KeyFigure, before: KeyFigure) -> YearChange:
    """The change between two periods of one figure."""
    if now.value is None or before.value is None:
        return YearChange(now, before, None, reason=NO_VALUE)
    if now.unit != before.unit:
        return YearChange(now, before, None, reason=OTHER_UNIT)
    if (now.scale_from, now.scale_to) != (before.scale_from, before.scale_to):
        return YearChange(now, before, None, reason=OTHER_SCALE)
    of_shares = now.share is not None and before.share is not None
    gap = 100 * (now.share - before.share) if of_shares else now.value - before.value
    limits, method = _limits(now, before)
    if limits is None or any(math.isnan(limit) for limit in limits):
        return YearChange(now, before, gap, in_points=of_shares, reason=NO_SPREAD)
    return YearChange(now, before, gap, *limits, method, of_shares)


def _limits(now: KeyFigure, before: KeyFigure) -> tuple[intervals.Interval | None, str | None]:
    """The limits of the difference, in percentage points for shares."""
    given = [figure for figure in (now, before) if figure.lower is not None]
    counted = successes(now), successes(before)
    if not given and None not in counted:
        lower, upper = intervals.newcombe(*counted[0], *counted[1])
        return (100 * lower, 100 * upper), NEWCOMBE
    if not given and all(figure.sd is not None and (figure.n or 0) >= 2 for figure in (now, before)):
        return intervals.welch(now.value, now.sd, now.n, before.value, before.sd, before.n), WELCH
    mine, others = spread(now), spread(before)
    if mine is None or others is None:
        return None, None
    scale = 100 if now.unit == "count" and now.whole else 1
    values = (now.share, before.share) if scale == 100 else (now.value, before.value)
    limits = intervals.difference(
        values[0], (mine.lower, mine.upper), values[1], (others.lower, others.upper)
    )
    return (scale * limits[0], scale * limits[1]), MOVER
