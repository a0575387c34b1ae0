"""Which model keeps the versions of which delivered table: named in settings, so that no arrow points upwards."""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.conf import settings

from pejling.analysis.tables import DELIVERED, Table
from pejling.facts.deliveries.models import VersionedRow


@cache
def model_of(table: str) -> type[VersionedRow]:
    """The model of a delivered table; KeyError for an unknown one."""
    return apps.get_model(settings.DELIVERY_TABLES[table])


def all_tables() -> list[Table]:
    """Every delivered table that has a model, in the settings' order."""
    return [DELIVERED[name] for name in settings.DELIVERY_TABLES]


def columns_of(table: Table) -> list[str]:
    """The columns as stored, after the version's own: the declared names."""
    return list(table.names)
