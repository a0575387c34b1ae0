"""The Open University's registrations (Kuzilek et al. 2017, CC BY 4.0) against what R made of them."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from pejling.analysis.survival import duckdb_engine, reference_engine
from pejling.analysis.survival.question import Question

pytestmark = pytest.mark.real_data

#: Any anchor will do: only differences count. The real dates of the presentations are not public.
ANCHORS = {"B": date(2013, 2, 1), "J": date(2013, 10, 1)}
DAYS = (14, 30, 60, 90, 120, 180)
VARIABLES = ("gender", "disability", "age_band", "imd_band", "highest_education", "code_module")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def population(real_data: Path) -> list[dict[str, object]]:
    """As README.txt says: origin day 0; those who unregistered on or before it and undated withdrawals are left
    out; the event is a date of unregistration; the others are censored at the presentation's length."""
    folder = real_data / "oulad"
    key = ("code_module", "code_presentation")
    lengths = {
        tuple(row[name] for name in key): int(row["module_presentation_length"])
        for row in rows_of(folder / "courses.csv")
    }
    students = {
        (row["id_student"], *(row[name] for name in key)): row for row in rows_of(folder / "studentInfo.csv")
    }
    found: list[dict[str, object]] = []
    for row in rows_of(folder / "studentRegistration.csv"):
        presentation = tuple(row[name] for name in key)
        student = students[(row["id_student"], *presentation)]
        left = row["date_unregistration"]
        if (left and int(left) <= 0) or (not left and student["final_result"] == "Withdrawn"):
            continue
        length = lengths[presentation]
        days = int(left) if left else length
        start = ANCHORS[presentation[1][-1]]
        found.append(
            {
                **{name: student[name] for name in VARIABLES},
                "presentation": " ".join(presentation),
                "outcome": "left" if left else "stayed",
                "days": days,
                "clipped": min(days, length),
                "length": length,
                "start": start.isoformat(),
                "end": (start + timedelta(days=days)).isoformat(),
            }
        )
    return found


@pytest.fixture(scope="module")
def spells(population: list[dict[str, object]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("oulad") / "spells.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(population[0]))
        writer.writeheader()
        writer.writerows(population)
    return path


@pytest.mark.parametrize("time", [{"duration": "days"}, {"start": "start", "end": "end", "unit": "day"}])
def test_every_presentation(
    time: dict[str, str], spells: Path, population: list[dict[str, object]], real_data: Path
) -> None:
    found = duckdb_engine.life_tables(
        Question(spells, "outcome", "left", by=("presentation",), **time)
    ).columns
    lengths = {row["presentation"]: row["length"] for row in population}
    expected = rows_of(real_data / "oulad" / "expected_by_presentation.csv")
    assert sorted(lengths) == [row["presentation"] for row in expected]
    for row in expected:
        mine = found["presentation"] == row["presentation"]
        times, survival = found["time"][mine], found["survival"][mine]
        assert found["at_risk"][mine][0] == int(row["at_risk_day0"])
        assert found["events"][mine].sum() == int(row["withdrawn_dated_after_day0"])
        for name, day in [*((f"km_d{day}", day) for day in DAYS), ("km_end", lengths[row["presentation"]])]:
            at_day = survival[np.searchsorted(times, day, side="right") - 1]
            assert at_day == pytest.approx(float(row[name]), abs=1e-9), (row["presentation"], name)


@pytest.mark.parametrize("variable", VARIABLES)
def test_log_rank(variable: str, spells: Path, real_data: Path) -> None:
    found = duckdb_engine.compare(Question(spells, "outcome", "left", by=(variable,), duration="clipped"))
    rows = rows_of(real_data / "oulad" / "expected_logrank_pooled.csv")
    (expected,) = [row for row in rows if row["variable"] == variable]
    assert [found.n, found.events, found.df] == [int(expected[name]) for name in ("n", "events", "df")]
    assert found.chi2 == pytest.approx(float(expected["chisq"]), rel=1e-9)
    assert found.p == pytest.approx(float(expected["p"]), rel=1e-9)


def test_log_rank_with_the_event_after_the_end(spells: Path) -> None:
    found = duckdb_engine.compare(Question(spells, "outcome", "left", by=("gender",), duration="days"))
    assert found.chi2 == pytest.approx(27.90050, abs=5e-6)


def test_the_reference_engine_agrees(spells: Path) -> None:
    question = Question(spells, "outcome", "left", by=("gender",), start="start", end="end", unit="month")
    fast, slow = duckdb_engine.life_tables(question), reference_engine.life_tables(question)
    for name, values in slow.columns.items():
        if name == "gender":
            assert fast.columns[name].tolist() == values.tolist()
        else:
            np.testing.assert_allclose(
                fast.columns[name].astype(float), values.astype(float), rtol=0, atol=1e-9
            )
