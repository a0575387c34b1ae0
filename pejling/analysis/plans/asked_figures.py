"""The figures that a plan's measures and actions ask for, held against the definitions there are. *Pure.*"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pejling.analysis.definition import load_catalogue
from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.plans.finding import Finding
from pejling.analysis.plans.plan_model import Indicator, Plan
from pejling.analysis.strict_fields import nearest

CATALOGUE = Path(__file__).resolve().parents[2] / "catalogue" / "indicators"


def unknown_figures(plan: Plan) -> Iterator[Finding]:
    """Warn of each figure that no definition here gives: misspelt, or a school's own, which its file doesn't tell."""
    asked = list(_asked(plan))
    known = load_catalogue(CATALOGUE) if asked else {}
    for path, figure in asked:
        yield from _unknown(path, figure, known)


def _asked(plan: Plan) -> Iterator[tuple[str, Indicator]]:
    """Each own figure (those taken in from others have no definition) with its place."""
    for goal in plan.walk():
        for measure in goal.measures:
            if measure.indicator is not None and measure.indicator.key:
                yield f"{measure.path}.indicator", measure.indicator
        for action in goal.actions:
            for number, figure in enumerate(action.moves, 1):
                if figure.key:
                    yield f"{action.path}.moves[{number}]", figure


def _unknown(path: str, figure: Indicator, known: Mapping[str, IndicatorDefinition]) -> Iterator[Finding]:
    definition = known.get(figure.key)
    if definition is None:
        yield _told(f"{path}.key", figure.key, list(known))
        return
    for name, _value in figure.where:
        if name not in definition.dimensions:
            yield _told(f"{path}.where.{name}", name, definition.dimensions)
    variants = [variant.key for variant in definition.variants]
    if figure.variant and figure.variant not in variants:
        yield _told(f"{path}.variant", figure.variant, variants)


def _told(path: str, found: str, known: list[str] | tuple[str, ...]) -> Finding:
    params = {"found": found, "known": list(known), "near": nearest(found, known)}
    return Finding(path, "unknown_figure", params)
