"""Values to chart specifications (Vega-Lite 6): plain dicts, drawn in the page by vega-embed and on the server.

All words come from the caller, in the reader's language, so this file knows none. The pictures are legible in black
and white: a line, a band and dashes, no colour that means anything; red and green aren't used. Numbers a reader sees
are given as text, since only the caller knows how they are written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FONT = "IBM Plex Sans, Arial, sans-serif"
INK, LINE, BAND, RULE = "#1a1a1a", "#0b3d66", "#9dbfdb", "#dde1e6"
WIDTH, HEIGHT = 640, 300


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One month. Shares are 0-1; ``provisional``: not all have been followed so long; ``hover``: (title, text)."""

    month: int
    share: float
    lower: float | None
    upper: float | None
    provisional: bool
    hover: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """One snapshot's value; ``position`` is an ISO date."""

    position: str
    value: float
    lower: float | None
    upper: float | None
    hover: tuple[tuple[str, str], ...] = ()


def curve(
    points: Sequence[CurvePoint], *, months_title: str, share_title: str, months: int
) -> dict[str, Any]:
    """A stepped line with its 95 % band over months; the provisional part is dashed."""
    rows = [
        _row({"month": p.month, "share": p.share, "lower": p.lower, "upper": p.upper}, p.hover)
        for p in points
    ]
    firm = [row for row, point in zip(rows, points, strict=True) if not point.provisional]
    # The dashed line begins where the full one ends, so that no gap is seen between them.
    loose = [row for row, point in zip(rows, points, strict=True) if point.provisional]
    loose = [*firm[-1:], *loose] if loose else []
    step = 3 if months <= 24 else 6
    x = {
        "field": "month", "type": "quantitative",
        "scale": {"domain": [0, months], "nice": False},
        "axis": {"title": months_title, "values": list(range(0, months + 1, step)), "format": "d"},
    }  # fmt: skip
    y = {
        "field": "share", "type": "quantitative", "scale": {"domain": [0, 1]},
        "axis": {"title": share_title, "values": [0, 0.2, 0.4, 0.6, 0.8, 1],
                 "labelExpr": "round(datum.value * 100) + ' %'"},
    }  # fmt: skip
    line = {"type": "line", "interpolate": "step-after", "stroke": LINE, "strokeWidth": 2.5}
    band = {"type": "area", "interpolate": "step-after", "color": BAND, "opacity": 0.6}
    layers: list[dict[str, Any]] = [
        {"data": {"values": [row for row in rows if row["lower"] is not None and row["upper"] is not None]},
         "mark": band, "encoding": {"x": x, "y": {**y, "field": "lower"}, "y2": {"field": "upper"}}},
        {"data": {"values": firm}, "mark": line, "encoding": {"x": x, "y": y}},
        {"data": {"values": loose}, "mark": {**line, "strokeDash": [5, 4]}, "encoding": {"x": x, "y": y}},
        {"data": {"values": rows},
         "mark": {"type": "point", "filled": True, "size": 90, "opacity": 0.01, "color": LINE},
         "encoding": {"x": x, "y": y, **_tooltip(points)}},
    ]  # fmt: skip
    return _whole(layers)


def history(
    points: Sequence[HistoryPoint],
    *,
    date_title: str,
    value_title: str,
    percent: bool,
    ends: tuple[float, float] | None = None,
) -> dict[str, Any]:
    """A point per period with its interval as an upright line. ``ends``: of the scale; without, it begins at 0."""
    rows = [
        _row({"at": p.position, "value": p.value, "lower": p.lower, "upper": p.upper}, p.hover)
        for p in points
    ]
    x = {
        "field": "at",
        "type": "ordinal",
        "sort": None,  # in the order given: oldest first
        "axis": {"title": date_title, "labelAngle": -45 if len(rows) > 6 else 0},
    }
    axis: dict[str, Any] = {"title": value_title}
    scale = {"domain": list(ends), "zero": False} if ends else {"zero": True}
    if percent:
        axis["labelExpr"] = "round(datum.value * 100) + ' %'"
    y = {"field": "value", "type": "quantitative", "scale": scale, "axis": axis}
    limits = [row for row in rows if row["lower"] is not None and row["upper"] is not None]
    layers = [
        {"data": {"values": limits}, "mark": {"type": "rule", "stroke": LINE, "strokeWidth": 1.5},
         "encoding": {"x": x, "y": {**y, "field": "lower"}, "y2": {"field": "upper"}}},
        {"data": {"values": rows}, "mark": {"type": "point", "filled": True, "size": 70, "color": LINE, "opacity": 1},
         "encoding": {"x": x, "y": y, **_tooltip(points)}},
    ]  # fmt: skip
    return _whole(layers)


def svg(specification: dict[str, Any], fonts: Path | None = None) -> str:
    """The picture drawn on the server; no address in it is ever fetched. ``fonts``: a folder of TrueType files."""
    import vl_convert  # slow to import, and most processes never draw

    if fonts is not None and fonts.is_dir():
        vl_convert.register_font_directory(str(fonts))
    return vl_convert.vegalite_to_svg(specification, vl_version="6.4", allowed_base_urls=[])


def _row(values: dict[str, Any], hover: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {**values, **{f"h{place}": text for place, (_title, text) in enumerate(hover)}}


def _tooltip(points: Sequence[CurvePoint] | Sequence[HistoryPoint]) -> dict[str, Any]:
    hover = points[0].hover if points else ()
    if not hover:
        return {}
    return {
        "tooltip": [
            {"field": f"h{place}", "type": "nominal", "title": title}
            for place, (title, _text) in enumerate(hover)
        ]
    }


def _whole(layers: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": "white",
        "config": {
            "font": FONT,
            "axis": {
                "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": 400, "labelColor": INK,
                "titleColor": INK, "gridColor": RULE, "domainColor": INK, "tickColor": INK, "titlePadding": 8,
            },
            "view": {"stroke": None},
        },
        "layer": layers,
    }  # fmt: skip
