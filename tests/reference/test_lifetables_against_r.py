"""Life tables, incidences and the log-rank test against R (packages survival and cmprsk) on invented spells."""

from __future__ import annotations

import csv
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from pejling.analysis.survival import duckdb_engine, reference_engine
from pejling.analysis.survival.question import Question

SCRIPT = Path(__file__).parent / "lifetables.R"
ENGINES = [duckdb_engine, reference_engine]

pytestmark = [pytest.mark.needs_r, pytest.mark.parametrize("engine", ENGINES, ids=["duckdb", "reference"])]


@pytest.fixture(scope="module", params=[2, 3])
def spells(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """240 spells in 2 or 3 groups: ties, half months, two ways out, entry after the start for many."""
    random = np.random.default_rng(20)
    path = tmp_path_factory.mktemp("r") / "spells.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["g", "entry", "time", "status"])
        for number in range(240):
            time = random.integers(1, 60) / 2
            entry = random.integers(0, 2 * time) / 2 * (random.random() < 0.4)
            group = "abc"[number % request.param]
            writer.writerow([group, entry, time, random.choice(3, p=(0.3, 0.5, 0.2)) if group != "a" else 1])
    return path


@cache
def in_r(rscript: str, spells: Path, what: str) -> list[dict[str, str]]:
    done = subprocess.run(
        [rscript, str(SCRIPT), str(spells), what], capture_output=True, text=True, check=True
    )
    return list(csv.DictReader(done.stdout.splitlines()))


def assert_columns(tables: object, expected: list[dict[str, str]], pairs: dict[str, str]) -> None:
    columns = tables.columns  # type: ignore[attr-defined]
    assert columns["g"].tolist() == [row["g"] for row in expected]
    for theirs, ours in pairs.items():
        wanted = [float("nan") if row[theirs] in ("NA", "NaN") else float(row[theirs]) for row in expected]
        np.testing.assert_allclose(columns[ours].astype(float), wanted, rtol=1e-9, atol=1e-9, err_msg=ours)


KAPLAN_MEIER = {name: name for name in ("time", "at_risk", "events", "survival", "se", "lower", "upper")}


def test_kaplan_meier(engine, spells: Path, rscript: str) -> None:  # type: ignore[no-untyped-def]
    found = engine.life_tables(Question(spells, "status", "1", by=("g",), duration="time"))
    assert_columns(found, in_r(rscript, spells, "km"), KAPLAN_MEIER)


def test_delayed_entry(engine, spells: Path, rscript: str) -> None:  # type: ignore[no-untyped-def]
    found = engine.life_tables(Question(spells, "status", "1", by=("g",), duration="time", entry="entry"))
    assert_columns(found, in_r(rscript, spells, "entry"), KAPLAN_MEIER)


def test_aalen_johansen(engine, spells: Path, rscript: str) -> None:  # type: ignore[no-untyped-def]
    found = engine.life_tables(Question(spells, "status", "1", ("2",), ("g",), duration="time"))
    names = ("time", "survival", "cif_1", "cif_2", "cif_se_1", "cif_se_2")
    assert_columns(found, in_r(rscript, spells, "aj"), {name: name for name in names})


def test_cumulative_incidence_of_cmprsk(engine, spells: Path, rscript: str) -> None:  # type: ignore[no-untyped-def]
    found = engine.life_tables(Question(spells, "status", "1", ("2",), ("g",), duration="time")).columns
    estimates = {row["name"]: row for row in in_r(rscript, spells, "cmprsk")}
    compared = 0
    for group, time, one, two in zip(found["g"], found["time"], found["cif_1"], found["cif_2"], strict=True):
        for cause, ours in (("1", one), ("2", two)):
            # cmprsk leaves out a cause that a group never meets.
            theirs = estimates.get(f"{group} {cause}", {}).get(f"{time:g}", "NA")
            if theirs != "NA":
                assert float(theirs) == pytest.approx(ours, abs=1e-9)
                compared += 1
    assert compared > 50


def test_log_rank(engine, spells: Path, rscript: str) -> None:  # type: ignore[no-untyped-def]
    (expected,) = in_r(rscript, spells, "logrank")
    found = engine.compare(Question(spells, "status", "1", by=("g",), duration="time"))
    assert (found.n, found.events, found.df) == tuple(int(expected[name]) for name in ("n", "events", "df"))
    assert found.chi2 == pytest.approx(float(expected["chi2"]), rel=1e-9)
    assert found.p == pytest.approx(float(expected["p"]), rel=1e-9)
