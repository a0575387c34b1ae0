"""The school's key figures as a report for everybody: its own from released data, and what others have published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.question import IndicatorError, Value
from pejling.analysis.guarded.school_figures import CUTS
from pejling.analysis.language import translate
from pejling.analysis.plans.figure_choice import is_chosen
from pejling.analysis.plans.plan_model import Indicator
from pejling.analysis.reports.building.key_figures import Group, key_figure_report
from pejling.analysis.reports.building.others_figures import other_figure
from pejling.analysis.reports.building.own_figures import (
    ABOUT,
    NOT_KNOWN,
    OF_DAY,
    cut_by,
    definition_text,
    own_figure,
)
from pejling.analysis.reports.report import Figure, Picture, Report, Table
from pejling.analysis.reports.saying import Saying
from pejling.analysis.reports.typography import day, month_name
from pejling.analysis.results.followed import Followed, follow
from pejling.base.organisations.models import Organisation
from pejling.quality.indicators import catalogue
from pejling.quality.indicators.actions import compute
from pejling.quality.indicators.key_figures import newest_key_figures, result_sources
from pejling.quality.indicators.released import released
from pejling.quality.indicators.telling import NOTHING_YET, Told, told_of
from pejling.quality.publishing.refusing import Refused

#: as many released sets of data, and as many periods of a result, as are told
YEARS = 5
#: and as many intakes: three years of them
INTAKES = 9
SAY = Saying("da")


def told_snapshots(organisation: Organisation) -> list[Any]:
    """The released sets of data that the report is of, the newest first."""
    return released(organisation)[:YEARS]


def report_of_key_figures(
    organisation: Organisation, *, by: Any, dated: date, number: int = 1, note: str = ""
) -> Report:
    """The report; Refused ``no_figures`` where there is nothing to tell."""
    snapshots = told_snapshots(organisation)
    told = told_of(snapshots)
    groups = [*_own(organisation, snapshots, told, by), *_others(organisation)]
    if not groups:
        raise Refused("no_figures")
    about = SAY(ABOUT)
    if snapshots:
        about += " " + SAY(OF_DAY, day=day(snapshots[0].as_of, "da"))
    return key_figure_report(
        f"{translate('Key figures', 'da')}: {organisation.name}", organisation.name, groups, dated=dated, about=about,
        version=number, note=note,
    )  # fmt: skip


def _own(
    organisation: Organisation, snapshots: list[Any], told: Mapping[str, Told], by: Any
) -> Iterator[Group]:
    if not snapshots:
        return
    for definition in catalogue.definitions().values():
        figures = list(_figures(organisation, definition, snapshots, told, by))
        if any(one.value is not None or one.hidden for one in figures):
            words = definition.words["da"]
            cuts = tuple(_cuts(organisation, definition, snapshots[0], told, by))
            yield Group(words.title, tuple(figures), definition_text(definition, SAY), cuts=cuts)


def _figures(
    organisation: Organisation,
    definition: IndicatorDefinition,
    snapshots: list[Any],
    told: Mapping[str, Told],
    by: Any,
) -> Iterator[Figure]:
    """Everything of the newest data; of earlier ones the figure that the definition itself means."""
    for place, snapshot in enumerate(snapshots):
        values = _values(organisation, definition, snapshot, by)
        sight = told.get(str(snapshot.uuid), NOTHING_YET)
        for value in values if place == 0 else filter(_of(definition), values):
            yield own_figure(
                definition,
                value,
                shown=sight.shows(definition, value),
                say=SAY,
                period=day(snapshot.as_of, "da") if len(snapshots) > 1 else "",
            )


def _of(definition: IndicatorDefinition) -> Callable[[Value], bool]:
    """Whether a value has the definition's own variant and window."""
    return lambda value: is_chosen(value, Indicator(definition.key), definition)


def _values(
    organisation: Organisation, definition: IndicatorDefinition, snapshot: Any, by: Any, cut: str = ""
) -> list[Value]:
    try:
        return compute(
            by=by,
            organisation=organisation,
            snapshot=snapshot,
            key=definition.key,
            cut_by=(cut,) if cut else (),
        )
    except IndicatorError:
        # Its files are gone, and it was never asked.
        return []


def _cuts(
    organisation: Organisation,
    definition: IndicatorDefinition,
    snapshot: Any,
    told: Mapping[str, Told],
    by: Any,
) -> Iterator[Picture | Table]:
    sight = told.get(str(snapshot.uuid), NOTHING_YET)
    for dimension in CUTS:
        if dimension not in definition.dimensions:
            continue
        # Where nobody has been followed long enough yet there is nothing to read.
        values = [
            (_group(dimension, value), value)
            for value in _values(organisation, definition, snapshot, by, dimension)
            if _of(definition)(value) and value.estimate is not None
        ]
        if dimension == "intake":
            values = values[-INTAKES:]
        made = cut_by(
            definition, dimension, values, shown=lambda value: sight.shows(definition, value), say=SAY
        )
        if made is not None:
            yield made


def _group(dimension: str, value: Value) -> str:
    name = str(value.by[dimension] or SAY(NOT_KNOWN))
    return month_name(name) if dimension == "intake" else name


def _others(organisation: Organisation) -> Iterator[Group]:
    """What others have published about the school, by source."""
    sources = result_sources()
    public = [
        one
        for one in newest_key_figures(organisation)
        if sources.visibility(one) == "published" and one.about_the_school
    ]
    by_source: dict[str, list[Followed]] = {}
    for one in follow(public, sources):
        by_source.setdefault(one.source.key if one.source else one.latest.origin, []).append(one)
    for series in by_source.values():
        source = series[0].source
        words = source.words["da"] if source else None
        figures = tuple(other_figure(figure, source, SAY) for one in series for figure in one.figures[:YEARS])
        yield Group(words.title if words else series[0].latest.origin, figures, words.about if words else "")


def is_of(report: str, snapshots: list[Any]) -> bool:
    """Whether a frozen report (as JSON) tells of the newest released data."""
    return not snapshots or str(snapshots[0].uuid) in report
