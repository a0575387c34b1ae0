"""Key figures: results others have published, or the school has found elsewhere, in versions per source.

The fields are those of ``analysis.tables.KEY_FIGURES`` (a test holds them); rows are written by deliveries (bulk) and
read by freezing.py. Nothing in them is about one person.
"""

from __future__ import annotations

from django.db import models

from pejling.facts.deliveries.models import VersionedRow


def _text() -> models.TextField:
    # A missing value is not an empty text.
    return models.TextField(null=True)


def _date() -> models.DateField:
    return models.DateField(null=True)


def _decimal() -> models.FloatField:
    return models.FloatField(null=True)


class KeyFigure(VersionedRow):
    """One result as a figure, with what is needed to read it: unit, scale, n, spread, dates and source."""

    PERSONAL = frozenset()
    HARMLESS = VersionedRow.VERSION_FIELDS | {
        "origin", "indicator", "place", "place_kind", "subgroup", "period", "period_from", "period_to", "value",
        "unit", "scale_from", "scale_to", "n", "sd", "lower", "upper", "response_rate", "part_of",
        "collected_from", "collected_to", "retrieved_on", "published_by", "visibility", "note",
    }  # fmt: skip

    origin = models.TextField()
    indicator = models.TextField()
    place = _text()
    place_kind = _text()
    subgroup = _text()
    period = models.TextField()
    period_from = _date()
    period_to = _date()
    value = _decimal()
    unit = models.TextField()
    scale_from = _decimal()
    scale_to = _decimal()
    n = models.IntegerField(null=True)
    sd = _decimal()
    lower = _decimal()
    upper = _decimal()
    response_rate = _decimal()
    part_of = _text()
    collected_from = _date()
    collected_to = _date()
    retrieved_on = _date()
    published_by = _text()
    visibility = _text()
    note = _text()

    class Meta:
        indexes = [
            models.Index(name="keyfigure_current", fields=["source", "to_delivery"]),
            models.Index(name="keyfigure_from", fields=["from_delivery"]),
        ]
