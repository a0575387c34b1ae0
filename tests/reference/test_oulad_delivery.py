"""OULAD straight from its raw files, against what its README and its table of expected counts say."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.facts.deliveries.prepare import Prepared, prepare

pytestmark = pytest.mark.real_data

FILES = ("studentRegistration.csv", "studentInfo.csv", "courses.csv")


@pytest.fixture(scope="module")
def oulad(real_data: Path) -> Prepared:
    paths = [real_data / "oulad" / name for name in FILES]
    return prepare(paths, load_mapping("oulad"), as_of=date(2026, 1, 1), hash_key=b"k" * 32)


def test_every_registration_is_kept(oulad: Prepared) -> None:
    spells = oulad.tables["spells"]
    assert oulad.quarantine == []
    assert spells.num_rows == 32_593
    assert len(set(zip(spells["student"].to_pylist(), spells["spell"].to_pylist(), strict=True))) == 32_593
    assert len(set(spells["student"].to_pylist())) == 28_785
    assert spells["registered_on"].null_count == 45
    assert spells["starts_on"].null_count == 0


def test_outcomes_and_warnings(oulad: Prepared) -> None:
    # README: 2,678 left before day 0 and 419 on it; 93 withdrew undated; 10,072 have a date of unregistration,
    # 9 of them failed; passed or with distinction 12,361 + 3,024; failed 7,052.
    assert Counter(oulad.tables["spells"]["outcome"].to_pylist()) == {
        "never_started": 2_678 + 419,
        "interrupted": 10_072 - (2_678 + 419) + 93,
        "completed": 12_361 + 3_024,
        "ended": 7_052 - 9,
    }
    counts = oulad.warning_counts()
    assert counts["never_started"] == 2_678 + 419
    assert counts["undated_leave"] == 93
    assert set(counts) == {"never_started", "undated_leave", "overlapping_spells"}
    assert len(oulad.warnings) == 1_000 + 93 + min(counts["overlapping_spells"], 1_000)


def test_each_presentation_has_the_counts_r_was_given(oulad: Prepared, real_data: Path) -> None:
    with (real_data / "oulad" / "expected_by_presentation.csv").open(encoding="utf-8") as stream:
        expected = {row["presentation"].replace(" ", "|"): row for row in csv.DictReader(stream)}
    rows = (
        oulad.tables["spells"]
        .select(["spell", "outcome", "starts_on", "ends_on", "expected_end_on"])
        .to_pylist()
    )
    found: dict[str, Counter] = {}
    for row in rows:
        counter = found.setdefault(row["spell"], Counter())
        counter["all"] += 1
        counter[row["outcome"]] += 1
        counter["undated"] += row["ends_on"] is None
        length = int(expected[row["spell"]]["length_days"])
        assert (row["expected_end_on"] - row["starts_on"]).days == length
        if row["outcome"] in ("completed", "ended"):
            assert row["ends_on"] == row["expected_end_on"]
    assert found.keys() == expected.keys()
    for spell, counter in found.items():
        row = expected[spell]
        assert counter["all"] == int(row["registrations"])
        assert counter["never_started"] == int(row["withdrawn_before_or_on_day0"])
        assert counter["undated"] == int(row["withdrawn_without_date"])
        assert counter["interrupted"] - counter["undated"] == int(row["withdrawn_dated_after_day0"])
        assert counter["completed"] == int(row["pass"]) + int(row["distinction"])


def test_days_become_dates_from_the_invented_anchors(oulad: Prepared) -> None:
    # studentRegistration.csv, first row: AAA 2013J, student 11391, registered day -159, length 268.
    first = oulad.tables["spells"].slice(0, 1).to_pylist()[0]
    assert first["starts_on"] == date(2013, 10, 1)
    assert first["registered_on"] == date(2013, 4, 25)
    assert first["ends_on"] == date(2014, 6, 26)
    starts = {(day.month, day.day) for day in oulad.tables["spells"]["starts_on"].to_pylist()}
    assert starts == {(2, 1), (10, 1)}


def test_the_same_content_turned_around_in_another_encoding(
    oulad: Prepared, real_data: Path, tmp_path: Path
) -> None:
    paths = []
    for name, encoding in zip(FILES, ("utf-16", "utf-8-sig", "cp1252"), strict=True):
        header, *rows = (real_data / "oulad" / name).read_text("utf-8").splitlines()
        lines = [
            line.replace(",", ";") if name != "studentInfo.csv" else line for line in (header, *rows[::-1])
        ]
        path = tmp_path / name
        path.write_bytes("\r\n".join(lines).encode(encoding))
        paths.append(path)
    again = prepare(paths[::-1], load_mapping("oulad"), as_of=date(2026, 1, 1), hash_key=b"k" * 32)
    key = [("student", "ascending"), ("spell", "ascending")]
    assert again.tables["spells"].sort_by(key).equals(oulad.tables["spells"].sort_by(key))
    assert again.warning_counts() == oulad.warning_counts()
