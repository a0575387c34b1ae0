"""A picture's table drawn as SVG: the same drawing in page, PDF and Word. *Pure.*

The numbers are the table's; what is hidden or not known there is left out here, and a bar's place then says the word.
Legible in black and white: series differ by shades, dashes and marks. Drawn here rather than by Vega, since a report
has many pictures of few forms: a millisecond each instead of a hundred, without ids that clash on one page, and the
same bytes every time.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import groupby, pairwise

from pejling.analysis.pictures import BAND, FONT, INK, LINE, RULE
from pejling.analysis.reports.layout import Layout
from pejling.analysis.reports.report import HIDDEN, Cell, Picture
from pejling.analysis.reports.typography import number

WIDTH, HEIGHT = 560, 270
_SIZE, _LETTER = 13, 7.0  #: of text, and what a letter takes on average
_SHADES = (LINE, "#6f9bc3", "#1a1a1a", "#8a8f98")
_DASHES = ("", "6 4", "2 3", "8 3 2 3")
_ROW = 30


@dataclass(frozen=True, slots=True)
class _Point:
    """One row of the table. ``at``: a number where x is one; ``said``: the value as it is read."""

    x: str
    at: float | None
    y: float | None
    said: str
    lower: float | None = None
    upper: float | None = None
    series: str = ""


def draw(picture: Picture, layout: Layout) -> str:
    """The picture as SVG."""
    points = list(_points(picture, layout))
    chart, table = picture.chart, picture.table
    titles = [layout.head(table.columns[table.place(key)]) for key in (chart.x, chart.y)]
    values = [one for point in points for one in (point.y, point.lower, point.upper) if one is not None]
    from_zero = chart.form in ("bars", "columns") or not chart.scale
    ends = tuple(map(float, chart.scale)) if chart.scale else _ends(values, from_zero)
    scale = _Scale(ends, layout.report.language)
    series = tuple(dict.fromkeys(point.series for point in points if point.series))
    make = {"bars": _bars, "columns": _columns, "points": _marks, "line": _line, "steps": _steps}[chart.form]
    return make(points, titles, scale, series)


def _points(picture: Picture, layout: Layout) -> Iterable[_Point]:
    chart, table = picture.chart, picture.table
    x, y = table.place(chart.x), table.place(chart.y)
    limits = [table.place(key) for key in (chart.lower, chart.upper) if key]
    series = table.place(chart.series) if chart.series else None
    for place, row in enumerate(table.rows):
        if place in table.total_rows:
            continue
        lower, upper = [_number(row[limit]) for limit in limits] or [None, None]
        if row[y] is HIDDEN or lower is None or upper is None:
            lower = upper = None
        yield _Point(
            x=layout.cell(table.columns[x], row[x]),
            at=_number(row[x]),
            y=_number(row[y]),
            said=layout.cell(table.columns[y], row[y]),
            lower=lower,
            upper=upper,
            series=layout.cell(table.columns[series], row[series]) if series is not None else "",
        )


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, Decimal) else None


def _ends(values: Sequence[float], from_zero: bool) -> tuple[float, float]:
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    return (low, high) if high > low else (low, low + 1)


class _Scale:
    """An axis of numbers: its ends at round numbers, and where lines and labels stand."""

    def __init__(self, ends: tuple[float, float], language: str) -> None:
        low, high = ends
        step = _step(high - low)
        self.low, self.high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        count = round((self.high - self.low) / step)
        self.ticks = [
            (
                self.low + place * step,
                number(Decimal(str(round(self.low + place * step, 6))), decimals, language),
            )
            for place in range(count + 1)
        ]

    def share(self, value: float) -> float:
        """Where a value lies between the ends, from 0 to 1."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


def _step(span: float) -> float:
    """1, 2 or 5 times a power of ten, for about five steps."""
    rough = span / 5
    power = 10 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)


class _Frame:
    """The upright axis, its lines and titles, and the places of points along the bottom."""

    def __init__(
        self,
        points: Sequence[_Point],
        titles: Sequence[str],
        scale: _Scale,
        series: Sequence[str],
        *,
        banded: bool,
    ) -> None:
        self.scale, self.parts = scale, [*_legend(series)]
        self.top = 14 + (24 if series else 0) + 18
        self.left = 22 + max(len(label) for _value, label in scale.ticks) * _LETTER
        self.names = list(dict.fromkeys(point.x for point in points))
        ats = {point.at for point in points}
        # Numbers along the bottom lie as far apart as they are; names, and a bar's places, evenly.
        self.spread = None if banded or None in ats or len(ats) < 2 else (min(ats), max(ats))
        longest = max(map(len, self.names), default=0)
        self.right = WIDTH - 14
        self.slanted = not self.spread and longest * _LETTER > self.band - 6
        self.bottom = HEIGHT - (34 + min(longest, 22) * 5 if self.slanted else 46)
        self._draw(titles, points)

    @property
    def band(self) -> float:
        """How wide a name's place is."""
        return (self.right - self.left) / max(len(self.names), 1)

    def x(self, point: _Point) -> float:
        """The middle of a point's place."""
        if self.spread:
            low, high = self.spread
            return self.left + (point.at - low) / (high - low) * (self.right - self.left)
        return self.left + (self.names.index(point.x) + 0.5) * self.band

    def y(self, value: float) -> float:
        """How far down a value lies."""
        return self.bottom - self.scale.share(value) * (self.bottom - self.top)

    def _draw(self, titles: Sequence[str], points: Sequence[_Point]) -> None:
        x_title, y_title = titles
        # Above the axis rather than along it: read without turning one's head.
        self.parts.append(_text(4, self.top - 14, y_title))
        for value, label in self.scale.ticks:
            height = self.y(value)
            self.parts.append(
                _rule(self.left, height, self.right, height, INK if value == self.scale.low else RULE)
            )
            self.parts.append(_text(self.left - 8, height + 4.5, label, "end"))
        if self.spread:
            self._numbers(points)
        else:
            for place, name in enumerate(self.names):
                middle = self.left + (place + 0.5) * self.band
                if self.slanted:
                    turn = f' transform="rotate(-35 {_n(middle)} {_n(self.bottom + 14)})"'
                    self.parts.append(_text(middle + 4, self.bottom + 14, _cut(name, 22), "end", turn))
                else:
                    self.parts.append(_text(middle, self.bottom + 20, name, "middle"))
        if not self.slanted:
            self.parts.append(_text((self.left + self.right) / 2, HEIGHT - 6, x_title, "middle"))

    def _numbers(self, points: Sequence[_Point]) -> None:
        places = {point.at: point for point in points}
        every = math.ceil(len(places) * (max(map(len, self.names)) + 2) * _LETTER / (self.right - self.left))
        for place, at in enumerate(sorted(places)):
            if place % max(every, 1) == 0:
                self.parts.append(_text(self.x(places[at]), self.bottom + 20, places[at].x, "middle"))

    def whole(self) -> str:
        """The picture."""
        return _whole(self.parts, HEIGHT)


def _bars(points: Sequence[_Point], titles: Sequence[str], scale: _Scale, series: Sequence[str]) -> str:
    parts = [*_legend(series)]
    top = 14 + (24 if series else 0)
    names = list(dict.fromkeys(point.x for point in points))
    left = min(16 + max(map(len, names), default=0) * _LETTER, 290)
    right = WIDTH - 16 - max((len(point.said) for point in points), default=0) * _LETTER
    row = max(_ROW, 18 * len(series) + 8)
    bottom = top + row * len(names)
    for value, label in scale.ticks:
        at = left + scale.share(value) * (right - left)
        parts.append(_rule(at, top, at, bottom, INK if value == scale.low else RULE))
        parts.append(_text(at, bottom + 18, label, "middle"))
    for place, name in enumerate(names):
        parts.append(
            _text(left - 8, top + (place + 0.5) * row + 4.5, _cut(name, int((left - 16) / _LETTER)), "end")
        )
    thick = (row - 10) / max(len(series), 1)
    for point in points:
        turn = series.index(point.series) if series else 0
        up = top + names.index(point.x) * row + 5 + turn * thick
        ends = sorted(left + scale.share(value) * (right - left) for value in (0, point.y or 0))
        if point.y is not None:
            parts.append(_box(ends[0], up, ends[1] - ends[0], thick, _SHADES[turn % 4]))
        middle, last = up + thick / 2, ends[1]
        if point.lower is not None and point.upper is not None:
            low, high = (left + scale.share(limit) * (right - left) for limit in (point.lower, point.upper))
            parts += _whisker(low, high, middle)
            last = max(last, high)
        parts.append(_text(last + 6, middle + 4.5, point.said))
    parts.append(_text((left + right) / 2, bottom + 38, titles[1], "middle"))
    return _whole(parts, bottom + 46)


def _whisker(low: float, high: float, middle: float) -> Iterable[str]:
    """An interval along a bar: a white edge keeps it apart from the bar's own shade."""
    for colour, width in (("white", 4.5), (INK, 1.5)):
        yield _rule(low, middle, high, middle, colour, width)
        yield from (_rule(end, middle - 4, end, middle + 4, colour, width) for end in (low, high))


def _columns(points: Sequence[_Point], titles: Sequence[str], scale: _Scale, series: Sequence[str]) -> str:
    frame = _Frame(points, titles, scale, series, banded=True)
    wide = frame.band * 0.7 / max(len(series), 1)
    for point in points:
        turn = series.index(point.series) if series else 0
        at = frame.x(point) - frame.band * 0.35 + turn * wide
        up, down = sorted((frame.y(point.y or 0), frame.y(0)))
        if point.y is not None:
            frame.parts.append(_box(at, up, wide, down - up, _SHADES[turn % 4]))
        if len(point.said) * _LETTER < wide + 12 or point.y is None:
            frame.parts.append(_text(at + wide / 2, up - 5, point.said, "middle"))
    return frame.whole()


def _marks(points: Sequence[_Point], titles: Sequence[str], scale: _Scale, series: Sequence[str]) -> str:
    frame = _Frame(points, titles, scale, series, banded=False)
    for point in points:
        if point.y is None:
            continue
        turn = series.index(point.series) if series else 0
        at = frame.x(point) + (turn - (len(series) - 1) / 2 if series else 0) * 12
        if point.lower is not None and point.upper is not None:
            frame.parts.append(
                _rule(at, frame.y(point.lower), at, frame.y(point.upper), _SHADES[turn % 4], 1.5)
            )
        frame.parts.append(_mark(at, frame.y(point.y), turn))
    return frame.whole()


def _line(points: Sequence[_Point], titles: Sequence[str], scale: _Scale, series: Sequence[str]) -> str:
    return _drawn(points, titles, scale, series, stepped=False)


def _steps(points: Sequence[_Point], titles: Sequence[str], scale: _Scale, series: Sequence[str]) -> str:
    return _drawn(points, titles, scale, series, stepped=True)


def _drawn(
    points: Sequence[_Point], titles: Sequence[str], scale: _Scale, series: Sequence[str], *, stepped: bool
) -> str:
    frame = _Frame(points, titles, scale, series, banded=False)
    for turn, name in enumerate(series or ("",)):
        own = [point for point in points if point.series == name]
        # A gap where nothing is known: no line is drawn over it.
        for known, run in groupby(own, key=lambda point: point.y is not None):
            found = list(run)
            if not known:
                continue
            if all(point.lower is not None for point in found):
                upper = _corners([(frame.x(one), frame.y(one.upper)) for one in found], stepped)
                lower = _corners([(frame.x(one), frame.y(one.lower)) for one in found], stepped)
                colour, faint = (_SHADES[turn % 4], 0.2) if series else (BAND, 0.6)
                shade = f'fill="{colour}" fill-opacity="{faint}"'
                frame.parts.append(f'<path d="M{_path([*upper, *reversed(lower)])}Z" {shade}/>')
            corners = _corners([(frame.x(one), frame.y(one.y)) for one in found], stepped)
            dash = f' stroke-dasharray="{_DASHES[turn % 4]}"' if _DASHES[turn % 4] else ""
            frame.parts.append(
                f'<path d="M{_path(corners)}" fill="none" stroke="{_SHADES[turn % 4]}" stroke-width="2.5"{dash}/>'
            )
            if len(found) == 1:
                frame.parts.append(_mark(*corners[0], turn))
    return frame.whole()


def _corners(points: Sequence[tuple[float, float]], stepped: bool) -> list[tuple[float, float]]:
    if not stepped:
        return list(points)
    made = list(points[:1])
    for (_before, level), (at, after) in pairwise(points):
        made += [(at, level), (at, after)]
    return made


def _legend(series: Sequence[str]) -> Iterable[str]:
    at = 8.0
    for turn, name in enumerate(series):
        yield _box(at, 8, 16, 12, _SHADES[turn % 4])
        yield _text(at + 22, 18, name)
        at += 44 + len(name) * _LETTER


def _mark(x: float, y: float, turn: int) -> str:
    shade = _SHADES[turn % 4]
    if turn % 2:
        return _box(x - 4, y - 4, 8, 8, shade)
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="4.5" fill="{shade}"/>'


def _path(corners: Iterable[tuple[float, float]]) -> str:
    return "L".join(f"{_n(x)} {_n(y)}" for x, y in corners)


def _rule(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1) -> str:
    ends = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width}"/>'


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{colour}"/>'


def _text(x: float, y: float, text: str, anchor: str = "start", more: str = "") -> str:
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{_n(x)}" y="{_n(y)}"{side}{more}>{escape(text)}</text>'


def _cut(text: str, most: int) -> str:
    """A name that is too long for its place; the table has it whole."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _whole(parts: Iterable[str], height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{_n(height)}" '
        f'viewBox="0 0 {WIDTH} {_n(height)}" font-family="{FONT}" font-size="{_SIZE}" fill="{INK}">'
        f'<rect width="{WIDTH}" height="{_n(height)}" fill="white"/>{"".join(parts)}</svg>'
    )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
