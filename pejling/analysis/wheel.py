"""The picture of a year as a wheel: where each span of days lies, as numbers a template draws. *Pure.*

January begins at the top, and the year goes clockwise. Spans that would lie over each other get rings of their own,
the earliest outermost. Lengths are in units of the picture, which is ``2 * EDGE`` wide and high, its middle at 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

EDGE = 300
MONTH_RING = (252, 292)
#: the rings of spans: from here inwards, and no further in than this
OUTERMOST, INNERMOST = 246, 62
WIDEST, NARROWEST = 30, 18
#: a number needs so many degrees of room, also in the innermost ring
ROOM = 13.0
MOST_RINGS = (OUTERMOST - INNERMOST) // NARROWEST


@dataclass(frozen=True, slots=True)
class Span:
    """Days that something takes: ``number`` is what stands on it."""

    number: int
    first: date
    last: date
    state: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A span as drawn: ``path`` of its outline, and where its number stands."""

    number: int
    state: str
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Month:
    """A month's sector: ``path``, where its name stands, and the line where it begins."""

    number: int
    path: str
    x: float
    y: float
    from_x: float
    from_y: float
    to_x: float
    to_y: float


@dataclass(frozen=True, slots=True)
class Wheel:
    """The picture. ``hand``: where today's line ends, None in another year; ``thick``: width of a ring."""

    months: tuple[Month, ...]
    marks: tuple[Mark, ...]
    hand: tuple[float, float] | None
    thick: float


def wheel(year: int, spans: Sequence[Span], today: date) -> Wheel | None:
    """The year's wheel; None where more lies over each other than there is room for."""
    inside = [span for span in spans if span.first.year <= year <= span.last.year]
    rings = _rings(year, inside)
    if len(rings) > MOST_RINGS:
        return None
    thick = min(WIDEST, (OUTERMOST - INNERMOST) / max(len(rings), 1))
    marks = [
        _mark(span, _angles(year, span), OUTERMOST - place * thick, thick)
        for place, ring in enumerate(rings)
        for span in ring
    ]
    hand = _at(_angle(year, today), OUTERMOST) if today.year == year else None
    return Wheel(_months(year), tuple(sorted(marks, key=lambda mark: mark.number)), hand, thick)


def _rings(year: int, spans: Sequence[Span]) -> list[list[Span]]:
    """Each span in the outermost ring where it has room."""
    rings: list[list[Span]] = []
    for span in sorted(spans, key=lambda one: (one.first, one.last)):
        free = next((ring for ring in rings if all(_apart(year, span, one) for one in ring)), None)
        if free is None:
            rings.append([span])
        else:
            free.append(span)
    return rings


def _apart(year: int, one: Span, other: Span) -> bool:
    (a_first, a_last), (b_first, b_last) = _roomy(year, one), _roomy(year, other)
    # Past the turn of the year, too: the end of December lies beside January.
    return all(a_last + turn <= b_first or b_last <= a_first + turn for turn in (-360.0, 0.0, 360.0))


def _roomy(year: int, span: Span) -> tuple[float, float]:
    first, last = _angles(year, span)
    lacking = max(ROOM - (last - first), 0) / 2
    return first - lacking, last + lacking


def _angles(year: int, span: Span) -> tuple[float, float]:
    """Degrees from the top at which it begins and ends, cut to the year."""
    first, last = max(span.first, date(year, 1, 1)), min(span.last, date(year, 12, 31))
    return _angle(year, first), _angle(year, last) + 360 / _days(year)


def _angle(year: int, day: date) -> float:
    return 360 * (day - date(year, 1, 1)).days / _days(year)


def _days(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def _mark(span: Span, angles: tuple[float, float], outer: float, thick: float) -> Mark:
    inner = outer - thick + 3
    first, last = angles
    middle = (first + last) / 2
    # A day or two is drawn as wide as its number needs, around its middle.
    wide = max(last - first, math.degrees(24 / ((outer + inner) / 2)))
    x, y = _at(middle, (outer + inner) / 2)
    return Mark(span.number, span.state, _sector(middle - wide / 2, middle + wide / 2, inner, outer), x, y)


def _months(year: int) -> tuple[Month, ...]:
    inner, outer = MONTH_RING
    made = []
    for number in range(1, 13):
        first = _angle(year, date(year, number, 1))
        last = _angle(year, date(year, number + 1, 1)) if number < 12 else 360.0
        name, begin, end = (
            _at((first + last) / 2, (inner + outer) / 2),
            _at(first, INNERMOST - 8),
            _at(first, outer),
        )
        made.append(Month(number, _sector(first, last, inner, outer), *name, *begin, *end))
    return tuple(made)


def _sector(first: float, last: float, inner: float, outer: float) -> str:
    """The outline of a piece of a ring; a whole ring is left a hair open, so that its arcs have two ends."""
    last = min(last, first + 359.9)
    wide = int(last - first > 180)
    (ax, ay), (bx, by) = _at(first, outer), _at(last, outer)
    (cx, cy), (dx, dy) = _at(last, inner), _at(first, inner)
    return (
        f"M{ax} {ay}A{outer:g} {outer:g} 0 {wide} 1 {bx} {by}"
        f"L{cx} {cy}A{inner:g} {inner:g} 0 {wide} 0 {dx} {dy}Z"
    )


def _at(angle: float, radius: float) -> tuple[float, float]:
    turned = math.radians(angle)
    return round(radius * math.sin(turned), 1), round(-radius * math.cos(turned), 1)
