"""The exporter that snapshots call: the register, merged and linked, as the tables that figures are computed from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import duckdb
import pyarrow as pa

from pejling.analysis.tables import DELIVERED, FROZEN, Table
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.known_rows import (
    Known,
    known_deliveries,
    load_deliveries,
    load_versions,
    mapping_facts,
)
from pejling.facts.deliveries.mapping.codes import outcome_of_code
from pejling.facts.deliveries.merging import merge
from pejling.facts.register import pseudonyms
from pejling.facts.register.linking import link
from pejling.facts.snapshots.actions import Frozen

#: what nothing frozen is made of isn't even read: names, reasons, teachers, workplaces
_LEFT_BEHIND = frozenset(
    {"spell", "leave_reason", "contact_teacher", "employer", "workplace", "end_reason", "agreement"}
)
NEEDED = [
    replace(table, columns=tuple(column for column in table.columns if column.name not in _LEFT_BEHIND))
    for table in DELIVERED.values()
    if table.name not in {"students", "key_figures"}
]
NEEDED_NAMES = tuple(table.name for table in NEEDED)
#: the frozen tables this room makes
OWN = ("spells", "agreements", "quotas", "absence")

#: a spell's public name: the student's pseudonym and a digest that tells that student's spells apart
SPELL_NAME = "p.pseudonym || '.' || left(md5(p.pseudonym || s.row_key), 12)"

_STUDENTS = (
    "SELECT student FROM spells UNION SELECT student FROM agreements UNION SELECT student FROM absence"
)

_FROZEN = {
    "spells": f"""
        SELECT p.pseudonym, {SPELL_NAME} AS spell, s.*, f.first_class, f.age_at_first,
               m.municipality AS municipality_at_start
        FROM told_spells s JOIN pseudonyms p USING (student)
        LEFT JOIN first_told f USING (row_key) LEFT JOIN municipalities m USING (row_key)""",
    "agreements": "SELECT p.pseudonym, a.* FROM agreements a JOIN pseudonyms p USING (student)",
    "quotas": "SELECT * FROM quotas",
    "absence": f"""
        SELECT p.pseudonym, CASE WHEN s.row_key IS NULL THEN NULL ELSE {SPELL_NAME} END AS spell, a.*
        FROM placed_absence a JOIN pseudonyms p USING (student)
        LEFT JOIN told_spells s ON s.row_key = a.spell_key""",
}

_FIRST_TOLD = """
CREATE TABLE first_told AS
SELECT row_key, arg_min(class_group, from_id) FILTER (class_group IS NOT NULL) AS first_class,
       arg_min(age, from_id) FILTER (age IS NOT NULL) AS age_at_first
FROM spells_versions GROUP BY row_key
"""


def export(organisation: Organisation, as_of: date | None) -> Frozen:
    """The school's tables of the register (see ``analysis.tables.FROZEN``), sorted, as known on ``as_of`` or now."""
    known = known_deliveries(organisation, as_of, [*NEEDED_NAMES, "students"])
    with duckdb.connect(config={"enable_external_access": "false", "threads": 2}) as connection:
        load_deliveries(connection, known)
        for table in NEEDED:
            load_versions(connection, organisation, table)
            merge(connection, table)
        connection.execute(_FIRST_TOLD)
        unmatched = link(connection, _outcomes(known))
        pseudonyms.load(connection, organisation, _STUDENTS)
        tables = {name: _frozen(connection, FROZEN[name]) for name in OWN}
    return Frozen(tables, _as_of(known), known.told_by(), unmatched, known.notes())


def _outcomes(known: Known) -> Callable[[str], str | None]:
    """What became of those with a leave code: as the sources' own lists say, else the shipped one."""
    own: dict[str, str] = {}
    for facts in mapping_facts(known).values():
        own |= facts["leave_outcomes"]
    return lambda code: own.get(code) or outcome_of_code(code)


def _frozen(connection: duckdb.DuckDBPyConnection, table: Table) -> pa.Table:
    names = ", ".join(table.names)
    rows = connection.sql(f"SELECT {names} FROM ({_FROZEN[table.name]}) ORDER BY {names}")
    return rows.to_arrow_table()


def _as_of(known: Known) -> dict[str, date | None]:
    """Leavers are part of what a spell tells, so spells are known no longer than they are."""
    have = {"spells": ("spells", "leavers"), "agreements": ("agreements",)}
    days = {name: known.table_as_of(*have.get(name, (name,))) for name in OWN}
    return {**days, "spells": days["spells"] if known.table_as_of("spells") else None}
