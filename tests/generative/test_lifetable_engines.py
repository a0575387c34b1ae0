"""The fast engine gives what the slow one gives: counts exactly, numbers to 1e-9, refusals to the letter."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

from pejling.analysis import lifetable
from pejling.analysis.survival import compile_sql, duckdb_engine, reference_engine
from pejling.analysis.survival.answer import Comparison, LifeTables
from pejling.analysis.survival.question import Question
from pejling.analysis.survival.refusal import Refusal
from tests.generative.spell_files import ALL_FEATURES, Case, cases, features, write

EXAMPLES = settings(
    max_examples=300,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
    ],
)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEJLING_LANGUAGE", "en")


def answer(engine: object, case: Case, path: Path) -> LifeTables | Comparison | str:
    question = Question(path=path, **case.asked)  # type: ignore[arg-type]
    try:
        ask = engine.compare if case.compare else engine.life_tables  # type: ignore[attr-defined]
        return ask(question)
    except Refusal as refusal:
        return str(refusal)


def assert_equal(fast: object, slow: object) -> None:
    assert type(fast) is type(slow), (fast, slow)
    if isinstance(fast, str):
        assert fast == slow
        return
    assert (fast.left_out, fast.never) == (slow.left_out, slow.never)  # type: ignore[attr-defined]
    if isinstance(fast, Comparison) and isinstance(slow, Comparison):
        assert (fast.groups, fast.n, fast.events, fast.df) == (slow.groups, slow.n, slow.events, slow.df)
        assert same(fast.chi2, slow.chi2)
        assert same(fast.p, slow.p)
        return
    assert isinstance(fast, LifeTables)
    assert isinstance(slow, LifeTables)
    assert list(fast.columns) == list(slow.columns)
    for name, values in fast.columns.items():
        expected = slow.columns[name].tolist()
        assert len(values) == len(expected), name
        for value, other in zip(values.tolist(), expected, strict=True):
            assert same(value, other), (name, values, expected)


def same(value: object, other: object) -> bool:
    if isinstance(value, float) and isinstance(other, float):
        return (math.isnan(value) and math.isnan(other)) or math.isclose(
            value, other, rel_tol=1e-9, abs_tol=1e-9
        )
    return value == other


def compare_engines(
    folder: Path, reached: set[str], made: SearchStrategy[Case], phases: tuple[Phase, ...] = tuple(Phase)
) -> None:
    @settings(EXAMPLES, phases=phases)
    @given(made)
    def check(case: Case) -> None:
        path = write(case, folder)
        fast, slow = answer(duckdb_engine, case, path), answer(reference_engine, case, path)
        assert_equal(fast, slow)
        reached.update(features(case, slow))

    check()


def test_engines_agree_and_the_generator_reaches_every_operation(tmp_path: Path) -> None:
    reached: set[str] = set()
    compare_engines(tmp_path, reached, cases())
    assert ALL_FEATURES - reached == set()


def _censoring_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def estimate(group: np.ndarray, at_risk: np.ndarray, events: np.ndarray) -> lifetable.Estimates:
        return right(group, np.maximum(at_risk - 1, np.maximum(events.sum(axis=1), 1)), events)

    right = lifetable.estimate
    monkeypatch.setattr(lifetable, "estimate", estimate)


def _entry_counts_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    right = lifetable.at_risk_with_entry

    def at_risk(group, time, leaving, entered_group, entered_at, entered):  # type: ignore[no-untyped-def]
        return right(group, time, leaving, entered_group, np.nextafter(entered_at, -np.inf), entered)

    monkeypatch.setattr(lifetable, "at_risk_with_entry", at_risk)


def _rewrite_sql(old: str, new: str) -> Callable[[pytest.MonkeyPatch], None]:
    def mutate(monkeypatch: pytest.MonkeyPatch) -> None:
        right = compile_sql.counts_query

        def counts_query(*arguments: object) -> str:
            sql = right(*arguments)  # type: ignore[arg-type]
            return sql.replace(old, new)

        monkeypatch.setattr(compile_sql, "counts_query", counts_query)

    return mutate


DATED, ENTERED = cases(dated=True, entry=False), cases(entry=True)
MUTANTS = {
    "censoring precedes events": (_censoring_first, cases()),
    "entry <= t": (_entry_counts_at_once, ENTERED),
    "entry = time is kept": (_rewrite_sql("e >= t", "e > t"), ENTERED),
    "an end on the as-of date is censored": (_rewrite_sql("ended > DATE", "ended >= DATE"), DATED),
    "a start on the as-of date is left out": (_rewrite_sql("started > DATE", "started >= DATE"), DATED),
    "undated outcomes count as censored": (_rewrite_sql("is_open AND cause > 0", "false"), DATED),
    "years are forgotten in months": (_rewrite_sql(") * 12 +", ") * 0 +"), DATED),
}


@pytest.mark.parametrize(("mutate", "made"), MUTANTS.values(), ids=MUTANTS.keys())
@pytest.mark.filterwarnings("ignore:(divide by zero|invalid value):RuntimeWarning")
def test_a_mutated_engine_is_caught(
    mutate: Callable[[pytest.MonkeyPatch], None],
    made: SearchStrategy[Case],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mutate(monkeypatch)
    with pytest.raises(AssertionError):
        compare_engines(tmp_path, set(), made, (Phase.generate,))
