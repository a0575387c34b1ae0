"""One figure over its periods, drawn on the server into the page itself, so that it needs no address of its own."""

from __future__ import annotations

import base64
from functools import lru_cache

from pejling.analysis import pictures
from pejling.analysis.results.followed import Followed
from pejling.analysis.results.spread import spread
from pejling.web.components.drawing import FONTS
from pejling.web.pages.results import written

#: So many periods fit side by side.
DRAWN = 24

Drawn = tuple[tuple[str, float, float | None, float | None], ...]


def picture(one: Followed, period_title: str) -> str:
    """The picture as an address that holds it; "" where there are fewer than two values to draw."""
    of_share = one.latest.share is not None
    points: list[tuple[str, float, float | None, float | None]] = []
    for figure in reversed(one.figures[:DRAWN]):
        value = figure.share if of_share else figure.value
        # Another unit or scale is another figure: it isn't drawn in this one.
        if value is None or (figure.unit, figure.scale_from, figure.scale_to) != _kind(one):
            continue
        found = spread(figure)
        scale = 100 if figure.unit == "percent" else 1
        limits = (found.lower / scale, found.upper / scale) if found else (None, None)
        points.append((figure.period, value, *limits))
    if len(points) < 2:
        return ""
    ends = (one.latest.scale_from, one.latest.scale_to) if one.latest.unit == "score" else None
    return _drawn(tuple(points), period_title, written.unit(one.latest), of_share, ends)


def _kind(one: Followed) -> tuple[str, float | None, float | None]:
    return one.latest.unit, one.latest.scale_from, one.latest.scale_to


@lru_cache(maxsize=256)
def _drawn(points: Drawn, period: str, unit: str, percent: bool, ends: tuple[float, float] | None) -> str:
    made = [pictures.HistoryPoint(*point) for point in points]
    drawn = pictures.history(made, date_title=period, value_title=unit, percent=percent, ends=ends)
    text = base64.b64encode(pictures.svg(drawn, FONTS).encode()).decode()
    return f"data:image/svg+xml;base64,{text}"
