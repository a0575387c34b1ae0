"""The published data sets of R's survival and casebase packages, with R's own answers beside them, to 1e-9."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from pejling.analysis.survival import duckdb_engine, reference_engine
from pejling.analysis.survival.question import Question

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.parametrize("engine", [duckdb_engine, reference_engine], ids=["duckdb", "reference"]),
]

KAPLAN_MEIER = {
    "time": "time",
    "n_risk": "at_risk",
    "n_event": "events",
    "n_censor": "censored",
    "surv": "survival",
    "se_surv_greenwood": "se",
    "ci_loglog_lo": "lower",
    "ci_loglog_hi": "upper",
}
AALEN_JOHANSEN = {
    "time": "time",
    "n_risk": "at_risk",
    "n_event_relapse": "events",
    "n_event_competing": "competing_2",
    "p_initial": "survival",
    "cif_relapse": "cif_1",
    "se_relapse": "cif_se_1",
    "cif_competing": "cif_2",
    "se_competing": "cif_se_2",
}
CASES = {
    "km_lung_overall": ("lung", "2", (), (), "time", "status", KAPLAN_MEIER),
    "km_lung_by_sex": ("lung", "2", (), ("sex",), "time", "status", KAPLAN_MEIER),
    "km_aml_by_x": ("aml", "1", (), ("x",), "time", "status", KAPLAN_MEIER),
    "aj_bmtcrr": ("bmtcrr", "1", ("2",), (), "ftime", "Status", AALEN_JOHANSEN),
}


@pytest.mark.parametrize("name", CASES)
def test_life_table(engine, name: str, real_data: Path) -> None:  # type: ignore[no-untyped-def]
    source, event, competing, by, time, outcome, pairs = CASES[name]
    folder = real_data / "survival_reference"
    question = Question(folder / f"{source}.csv", outcome, event, competing, by, duration=time)
    found = engine.life_tables(question).columns
    with (folder / f"{name}.csv").open(encoding="utf-8") as stream:
        expected = list(csv.DictReader(stream))
    if by:
        assert found[by[0]].tolist() == [row["stratum"] for row in expected]
    for theirs, ours in pairs.items():
        wanted = [float(row[theirs] or "nan") for row in expected]
        np.testing.assert_allclose(found[ours].astype(float), wanted, rtol=1e-9, atol=1e-9, err_msg=ours)


@pytest.mark.parametrize(
    ("source", "by", "event", "chi2"),
    [("lung", "sex", "2", 10.3267419549), ("aml", "x", "1", 3.39638869898)],
)
def test_log_rank(engine, source: str, by: str, event: str, chi2: float, real_data: Path) -> None:  # type: ignore[no-untyped-def]
    path = real_data / "survival_reference" / f"{source}.csv"
    found = engine.compare(Question(path, "status", event, by=(by,), duration="time"))
    assert found.chi2 == pytest.approx(chi2, rel=1e-9)
    assert found.df == 1


def test_median_of_lung(engine, real_data: Path) -> None:  # type: ignore[no-untyped-def]
    """310 days: the first time at which the curve is at most one half."""
    path = real_data / "survival_reference" / "lung.csv"
    found = engine.life_tables(Question(path, "status", "2", duration="time")).columns
    assert found["time"][found["survival"] <= 0.5][0] == 310
