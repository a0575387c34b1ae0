"""Figures put to a follow-up or a review: computed from the newest data, and kept as they are.

Only whoever sees the whole school's figures may put one there. What a kept figure tells of few students is hidden
from those who may not see small counts, wherever it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.question import IndicatorError, Value, Where
from pejling.analysis.plans.plan_model import Indicator, KeptFigure
from pejling.analysis.plans.read_parts import indicator
from pejling.analysis.strict_fields import Fields
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import newest
from pejling.quality.indicators import catalogue
from pejling.quality.indicators.actions import compute
from pejling.quality.indicators.wording import no_estimate_because
from pejling.quality.plans.models import Action, Measure
from pejling.quality.plans.seeing import smallest_for, tells_of_few
from pejling.web.components import numbers
from pejling.web.components.catalogue import variant_words, words_of
from pejling.web.pages.figures import present


@dataclass(frozen=True, slots=True)
class Offered:
    """A figure that can be put there: ``key`` of the form, its title, and what is asked."""

    key: str
    title: str
    asked: Indicator


def offered(request: HttpRequest, measures: Iterable[Measure]) -> list[Offered]:
    """What the measures are measured by first, then every figure of the school; none for who sees only a part."""
    if not request.access.is_whole:
        return []
    found = [
        Offered(f"m-{one.uuid}", one.title, asked) for one in measures if (asked := asked_by(one)) is not None
    ]
    plain = [
        Offered(f"i-{key}", words_of(definition).title, Indicator(key))
        for key, definition in catalogue.definitions().items()
    ]
    return found + sorted(plain, key=lambda one: one.title)


def measures_of(action: Action) -> list[Measure]:
    """The measures of the goals that the action serves, in whichever plan."""
    return list(Measure.objects.filter(goal__placings__action=action).distinct())


def asked_by(measure: Measure) -> Indicator | None:
    """The school's own figure that the measure reads; None where it reads none."""
    asked = indicator(Fields({"indicator": measure.indicator}, "")) if measure.indicator else None
    return asked if asked is not None and asked.key else None


def taken(request: HttpRequest, chosen: Iterable[Offered]) -> list[KeptFigure]:
    """Those figures as they are in the newest data; what can't be computed says why, and has no value."""
    snapshot = newest(request.school)
    return [_taken(request, snapshot, one) for one in chosen]


def _taken(request: HttpRequest, snapshot: Snapshot | None, one: Offered) -> KeptFigure:
    try:
        definition = catalogue.definition(one.asked.key)
    except IndicatorError:
        return KeptFigure(
            one.title, None, key=one.asked.key, note=_("The figure isn't in the catalogue any more.")
        )
    if snapshot is None:
        return KeptFigure(one.title, None, key=one.asked.key, note=_("Nothing has been delivered yet."))
    try:
        found = compute(
            by=request.user, organisation=request.school, snapshot=snapshot, key=one.asked.key,
            where=Where(**dict(one.asked.where)), window=one.asked.window,
        )  # fmt: skip
    except IndicatorError:
        return KeptFigure(one.title, None, key=one.asked.key, note=_("It can't be computed as it is asked."))
    value = _wanted(found, one.asked, definition)
    if value is None:
        return KeptFigure(one.title, None, key=one.asked.key, note=_("It can't be computed as it is asked."))
    share = definition.kind != "count"
    return KeptFigure(
        title=_title(one, definition, value),
        value=_number(value.estimate, share),
        unit="%" if share else "",
        n=value.n,
        lower=_number(value.lower, share) if share else None,
        upper=_number(value.upper, share) if share else None,
        as_of=value.as_of,
        source=_("the school's own figure"),
        key=definition.key,
        version=definition.version,
        snapshot=str(snapshot.uuid),
        events=value.events if share else None,
        note=str(no_estimate_because(value.reason)) if value.reason else "",
    )


def _wanted(found: Sequence[Value], asked: Indicator, definition: IndicatorDefinition) -> Value | None:
    """Of a list by variants and windows the variant asked for (the first), with the definition's own window."""
    if not found:
        return None
    variant = asked.variant or found[0].variant
    fitting = [one for one in found if one.variant == variant]
    wanted = [one for one in fitting if one.months == (asked.window or definition.window.default)]
    return next(iter(wanted or fitting), None)


def _title(one: Offered, definition: IndicatorDefinition, value: Value) -> str:
    """The figure's own name with what is asked, so that it says what it is wherever it stands."""
    variant = variant_words(definition, value.variant)
    told = [variant.title if variant else "", present.window(value, definition)]
    told += [str(wanted) for _name, wanted in one.asked.where]
    more = ", ".join(text for text in told if text)
    title = words_of(definition).title
    return f"{title} ({more})" if more else title


def _number(value: float | None, share: bool) -> Decimal | None:
    if value is None:
        return None
    exact = Decimal(repr(value)) * 100 if share else Decimal(repr(value))
    return exact.quantize(Decimal("0.000001"), ROUND_HALF_UP)


def in_words(figure: KeptFigure, *, hide: bool = False) -> str:
    """Value, interval, n and date in one line."""
    if hide:
        return _("hidden: it tells of few students")
    told = []
    if figure.value is None:
        told.append(figure.note or _("no value"))
    else:
        decimals = 1 if figure.unit == "%" else 0 if figure.value == figure.value.to_integral_value() else 1
        unit = f" {figure.unit}" if figure.unit else ""
        told.append(f"{numbers.number(figure.value, decimals)}{unit}")
        if figure.lower is not None and figure.upper is not None:
            ends = f"{numbers.number(figure.lower, decimals)}–{numbers.number(figure.upper, decimals)}{unit}"
            told.append(_("95 %% interval %(ends)s") % {"ends": ends})
    if figure.n is not None:
        told.append(f"n = {numbers.number(figure.n)}")
    if figure.as_of:
        told.append(_("as of %(day)s") % {"day": numbers.day(figure.as_of)})
    if figure.source:
        told.append(figure.source)
    return " · ".join(told)


def shown(request: HttpRequest, figures: Iterable[KeptFigure]) -> list[tuple[KeptFigure, str]]:
    """(figure, its line) for the reader."""
    smallest = smallest_for(request.access)
    return [(one, in_words(one, hide=tells_of_few(one, smallest))) for one in figures]
