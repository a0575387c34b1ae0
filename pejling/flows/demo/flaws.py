"""The mistakes every real extract has, put in on purpose: rows for the quarantine, warnings, a CPR-like number. Pure.

A row that is wrong in several deliveries is the first that suits, so mostly the same one; where it isn't, nothing is
lost, for a student with a row in quarantine keeps the row that was delivered before.

==========  ======================================  ==============  =====================
deliveries  file and column                         value           what should happen
==========  ======================================  ==============  =====================
1, 2        enrolments, Startdato                   31-02-yyyy      quarantined; corrected
3, 4        enrolments, Startdato                   empty           quarantined
all         enrolments, Afgangsårsag                97              quarantined
all         agreements, Underskrevet                30/2 yyyy       quarantined
last        absence, Fraværstimer                   ukendt          quarantined
1           enrolments, Uddannelse                  SSA (2013)      warning
1           leavers, Lokal årsag                    a false number  scrubbed, counted
==========  ======================================  ==============  =====================
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from .extracts import Row

#: Looks like a CPR number (its first six digits form a date) and is nobody's: no number was ever given out with
#: the last four 0000.
FALSE_CPR = "010101-0000"
UNKNOWN_CODE = "97"
UNKNOWN_PROGRAMME = "SSA (2013)"


def put_in(rows: dict[str, list[Row]], number: int, as_of: date, last: bool) -> None:
    """Put the mistakes of delivery ``number`` (1 = the first) into the rows of its files, in place."""
    enrolments = rows["enrolments"]
    _spoil(enrolments, "Afgangsårsag", _left_without_date, lambda row: UNKNOWN_CODE)
    if number <= 2:
        _spoil(enrolments, "Startdato", _still_on("SSH", as_of), lambda row: f"31-02-{row['Startdato'][-4:]}")
    else:
        _spoil(enrolments, "Startdato", _still_on("PAU", as_of), lambda row: "")
    _spoil(rows["agreements"], "Underskrevet", _running, lambda row: f"30/2 {row['Underskrevet'][-4:]}")
    if last:
        rows["absence"][-1]["Fraværstimer"] = "ukendt"
    if number == 1:
        _spoil(enrolments, "Uddannelse", _finished_ssa, lambda row: UNKNOWN_PROGRAMME)
        _spoil(
            rows["leavers"], "Lokal årsag", _regretted, lambda row: f"{row['Lokal årsag']}, se {FALSE_CPR}"
        )


def _spoil(rows: list[Row], column: str, suits: Callable[[Row], bool], value: Callable[[Row], str]) -> None:
    row = next((row for row in rows if suits(row)), None)
    if row:
        row[column] = value(row)


def _left_without_date(row: Row) -> bool:
    return row["Afgangsårsag"] in ("20", "24") and row["Slutdato"] in ("", "31-12-9999")


def _still_on(programme: str, as_of: date) -> Callable[[Row], bool]:
    """Main-programme rows that look open and are planned to last into another year."""

    def suits(row: Row) -> bool:
        is_open = row["Slutdato"] in ("", "31-12-9999") and not row["Afgangsårsag"]
        planned = int(row["Forventet slutdato"][-4:])
        return (
            is_open and planned > as_of.year and (row["Uddannelse"], row["Forløbsdel"]) == (programme, "HF")
        )

    return suits


def _finished_ssa(row: Row) -> bool:
    """An old spell, outside the period of every later delivery."""
    return row["Afgangsårsag"] == "14" and row["Uddannelse"] == "SSA"


def _regretted(row: Row) -> bool:
    return row["Lokal årsag"] == "Fortrudt uddannelsesvalg"


def _running(row: Row) -> bool:
    return not row["Ophørsårsag"] and row["Kommune"] != ""
