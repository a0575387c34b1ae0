"""Life tables of 72,000 cohorts, beside what one would otherwise use; prints a section of docs/benchmarks.md.

    python bench/lifetables.py            all of it (needs requirements-bench.txt; R with survival for its line)
    python bench/lifetables.py --once F   one run over the Parquet file F in this process: seconds and peak memory

Everything is measured side by side in one run, alternating; medians are given. What is too slow to run on every
cohort is run on a sample of cohorts and scaled by their number, which is said in the table.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pejling.analysis.survival.duckdb_engine import life_tables
from pejling.analysis.survival.question import Question

ROUNDS = 7
SAMPLE = 200
R_BLOCK = 500
COHORT = ("school", "programme", "intake")


def make_spells(path: Path, rows: int) -> None:
    """Invented spells: 100 schools x 20 programmes x 36 monthly intakes; months, interrupted / completed / active."""
    random = np.random.default_rng(2026)
    schools = np.array([f"{280000 + 7 * number:06d}" for number in range(100)])
    programmes = np.array([f"P{number:02d}" for number in range(20)])
    intakes = np.array([f"{2017 + number // 12}-{number % 12 + 1:02d}" for number in range(36)])
    left, done = random.geometric(0.03, rows), random.integers(18, 40, rows)
    seen = random.integers(1, 60, rows)
    month = np.minimum(np.minimum(left, done), seen)
    outcome = np.where(month == left, 0, np.where(month == done, 1, 2))
    table = pa.table(
        {
            "school": schools[random.integers(0, 100, rows)],
            "programme": programmes[random.integers(0, 20, rows)],
            "intake": intakes[random.integers(0, 36, rows)],
            "month": month.astype(np.int32),
            "outcome": np.array(["interrupted", "completed", "active"])[outcome],
        }
    )
    pq.write_table(table, path)


def question(path: Path) -> Question:
    return Question(path, "outcome", "interrupted", ("completed",), COHORT, duration="month")


def own_count(path: Path) -> pa.Table:
    """DuckDB's own count of the same Parquet, handed over as Arrow: the fastest way to get it out."""
    keys = ", ".join((*COHORT, "month", "outcome"))
    with duckdb.connect() as connection:
        return connection.sql(f"SELECT {keys}, count(*) AS n FROM '{path}' GROUP BY {keys}").to_arrow_table()


def seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def sample_of(path: Path, cohorts: int) -> list[tuple[tuple[str, ...], np.ndarray, np.ndarray]]:
    """Months and outcomes (0 censored, 1 interrupted, 2 completed) of evenly spread cohorts."""
    code = "CASE outcome WHEN 'interrupted' THEN 1 WHEN 'completed' THEN 2 ELSE 0 END"
    keys = ", ".join(COHORT)
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT {keys}, list(month), list({code}) FROM '{path}' GROUP BY {keys} ORDER BY {keys}"
        ).fetchall()
    step = max(1, len(rows) // cohorts)
    return [(row[:3], np.array(row[3]), np.array(row[4])) for row in rows[::step][:cohorts]]


def with_lifelines(sample: list) -> list[np.ndarray]:
    from lifelines import AalenJohansenFitter, KaplanMeierFitter

    curves = []
    for _cohort, months, outcomes in sample:
        fitted = KaplanMeierFitter().fit(months, outcomes > 0)
        for cause in (1, 2):
            if (outcomes == cause).any():
                AalenJohansenFitter(jitter_level=1e-6, seed=1).fit(months, outcomes, event_of_interest=cause)
        curves.append(fitted.survival_function_at_times(np.unique(months)).to_numpy())
    return curves


def with_scikit_survival(sample: list) -> list[np.ndarray]:
    from sksurv.nonparametric import cumulative_incidence_competing_risks, kaplan_meier_estimator

    curves = []
    for _cohort, months, outcomes in sample:
        curves.append(kaplan_meier_estimator(outcomes > 0, months, conf_type="log-log")[1])
        # It asks for causes without gaps; a cohort with one cause or none has nothing that competes.
        if set(outcomes) >= {1, 2}:
            cumulative_incidence_competing_risks(outcomes, months, conf_type="log-log")
    return curves


R_SCRIPT = """
suppressPackageStartupMessages(library(survival))
d <- read.csv(commandArgs(TRUE)[1]); d$s <- factor(d$s, 0:2)
started <- proc.time()[["elapsed"]]
a <- survfit(Surv(m, s > 0) ~ c, transform(d, s = as.integer(s) - 1), conf.type = "log-log")
b <- survfit(Surv(m, s) ~ c, d)
cat(proc.time()[["elapsed"]] - started)
"""


def with_r(sample: list, folder: Path) -> float | None:
    """Seconds of R's survfit on one block of cohorts: survival, then the multi-state incidences."""
    if shutil.which("Rscript") is None:
        return None
    path, script = folder / "block.csv", folder / "block.R"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("c,m,s\n")
        for number, (_cohort, months, outcomes) in enumerate(sample):
            stream.writelines(f"{number},{m},{s}\n" for m, s in zip(months, outcomes, strict=True))
    script.write_text(R_SCRIPT, encoding="utf-8")
    done = subprocess.run(["Rscript", str(script), str(path)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def check(path: Path, sample: list, curves: list[np.ndarray]) -> float:
    """Largest difference between our survival and theirs on the sample."""
    found = life_tables(question(path)).columns
    place = {key: number for number, key in enumerate(cohort for cohort, _months, _outcomes in sample)}
    ours: list[list[float]] = [[] for _cohort in sample]
    keys = zip(*(found[name].tolist() for name in COHORT), strict=True)
    for key, survival in zip(keys, found["survival"].tolist(), strict=True):
        if key in place:
            ours[place[key]].append(survival)
    return max(float(np.abs(np.array(a) - b).max()) for a, b in zip(ours, curves, strict=True))


def once(path: Path) -> dict[str, float]:
    taken = seconds(lambda: life_tables(question(path)))
    return {"seconds": taken, "gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024}


def in_own_process(path: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, "--once", str(path)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    )
    return json.loads(done.stdout)


def report(folder: Path) -> str:
    small, large = folder / "spells_1m.parquet", folder / "spells_10m.parquet"
    make_spells(small, 1_000_000)
    tables = life_tables(question(small))
    cohorts = len(set(zip(*(tables.columns[name] for name in COHORT), strict=True)))
    own, all_of_it = [], []
    for _round in range(ROUNDS):
        own.append(seconds(lambda: own_count(small)))
        all_of_it.append(seconds(lambda: life_tables(question(small))))
    base, ours = statistics.median(own), statistics.median(all_of_it)
    lines = [
        "| what | seconds | against DuckDB's count | against ours |",
        "|---|---|---|---|",
        f"| DuckDB's own count by cohort, month, outcome | {base:.2f} | 1 | |",
        f"| **Pejling: every life table, limits and incidences** | **{ours:.2f}** | {ours / base:.1f} x | 1 |",
    ]
    sample = sample_of(small, SAMPLE)
    differences = []
    for name, run in (("lifelines", with_lifelines), ("scikit-survival", with_scikit_survival)):
        run(sample[:2])  # imports and first-time work don't count
        taken, curves = [], []
        for _round in range(3):
            started = time.perf_counter()
            curves = run(sample)
            taken.append(time.perf_counter() - started)
        differences.append(check(small, sample, curves))
        scaled = statistics.median(taken) * cohorts / len(sample)
        lines.append(
            f"| {name}, cohort by cohort ({len(sample)} run, scaled) | {scaled:.0f} | | {scaled / ours:.0f} x |"
        )
    block = sample_of(small, R_BLOCK)
    in_r = [with_r(block, folder) for _round in range(3)]
    if in_r[0] is not None:
        scaled = statistics.median(in_r) * cohorts / len(block)
        lines.append(
            f"| R survfit, blocks of {len(block)} (one run, scaled) | {scaled:.0f} | | {scaled / ours:.0f} x |"
        )
    make_spells(large, 10_000_000)
    runs = [(in_own_process(small), in_own_process(large)) for _round in range(3)]
    one, ten = (statistics.median(run[which]["seconds"] for run in runs) for which in (0, 1))
    memory = max(run[1]["gib"] for run in runs)
    return "\n".join(
        [
            "## Life tables",
            "",
            f"1,000,000 invented spells in {cohorts:,} cohorts (school x programme x intake), Parquet; "
            f"{len(tables):,} rows of life table. {machine()} Medians, alternating; "
            f"survival differs from lifelines and scikit-survival by at most {max(differences):.0e}.",
            "",
            *lines,
            "",
            f"10,000,000 spells, each run in its own process: {ten:.1f} s, {ten / one:.1f} x the time of 1,000,000 "
            f"({one:.2f} s there, started cold); peak memory {memory:.1f} GiB.",
            "",
        ]
    )


def machine() -> str:
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, DuckDB {duckdb.__version__}, "
        f"numpy {np.__version__}."
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--once", type=Path)
    options = parser.parse_args()
    if options.once:
        print(json.dumps(once(options.once)))
        return
    warnings.simplefilter("ignore")  # the comparators warn about ties, cohort by cohort
    with tempfile.TemporaryDirectory() as folder:
        print(report(Path(folder)))


if __name__ == "__main__":
    main()
