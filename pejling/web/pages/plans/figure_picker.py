"""Choosing a figure: one of the school's own with variant, window and filters, or one taken in from others.

The fields of an own figure follow the figure that is chosen; without script they are shown by a button.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.question import IndicatorError
from pejling.analysis.plans.figure_choice import matches
from pejling.analysis.plans.plan_model import Indicator
from pejling.analysis.plans.wording import message
from pejling.analysis.plans.writing import write_indicator
from pejling.analysis.results.followed import Followed
from pejling.analysis.results.sources import OTHER
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import newest
from pejling.quality.indicators.catalogue import definitions
from pejling.web.components import reading
from pejling.web.components.catalogue import variant_words, words_of
from pejling.web.pages.figures.present import dimensions, group_label
from pejling.web.pages.plans.measured_figure import source_title
from pejling.web.pages.results import written
from pejling.web.pages.results.seen import SeenResults, seen_results

#: a list of so many windows is chosen from; more are written as a number. So many values of a filter are offered.
FEW_WINDOWS, MOST_VALUES = 12, 400
#: what an own figure may be held to in a plan: never a class or a person
HELD_TO = ("department", "programme", "part", "municipality", "age25")
Options = list[tuple[str, str, bool]]


@dataclass(slots=True)
class Select:
    """A field to choose from; without options a number to write."""

    name: str
    title: str
    options: Options = field(default_factory=list)
    value: str = ""
    error: str = ""


@dataclass(slots=True)
class Picker:
    """The form's fields. ``groups``: (title, options) of the figures; ``error``: what is wrong with the choice."""

    groups: list[tuple[str, Options]]
    fields: list[Select] = field(default_factory=list)
    explained: str = ""
    error: str = ""


def texts_of(found: Indicator | None, series: list[Followed]) -> dict[str, str]:
    """A figure as the texts of its form."""
    if found is None:
        return {"f-figure": ""}
    if found.source:
        one = next((one for one in series if found.parameter and matches(one, found)), None)
        return {"f-figure": f"series:{one.key}" if one else f"of:{found.source}"}
    texts = {"f-figure": f"own:{found.key}", "f-variant": found.variant}
    texts["f-window"] = "" if found.window is None else str(found.window)
    return texts | {f"f-where-{name}": value for name, value in found.where}


def series_for(request: HttpRequest) -> list[Followed]:
    """The results of others that the reader may see, of the newest snapshot."""
    snapshot = newest(request.school)
    if snapshot is None or not request.access.may("see_results"):
        return []
    try:
        found: SeenResults = seen_results(request.access, snapshot)
    except IndicatorError:
        return []
    return found.series


def picker(
    request: HttpRequest, texts: Mapping[str, str], series: list[Followed], *, errors: Mapping[str, str] = {}
) -> Picker:  # fmt: skip
    """The form for what has been chosen so far."""
    chosen = texts.get("f-figure", "")
    made = Picker([("", [("", _("No figure"), not chosen)])], error=errors.get("f-figure", ""))
    own = [
        (f"own:{key}", words_of(definition).title, chosen == f"own:{key}")
        for key, definition in definitions().items()
    ]
    made.groups.append((_("The school's own figures"), own))
    sources: dict[str, Options] = {}
    for one in series:
        key = one.source.key if one.source else OTHER
        if key not in sources:
            sources[key] = []
            if one.source:
                every = _("All parameters of %(source)s") % {"source": source_title(key)}
                sources[key].append((f"of:{key}", every, chosen == f"of:{key}"))
        sources[key].append((f"series:{one.key}", _named(one), chosen == f"series:{one.key}"))
    made.groups += [(source_title(key), options) for key, options in sources.items()]
    definition = definitions().get(chosen.removeprefix("own:")) if chosen.startswith("own:") else None
    if definition is not None:
        made.explained = words_of(definition).description
        made.fields = _fields(request, definition, texts, errors)
    return made


def _named(one: Followed) -> str:
    about = written.about(one.latest) if not one.latest.about_the_school or one.latest.subgroup else ""
    return " · ".join(part for part in (one.latest.indicator, about) if part)


def _fields(
    request: HttpRequest, definition: IndicatorDefinition, texts: Mapping[str, str], errors: Mapping[str, str]
) -> list[Select]:
    made = []
    if definition.variants:
        titles = [(one.key, variant_words(definition, one.key)) for one in definition.variants]
        options = [(key, words.title if words else key) for key, words in titles]
        made.append(_select("f-variant", _("Variant"), options, texts, errors))
    allowed = definition.window.allowed
    if allowed:
        unit = _("Window in days") if definition.window.unit == "day" else _("Window in months")
        if len(allowed) <= FEW_WINDOWS:
            lengths = [("", _("As the definition says")), *((str(length), str(length)) for length in allowed)]
            made.append(_select("f-window", unit, lengths, texts, errors))
        else:
            value = texts.get("f-window", "")
            made.append(Select("f-window", unit, [], value, errors.get("f-window", "")))
    snapshot = newest(request.school)
    for name in HELD_TO:
        if name not in definition.dimensions:
            continue
        values = _values(request, snapshot, name)
        now = texts.get(f"f-where-{name}", "")
        if now and now not in values:
            values = [now, *values]
        if values:
            offered = [("", _("All")), *((value, group_label(name, value)) for value in values)]
            made.append(_select(f"f-where-{name}", dimensions()[name], offered, texts, errors))
    return made


def _values(request: HttpRequest, snapshot: Snapshot | None, name: str) -> list[str]:
    if snapshot is None:
        return []
    if name == "age25":
        return ["25+", "under 25"]
    try:
        return list(reading.choices(snapshot, request.access).values.get(name, ()))[:MOST_VALUES]
    except (IndicatorError, OSError):
        return []


def _select(
    name: str, title: Any, options: list[tuple[str, str]], texts: Mapping[str, str], errors: Mapping[str, str]
) -> Select:
    value = texts.get(name, "")
    made = [(key, str(text), key == value) for key, text in options]
    return Select(name, str(title), made, value, errors.get(name, ""))


def chosen(
    texts: Mapping[str, str], series: list[Followed], now: Indicator | None
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """(the figure as a plan's file says it, what is wrong by field). ``now``: what is chosen already, which may stay
    although it can't be found among what there is."""
    said = texts.get("f-figure", "")
    if not said:
        return None, {}
    if now is not None and said == texts_of(now, series)["f-figure"] and now.source:
        return write_indicator(now), {}
    kind, _colon, key = said.partition(":")
    if kind == "own" and key in definitions():
        return _own(definitions()[key], texts)
    if kind == "of" and any(one.source and one.source.key == key for one in series):
        return {"source": key}, {}
    one = next((one for one in series if one.key == key), None) if kind == "series" else None
    if one is None:
        return None, {"f-figure": _("That figure isn't there any more. Choose another.")}
    latest = one.latest
    place = "" if latest.about_the_school else latest.place or ""
    found = Indicator(
        source=one.source.key if one.source else OTHER, parameter=latest.indicator, place=place,
        subgroup=latest.subgroup or "",
    )  # fmt: skip
    return write_indicator(found), {}


def _own(
    definition: IndicatorDefinition, texts: Mapping[str, str]
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    errors: dict[str, str] = {}
    variant = texts.get("f-variant", "")
    if variant and variant not in {one.key for one in definition.variants}:
        # The variant of the figure chosen before: the first one is meant.
        variant = ""
    window, text = None, texts.get("f-window", "").strip()
    if text:
        window = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
        if not definition.window.allows(window):
            allowed = definition.window.allowed
            params = {
                "found": text[:40],
                "lowest": min(allowed, default=0),
                "highest": max(allowed, default=0),
            }
            errors["f-window"] = message("out_of_range", params)
    where = tuple(
        (name, value[:200])
        for name in HELD_TO
        if name in definition.dimensions and (value := texts.get(f"f-where-{name}", "").strip())
    )
    return write_indicator(Indicator(definition.key, variant, window, where)), errors
