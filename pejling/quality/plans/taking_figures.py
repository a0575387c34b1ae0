"""Taking a figure into a measure's rule: its value becomes the rule's, and where it came from is kept beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction

from pejling.analysis.plans.exact import shown
from pejling.analysis.plans.plan_model import Taken
from pejling.analysis.plans.read_rules import read_rule
from pejling.analysis.plans.rule_parts import join, place_for, split
from pejling.analysis.plans.rules import Held, Rule
from pejling.analysis.plans.writing import write_rule, write_taken
from pejling.analysis.strict_fields import Fields
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.changeable import field_of, mark, value_of
from pejling.quality.plans.editing import Changed, change
from pejling.quality.plans.models import Measure, Plan

CENT = Decimal("0.01")
Values = dict[str, Any]


class NoPlace(Exception):
    """The rule has no place for the figure: there is no rule, it is judged, or it has several values alike."""


def places_for(rule: Rule | None, figures: Sequence[Taken], *, counted: bool) -> list[tuple[Taken, Values]]:
    """The figures that the rule has a place for, each as it is written, with the values it makes.

    A figure is written with two decimals where that gives the same share, else as exactly as it is known.
    """
    found = []
    for figure in figures:
        if isinstance(rule, Held):
            name = _parameter(rule, figure, alone=len(figures) == 1)
            made = [_in_parameter(name, value) for value in _written(figure.value)] if name else []
        else:
            name = ""
            made = [place_for(rule, shown(value), counted) for value in _written(figure.value)]
        if not made or made[0] is None or (len(figures) > 1 and not name):
            continue
        place = 0 if _share(rule, made[0]) == _share(rule, made[1]) else 1
        found.append((replace(figure, value=_written(figure.value)[place], name=name), made[place]))
    return found


def _written(value: Decimal) -> tuple[Decimal, Decimal]:
    return value.quantize(CENT, ROUND_HALF_UP), value


def _in_parameter(name: str, value: Decimal) -> Values:
    return {"parameters": [[name, shown(value)]]}


def _parameter(rule: Held, figure: Taken, *, alone: bool) -> str:
    names = {" ".join(parameter.name.split()).casefold(): parameter.name for parameter in rule.parameters}
    wanted = " ".join(figure.name.split()).casefold()
    if wanted in names:
        return names[wanted]
    return next(iter(names.values())) if alone and len(names) == 1 else ""


def _share(rule: Rule | None, values: Mapping[str, Any]) -> Any:
    """What the rule gives with these values alone: of several parameters the one that is filled."""
    words, before = split(write_rule(rule))
    if words and "parameters" in values:
        name = values["parameters"][0][0]
        words = {**words, "parameters": [row for row in words["parameters"] if row["name"] == name]}
    made = join(words, {**before, **values})
    return read_rule(Fields(made)).share() if made else None


@transaction.atomic
def use_figures(
    *,
    by: Any,
    organisation: Organisation,
    plan: Plan,
    measure: Measure,
    figures: Sequence[Taken],
    counted: bool,
    on: date,
) -> Changed:
    """Write the figures into the measure's rule, with where each came from. NoPlace, or as ``editing.change``."""
    rule = read_rule(Fields(measure.rule, "rule")) if measure.rule else None
    placed = places_for(rule, figures, counted=counted)
    if not placed:
        raise NoPlace
    before = split(measure.rule)[1]
    values = dict(before)
    for _figure, made in placed:
        values = _put(values, made)
    names = {figure.name for figure, _made in placed}
    kept = [one for one in measure.taken if one.get("name", "") not in names]
    taken = [write_taken(replace(figure, on=on)) for figure, _made in placed]
    fields = [field_of("measure", name) for name in ("rule_values", "taken")]
    return change(
        by=by,
        organisation=organisation,
        plan=plan,
        sort="measure",
        part=measure,
        given={"rule_values": values, "taken": [*kept, *taken]},
        was={one.name: mark(one, value_of(measure, one)) for one in fields},
    )


def _put(values: Values, made: Values) -> Values:
    if "parameters" not in made:
        return {**values, **made}
    names = {name for name, _value in made["parameters"]}
    rest = [pair for pair in values.get("parameters", ()) if pair[0] not in names]
    return {**values, "parameters": [*rest, *made["parameters"]]}
