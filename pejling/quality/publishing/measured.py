"""The figures a plan's measures are read from, as the public is told them: a handful of queries for a whole plan.

A figure that was taken into a measure's rule stands as it was taken. Where none was, the school's own comes from data
released in the plan's period, and a result of others from what they have published. What the public isn't
told while the plan's rule says it all the same is named (``held_back``), so that somebody settles it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.question import Value
from pejling.analysis.gate.counts import is_small_figure
from pejling.analysis.guarded.school_figures import CUTS
from pejling.analysis.plans.figure_choice import is_chosen, matches, plain
from pejling.analysis.plans.plan_model import Indicator, Taken
from pejling.analysis.plans.read_parts import taken as read_taken
from pejling.analysis.plans.rule_parts import split, still_says
from pejling.analysis.reports.building.others_figures import other_figure
from pejling.analysis.reports.building.own_figures import OUTSIDE, OWN, own_figure
from pejling.analysis.reports.report import Figure
from pejling.analysis.reports.saying import Saying
from pejling.analysis.reports.typography import exactly
from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.results.followed import Followed, follow
from pejling.analysis.strict_fields import Fields
from pejling.base.organisations.models import Organisation
from pejling.quality.indicators.asked import Asked, Kept, several
from pejling.quality.indicators.catalogue import definitions
from pejling.quality.indicators.key_figures import newest_key_figures, result_sources
from pejling.quality.indicators.released import released
from pejling.quality.indicators.telling import NOTHING_YET, Told, is_declared, snapshots_named, told_of
from pejling.quality.plans.figures import asked_of, read_figure
from pejling.quality.plans.models import Measure, Plan

SAY = Saying("da")


@dataclass(slots=True)
class Measured:
    """``figures``: by the measure's id. ``held_back``: (measure, value as it is printed) of what isn't told."""

    figures: dict[str, tuple[Figure, ...]] = field(default_factory=dict)
    held_back: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A measure, what it reads, and the figures that its rule still holds as they were taken."""

    measure: Measure
    figure: Indicator
    taken: tuple[Taken, ...]


def measured(plan: Plan) -> Measured:
    """The figures of a plan (got by ``plans.queries.plan``)."""
    asked = [
        _Asked(one, figure, tuple(_taken(one)))
        for goal in plan.goals.all()
        for one in goal.measures.all()
        if (figure := read_figure(one.indicator)) is not None
    ]
    made, period = Measured(), (plan.period_from, plan.period_to)
    _own([one for one in asked if one.figure.key], plan.organisation, period, made)
    _others([one for one in asked if one.figure.source], plan.organisation, period, made)
    return made


def questions_of(plan: Plan) -> list[Asked]:
    """What the plan's measures ask of the school's own figures."""
    named = [read_figure(one.indicator) for goal in plan.goals.all() for one in goal.measures.all()]
    return [question for one in named if one and one.key and (question := asked_of(one))]


def snapshots_behind(plan: Plan) -> list[Any]:
    """The snapshots whose figures the plan's report tells, as far as their files are there."""
    asked = [
        (figure, list(_taken(one)))
        for goal in plan.goals.all()
        for one in goal.measures.all()
        if (figure := read_figure(one.indicator)) is not None and figure.key
    ]
    if not asked:
        return []
    named = {one.snapshot for _figure, found in asked for one in found if one.snapshot}
    rows = snapshots_named(plan.organisation, named)
    shown = _within(released(plan.organisation), (plan.period_from, plan.period_to))
    return [*rows, *(one for one in shown if one not in rows)]


def _taken(measure: Measure) -> Iterable[Taken]:
    values = split(measure.rule)[1]
    found = [read_taken(Fields(one, "taken")) for one in measure.taken]
    return [one for one in found if still_says(values, one)]


def _within(snapshots: list[Any], period: tuple[date, date]) -> list[Any]:
    """The newest released snapshot of the plan's period; [] without any: other years' figures say nothing of it."""
    return [one for one in snapshots if period[0] <= one.as_of <= period[1]][:1]


def _own(asked: list[_Asked], organisation: Organisation, period: tuple[date, date], made: Measured) -> None:
    if not asked:
        return
    named = {one.snapshot for each in asked for one in each.taken if one.snapshot}
    rows = snapshots_named(organisation, named)
    shown = _within(released(organisation), period)
    wanted = {one.pk for one in [*rows, *shown]}
    questions = [question for one in asked if (question := asked_of(one.figure))]
    kept = several(organisation, questions, lambda places: [one for one in places if one.snapshot in wanted])
    told = told_of([*rows, *(one for one in shown if one not in rows)])
    for one in asked:
        definition, question = definitions().get(one.figure.key), asked_of(one.figure)
        if definition is None or question is None:
            continue
        found = kept.get(question, [])
        figures = [_taken_figure(one, taken, definition, found, told, period) for taken in one.taken]
        if not figures and shown:
            figures = _released_figure(one, definition, found, told, str(shown[0].uuid), period)
        _note(one, figures, definition, made)


def _taken_figure(
    one: _Asked,
    taken: Taken,
    definition: IndicatorDefinition,
    kept: list[Kept],
    told: Mapping[str, Told],
    period: tuple[date, date],
) -> Figure:
    value = next(
        (
            value
            for answer in kept
            if answer.snapshot == taken.snapshot and answer.version == taken.version
            for value in answer.values
            if is_chosen(value, one.figure, definition)
        ),
        None,
    )
    if value is not None and taken.snapshot in told:
        return _told_figure(one, value, definition, told[taken.snapshot], period)
    # The data are gone, or are counted otherwise now: all that is left is the figure, by itself.
    return _alone(one, taken, definition, period)


def _alone(one: _Asked, taken: Taken, definition: IndicatorDefinition, period: tuple[date, date]) -> Figure:
    counted = definition.kind == "count"
    limits = (taken.lower, taken.upper) if taken.lower is not None and taken.upper is not None else None
    made = Figure(
        title=definition.words["da"].title,
        value=taken.value,
        unit="count" if counted else "percent",
        source=SAY(OWN),
        as_of=taken.as_of,
        n=taken.n,
        limits=limits,
        decimals=0 if counted else 1,
        about=_about(one.figure),
        definition=definition.words["da"].description,
        note=_outside(taken.as_of, period),
        key=definition.key,
        version=taken.version,
        snapshot=taken.snapshot,
        counts="students",
    )
    # Of a part of the school the rest could be worked out, and nothing is there to hold it against.
    return made.hide() if one.figure.where or is_small_figure(made) else made


def _released_figure(
    one: _Asked,
    definition: IndicatorDefinition,
    kept: list[Kept],
    told: Mapping[str, Told],
    snapshot: str,
    period: tuple[date, date],
) -> list[Figure]:
    for answer in kept:
        if answer.snapshot == snapshot:
            for value in answer.values:
                if is_chosen(value, one.figure, definition) and is_declared(
                    definition, value, one.figure.where
                ):
                    sight = told.get(snapshot, NOTHING_YET)
                    return [_told_figure(one, value, definition, sight, period)]
    return []


def _told_figure(
    one: _Asked, value: Value, definition: IndicatorDefinition, sight: Told, period: tuple[date, date]
) -> Figure:
    shown = sight.shows(definition, value, one.figure.where)
    made = own_figure(definition, value, shown=shown, say=SAY, about=_about(one.figure))
    return replace(made, note=" ".join(part for part in (made.note, _outside(value.as_of, period)) if part))


def _about(figure: Indicator) -> str:
    return ", ".join(value for _name, value in figure.where)


def _outside(day: date | None, period: tuple[date, date]) -> str:
    if day is None or period[0] <= day <= period[1]:
        return ""
    return SAY(OUTSIDE)


def _note(one: _Asked, figures: list[Figure], definition: IndicatorDefinition, made: Measured) -> None:
    # What was never declared isn't "hidden for few": it is left out.
    windows = {None, definition.window.default, *definition.window.shown}
    declared = one.figure.window in windows and {name for name, _value in one.figure.where} <= set(CUTS)
    told = [figure for figure in figures if declared or not figure.hidden]
    made.figures[str(one.measure.uuid)] = tuple(told)
    for taken, figure in zip(one.taken, figures, strict=False):
        if figure.hidden:
            made.held_back.append((one.measure.title, exactly(taken.value, "da")))


def _others(
    asked: list[_Asked], organisation: Organisation, period: tuple[date, date], made: Measured
) -> None:
    series = _series(organisation) if asked else []
    for one in asked:
        found = [each for each in series if matches(each, one.figure)]
        figures = []
        for each in found:
            taken = [t for t in one.taken if not t.name or plain(t.name) == plain(each.latest.indicator)]
            figure = _result(each, taken, period)
            if figure is None:
                continue
            if result_sources().visibility(figure) != "published":
                made.held_back += [(one.measure.title, exactly(t.value, "da")) for t in taken]
                continue
            told = other_figure(figure, each.source, SAY)
            outside = _outside(told.as_of, period)
            figures.append(replace(told, note=" ".join(part for part in (told.note, outside) if part)))
        made.figures[str(one.measure.uuid)] = tuple(figures)


def _result(one: Followed, taken: list[Taken], period: tuple[date, date]) -> KeyFigure | None:
    """The result that was taken; else the newest of the plan's period."""
    same = [figure for each in taken for figure in one.figures if figure.period == each.period]
    inside = [figure for figure in one.figures if figure.dated and period[0] <= figure.dated <= period[1]]
    return next(iter(same or inside), None)


def _series(organisation: Organisation) -> list[Followed]:
    return follow(newest_key_figures(organisation), result_sources())
