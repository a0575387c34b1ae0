"""Chance that repeats itself: a stream per named thing, untouched by draws elsewhere. Pure."""

from __future__ import annotations

from random import Random


def dice(seed: int, *names: object) -> Random:
    """A stream of its own for the thing the names name; the same names and seed give the same draws."""
    return Random(":".join(map(str, (seed, *names))))  # noqa: S311 - invented data, nothing to keep secret
