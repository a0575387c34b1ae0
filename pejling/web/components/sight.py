"""What one reader sees of a snapshot's figures: everything, or what the guard leaves of them.

Nothing hidden leaves this component: a hidden value or cell holds no number, whatever becomes of it afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from pejling.analysis.engine.question import Value
from pejling.analysis.guarded.linked import Cell, Group
from pejling.analysis.guarded.school_figures import hidden_months, may_be_shown
from pejling.base.accounts.access import Access
from pejling.facts.snapshots.models import Snapshot
from pejling.flows.guarding import guarded
from pejling.quality.indicators.guarding import hidden_cells
from pejling.quality.indicators.models import Guarded
from pejling.web.components.masking import Step, small


@dataclass(frozen=True, slots=True)
class Seen:
    """A value, and whether it is hidden from this reader (then ``value`` holds no numbers)."""

    value: Value
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sight:
    """``smallest``: counts from 1 to one less are hidden, 0: nothing is. ``months``: hidden ones of the grid."""

    smallest: int = 0
    hidden: frozenset[Cell] = frozenset()
    months: Mapping[Group, frozenset[int]] = field(default_factory=dict)

    def see(self, value: Value, accepted: Mapping[str, str] | None = None) -> Seen:
        """The value as this reader sees it. ``accepted``: the filter it was asked with, if not cut by it."""
        if not self.smallest:
            return Seen(value)
        whole = replace(value, by={**(accepted or {}), **value.by})
        excluded = {reason: n for reason, n in value.excluded.items() if not small(n, self.smallest)}
        if may_be_shown(whole, self.hidden):
            return Seen(replace(value, excluded=excluded))
        empty = replace(
            value, estimate=None, n=0, lower=None, upper=None, events=None, excluded={}, reason=None
        )
        return Seen(empty, hidden=True)

    def see_all(self, values: Iterable[Value]) -> list[Seen]:
        """Each of them."""
        return [self.see(value) for value in values]


def step_of(value: Value) -> Step:
    """What is counted: a count's own number is its n; a ratio of hours has no events."""
    return Step(value.n, value.events or 0)


#: whoever may see small counts
EVERYTHING = Sight()


def sight_of(request: HttpRequest, snapshot: Snapshot, access: Access | None = None) -> Sight:
    """What the reader sees of a snapshot; ``access``: as it is at the filter of the page (``Access.at``).

    BeingPrepared, which the refusals' middleware turns into a page, while it is being chosen.
    """
    return sight_for(request.user, request.access, snapshot, access)


def sight_for(user: Any, whole: Access, snapshot: Snapshot, access: Access | None = None) -> Sight:
    """As ``sight_of``, for those who have no request."""
    smallest = (access or whole).smallest
    if not smallest:
        return EVERYTHING
    # What is hidden is chosen for all that the reader may ask for, whatever this page's filter is.
    row = guarded(by=user, access=replace(whole, accepted={}), snapshot=snapshot, threshold=smallest)
    return _sight(snapshot.uuid, row.held, row.versions, smallest)


@lru_cache(maxsize=64)
def _sight(snapshot: UUID, held: str, versions: str, smallest: int) -> Sight:
    """Chosen once, so what is remembered can't be out of date."""
    row = Guarded.objects.get(snapshot__uuid=snapshot, held=held, versions=versions, threshold=smallest)
    cells = hidden_cells(row)
    return Sight(smallest, cells, hidden_months(cells))
