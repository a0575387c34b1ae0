"""The definitions and intake windows this installation uses."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from pejling.analysis.definition import load_catalogue
from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.question import IndicatorError
from pejling.analysis.intakes import CALENDAR_MONTHS, Intakes, parse_sets
from pejling.analysis.strict_fields import nearest


def definitions() -> dict[str, IndicatorDefinition]:
    """All definitions by key; DefinitionError where one can't be used. Read once per process and folder."""
    return _definitions(Path(settings.CATALOGUE) / "indicators")


def definition(key: str) -> IndicatorDefinition:
    """The definition of that key; IndicatorError ``unknown_indicator`` listing those there are."""
    known = definitions()
    if key not in known:
        raise IndicatorError("unknown_indicator", key=key, known=list(known), near=nearest(key, list(known)))
    return known[key]


def intakes() -> Intakes:
    """The intake windows in use."""
    return _intakes(Path(settings.CATALOGUE) / "intakes.yaml")


@lru_cache(maxsize=4)
def _definitions(folder: Path) -> dict[str, IndicatorDefinition]:
    return load_catalogue(folder)


@lru_cache(maxsize=4)
def _intakes(path: Path) -> Intakes:
    if not path.is_file():
        return CALENDAR_MONTHS
    sets, used = parse_sets(path.read_text(encoding="utf-8"), path.name)
    return sets[used] if used else CALENDAR_MONTHS
