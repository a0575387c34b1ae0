"""The figures that a plan's measures read, as this reader sees them: a constant number of queries for a whole plan.

Figures come from kept runs and from the key figures of a snapshot, through ``quality.indicators``: never from the
register. A figure outside the plan's period, one that isn't there yet, and one whose snapshot is gone say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from pejling.analysis.engine.question import IndicatorError, Value
from pejling.analysis.plans.exact import shown as exact_text
from pejling.analysis.plans.figure_choice import matches, of_period
from pejling.analysis.plans.plan_model import Indicator, Taken
from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.results.followed import Followed
from pejling.analysis.results.sources import OTHER
from pejling.analysis.results.spread import spread
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import newest
from pejling.quality.indicators import asked as indicators
from pejling.quality.indicators.catalogue import definitions
from pejling.quality.indicators.key_figures import result_sources
from pejling.quality.indicators.wording import no_estimate_because
from pejling.quality.plans.figures import asked_of, read_figure, with_the_whole, within
from pejling.quality.plans.models import Measure, Plan
from pejling.web.components import numbers
from pejling.web.components.catalogue import variant_words, words_of
from pejling.web.components.sight import Seen
from pejling.web.pages.figures import present as own_words
from pejling.web.pages.plans import figure_own
from pejling.web.pages.plans.figure_sight import FigureSight
from pejling.web.pages.results import present as results_words
from pejling.web.pages.results import written
from pejling.web.pages.results.seen import SeenResults, few, seen_results

MILLIONTH = Decimal("0.000001")


@dataclass(slots=True)
class Line:
    """One figure in words. ``number``: as a rule takes it, None where it can't be taken (``why_not`` says why)."""

    title: str
    address: str = ""
    value: str = ""
    interval: str = ""
    n: str = ""
    as_of: date | None = None
    period: str = ""
    source: str = ""
    version: str = ""
    snapshot: str = ""
    definition: str = ""
    notes: list[str] = field(default_factory=list)
    hidden: str = ""
    taken: Taken | None = None
    counted: bool = False
    why_not: str = ""


@dataclass(slots=True)
class Figure:
    """What a measure reads. ``lines``: one, or one for each parameter of a source. ``missing``: why there is none;
    ``can_compute``: it can be made ready from a snapshot that is there."""

    title: str
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missing: str = ""
    can_compute: bool = False

    @property
    def takeable(self) -> list[Line]:
        """Those that can be taken into a rule."""
        return [line for line in self.lines if line.taken is not None]


def panel(request: HttpRequest, plan: Plan, part: Measure) -> Figure | None:
    """The figure of one measure."""
    return figures_of(request, plan, [part]).get(part.pk)


def figures_of(request: HttpRequest, plan: Plan, measures: Iterable[Measure]) -> dict[int, Figure]:
    """The figures of a plan's measures, by the measure's key."""
    named = {one.pk: found for one in measures if (found := read_figure(one.indicator))}
    return shown(request, (plan.period_from, plan.period_to), named)


def shown(
    request: HttpRequest, period: tuple[date, date], named: Mapping[Any, Indicator]
) -> dict[Any, Figure]:
    """The named figures as they stand for a period."""
    if not named:
        return {}
    snapshot = newest(request.school)
    asked = [one for found in named.values() if (one := asked_of(found))]
    sight, questions = FigureSight(request), with_the_whole(asked)
    kept = indicators.answers(request.school, questions, within(period))
    open_ = kept
    if asked and sight.is_for_some:
        open_ = indicators.answers(request.school, questions, sight.among_released(within(period)))
    others = None
    if any(found.source for found in named.values()):
        others = others_seen(request, snapshot)
    return {
        key: _other(request, period, found, others, snapshot)
        if found.source
        else _own(request, period, found, open_ if sight.holds(found) else kept, snapshot, sight)
        for key, found in named.items()
    }


def title_of(found: Indicator) -> str:
    """A figure's name: title, variant, window and what it is held to."""
    if found.source:
        about = [found.parameter or _("all parameters"), found.place, found.subgroup]
        return ": ".join([source_title(found.source), ", ".join(part for part in about if part)])
    definition = definitions().get(found.key)
    if definition is None:
        return found.key
    words = variant_words(definition, found.variant) if _has_variant(definition, found.variant) else None
    parts = [words_of(definition).title, words.title.lower() if words else found.variant]
    length = found.window
    if length is not None:
        unit = {"month": _("%(count)s months"), "day": _("%(count)s days")}.get(
            definition.window.unit, "%(count)s"
        )
        parts.append(unit % {"count": length})
    return ", ".join([part for part in parts if part] + [value for _name, value in found.where])


def _has_variant(definition: Any, key: str) -> bool:
    return bool(key) and any(variant.key == key for variant in definition.variants)


def source_title(key: str) -> str:
    """What a source of results is called."""
    found = result_sources().named(key)
    return results_words.words_of(found).title if found or key == OTHER else key


def _own(
    request: HttpRequest, period: tuple[date, date], asked: Indicator, kept: Mapping[Any, Any],
    snapshot: Snapshot | None, sight: FigureSight,
) -> Figure:  # fmt: skip
    made = Figure(title_of(asked))
    definition, question = definitions().get(asked.key), asked_of(asked)
    if definition is None or question is None:
        made.missing = _("There is no figure called “%(key)s” here.") % {"key": asked.key}
        return made
    address = (
        reverse("figures_one", args=[request.school.uuid, asked.key])
        if request.access.may("see_figures")
        else ""
    )
    found = kept.get(question)
    made.can_compute = snapshot is not None and (
        found is None or found.version != definition.version or _is_newer(snapshot, found, period)
    )
    if found is None:
        made.missing = (
            _("There are no data yet: the figure is there when the first delivery has been taken in.")
            if snapshot is None
            else _("The figure hasn't been computed yet.")
        )
        return made
    whole = kept.get(indicators.Asked(asked.key))
    beside = whole.values if whole is not None and whole.snapshot == found.snapshot else None
    result = figure_own.seen(request.access, definition, asked, found.values, beside, found.snapshot, sight)
    line = Line(
        made.title, address, as_of=found.as_of, source=_("the school's own figure"), version=found.version,
        snapshot=found.snapshot, notes=_notes(period, found.as_of, gone=found.gone),
    )  # fmt: skip
    line.definition = words_of(definition).description
    made.lines.append(line)
    if result.value is None:
        line.hidden = _why_hidden(result.why)
        return made
    value = result.value
    query = {name: str(held) for name, held in (("variant", value.variant), ("window", asked.window)) if held}
    line.address = f"{address}?{urlencode(query)}" if address and query else address
    line.title = _whole_title(value, definition, asked)
    line.value, line.n = own_words.estimate(value, definition), numbers.number(value.n)
    line.interval = own_words.shown(Seen(value), definition)["interval"]
    if value.estimate is None:
        line.notes.append(no_estimate_because(value.reason))
    elif not value.complete:
        line.notes.append(_("Provisional: the window isn't over for everybody."))
    if value.estimate is not None and value.n < definition.minimum_n:
        line.notes.append(_("Few students are behind this figure: read the interval before the value."))
    if value.version != definition.version:
        line.notes.append(_("Counted by an earlier version of the definition."))
    line.counted = definition.kind == "count"
    _offer(line, value, few=result.few)
    return made


def _whole_title(value: Value, definition: Any, asked: Indicator) -> str:
    """A figure's name with the variant and window it has, also where the definition's own are meant."""
    words = own_words.shown(Seen(value), definition)
    parts = [
        words["title"],
        words["variant"].lower(),
        words["window"],
        *(held for _name, held in asked.where),
    ]
    return ", ".join(part for part in parts if part)


def _is_newer(snapshot: Snapshot, found: Any, period: tuple[date, date]) -> bool:
    """Whether the newest snapshot would give a figure that counts before the one that is kept."""
    if str(snapshot.uuid) == found.snapshot:
        return False
    inside = period[0] <= snapshot.as_of <= period[1]
    return inside or not period[0] <= found.as_of <= period[1]


def _offer(line: Line, value: Value, *, few: bool) -> None:
    """What "use the figure" would take, as exactly as a plan's file can hold."""
    if value.estimate is None:
        return
    if few:
        line.why_not = _(
            "So few are behind the figure that it isn't taken into a plan, which others read: judge it in words."
        )
        return
    by = 1 if line.counted else 100
    line.taken = Taken(
        _exact(value.estimate * by), "", value.n, _limit(value.lower, by), _limit(value.upper, by), line.as_of, "",
        line.snapshot, line.version,
    )  # fmt: skip


def _exact(value: float) -> Decimal:
    return Decimal(repr(float(value))).quantize(MILLIONTH, ROUND_HALF_UP).normalize() + 0


def _limit(value: float | None, by: int = 1) -> Decimal | None:
    return None if value is None else _exact(value * by)


def _why_hidden(why: str) -> str:
    return {
        figure_own.NOT_YOURS: _("not shown: it is about more than your part of the school"),
        figure_own.TOO_FINE: _("not shown: it is of a smaller group than you may see figures of"),
        figure_own.SMALL: _("hidden: few students are behind it, or the rest"),
        figure_own.BEING_CHOSEN: _(
            "not shown yet: what may be shown is being worked out; look again in a minute"
        ),
    }.get(why, _("There is no such variant or window any more."))


def _notes(period: tuple[date, date], day: date | None, *, gone: bool = False) -> list[str]:
    notes = []
    if day is not None and not period[0] <= day <= period[1]:
        notes.append(_("The figure's date lies outside the plan's period."))
    if gone:
        notes.append(_("The snapshot behind it has been deleted; the figure itself is kept."))
    return notes


def others_seen(request: HttpRequest, snapshot: Snapshot | None) -> SeenResults | None:
    """The results of others as this reader may see them; None where there are none."""
    if snapshot is None or not request.access.may("see_results"):
        return None
    try:
        return seen_results(request.access, snapshot)
    except IndicatorError:
        return None


def _other(
    request: HttpRequest, period: tuple[date, date], asked: Indicator, found: SeenResults | None,
    snapshot: Snapshot | None,
) -> Figure:  # fmt: skip
    made = Figure(title_of(asked))
    if found is None or snapshot is None:
        made.missing = _("The figure isn't there for you, or not yet.")
        return made
    for one in series_of(found, asked):
        figure = of_period(one, period)
        made.lines.append(_other_line(request, period, one, figure, found, snapshot))
    if not made.lines:
        made.missing = _("Nothing has been taken in under that name yet.")
    # What is to be said of every parameter of a source is said once.
    first = made.lines[0].notes if made.lines else []
    made.notes = shared = [note for note in first if all(note in line.notes for line in made.lines)]
    for line in made.lines:
        line.notes = [note for note in line.notes if note not in shared]
    return made


def baselines(request: HttpRequest, part: Measure) -> dict[str, list[tuple[str, str]]]:
    """Period -> (parameter, its result) of the source that the measure names, newest first: what a rule may be held
    against. Nothing small, and nothing hidden."""
    asked = read_figure(part.indicator)
    found = others_seen(request, newest(request.school)) if asked and asked.source else None
    made: dict[str, list[tuple[str, str]]] = {}
    for one in series_of(found, asked) if found and asked else ():
        for figure in one.figures:
            small = found.is_hidden(figure) or (few(figure, 5) and _is_internal(figure, one))
            if figure.value is not None and not small:
                value = exact_text(_exact(figure.value)).replace(".", ",")
                made.setdefault(figure.period, []).append((figure.indicator, value))
    return dict(sorted(made.items(), reverse=True))


def series_of(found: SeenResults, asked: Indicator) -> list[Followed]:
    """The series that a plan's figure names."""
    return [one for one in found.series if matches(one, asked)]


def _other_line(
    request: HttpRequest, period: tuple[date, date], one: Followed, figure: KeyFigure, found: SeenResults,
    snapshot: Snapshot,
) -> Line:  # fmt: skip
    source = one.source.key if one.source else OTHER
    address = reverse("results_source", args=[request.school.uuid, source])
    about = written.about(figure) if not figure.about_the_school or figure.subgroup else ""
    line = Line(
        " · ".join(part for part in (figure.indicator, about) if part),
        f"{address}?{urlencode({'figure': one.key})}",
        as_of=figure.dated, period=figure.period, source=results_words.words_of(one.source).title,
        snapshot=str(snapshot.uuid), notes=_notes(period, figure.dated),
    )  # fmt: skip
    if found.is_hidden(figure):
        line.hidden = _("hidden: few are behind it")
        return line
    interval = spread(figure)
    line.value = written.value(figure)
    line.interval = written.interval(figure, interval)
    line.n = numbers.number(figure.behind) if figure.behind is not None else ""
    line.counted = figure.unit == "count"
    if figure.value is None:
        return line
    if few(figure, 5) and _is_internal(figure, one):
        line.why_not = _(
            "So few are behind the figure that it isn't taken into a plan, which others read: judge it in words."
        )
        return line
    limits = (
        (None, None) if interval is None or line.counted else (_limit(interval.lower), _limit(interval.upper))
    )
    line.taken = Taken(
        _exact(figure.value), figure.indicator, None if figure.behind is None else round(figure.behind), *limits,
        figure.dated, figure.period, str(snapshot.uuid),
    )  # fmt: skip
    return line


def _is_internal(figure: KeyFigure, one: Followed) -> bool:
    return (figure.visibility or (one.source.visibility if one.source else "internal")) != "published"
