"""Real students: interruption and retention of OULAD against R's numbers in expected_by_presentation.csv.

The snapshot is made here straight from the raw files; how a delivery makes one is tested elsewhere.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.snapshot_fixture import write_snapshot
from pejling.analysis.cohorts import grid
from pejling.analysis.definition import load_catalogue
from pejling.analysis.engine.run import Where, run

CATALOGUE = Path(__file__).resolve().parents[2] / "pejling" / "catalogue" / "indicators"
DEFINITIONS = load_catalogue(CATALOGUE)
AS_OF = date(2016, 10, 1)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "oulad" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def start_of(presentation: str) -> date:
    """The anchors of the shipped mapping: J = 1 October, B = 1 February."""
    return date(int(presentation[:4]), 10 if presentation.endswith("J") else 2, 1)


@pytest.fixture(scope="module")
def oulad(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    courses = {
        (row["code_module"], row["code_presentation"]): int(row["module_presentation_length"])
        for row in rows(real_data, "courses.csv")
    }
    key = ("code_module", "code_presentation", "id_student")
    result = {
        tuple(row[name] for name in key): row["final_result"] for row in rows(real_data, "studentInfo.csv")
    }
    spells = []
    for number, row in enumerate(rows(real_data, "studentRegistration.csv")):
        module, presentation, student = (row[name] for name in key)
        final = result[module, presentation, student]
        known = {"pseudonym": student, "spell": f"s{number}", "programme": module}
        fate = fate_of(
            start_of(presentation), row["date_unregistration"], final, courses[module, presentation]
        )
        spells.append(known | fate)
    return write_snapshot(tmp_path_factory.mktemp("oulad"), {"spells": spells}, as_of=AS_OF)


def fate_of(start: date, unregistered: str, final: str, length: int) -> dict[str, Any]:
    """Start, end and outcome of a registration, as the README of the files tells them."""
    if unregistered:
        end = start + timedelta(int(unregistered))
        return {
            "starts_on": start,
            "ends_on": end,
            "outcome": "never_started" if end <= start else "interrupted",
        }
    if final == "Withdrawn":
        return {"starts_on": start, "ends_on": None, "outcome": "interrupted"}
    outcome = "ended" if final == "Fail" else "completed"
    return {"starts_on": start, "ends_on": start + timedelta(length), "outcome": outcome}


@pytest.mark.real_data
def test_interruption_of_every_presentation_is_rs(oulad: Path, real_data: Path) -> None:
    """Within 12 months everybody's presentation is over, so interruption is 1 - R's Kaplan-Meier at its end.

    The one event after the end (FFF 2013J, day 444 of 268) is kept in R's curve but lies after both windows.
    """
    values = run(DEFINITIONS["interruption"], oulad, by=("programme", "start_month"))
    found = {(value.by["programme"], value.by["start_month"]): value for value in values}
    expected = rows(real_data, "expected_by_presentation.csv")
    assert len(found) == len(expected) == 22
    for row in expected:
        module, presentation = row["presentation"].split()
        value = found[module, f"{start_of(presentation):%Y-%m}"]
        assert value.n == int(row["at_risk_day0"])
        assert value.estimate == pytest.approx(1 - float(row["km_end"]), abs=1e-9)
        assert value.complete
        assert value.excluded.get("never_started", 0) == int(row["withdrawn_before_or_on_day0"])
        assert value.excluded.get("undated_leave", 0) == int(row["withdrawn_without_date"])


@pytest.mark.real_data
def test_the_whole_of_oulad(oulad: Path) -> None:
    """29,403 at risk and 6,975 events (expected_logrank_pooled.csv), one of them after 12 months."""
    [left] = run(DEFINITIONS["interruption"], oulad)
    assert (left.n, left.events) == (29403, 6974)
    assert left.estimate == pytest.approx(6974 / 29403)
    [kept] = run(DEFINITIONS["retention"], oulad)
    assert kept.estimate == pytest.approx(1 - left.estimate)
    [entrants] = run(DEFINITIONS["entrants"], oulad)
    assert entrants.n == 29403 + 93
    [completed] = run(DEFINITIONS["completion"], oulad)
    assert completed.events == 12361 + 3024
    [active] = [value for value in run(DEFINITIONS["active"], oulad) if value.variant == "in_progress"]
    assert active.n == 0


@pytest.mark.real_data
def test_the_grid_counts_the_days_of_the_raw_file(oulad: Path, real_data: Path) -> None:
    """AAA 2013J, month by month: those whose day of leaving is no later than the date m months after 1 October."""
    days = [
        int(row["date_unregistration"])
        for row in rows(real_data, "studentRegistration.csv")
        if (row["code_module"], row["code_presentation"]) == ("AAA", "2013J") and row["date_unregistration"]
    ]
    where = Where(programme="AAA", start_month="2013-10")
    [row] = grid(DEFINITIONS["retention"], oulad, "start_month", where, 8).rows
    start = date(2013, 10, 1)
    for cell in row.cells:
        whole = 10 - 1 + cell.month
        limit = (date(2013 + whole // 12, whole % 12 + 1, 1) - start).days
        left = sum(0 < day <= limit for day in days)
        assert (cell.retained, cell.state) == (376 - left, "observed")
