"""The results overview as its template wants it: sources in order, each with its rows or how to get some."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pejling.analysis.results.followed import Followed, on_the_overview
from pejling.analysis.results.scales import index_of
from pejling.analysis.results.sources import OTHER, ResultSource, ResultSources, SourceWords
from pejling.web.components import numbers
from pejling.web.pages.results import written
from pejling.web.pages.results.seen import SeenResults

#: As many rows of one source as stand on the overview; the others are on the source's own page.
MOST = 8


def words_of(source: ResultSource | None) -> SourceWords:
    """What a source is called in the reader's language; the name for those that are in no catalogue."""
    if source is None:
        about = _("Results from sources that aren't in the catalogue of sources.")
        return SourceWords(_("Other sources"), about, about)
    language = (get_language() or "da")[:2]
    return source.words.get(language, source.words["da"])


def groups(found: SeenResults, sources: ResultSources, today: date) -> list[dict[str, Any]]:
    """Every source in its order, those with no results too; sources not in the catalogue last, if there are any."""
    of_source: dict[str, list[Followed]] = {source.key: [] for source in sources.listed}
    for one in found.series:
        of_source.setdefault(one.source.key if one.source else OTHER, []).append(one)
    return [group(key, sources.named(key), series, found, today) for key, series in of_source.items()]


def group(
    key: str, source: ResultSource | None, series: Sequence[Followed], found: SeenResults, today: date
) -> dict[str, Any]:
    """One source: its words, the age of its newest result, and the rows that stand on the overview."""
    shown = on_the_overview(series, source)
    dated = max((day for one in series if (day := one.latest.dated)), default=None)
    return {
        "key": key,
        "words": words_of(source),
        "rows": [row(one, found, today) for one in shown[:MOST]],
        "more": len(series) - min(len(shown), MOST),
        "dated": dated,
        "is_late": bool(source and source.is_late(dated, today)),
        "age": age(dated, today),
        "caption": _("Newest result of %(day)s, %(age)s")
        % {"day": numbers.day(dated), "age": age(dated, today)}
        if dated
        else words_of(source).title,
        "every_months": source.every_months if source else None,
        "is_empty": not series,
    }


def age(dated: date | None, today: date) -> str:
    """How old a result is, in months and years as people say it."""
    if dated is None:
        return ""
    months = (today.year - dated.year) * 12 + today.month - dated.month - (today.day < dated.day)
    if months < 1:
        return _("less than a month old")
    if months < 24:
        return (
            _("%(count)s months old") % {"count": numbers.number(months)} if months > 1 else _("1 month old")
        )
    return _("%(count)s years old") % {"count": numbers.number(months / 12, 1)}


def named(one: Followed) -> dict[str, Any]:
    """What a figure is found and sorted by."""
    figure = one.latest
    return {
        "key": one.key,
        "indicator": figure.indicator,
        "about": written.about(figure),
        "place": written.place(figure),
        "place_kind": figure.place_kind or ("school" if figure.about_the_school else ""),
        "subgroup": figure.subgroup or "",
        "period": figure.period,
        "dated": figure.dated,
        "retrieved": figure.retrieved_on,
        "raw": one,
    }


def row(one: Followed, found: SeenResults, today: date) -> dict[str, Any]:
    """One figure's newest value, its change, and where they come from."""
    figure, spread, change = one.latest, one.spread, one.change
    hidden = found.is_hidden(figure)
    return named(one) | {
        "value": written.value(figure, hidden),
        "hidden": hidden,
        "left_out": figure.value is None and not hidden,
        "unit": written.unit(figure),
        "interval": written.interval(figure, spread),
        "n": numbers.number(figure.behind) if figure.behind is not None else "",
        "response": numbers.share(figure.response_rate / 100) if figure.response_rate is not None else "",
        "change": written.change(change),
        "change_interval": written.change_interval(change),
        "since": change.before.period if change else "",
        "verdict": written.verdict(change, one.verdict) if not hidden else "",
        "meaning": one.verdict or "",
        "collected": written.collected(figure),
        "published_by": figure.published_by or "",
        "note": figure.note or "",
        "is_late": one.is_late(today),
    }


def periods(one: Followed, found: SeenResults) -> list[dict[str, Any]]:
    """All periods of one figure, newest first, each with the change from the one before it."""
    lines = []
    for place, figure in enumerate(one.figures):
        alone = Followed(one.source, one.figures[place:])
        hidden = found.is_hidden(figure)
        lines.append(
            {
                **row(alone, found, date.max),
                "index": numbers.number(index_of(figure), 0)
                if index_of(figure) is not None and not hidden
                else "",
                "method": written.how_sure(alone.spread) if figure.value is not None else "",
            }
        )
    return lines
