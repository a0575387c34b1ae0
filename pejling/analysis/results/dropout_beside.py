"""A school's own dropout beside another's figure, and how far the school can see why they differ. *Pure.*

A school can measure what the other's rules would do to its own figure: programme change and re-entry left out. It
can't see who goes on at another school. The rest is that, other people counted, and chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pejling.analysis import intervals
from pejling.analysis.engine.question import Value
from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.results.sources import COUNTED, DropoutRule
from pejling.analysis.results.spread import spread

GROSS, NET_OF_CHANGE, NET_OF_REENTRY = "gross", "net_of_change", "net_of_reentry"
#: How long the school's own variant follows a leave for a re-entry, in months.
OWN_REENTRY = 15


@dataclass(frozen=True, slots=True)
class Beside:
    """The other's figure and the school's own at the same window; differences in percentage points.

    ``own``: variant -> value. ``difference``: the other's less the school's own gross, with its interval where both
    have one. ``change_pull``, ``reentry_pull``: what leaving programme change, or re-entry, out does to the school's
    own figure (0 or below); None where the other counts it too, or where the school has no figure. ``seen``: the
    school's own figure under the other's rules as far as it can be seen, lowest and highest. ``rest``: what is left
    of the difference then, lowest and highest.
    """

    figure: KeyFigure
    rule: DropoutRule
    own: Mapping[str, Value]
    difference: float | None = None
    lower: float | None = None
    upper: float | None = None
    change_pull: float | None = None
    reentry_pull: float | None = None
    seen: tuple[float, float] | None = None
    rest: tuple[float, float] | None = None

    @property
    def may_be_chance(self) -> bool | None:
        """Whether the interval of the difference holds 0; None where there is no interval."""
        if self.lower is None or self.upper is None:
            return None
        return self.lower <= 0 <= self.upper

    @property
    def same_reentry(self) -> bool:
        """Whether the other takes a leave back after as many months as the school's own variant."""
        return self.rule.reentry_months == OWN_REENTRY


def beside(figure: KeyFigure, rule: DropoutRule, values: Mapping[str, Value]) -> Beside:
    """Compare. ``values``: the school's own at the rule's window, by variant; an estimate may be None."""
    gross = values.get(GROSS)
    if gross is None or gross.estimate is None or figure.share is None:
        return Beside(figure, rule, values)
    change = _pull(values, NET_OF_CHANGE, gross.estimate) if rule.change != COUNTED else None
    reentry = _pull(values, NET_OF_REENTRY, gross.estimate) if rule.reentry_months else None
    pulls = [pull for pull in (change, reentry) if pull is not None]
    # One leave may be excused by both, so together they do at least what the larger does, at most the sum.
    base = 100 * gross.estimate
    lowest, highest = max(base + sum(pulls), 0.0), base + min(pulls, default=0.0)
    theirs = 100 * figure.share
    return Beside(
        figure,
        rule,
        values,
        theirs - base,
        *_limits(figure, gross),
        change,
        reentry,
        (lowest, highest),
        (theirs - highest, theirs - lowest),
    )


def _pull(values: Mapping[str, Value], variant: str, gross: float) -> float | None:
    net = values.get(variant)
    return None if net is None or net.estimate is None else 100 * (net.estimate - gross)


def _limits(figure: KeyFigure, own: Value) -> tuple[float | None, float | None]:
    """Of the difference, from both intervals (MOVER); wide, since the two are partly about the same students."""
    theirs = spread(figure)
    if (
        theirs is None
        or own.lower is None
        or own.upper is None
        or own.estimate is None
        or figure.share is None
    ):
        return None, None
    scale = 100 if figure.unit == "percent" else 1
    limits = intervals.difference(
        figure.share, (theirs.lower / scale, theirs.upper / scale), own.estimate, (own.lower, own.upper)
    )
    return 100 * limits[0], 100 * limits[1]
