"""What a reader who may not see small counts is told of the school's own figures in plans: of released data only, and
by the one choice that every other page goes by (decision 0019)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from django.http import HttpRequest

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.question import Value
from pejling.analysis.plans.plan_model import Indicator
from pejling.facts.snapshots.models import Snapshot
from pejling.flows.guarding import BeingPrepared
from pejling.quality.indicators.asked import Choose, Found
from pejling.quality.indicators.released import released
from pejling.quality.indicators.telling import is_declared
from pejling.web.components.sight import Sight, sight_of


class FigureSight:
    """One reader's, for one page: what is asked of the database is asked once."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self._sights: dict[tuple[str, int], Sight | None] = {}

    @cached_property
    def is_for_some(self) -> bool:
        """Whether there is anything that this reader may not see small counts of."""
        return any(grant.smallest for grant in self.request.access.grants)

    @cached_property
    def released(self) -> dict[int, Snapshot]:
        """By key, the snapshots that such readers are shown."""
        return {one.pk: one for one in released(self.request.school)} if self.is_for_some else {}

    def holds(self, asked: Indicator) -> bool:
        """Whether small counts of this figure are kept from the reader."""
        return bool(self.request.access.at(dict(asked.where)).smallest)

    def among_released(self, choose: Choose) -> Choose:
        """The same choice among the released snapshots alone."""

        def chosen(places: Sequence[Found]) -> Found | None:
            return choose([one for one in places if one.snapshot in self.released])

        return chosen

    def shows(
        self, definition: IndicatorDefinition, asked: Indicator, value: Value, snapshot: str
    ) -> bool | None:
        """Whether the value of a released snapshot may be shown; None while that is being chosen."""
        if not is_declared(definition, value, asked.where):
            return False
        sight = self._sight(asked, snapshot)
        return None if sight is None else not sight.see(value, dict(asked.where)).hidden

    def _sight(self, asked: Indicator, snapshot: str) -> Sight | None:
        held = self.request.access.at(dict(asked.where))
        key = (snapshot, held.smallest)
        if key not in self._sights:
            row = next(one for one in self.released.values() if str(one.uuid) == snapshot)
            try:
                self._sights[key] = sight_of(self.request, row, held)
            except BeingPrepared:
                self._sights[key] = None
        return self._sights[key]
