"""A picture's table drawn as SVG: the same drawing in every form. *Pure.*

The numbers are the table's; what is hidden or not known there is left out here and said instead. Legible in black and
white: series differ by dashes and shades.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pejling.analysis.pictures import BAND, FONT, INK, LINE, RULE, whole
from pejling.analysis.reports.layout import Layout
from pejling.analysis.reports.report import HIDDEN, Picture

_SHADES = [LINE, "#6f9bc3", "#1a1a1a", "#8a8f98"]
_DASHES = [[1, 0], [6, 4], [2, 3], [8, 3, 2, 3]]
_IDS = re.compile(r'(?<=id=")|(?<=url\(#)|(?<=href="#)')
_ROW_HEIGHT = 30


def specification(picture: Picture, layout: Layout) -> dict[str, Any]:
    """The picture as a Vega-Lite specification."""
    chart, table = picture.chart, picture.table
    places = {
        key: table.place(key) for key in (chart.x, chart.y, chart.lower, chart.upper, chart.series) if key
    }
    y_column = table.columns[places[chart.y]]
    rows: list[dict[str, Any]] = []
    for number, row in enumerate(table.rows):
        if number in table.total_rows:
            continue
        values = {key: row[place] for key, place in places.items()}
        drawn: dict[str, Any] = {
            "x": _plain(values[chart.x], layout.cell(table.columns[places[chart.x]], values[chart.x])),
            "y": _number(values[chart.y]),
            "said": layout.cell(y_column, values[chart.y]),
        }
        if chart.series:
            drawn["series"] = layout.cell(table.columns[places[chart.series]], values[chart.series])
        if chart.lower and HIDDEN not in (values[chart.lower], values[chart.upper], values[chart.y]):
            drawn |= {"lower": _number(values[chart.lower]), "upper": _number(values[chart.upper])}
        rows.append(drawn)
    title = layout.head(y_column)
    x_title = layout.head(table.columns[places[chart.x]])
    make = {"bars": _bars, "columns": _columns, "points": _points, "line": _line, "steps": _steps}[chart.form]
    drawn = make(rows, x_title, title, _scale(picture), bool(chart.series))
    series = list(dict.fromkeys(row["series"] for row in rows if "series" in row))
    drawn["config"]["range"] = {"category": _SHADES, "ordinal": _SHADES}
    drawn["config"]["legend"] = {
        "orient": "top", "title": None, "labelFontSize": 13, "labelColor": INK, "symbolStrokeWidth": 2.5,
        "columns": 2 if max(map(len, series), default=0) > 20 else 4, "labelLimit": 280,
    }  # fmt: skip
    return drawn


def draw(picture: Picture, layout: Layout, fonts: Path | None, prefix: str) -> str:
    """The picture as SVG whose ids begin with ``prefix``, so that several can stand on one page."""
    import vl_convert  # slow to import, and reports without pictures don't need it

    if fonts is not None and fonts.is_dir() and fonts not in _registered:
        vl_convert.register_font_directory(str(fonts))
        _registered.add(fonts)
    locale = "da-DK" if layout.report.language == "da" else "en-GB"
    svg = vl_convert.vegalite_to_svg(
        specification(picture, layout), vl_version="6.4", format_locale=locale, allowed_base_urls=[]
    )
    return _IDS.sub(f"{prefix}-", svg)


_registered: set[Path] = set()


def _plain(value: Any, said: str) -> Any:
    return float(value) if isinstance(value, Decimal) else said


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, Decimal) else None


def _scale(picture: Picture) -> dict[str, Any]:
    scale = picture.chart.scale
    return {"domain": [float(one) for one in scale], "zero": False} if scale else {"zero": True}


def _bars(
    rows: Sequence[dict[str, Any]], x: str, y: str, scale: dict[str, Any], series: bool
) -> dict[str, Any]:
    across = {"field": "y", "type": "quantitative", "scale": scale, "axis": {"title": y, "tickCount": 5}}
    down = {"field": "x", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 300, "domain": False,
            "ticks": False, "labelPadding": 8}}  # fmt: skip
    more = (
        {"yOffset": {"field": "series", "sort": None}, "color": {"field": "series", "sort": None}}
        if series
        else {}
    )
    layers = [
        {"mark": {"type": "bar", "color": LINE, "height": {"band": 0.72}},
         "encoding": {"x": across, "y": down, **more}},
        {"mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 13, "color": INK},
         "encoding": {"x": {**across, "field": "at"}, "y": down, "text": {"field": "said"},
                      **({"yOffset": more["yOffset"]} if series else {})}},
    ]  # fmt: skip
    values = [{**row, "at": row["y"] or 0} for row in rows]
    made = _whole(layers, values)
    lines = len(rows) if series else len({row["x"] for row in rows})
    made["height"] = max(110, lines * (22 if series else _ROW_HEIGHT) + 60)
    return made


def _columns(
    rows: Sequence[dict[str, Any]], x: str, y: str, scale: dict[str, Any], series: bool
) -> dict[str, Any]:
    up = {"field": "y", "type": "quantitative", "scale": scale, "axis": {"title": y, "tickCount": 5}}
    along = _along(rows, x)
    more = (
        {"xOffset": {"field": "series", "sort": None}, "color": {"field": "series", "sort": None}}
        if series
        else {}
    )
    layers = [
        {"mark": {"type": "bar", "color": LINE}, "encoding": {"x": along, "y": up, **more}},
        {"mark": {"type": "text", "dy": -8, "fontSize": 13, "color": INK},
         "encoding": {"x": along, "y": {**up, "field": "at"}, "text": {"field": "said"},
                      **({"xOffset": more["xOffset"]} if series else {})}},
    ]  # fmt: skip
    return _whole(layers, [{**row, "at": row["y"] or 0} for row in rows])


def _points(
    rows: Sequence[dict[str, Any]], x: str, y: str, scale: dict[str, Any], series: bool
) -> dict[str, Any]:
    up = {"field": "y", "type": "quantitative", "scale": scale, "axis": {"title": y, "tickCount": 5}}
    along = _along(rows, x)
    more = _told_apart() if series else {}
    beside = {"xOffset": {"field": "series", "sort": None}} if series else {}
    layers = [
        {"mark": {"type": "rule", "strokeWidth": 1.5, **({} if series else {"stroke": LINE})},
         "encoding": {"x": along, "y": {**up, "field": "lower"}, "y2": {"field": "upper"}, **more, **beside}},
        {"mark": {"type": "point", "filled": True, "size": 70, "opacity": 1, **({} if series else {"color": LINE})},
         "encoding": {"x": along, "y": up, **beside,
                      **({"color": more["color"], "shape": {"field": "series", "sort": None}} if series else {})}},
    ]  # fmt: skip
    return _whole(layers, [row for row in rows if row["y"] is not None])


def _line(
    rows: Sequence[dict[str, Any]], x: str, y: str, scale: dict[str, Any], series: bool
) -> dict[str, Any]:
    return _drawn_line(rows, x, y, scale, series, "linear")


def _steps(
    rows: Sequence[dict[str, Any]], x: str, y: str, scale: dict[str, Any], series: bool
) -> dict[str, Any]:
    return _drawn_line(rows, x, y, scale, series, "step-after")


def _drawn_line(
    rows: Sequence[dict[str, Any]], x: str, y: str, scale: dict[str, Any], series: bool, how: str
) -> dict[str, Any]:
    up = {"field": "y", "type": "quantitative", "scale": scale, "axis": {"title": y, "tickCount": 5}}
    along = _along(rows, x)
    more = _told_apart() if series else {}
    band = {"type": "area", "interpolate": how, "opacity": 0.5 if not series else 0.25}
    layers = [
        {"mark": {**band, **({} if series else {"color": BAND})},
         "encoding": {"x": along, "y": {**up, "field": "lower"}, "y2": {"field": "upper"},
                      **({"color": more["color"]} if series else {})}},
        {"mark": {"type": "line", "interpolate": how, "strokeWidth": 2.5, **({} if series else {"stroke": LINE})},
         "encoding": {"x": along, "y": up, **more}},
    ]  # fmt: skip
    return _whole(layers, list(rows))


def _told_apart() -> dict[str, Any]:
    by = {"field": "series", "type": "nominal", "sort": None}
    return {"color": by, "strokeDash": {**by, "scale": {"range": _DASHES}}}


def _along(rows: Sequence[dict[str, Any]], title: str) -> dict[str, Any]:
    if rows and all(isinstance(row["x"], float) for row in rows):
        return {"field": "x", "type": "quantitative", "scale": {"zero": False, "nice": False},
                "axis": {"title": title, "format": "d", "grid": False}}  # fmt: skip
    labels = {row["x"] for row in rows}
    slanted = len(labels) > 8 or sum(map(len, map(str, labels))) > 80
    axis = {"title": title, "labelAngle": -45 if slanted else 0, "grid": False, "labelLimit": 160}
    return {"field": "x", "type": "nominal", "sort": None, "axis": axis}


def _whole(layers: list[dict[str, Any]], values: list[dict[str, Any]]) -> dict[str, Any]:
    made = whole(layers)
    made["data"] = {"values": values}
    made["config"]["font"] = FONT
    made["config"]["axis"]["gridColor"] = RULE
    return made
