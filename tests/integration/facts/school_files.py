"""Small files as a school would have them, for tests that walk the whole way."""

from __future__ import annotations

from pathlib import Path

ENROLMENTS = (
    "Elevnr;Navn;Uddannelse;Forløbsdel;Tilmeldt;Startdato;Slutdato;Forventet slutdato;Afgangsårsag;Lokal årsag;"
    "Hold;Afdeling;Institutionsnr;Elevtype;Alder;Kontaktlærer;Orlov fra;Orlov til"
).split(";")
LEAVERS = "Elevnr;Uddannelse;Forløbsdel;Afgangsdato;Afgangsårsag;Lokal årsag".split(";")
AGREEMENTS = (
    "Elevnr;Aftalenr;Arbejdsgiver;Oplæringssted;Kommune;Uddannelse;Underskrevet;Aftale fra;Aftale til;Ophørsårsag"
).split(";")
QUOTAS = "Uddannelse;Kommune;År;Aftalt antal".split(";")
ABSENCE = "Elevnr;Uddannelse;Forløbsdel;Fra;Til;Fraværstimer;Planlagte timer".split(";")


def enrolment(student: str, starts: str, **other: str) -> dict[str, str]:
    """One row of the enrolments extract, with plain values where nothing is said."""
    row = {
        "Elevnr": student, "Navn": f"Elev {student}", "Uddannelse": "SSA", "Forløbsdel": "HF", "Tilmeldt": starts,
        "Startdato": starts, "Hold": "A1", "Afdeling": "Nord", "Institutionsnr": "999999", "Elevtype": "EUD",
        "Alder": "20",
    }  # fmt: skip
    return {**row, **{name.replace("_", " "): value for name, value in other.items()}}


def write(
    path: Path,
    header: list[str],
    rows: list[dict[str, str]],
    *,
    encoding: str = "utf-8",
    separator: str = ";",
) -> Path:
    """Write rows as text; returns the path."""
    lines = [separator.join(header)]
    lines += [separator.join(row.get(name, "") for name in header) for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path
