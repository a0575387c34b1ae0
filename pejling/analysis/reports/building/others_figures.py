"""Results that others have measured, as figures of a report: surveys, the ministry's numbers. *Pure.*

Only what is public already: such a number stays as it was published, small ones too.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from pejling.analysis.language import _
from pejling.analysis.reports.report import Figure
from pejling.analysis.reports.saying import Saying
from pejling.analysis.reports.typography import exactly
from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.results.sources import ResultSource
from pejling.analysis.results.spread import spread

_UNITS = {"percent": "percent", "count": "count"}


def other_figure(found: KeyFigure, source: ResultSource | None, say: Saying) -> Figure:
    """The result with its own date, n and interval."""
    words = source.words[say.language] if source else None
    limits = None if found.unit == "count" else spread(found)
    said_by = [words.title if words else found.origin, found.published_by or ""]
    return Figure(
        title=found.indicator,
        value=None if found.value is None else _exact(found.value),
        unit=_UNITS.get(found.unit) or _unit(found, say),
        source=", ".join(part for part in said_by if part),
        as_of=found.dated,
        n=None if found.behind is None else round(found.behind),
        limits=(_exact(limits.lower), _exact(limits.upper)) if limits else None,
        decimals=_decimals(found),
        period=found.period,
        about=", ".join(part for part in (found.place, found.subgroup) if part),
        definition=words.about if words else "",
        note=say(_("Left out by the source.")) if found.value is None else found.note or "",
        key=source.key if source else "",
        elsewhere=True,
    )


def _unit(found: KeyFigure, say: Saying) -> str:
    if found.unit == "score" and found.scale_from is not None and found.scale_to is not None:
        ends = [exactly(_exact(end), say.language) for end in (found.scale_from, found.scale_to)]
        return say(_("mean, scale %(low)s–%(high)s"), low=ends[0], high=ends[1])
    return say(_("index 0–100")) if found.unit == "index" else found.unit


def _decimals(found: KeyFigure) -> int:
    """As many as the source gave, up to two: one at least where it isn't a count."""
    if found.unit == "count" or found.value is None:
        return 0
    return 1 if round(found.value, 1) == round(found.value, 2) else 2


def _exact(value: float) -> Decimal:
    return Decimal(repr(float(value))).quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize() + 0
