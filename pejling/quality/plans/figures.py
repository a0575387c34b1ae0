"""The figures that plans read: what is asked of the indicators, and which snapshot counts for a plan's period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.plans.plan_model import Indicator
from pejling.analysis.plans.read_parts import figure
from pejling.analysis.strict_fields import Fields
from pejling.base.accounts.access import Access
from pejling.base.organisations.models import Organisation
from pejling.quality.indicators.asked import Asked, Choose, Found
from pejling.quality.indicators.catalogue import definitions
from pejling.quality.plans.models import Action, Measure, Placing
from pejling.quality.plans.queries import seen_by


def read_figure(stored: dict | None) -> Indicator | None:
    """The figure that a row names."""
    return figure(Fields(stored, "indicator")) if stored else None


def asked_of(found: Indicator) -> Asked | None:
    """The question to ask of the own indicators; None for a figure of others, or of an unknown definition."""
    definition = definitions().get(found.key)
    if definition is None:
        return None
    return Asked(found.key, None if _is_shown(found.window, definition) else found.window, found.where)


def _is_shown(window: int | None, definition: IndicatorDefinition) -> bool:
    """Whether the window is among those that are answered together when none is asked for."""
    return window is None or window in definition.window.shown or window == definition.window.default


def with_the_whole(asked: Iterable[Asked]) -> list[Asked]:
    """The questions, each with the same figure of the whole school: what is small beside the whole is hidden."""
    return list(dict.fromkeys(found for one in asked for found in (one, Asked(one.key))))


def within(period: tuple[date, date]) -> Choose:
    """Choose the newest snapshot of the period; where there is none, the newest of all."""

    def choose(places: Sequence[Found]) -> Found | None:
        inside = [one for one in places if period[0] <= one.as_of <= period[1]]
        return next(iter(inside or places), None)

    return choose


def placed_to_move(access: Access) -> list[Placing]:
    """The actions that the reader may see and that are meant to move a figure, each with one of its places."""
    if not access.may("see_plans"):
        return []
    places = Placing.objects.filter(goal__plan__in=seen_by(access)).exclude(action__moves=[])
    if not access.may("see_plan_work"):
        places = places.filter(action__internal=False)
    found: dict[int, Placing] = {}
    for place in places.select_related("action", "goal__plan").order_by("-goal__plan__period_from", "pk"):
        found.setdefault(place.action_id, place)
    return list(found.values())


def figures_to_move(action: Action) -> list[Indicator]:
    """The figures that an action is meant to move."""
    return [figure(Fields(one, "moves")) for one in action.moves]


def asked_by_plans(organisation: Organisation) -> list[Asked]:
    """Every question that the school's open plans ask, to be made ready when there is a new snapshot."""
    measures = Measure.objects.filter(organisation=organisation, indicator__isnull=False).exclude(
        goal__plan__state="closed"
    )
    stored = [*measures.values_list("indicator", flat=True)]
    for moves in (
        Action.objects.filter(organisation=organisation).exclude(moves=[]).values_list("moves", flat=True)
    ):
        stored += moves
    found = [read_figure(one) for one in stored]
    return with_the_whole(asked for one in found if one and (asked := asked_of(one)))
