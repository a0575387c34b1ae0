"""A rule as a sentence: what it asks, and what its values give now ("12,3 % er over 10 %: giver 0 af 2")."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pejling.analysis.plans import rules
from pejling.analysis.plans.attainment import SMALLEST
from pejling.analysis.plans.read_rules import read_rule
from pejling.analysis.strict_fields import Fields
from pejling.web.components import numbers
from pejling.web.pages.plans.tree import exact

#: kind -> (what it is called, when it is the right one)
KINDS = {
    "threshold": (
        gettext_lazy("At least or at most"),
        gettext_lazy("A figure must reach a bound, or stay below it: all of the weight or nothing."),
    ),
    "quota": (
        gettext_lazy("A number agreed"),
        gettext_lazy("A number is agreed, and a number is reached: students admitted, agreements made."),
    ),
    "held": (
        gettext_lazy("Held or improved, parameter by parameter"),
        gettext_lazy(
            "Several parameters, each held against its own baseline: a survey against an earlier year."
        ),
    ),
    "coverage": (
        gettext_lazy("Done for all"),
        gettext_lazy("Something is to be done every time: an evaluation after every course."),
    ),
    "each_of": (
        gettext_lazy("So many of several alike"),
        gettext_lazy("Several alike, each worth an equal part of the weight: 4 x 2 per cent."),
    ),
    "steps": (
        gettext_lazy("Steps"),
        gettext_lazy("The further the figure gets, the more of the weight it gives, step by step."),
    ),
    "linear": (
        gettext_lazy("In proportion between two bounds"),
        gettext_lazy("Nothing at the one bound, all at the other, and in proportion between them."),
    ),
    "judged": (
        gettext_lazy("Judged, with a reason"),
        gettext_lazy("Somebody judges how far it has been reached, in per cent, and says why."),
    ),
    "all_of": (
        gettext_lazy("Several that must all hold"),
        gettext_lazy("Two rules or more at once; the one that gives least counts."),
    ),
}
_PERCENT = frozenset({"%", "pct", "pct.", "procent", "percent", "per cent"})


def rule_of(stored: Any) -> rules.Rule | None:
    """The rule of a measure or a placed action, as its row holds it."""
    return read_rule(Fields(stored, "rule")) if stored else None


def told(part: Any) -> dict[str, str] | None:
    """The sentences of a row's rule: ``means`` and ``gives``; None where it has none."""
    rule = rule_of(part.rule)
    if rule is None:
        return None
    unit = getattr(part, "unit", "")
    return {"means": means(rule, unit), "gives": gives(rule, unit, part.weight)}


def amount(value: Decimal, unit: str = "") -> str:
    """A number with its unit: 12,3 %, 200 elever."""
    text = exact(value)
    if unit.strip().casefold() in _PERCENT:
        return _with_percent(text)
    short = unit.strip()
    return f"{text} {short}" if short and len(short) < 25 else text


def _with_percent(text: str) -> str:
    # As the language writes it: "50 %" in Danish, "50%" in English.
    return text + numbers.share(0.5, 0).removeprefix("50")


def means(rule: rules.Rule, unit: str = "") -> str:
    """What the rule asks."""
    match rule:
        case rules.Threshold(bound, at_most, _value):
            text = (
                _("Fulfilled when the figure is at most %(bound)s: all of the weight or nothing.")
                if at_most
                else _("Fulfilled when the figure is at least %(bound)s: all of the weight or nothing.")
            )
            return text % {"bound": amount(bound, unit)}
        case rules.Quota(agreed, _reached, partly):
            text = (
                _("All of the weight when %(agreed)s is reached; before that in proportion.")
                if partly
                else _("Fulfilled when %(agreed)s is reached: all of the weight or nothing.")
            )
            return text % {"agreed": amount(agreed, unit)}
        case rules.Held():
            return _held(rule)
        case rules.Coverage(of, _done, partly):
            text = (
                _("All of the weight when it is done for all %(of)s; before that in proportion.")
                if partly
                else _("Fulfilled when it is done for all %(of)s: all of the weight or nothing.")
            )
            return text % {"of": numbers.number(of)}
        case rules.EachOf(items):
            return _("%(count)s alike: each that is met gives an equal part of the weight.") % {
                "count": len(items)
            }
        case rules.Steps(steps, lower, _value):
            text = (
                _("at %(at)s or less %(percent)s of the weight")
                if lower
                else _("from %(at)s on %(percent)s of the weight")
            )
            ordered = sorted(steps, key=lambda step: step.percent)
            told = [
                text % {"at": amount(s.at, unit), "percent": _with_percent(exact(s.percent))} for s in ordered
            ]
            return _("In steps: %(steps)s.") % {"steps": "; ".join(told)}
        case rules.Linear(nothing_at, all_at, _value):
            bounds = {"nothing": amount(nothing_at, unit), "all": amount(all_at, unit)}
            return (
                _("Nothing at %(nothing)s, all of the weight at %(all)s, in proportion between them.")
                % bounds
            )
        case rules.Judged():
            return _("Judged in per cent of the weight, with the reason.")
        case rules.AllOf(inner):
            told = " ".join(f"({place}) {means(one, unit)}" for place, one in enumerate(inner, 1))
            return _("All of these must hold; the one that gives least counts: %(rules)s") % {"rules": told}
    return ""


def _held(rule: rules.Held) -> str:
    count = {"count": len(rule.parameters)}
    if rule.all_needed:
        if rule.lower_is_better:
            return (
                _("None of the %(count)s parameters may be above its baseline: all of the weight or nothing.")
                % count
            )
        return (
            _("None of the %(count)s parameters may be below its baseline: all of the weight or nothing.")
            % count
        )
    if rule.lower_is_better:
        return (
            _("Each of the %(count)s parameters that isn't above its baseline gives an equal part.") % count
        )
    return _("Each of the %(count)s parameters that isn't below its baseline gives an equal part.") % count


def gives(rule: rules.Rule, unit: str, weight: Decimal | None) -> str:
    """What the values say now, and what that gives of the weight."""
    said, share = _said(rule, unit), rule.share()
    if share is None:
        return said
    return _("%(said)s: gives %(part)s") % {"said": said, "part": part_of(share, weight)}


def part_of(share: Fraction, weight: Decimal | None) -> str:
    """ "1,5 of 3", or the share in per cent where nothing weighs."""
    if weight is None:
        return _("%(percent)s of the whole") % {"percent": _with_percent(exact(_decimal(share * 100)))}
    return _("%(part)s of %(weight)s") % {
        "part": exact(_decimal(share * Fraction(weight))), "weight": exact(weight),
    }  # fmt: skip


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(SMALLEST, ROUND_HALF_UP)


def _said(rule: rules.Rule, unit: str) -> str:
    match rule:
        case rules.Threshold(bound, at_most, value):
            return _compared(value, bound, unit, at_most)
        case rules.Quota(agreed, reached, _partly):
            if reached is None:
                return _nothing_yet()
            return _("%(reached)s of %(agreed)s are reached") % {
                "reached": amount(reached), "agreed": amount(agreed, unit),
            }  # fmt: skip
        case rules.Held(parameters):
            return _held_said(rule, len(parameters))
        case rules.Coverage(of, done, _partly):
            if done is None:
                return _nothing_yet()
            return _("Done for %(done)s of %(of)s") % {"done": numbers.number(done), "of": numbers.number(of)}
        case rules.EachOf(items):
            unknown = sum(item.met is None for item in items)
            met = {"met": sum(bool(item.met) for item in items), "count": len(items)}
            if unknown:
                text = _("%(met)s of %(count)s are met, and %(unknown)s aren't known yet")
                return text % {**met, "unknown": unknown}
            return _("%(met)s of %(count)s are met") % met
        case rules.Steps(_steps, _lower, value) | rules.Linear(_steps, _lower, value):
            return (
                _nothing_yet()
                if value is None
                else _("The figure is %(value)s") % {"value": amount(value, unit)}
            )
        case rules.Judged(percent, reason):
            if percent is None:
                return _("Not judged yet")
            judged = _("Judged to %(percent)s") % {"percent": _with_percent(exact(percent))}
            return f"{judged} ({reason})" if reason else judged
        case rules.AllOf(inner):
            return "; ".join(f"({place}) {_said(one, unit)}" for place, one in enumerate(inner, 1))
    return ""


def _nothing_yet() -> str:
    return _("No value yet")


def _compared(value: Decimal | None, bound: Decimal, unit: str, at_most: bool) -> str:
    if value is None:
        return _nothing_yet()
    told = {"value": amount(value, unit), "bound": amount(bound, unit)}
    if at_most:
        return (
            _("%(value)s is at most %(bound)s") if value <= bound else _("%(value)s is above %(bound)s")
        ) % told
    return (
        _("%(value)s is at least %(bound)s") if value >= bound else _("%(value)s is below %(bound)s")
    ) % told


def _held_said(rule: rules.Held, count: int) -> str:
    unknown = sum(parameter.value is None for parameter in rule.parameters)
    if unknown:
        return ngettext(
            "%(unknown)s of %(count)s parameters has no value yet",
            "%(unknown)s of %(count)s parameters have no value yet",
            unknown,
        ) % {"unknown": unknown, "count": count}
    held = sum(
        parameter.value <= parameter.baseline
        if rule.lower_is_better
        else parameter.value >= parameter.baseline
        for parameter in rule.parameters
        if parameter.value is not None
    )
    return _("%(held)s of %(count)s parameters are held or improved") % {"held": held, "count": count}


def as_text(stored: Mapping[str, Any] | None, unit: str = "") -> str:
    """A stored rule's words, for the history."""
    rule = rule_of(stored)
    if rule is None:
        return ""
    return f"{KINDS[str(stored['kind'])][0]}. {means(rule, unit)}" if stored else ""
