"""Columns as rows: years, statuses or questions in columns of their own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pejling.facts.deliveries.mapping.parse import parse
from pejling.facts.deliveries.prepare import Prepared, prepare
from pejling.facts.deliveries.problems import MappingError, Unreadable

BY_NAME = """
name: wide
files:
  wide:
    columns:
      what: {names: Indikator, required: true}
    unpivot:
      name: year
      value: number
      empty: [".."]
      columns: ["2023", "2024"]
tables:
  key_figures:
    file: wide
    columns:
      origin: {constant: dst}
      indicator: what
      period: year
      value: number
      unit: {constant: count}
"""
BY_PATTERN = BY_NAME.replace('["2023", "2024"]', '"20??"')
BY_POSITION = (
    BY_NAME.replace('["2023", "2024"]', '{"2023": 2, "2024": 3}')
    .replace("{names: Indikator, required: true}", "{position: 1, required: true}")
    .replace("    columns:\n      what", "    header: none\n    columns:\n      what")
)


def taken(folder: Path, mapping: str, text: str) -> Prepared:
    file = folder / "wide.csv"
    file.write_text(text, "utf-8")
    return prepare([file], parse(mapping), as_of=date(2025, 5, 1), hash_key=b"k" * 32)


def values(found: Prepared) -> list[tuple[str, str, float | None]]:
    rows = found.tables["key_figures"].to_pylist()
    return sorted((row["indicator"], row["period"], row["value"]) for row in rows)


@pytest.mark.parametrize(
    ("mapping", "header"),
    [(BY_NAME, "Indikator;2023;2024\n"), (BY_PATTERN, "Indikator;2023;2024\n"), (BY_POSITION, "")],
)
def test_a_column_per_year(tmp_path: Path, mapping: str, header: str) -> None:
    found = taken(tmp_path, mapping, f"{header}I alt;10;12\nAfbrudt;3;4\n")
    assert values(found) == [
        ("Afbrudt", "2023", 3.0),
        ("Afbrudt", "2024", 4.0),
        ("I alt", "2023", 10.0),
        ("I alt", "2024", 12.0),
    ]
    assert not found.quarantine
    assert found.files[0].ignored == ()
    assert found.files[0].rows == 2


def test_a_pattern_takes_the_year_that_comes(tmp_path: Path) -> None:
    found = taken(tmp_path, BY_PATTERN, "Indikator;2023;2024;2025;Note\nAfbrudt;3;4;5;x\n")
    assert [period for _what, period, _value in values(found)] == ["2023", "2024", "2025"]
    assert found.files[0].ignored == ("Note",)


def test_a_suppressed_cell_is_missing_and_not_nought(tmp_path: Path) -> None:
    found = taken(tmp_path, BY_NAME, "Indikator;2023;2024\nAfbrudt;..;0\n")
    rows = {row["period"]: row["value"] for row in found.tables["key_figures"].to_pylist()}
    assert rows == {"2023": None, "2024": 0.0}


def test_a_wrong_cell_is_told_by_its_own_column_and_keeps_its_row_out(tmp_path: Path) -> None:
    found = taken(tmp_path, BY_NAME, "Indikator;2023;2024\nAfbrudt;3;mange\nI alt;10;12\n")
    (problem,) = found.quarantine
    assert (problem.row, problem.column, problem.value, problem.code) == (2, "2024", "mange", "not_a_number")
    assert values(found) == [("I alt", "2023", 10.0), ("I alt", "2024", 12.0)]


def test_two_rows_that_say_otherwise_name_the_column_they_differ_in(tmp_path: Path) -> None:
    found = taken(tmp_path, BY_NAME, "Indikator;2023;2024\nAfbrudt;3;4\nAfbrudt;3;5\n")
    (problem,) = found.quarantine
    assert (problem.code, problem.column) == ("conflicting_row", "2024")
    assert problem.params["columns"] == ["2024"]


def test_a_file_without_any_of_the_columns_is_another_file(tmp_path: Path) -> None:
    for mapping in (BY_NAME, BY_PATTERN):
        with pytest.raises(Unreadable) as caught:
            taken(tmp_path, mapping, "Indikator;Note\nAfbrudt;x\n")
        assert caught.value.code == "missing_column"


def test_an_optional_column_may_be_missing(tmp_path: Path) -> None:
    mapping = BY_NAME.replace(
        '["2023", "2024"]',
        '{"2023": {names: "2023", required: true}, "2024": {names: "2024", required: false}}',
    )
    assert values(taken(tmp_path, mapping, "Indikator;2023\nAfbrudt;3\n")) == [("Afbrudt", "2023", 3.0)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("      name: year", "      nam: year", "missing_key"),
        ("      name: year", "      name: what", "repeated"),
        ("      name: year", "      name: number", "repeated"),
        ("      name: year", "      name: a.b", "dot_in_label"),
        ('["2023", "2024"]', "[]", "empty_section"),
        ("period: year", "period: number_of_year", "unknown_label"),
        ("      value: number\n      empty", "      value: number\n      emty", "unknown_key"),
    ],
)
def test_what_is_wrong_with_a_mapping(old: str, new: str, code: str) -> None:
    assert old in BY_NAME
    with pytest.raises(MappingError) as caught:
        parse(BY_NAME.replace(old, new, 1))
    assert caught.value.code == code
