"""The exporter of key figures that snapshots call: the current ones of all sources, the preferred source first."""

from __future__ import annotations

from datetime import date

import duckdb

from pejling.analysis.tables import KEY_FIGURES
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.known_rows import known_deliveries, load_deliveries, load_versions
from pejling.facts.deliveries.merging import merge
from pejling.facts.snapshots.actions import Frozen


def export(organisation: Organisation, as_of: date | None) -> Frozen:
    """The school's key figures, sorted, as known on ``as_of`` or now."""
    known = known_deliveries(organisation, as_of, [KEY_FIGURES.name])
    with duckdb.connect(config={"enable_external_access": "false", "threads": 2}) as connection:
        load_deliveries(connection, known)
        load_versions(connection, organisation, KEY_FIGURES)
        merge(connection, KEY_FIGURES)
        names = ", ".join(KEY_FIGURES.names)
        rows = connection.sql(f"SELECT {names} FROM {KEY_FIGURES.name} ORDER BY {names}").to_arrow_table()
    days = {KEY_FIGURES.name: known.table_as_of(KEY_FIGURES.name)}
    return Frozen({KEY_FIGURES.name: rows}, days, known.told_by(), notes=known.notes())
