"""How sure a published figure is: the interval it came with, or the one its n and spread give. *Pure.*"""

from __future__ import annotations

import math
from dataclasses import dataclass

from pejling.analysis import intervals
from pejling.analysis.results.figure import KeyFigure

GIVEN, T, WILSON = "given", "t", "wilson"


@dataclass(frozen=True, slots=True)
class Spread:
    """A 95 % interval in the figure's own unit (a count's in its share, 0-1), and how it was found."""

    lower: float
    upper: float
    method: str


def spread(figure: KeyFigure) -> Spread | None:
    """The interval of a figure; None where nothing is known of its spread.

    A mean: Student's t from n and sd. A percentage with its n, or a count with its whole: Wilson's. What the source
    gives itself comes first.
    """
    if figure.value is None:
        return None
    if figure.lower is not None and figure.upper is not None:
        # The source gives it in the figure's own unit: a count's limits are counts.
        whole = figure.whole if figure.unit == "count" and figure.whole else 1
        return Spread(figure.lower / whole, figure.upper / whole, GIVEN)
    if figure.unit in {"score", "index"} and figure.sd is not None and (figure.n or 0) >= 2:
        lower, upper = intervals.t_mean(figure.value, figure.sd, figure.n)
        return Spread(*_on_the_scale(figure, lower, upper), T)
    counted = successes(figure)
    if counted is None:
        return None
    lower, upper = intervals.wilson(*counted)
    if math.isnan(lower):
        return None
    scale = 100 if figure.unit == "percent" else 1
    return Spread(scale * lower, scale * upper, WILSON)


def successes(figure: KeyFigure) -> tuple[float, float] | None:
    """How many of how many, where the figure is a share of a known number; else None.

    A percentage was rounded when it was published, so the successes needn't be whole.
    """
    if figure.value is None:
        return None
    if figure.unit == "percent" and figure.n and 0 <= figure.value <= 100:
        return figure.value / 100 * figure.n, figure.n
    if figure.unit == "count" and figure.whole and 0 <= figure.value <= figure.whole:
        return figure.value, figure.whole
    return None


def _on_the_scale(figure: KeyFigure, lower: float, upper: float) -> tuple[float, float]:
    if figure.scale_from is not None:
        lower = max(lower, figure.scale_from)
    return lower, upper if figure.scale_to is None else min(upper, figure.scale_to)
