"""A school's files for these tests: written as text, read by a shipped or a small mapping."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.facts.deliveries.mapping.model import Mapping
from pejling.facts.deliveries.mapping.parse import parse
from pejling.facts.deliveries.prepare import Prepared, prepare

KEY = b"k" * 32
AS_OF = date(2025, 11, 1)

ENROLMENTS = (
    "Elevnr;Navn;Uddannelse;Forløbsdel;Tilmeldt;Startdato;Slutdato;Forventet slutdato;Afgangsårsag;Lokal årsag;"
    "Hold;Afdeling;Institutionsnr;Elevtype;Alder;Kontaktlærer;Orlov fra;Orlov til"
)
LEAVERS = "Elevnr;Uddannelse;Forløbsdel;Afgangsdato;Afgangsårsag;Lokal årsag"
AGREEMENTS = (
    "Elevnr;Aftalenr;Arbejdsgiver;Oplæringssted;Kommune;Uddannelse;Underskrevet;"
    "Aftale fra;Aftale til;Ophørsårsag"
)
QUOTAS = "Uddannelse;Kommune;År;Aftalt antal"
ABSENCE = "Elevnr;Uddannelse;Forløbsdel;Fra;Til;Fraværstimer;Planlagte timer"
#: The columns most tests need.
SHORT = "Elevnr;Uddannelse;Forløbsdel;Startdato;Slutdato;Afgangsårsag"

#: One file, one table: for tests of reading alone.
PLAIN = """
name: plain
files:
  rows:
    columns:
      student: {names: Student, required: true}
      programme: {names: Programme, required: true}
      starts: {names: Start, required: true}
      reason: Reason
tables:
  spells:
    file: rows
    key: [programme, starts_on]
    columns: {student: student, programme: programme, starts_on: starts, leave_reason: reason}
"""


def read(
    folder: Path, *texts: str | bytes, mapping: Mapping | str = "uddata", keep: bool = False
) -> Prepared:
    """Prepare files with these contents."""
    if isinstance(mapping, str):
        mapping = parse(mapping) if "\n" in mapping else load_mapping(mapping)
    paths = []
    for place, text in enumerate(texts):
        path = folder / f"file{place}.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        paths.append(path)
    return prepare(paths, mapping, as_of=AS_OF, hash_key=KEY, keep_in=folder / "kept" if keep else None)


def problems(prepared: Prepared) -> list[tuple[int, str, str, str]]:
    """(row, column, value, code) of everything kept out."""
    return [(p.row, p.column, p.value, p.code) for p in prepared.quarantine]


def column(prepared: Prepared, table: str, name: str) -> list:
    """A column of an accepted table."""
    return prepared.tables[table].column(name).to_pylist()
