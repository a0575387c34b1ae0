"""The entrance: writes the demo organisation's deliveries as files, relative to the day it is made. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from . import extracts, files, flaws
from .agreements import quotas
from .extracts import Row, View
from .intakes import add_months, month_end
from .population import first_shown, students
from .schedule import (
    ABSENCE_MONTHS,
    MONTHS_AHEAD,
    MONTHS_BACK,
    days_of_extraction,
    keep_a_backlog,
)
from .truth import Student

SEED = 20210401


@dataclass(frozen=True, slots=True)
class DemoDelivery:
    """One delivery as it is to be imported: day of extraction, scope, period (first and last day), files."""

    as_of: date
    scope: Literal["full", "additional"]
    period: tuple[date, date] | None
    files: tuple[Path, ...]


def generate(folder: Path, *, today: date, seed: int = SEED) -> list[DemoDelivery]:
    """Write every delivery's files below ``folder`` and return the deliveries in the order of import.

    The first holds all history, the others what overlaps the year before their day of extraction. The same
    ``today`` and ``seed`` give the same bytes; another ``today`` shows more or less of the same invented lives.
    """
    days = days_of_extraction(today)
    everyone = students(today, seed)
    keep_a_backlog(everyone, days)
    shown = first_shown(today)
    agreed = quotas(everyone, range(shown.year + 1, today.year + 1), seed)
    kept_since = add_months(today.replace(day=1), -ABSENCE_MONTHS)
    deliveries = []
    for number, as_of in enumerate(days, start=1):
        since = shown if number == 1 else add_months(as_of.replace(day=1), -MONTHS_BACK)
        view = View(as_of, since, month_end(add_months(as_of, MONTHS_AHEAD)), kept_since)
        rows = _rows(everyone, view, agreed, seed)
        flaws.put_in(rows, number, as_of, last=as_of == days[-1])
        paths = files.write(folder / as_of.isoformat(), rows, as_of)
        deliveries.append(DemoDelivery(as_of, "full", (view.since, view.until), paths))
    return deliveries


def _rows(
    everyone: list[Student], view: View, agreed: list[tuple[str, str, int, int]], seed: int
) -> dict[str, list[Row]]:
    return {
        "enrolments": extracts.enrolments(everyone, view),
        "leavers": extracts.leavers(everyone, view),
        "agreements": extracts.agreements(everyone, view),
        "quotas": extracts.quotas(agreed),
        "absence": extracts.absences(everyone, view, seed),
    }
