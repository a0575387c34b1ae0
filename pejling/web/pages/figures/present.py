"""Values as the templates want them: texts and addresses, nothing left to decide."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.question import Value
from pejling.quality.indicators.wording import excluded_because, no_estimate_because
from pejling.web.components import numbers
from pejling.web.components.catalogue import variant_words, words_of
from pejling.web.components.sight import Seen
from pejling.web.pages.figures.asking import Line


def directions() -> dict[str, str]:
    """Which way is good, in words."""
    return {
        "higher_better": _("Higher is better"),
        "lower_better": _("Lower is better"),
        "neutral": _("Neither way is better"),
    }


def dimensions() -> dict[str, str]:
    """The dimensions in words."""
    return {
        "department": _("Department"),
        "programme": _("Programme"),
        "part": _("Programme part"),
        "intake": _("Intake"),
        "start_month": _("Month of start"),
        "class": _("Class"),
        "municipality": _("Municipality of the agreement at start"),
        "student_type": _("Student type"),
        "age25": _("Age 25 or over"),
        "school": _("Institution number"),
        "year": _("Year"),
    }


def estimate(value: Value, definition: IndicatorDefinition) -> str:
    """The figure itself: a count as a number, all else in per cent."""
    if definition.kind == "count":
        return numbers.number(value.estimate)
    return numbers.share(value.estimate)


def window(value: Value, definition: IndicatorDefinition) -> str:
    """How long is looked, in the definition's unit."""
    if value.months is None:
        return ""
    if definition.window.unit == "year":
        return str(value.months)
    texts = {
        "month": ngettext("%(count)d month", "%(count)d months", value.months),
        "day": ngettext("%(count)d day", "%(count)d days", value.months),
    }
    return texts[definition.window.unit] % {"count": value.months}


def shown(seen: Seen, definition: IndicatorDefinition) -> dict[str, Any]:
    """One value in texts."""
    value = seen.value
    variant = variant_words(definition, value.variant)
    length = value.months if value.months in definition.window.allowed else None
    query = {name: str(found) for name, found in (("variant", value.variant), ("window", length)) if found}
    return {
        "key": definition.key,
        "title": words_of(definition).title,
        "variant": variant.title if variant else "",
        "variant_key": value.variant or "",
        "variant_text": variant.description if variant else "",
        "window": window(value, definition),
        "window_length": length,
        "query": f"?{urlencode(query)}" if query else "",
        "estimate": _("hidden") if seen.hidden else estimate(value, definition),
        "interval": "" if seen.hidden else _interval(value, definition),
        # Not "fewer than 5": a large group may be hidden for the sake of a small one beside it.
        "n": _("hidden") if seen.hidden else numbers.number(value.n),
        "as_of": value.as_of,
        "complete": value.complete,
        "reason": no_estimate_because(value.reason),
        "few": not seen.hidden and 0 < value.n < definition.minimum_n,
        "hidden": seen.hidden,
        "version": definition.version,
        "direction": directions()[definition.direction],
        "excluded": [(excluded_because(why), numbers.number(count)) for why, count in value.excluded.items()],
    }


def _interval(value: Value, definition: IndicatorDefinition) -> str:
    return "" if definition.kind == "count" else numbers.interval(value.lower, value.upper)


def overview_rows(lines: list[Line]) -> list[dict[str, Any]]:
    """The lines of the overview, as the catalogue has them."""
    return [line(found) for found in lines]


def line(found: Line) -> dict[str, Any]:
    """One line of the overview in texts; why there is no figure where the reader's part can't be cut out of it."""
    if found.seen is None:
        words = words_of(found.definition)
        reason = _("can't be counted for your part alone")
        return {"key": found.definition.key, "title": words.title, "variant": "", "reason": reason, "estimate": "–",
                "version": found.definition.version, "direction": directions()[found.definition.direction],
                "sort": {"value": None, "n": None}, "is_count": False}  # fmt: skip
    value = found.seen.value
    return shown(found.seen, found.definition) | {
        "sort": {"value": value.estimate, "n": None if found.seen.hidden else value.n or None},
        "is_count": found.definition.kind == "count",
    }


def group_label(dimension: str, value: object) -> str:
    """A group's name in words."""
    if value is None:
        return _("unknown")
    if dimension in {"intake", "start_month"}:
        return numbers.month(str(value))
    if dimension == "municipality" and value == "none":
        return _("no agreement at start")
    if dimension == "age25":
        return {"25+": _("25 or over"), "under 25": _("under 25"), "unknown": _("unknown")}[str(value)]
    return str(value)
