"""Key figures followed over periods: the newest of each, the one before, and the change between. *Pure.*"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.results.sources import HIGHER_BETTER, NEUTRAL, ResultSource, ResultSources
from pejling.analysis.results.spread import Spread, spread
from pejling.analysis.results.year_change import YearChange, year_change

BETTER, WORSE, CHANGED = "better", "worse", "changed"


@dataclass(frozen=True, slots=True)
class Followed:
    """One figure over its periods, newest first. ``source``: None where the catalogue has none for it."""

    source: ResultSource | None
    figures: tuple[KeyFigure, ...]

    @property
    def key(self) -> str:
        """The series' name in an address."""
        return self.figures[0].series

    @property
    def latest(self) -> KeyFigure:
        """The newest figure."""
        return self.figures[0]

    @property
    def spread(self) -> Spread | None:
        """The newest figure's interval."""
        return spread(self.latest)

    @property
    def change(self) -> YearChange | None:
        """The change from the period before; None where there is no earlier one."""
        return year_change(*self.figures[:2]) if len(self.figures) > 1 else None

    @property
    def direction(self) -> str:
        """Which way is good."""
        return self.source.direction(self.latest.indicator) if self.source else NEUTRAL

    @property
    def verdict(self) -> str | None:
        """Better, worse or changed where the change is clear; None where it may be chance."""
        return verdict(self.change, self.direction)

    def is_late(self, today: date) -> bool:
        """Whether the newest result is older than the source's rhythm allows."""
        return self.source is not None and self.source.is_late(self.latest.dated, today)


def verdict(change: YearChange | None, direction: str) -> str | None:
    """What a clear change means; None where it isn't clear."""
    if change is None or not change.clear or change.difference is None:
        return None
    if direction == NEUTRAL:
        return CHANGED
    return BETTER if (change.difference > 0) == (direction == HIGHER_BETTER) else WORSE


def follow(figures: Iterable[KeyFigure], sources: ResultSources) -> list[Followed]:
    """The series of the figures, in the order of the sources, then as they come.

    Two files may name a source differently: the figures belong together all the same. Where a period is told twice
    the one retrieved last counts.
    """
    found: dict[tuple, dict[str, KeyFigure]] = {}
    for figure in figures:
        source = sources.of(figure.origin)
        origin = source.key if source else figure.origin
        periods = found.setdefault((origin, figure.indicator, figure.place, figure.subgroup), {})
        known = periods.get(figure.period)
        if known is None or (figure.retrieved_on or date.min) >= (known.retrieved_on or date.min):
            periods[figure.period] = figure
    series = [
        Followed(sources.named(origin), tuple(sorted(periods.values(), key=_age, reverse=True)))
        for (origin, *_rest), periods in found.items()
    ]
    order = {source.key: place for place, source in enumerate(sources.listed)}
    return sorted(series, key=lambda one: order.get(one.source.key, len(order)) if one.source else len(order))


def on_the_overview(series: Sequence[Followed], source: ResultSource | None) -> list[Followed]:
    """Those of one source that stand on the overview: about the school; else about the places the source names."""
    own = [one for one in series if one.latest.about_the_school]
    if own or source is None:
        return own or list(series)
    return [one for one in series if one.latest.place in source.overview]


def _age(figure: KeyFigure) -> tuple[date, str]:
    return figure.period_to or date.min, figure.period
