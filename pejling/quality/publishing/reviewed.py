"""The figures that a plan's concluded reviews were judged by, as the public is told them.

A kept figure says what it was, but not how it was asked. Only where it is found again among the kept answers about
the whole school (same data, version, numbers), and the one choice of what the public is told of that data lets it
out, does it stand with its numbers. All others stand as hidden, and are named where a text may say them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.question import Value
from pejling.analysis.plans.plan_model import KeptFigure, Review
from pejling.analysis.reports.building.own_figures import OWN, own_figure
from pejling.analysis.reports.report import Figure
from pejling.analysis.reports.saying import Saying
from pejling.analysis.reports.typography import exactly
from pejling.quality.indicators.asked import Asked, Kept, several
from pejling.quality.indicators.catalogue import definitions
from pejling.quality.indicators.telling import NOTHING_YET, Told, snapshots_named, told_of
from pejling.quality.plans.models import Plan
from pejling.quality.plans.reviewing import review_value

SAY = Saying("da")
#: as a kept figure's numbers are written
_SIX = Decimal("0.000001")


@dataclass(slots=True)
class Reviewed:
    """``figures``: by the places of review and theme. ``held_back``: (heading, value as it is printed)."""

    figures: dict[tuple[int, int], tuple[Figure, ...]] = field(default_factory=dict)
    held_back: list[tuple[str, str]] = field(default_factory=list)


def reviewed(plan: Plan) -> Reviewed:
    """The figures of the plan's concluded reviews, in the order of the plan's value."""
    made, reviews = Reviewed(), _concluded(plan)
    own = list(_own(reviews))
    if not own:
        return made
    rows = snapshots_named(plan.organisation, {one.snapshot for one in own})
    wanted = {one.pk for one in rows}
    questions = list(dict.fromkeys(Asked(one.key) for one in own))
    kept = several(
        plan.organisation, questions, lambda there: [one for one in there if one.snapshot in wanted]
    )
    told = told_of(rows)
    for place, review in enumerate(reviews):
        for number, theme in enumerate(review.themes):
            figures = [
                _figure(one, kept.get(Asked(one.key), ()), told) for one in theme.figures if _is_own(one)
            ]
            made.figures[place, number] = tuple(figures)
            for one, figure in zip(filter(_is_own, theme.figures), figures, strict=True):
                if figure.hidden and one.value is not None:
                    said = exactly(one.value.quantize(Decimal("0.1"), ROUND_HALF_UP), "da")
                    made.held_back += [(theme.title, said), (review.title, said)]
    return made


def snapshots_reviewed(plan: Plan) -> list[Any]:
    """The snapshots whose figures the plan's reviews tell."""
    return snapshots_named(plan.organisation, {one.snapshot for one in _own(_concluded(plan))})


def _concluded(plan: Plan) -> list[Review]:
    return [review_value(one) for one in plan.reviews.all() if one.frozen is not None]


def _own(reviews: Iterable[Review]) -> Iterable[KeptFigure]:
    return (one for review in reviews for theme in review.themes for one in theme.figures if _is_own(one))


def _is_own(figure: KeptFigure) -> bool:
    # What somebody wrote into a file, of whatever source, has nothing it could be held against.
    return figure.key in definitions() and bool(figure.snapshot)


def _figure(one: KeptFigure, kept: Iterable[Kept], told: Mapping[str, Told]) -> Figure:
    definition = definitions()[one.key]
    value = next((found for found in _values(one, kept) if _is_same(one, found, definition)), None)
    sight = told.get(one.snapshot, NOTHING_YET)
    if value is not None:
        made = own_figure(definition, value, shown=sight.shows(definition, value), say=SAY)
        # As it was called when it was kept.
        return replace(made, title=one.title)
    counted = definition.kind == "count"
    return Figure(
        title=one.title, value=None, unit="count" if counted else "percent", source=SAY(OWN), as_of=one.as_of,
        key=one.key, version=one.version, snapshot=one.snapshot, hidden=True,
    )  # fmt: skip


def _values(one: KeptFigure, kept: Iterable[Kept]) -> Iterable[Value]:
    return (
        value
        for answer in kept
        if (answer.snapshot, answer.version) == (one.snapshot, one.version)
        for value in answer.values
        if not value.by
    )


def _is_same(one: KeptFigure, found: Value, definition: IndicatorDefinition) -> bool:
    if one.value is None or found.estimate is None or (one.n, one.as_of) != (found.n, found.as_of):
        return False
    share = definition.kind != "count"
    if share and one.events != found.events:
        return False
    number = Decimal(repr(found.estimate)) * (100 if share else 1)
    return number.quantize(_SIX, ROUND_HALF_UP) == one.value
