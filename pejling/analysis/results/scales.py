"""Values on different scales made comparable: the index 0-100. *Pure.*

A converted value is always called one: converted and native values are never drawn unlabelled in one picture.
"""

from __future__ import annotations

from pejling.analysis.results.figure import KeyFigure


def index(value: float, lowest: float, highest: float) -> float:
    """Where ``value`` lies between the ends of its scale, 0-100; ValueError for a scale without length.

    On a scale 1..k this is (x - 1) / (k - 1) * 100, on 0-10 it is x * 10.
    """
    if highest <= lowest:
        raise ValueError(f"a scale from {lowest} to {highest}")
    return (value - lowest) / (highest - lowest) * 100


def index_of(figure: KeyFigure) -> float | None:
    """The figure as an index 0-100; None where it has no scale (or no value)."""
    if figure.value is None:
        return None
    if figure.unit == "index":
        return figure.value
    if figure.unit != "score" or figure.scale_from is None or figure.scale_to is None:
        return None
    return index(figure.value, figure.scale_from, figure.scale_to)
