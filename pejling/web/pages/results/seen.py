"""Which key figures a reader may see, and which of them hidden: before anything is followed, drawn or written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.results.followed import Followed, follow
from pejling.analysis.results.sources import ResultSources
from pejling.analysis.results.spread import successes
from pejling.base.accounts.access import Access
from pejling.facts.snapshots.models import Snapshot
from pejling.quality.indicators.key_figures import key_figures, result_sources
from pejling.web.components.masking import Step, small, tells

#: kinds of places that a membership may be held to
_HELD = frozenset({"department", "programme", "municipality"})


@dataclass(frozen=True, slots=True)
class SeenResults:
    """The figures followed over periods; ``hidden``: (series, period) of those whose numbers are kept back."""

    series: list[Followed]
    hidden: frozenset[tuple[str, str]]

    def is_hidden(self, figure: KeyFigure) -> bool:
        """Whether the figure's numbers are kept from this reader."""
        return (figure.series, figure.period) in self.hidden


def seen_results(access: Access, snapshot: Snapshot) -> SeenResults:
    """The snapshot's key figures as this reader may see them.

    What is published is shown as it was published, small numbers too. What is internal is left out where it is about
    a part of the school that isn't the reader's, and has no numbers where few are behind it.
    """
    return seen(key_figures(snapshot), access, result_sources())


def seen(figures: Iterable[KeyFigure], access: Access, sources: ResultSources) -> SeenResults:
    """As ``seen_results``, of these figures."""
    kept: list[KeyFigure] = []
    hidden: set[tuple[str, str]] = set()
    for figure in figures:
        if sources.visibility(figure) == "published":
            kept.append(figure)
        elif _within(figure, access):
            may = not (access.smallest and few(figure, access.smallest))
            kept.append(figure if may else _emptied(figure))
            if not may:
                hidden.add((figure.series, figure.period))
    return SeenResults(follow(kept, sources), frozenset(hidden))


def few(figure: KeyFigure, smallest: int) -> bool:
    """Whether an internal figure tells, or could tell, of so few that they must not be seen.

    Where nobody says how many are behind a figure about a part of the school, there may be few.
    """
    counted = successes(figure)
    if counted is not None:
        return tells(Step(round(counted[1]), round(counted[0])), smallest)
    if figure.unit == "count":
        return small(round(figure.value or 0), smallest)
    if figure.n is None:
        return not figure.about_the_school or figure.subgroup is not None
    return small(figure.n, smallest)


def _within(figure: KeyFigure, access: Access) -> bool:
    """Whether the figure is about the school as a whole, or about a part that is the reader's."""
    boxes = access.reach("see_results")
    if figure.place_kind not in _HELD or boxes == [{}]:
        return True
    return any(figure.place in box.get(figure.place_kind, ()) for box in boxes)


def _emptied(figure: KeyFigure) -> KeyFigure:
    return replace(
        figure, value=None, n=None, sd=None, lower=None, upper=None, response_rate=None, whole=None, note=None
    )
