"""Results of others, read from a snapshot and nowhere else, with the places they have among the school's sources."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from pejling.analysis.engine.question import IndicatorError
from pejling.analysis.results.figure import KeyFigure, load
from pejling.analysis.results.followed import Followed, follow
from pejling.analysis.results.sources import ResultSources, parse_sources
from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import folder_of, newest


def key_figures(snapshot: Snapshot) -> tuple[KeyFigure, ...]:
    """The snapshot's key figures, whatever may be seen of them; IndicatorError where its files are gone."""
    return _load(folder_of(snapshot))


def newest_key_figures(organisation: Organisation) -> tuple[KeyFigure, ...]:
    """Those of the school's newest snapshot; () before the first delivery, and where its files are gone."""
    snapshot = newest(organisation)
    try:
        return key_figures(snapshot) if snapshot else ()
    except IndicatorError:
        return ()


def result_sources() -> ResultSources:
    """The sources of results this installation knows, in their order."""
    return _sources(Path(settings.CATALOGUE) / "key_figure_sources.yaml")


def followed(snapshot: Snapshot) -> list[Followed]:
    """The snapshot's key figures followed over their periods, by source."""
    return follow(key_figures(snapshot), result_sources())


@lru_cache(maxsize=16)
def _load(folder: Path) -> tuple[KeyFigure, ...]:
    return tuple(load(folder))


@lru_cache(maxsize=4)
def _sources(path: Path) -> ResultSources:
    return parse_sources(path.read_text(encoding="utf-8"))
