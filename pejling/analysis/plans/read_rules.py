"""A rule as a file says it, taken apart strictly. *Pure.* The forms are described in docs/plans.md."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from typing import Any

from pejling.analysis.plans import rules
from pejling.analysis.plans.exact import exact
from pejling.analysis.strict_fields import FieldError, Fields

HUNDRED = Decimal(100)


def decimal(fields: Fields, name: str, default: Any = ...) -> Any:
    """The exact decimal of a field; ``default`` where it is missing or empty."""
    value = fields.take(name, default)
    if value is default or (value is None and default is None):
        return default
    return exact(value, fields.at(name))


def percent(fields: Fields, name: str, default: Any = None) -> Any:
    """A decimal from 0 to 100."""
    value = decimal(fields, name, default)
    if value is not default and not 0 <= value <= HUNDRED:
        raise FieldError(fields.at(name), "out_of_range", found=str(value), lowest=0, highest=100)
    return value


def rule(fields: Fields) -> rules.Rule | None:
    """The rule of a measure or an action; None where there is none."""
    return None if fields.take("rule", None) is None else read_rule(fields.section("rule"))


def read_rule(fields: Fields) -> rules.Rule:
    """The rule in a section; FieldError with its place."""
    kind = fields.choice("kind", list(_KINDS))
    rule = _KINDS[kind](fields)
    fields.done()
    return rule


def _count(fields: Fields, name: str, default: Any = ...) -> Any:
    value = fields.take(name, default)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise FieldError(fields.at(name), "not_a_whole_number", found=str(value)[:40])
    return value


def _better(fields: Fields) -> bool:
    return fields.choice("better", ["higher", "lower"], "higher") == "lower"


def _threshold(fields: Fields) -> rules.Threshold:
    if "at_most" in fields:
        if "at_least" in fields:
            raise FieldError(fields.at("at_least"), "both_bounds")
        return rules.Threshold(decimal(fields, "at_most"), True, decimal(fields, "value", None))
    return rules.Threshold(decimal(fields, "at_least"), False, decimal(fields, "value", None))


def _quota(fields: Fields) -> rules.Quota:
    agreed = decimal(fields, "agreed")
    if agreed <= 0:
        raise FieldError(fields.at("agreed"), "must_be_positive", found=str(agreed))
    reached = decimal(fields, "reached", None)
    if reached is not None and reached < 0:
        raise FieldError(fields.at("reached"), "negative", found=str(reached))
    return rules.Quota(agreed, reached, fields.flag("partly", False))


def _held(fields: Fields) -> rules.Held:
    parameters = []
    for one in fields.sections("parameters"):
        name, baseline = one.text("name"), decimal(one, "baseline")
        parameters.append(rules.Parameter(name, baseline, decimal(one, "value", None)))
        one.done()
    _some(parameters, fields.at("parameters"))
    return rules.Held(tuple(parameters), fields.flag("all_needed", False), _better(fields))


def _coverage(fields: Fields) -> rules.Coverage:
    of, done = _count(fields, "of"), _count(fields, "done", None)
    if not of:
        raise FieldError(fields.at("of"), "must_be_positive", found=str(of))
    return rules.Coverage(of, done, fields.flag("partly", False))


def _each(fields: Fields) -> rules.EachOf:
    items = []
    for one in fields.sections("items"):
        name, met = one.text("name"), None
        if one.take("met", None) is not None:
            met = one.flag("met")
        items.append(rules.Item(name, met))
        one.done()
    _some(items, fields.at("items"))
    return rules.EachOf(tuple(items))


def _steps(fields: Fields) -> rules.Steps:
    steps = []
    for one in fields.sections("steps"):
        steps.append(rules.Step(decimal(one, "at"), percent(one, "percent", ...)))
        one.done()
    _some(steps, fields.at("steps"))
    lower = _better(fields)
    ordered = sorted(steps, key=lambda step: step.at, reverse=lower)
    if len({step.at for step in steps}) < len(steps):
        raise FieldError(fields.at("steps"), "repeated")
    if any(after.percent <= before.percent for before, after in pairwise(ordered)):
        raise FieldError(fields.at("steps"), "steps_must_rise")
    return rules.Steps(tuple(steps), lower, decimal(fields, "value", None))


def _linear(fields: Fields) -> rules.Linear:
    nothing_at, all_at = decimal(fields, "nothing_at"), decimal(fields, "all_at")
    if nothing_at == all_at:
        raise FieldError(fields.at("all_at"), "bounds_alike", found=str(all_at))
    return rules.Linear(nothing_at, all_at, decimal(fields, "value", None))


def _judged(fields: Fields) -> rules.Judged:
    return rules.Judged(percent(fields, "percent"), fields.prose("reason", ""))


def _all_of(fields: Fields) -> rules.AllOf:
    inner = tuple(read_rule(one) for one in fields.sections("rules"))
    _some(inner, fields.at("rules"))
    return rules.AllOf(inner)


def _some(found: Any, path: str) -> None:
    if not found:
        raise FieldError(path, "empty")


_KINDS: dict[str, Callable[[Fields], rules.Rule]] = {
    "threshold": _threshold, "quota": _quota, "held": _held, "coverage": _coverage, "each_of": _each,
    "steps": _steps, "linear": _linear, "judged": _judged, "all_of": _all_of,
}  # fmt: skip
