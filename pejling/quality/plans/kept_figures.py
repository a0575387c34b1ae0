"""Figures kept as a plan's file says them, back to plain values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pejling.analysis.plans import plan_model as values
from pejling.analysis.plans.read_parts import kept_figure
from pejling.analysis.strict_fields import Fields


def figures_of(stored: Iterable[dict[str, Any]]) -> tuple[values.KeptFigure, ...]:
    """The figures of a follow-up or a theme of a review."""
    return tuple(kept_figure(Fields(dict(one), "figures")) for one in stored)
