"""The one door to the engine: what it refuses, how it sorts, and what its connection can't do."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from bench.snapshot_fixture import make_snapshot
from pejling.analysis.definition import load_catalogue
from pejling.analysis.engine.run import IndicatorError, Where, run
from pejling.analysis.engine.snapshot_files import open_snapshot, reading

CATALOGUE = Path(__file__).resolve().parents[4] / "pejling" / "catalogue" / "indicators"
DEFINITIONS = load_catalogue(CATALOGUE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_snapshot(tmp_path_factory.mktemp("snapshot"), 400, as_of=date(2026, 11, 1))


@pytest.mark.parametrize(
    ("key", "asked", "code", "near"),
    [
        ("retention", {"by": ["intakes"]}, "unknown_dimension", "intake"),
        ("retention", {"where": Where(klass="a")}, "unknown_dimension", "class"),
        ("retention", {"by": ["part", "part"]}, "repeated_dimension", None),
        ("agreement_target", {"by": ["class"]}, "unknown_dimension", None),
        ("entrants", {"by": ["month"]}, "unknown_dimension", None),
        ("dropout", {"window": 4}, "window_not_allowed", None),
        ("retention", {"where": Where(intake="august")}, "not_a_month", None),
    ],
)
def test_a_question_that_cant_be_answered_says_what_can(
    folder: Path, key: str, asked: dict, code: str, near: str | None
) -> None:
    with pytest.raises(IndicatorError) as caught:
        run(DEFINITIONS[key], folder, **asked)
    assert caught.value.code == code
    if code not in ("not_a_month",):
        assert caught.value.params["known"]
    if near:
        assert caught.value.params["near"] == near


def test_a_value_at_every_month_is_the_value_asked_for_with_that_window(folder: Path) -> None:
    for key, windows in (("retention", (1, 7, 12)), ("dropout", (3, 6))):
        by_month = run(DEFINITIONS[key], folder, by=["month"], window=12)
        for window in windows:
            single = run(DEFINITIONS[key], folder, window=window)
            same = [value for value in by_month if value.by["month"] == window]
            assert [(v.variant, v.estimate, v.lower, v.upper, v.events, v.complete) for v in same] == [
                (v.variant, v.estimate, v.lower, v.upper, v.events, v.complete) for v in single
            ]


def test_groups_come_sorted_and_add_up(folder: Path) -> None:
    [total] = run(DEFINITIONS["entrants"], folder)
    groups = run(DEFINITIONS["entrants"], folder, by=["programme", "municipality"])
    assert sum(value.n for value in groups) == total.n
    keys = [tuple(value.by.values()) for value in groups]
    assert keys == sorted(keys)
    assert "none" in {value.by["municipality"] for value in groups}


def test_the_same_snapshot_gives_the_same_values(folder: Path) -> None:
    for definition in DEFINITIONS.values():
        assert run(definition, folder) == run(definition, folder)


def test_values_in_a_filter_are_never_sql(folder: Path) -> None:
    evil = "SSA' OR '1'='1"
    assert run(DEFINITIONS["entrants"], folder, where=Where(programme=evil))[0].n == 0


def test_the_connection_reads_the_snapshot_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a\n1\n")
    snapshot = open_snapshot(folder)
    with reading(snapshot) as connection:
        assert connection.execute(
            "SELECT count(*) FROM read_parquet($f)", {"f": str(snapshot.files["spells"])}
        ).fetchone()
        for sql in (
            f"SELECT * FROM read_csv('{tmp_path / 'other.csv'}')",
            f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
            "SET enable_external_access = true",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(sql)
    assert not (tmp_path / "out.csv").exists()


def test_a_folder_that_is_no_snapshot_is_refused(tmp_path: Path) -> None:
    for text in (None, "", "[]", json.dumps({"snapshot": "x", "as_of": "2025-01-01", "tables": {}})):
        if text is not None:
            (tmp_path / "manifest.json").write_text(text)
        with pytest.raises(IndicatorError, match="not_a_snapshot"):
            run(DEFINITIONS["entrants"], tmp_path)


def test_filters_that_accept_the_same_are_equal() -> None:
    assert Where(programme=["b", "a"], class_="x") == Where(class_=("x",), programme=("a", "b", "a"))
    assert hash(Where(part="HF")) == hash(Where(part=["HF"]))
    assert Where(part="HF").but(part=None) == Where()
    assert Where.from_dict(Where(part=["HF", None]).as_dict()) == Where(part=[None, "HF"])
    with pytest.raises(AttributeError):
        Where().accepted = ()
