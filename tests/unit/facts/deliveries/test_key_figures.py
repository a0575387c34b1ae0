"""A list of key figures: what a row must say, and what is told of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.facts.deliveries.prepare import Prepared, prepare

HEADER = (
    "Kilde;Indikator;Gælder;Slags;Gruppe;Periode;Værdi;Enhed;Skala fra;Skala til;Antal svar;Spredning;"
    "Nedre grænse;Øvre grænse;Svarprocent;Del af;Indsamlet fra;Indsamlet til;Hentet;Offentlig"
)
#: a row that is right, by the header's columns
RIGHT = {
    "Kilde": "ETU", "Indikator": "Trivsel", "Periode": "2024", "Værdi": "4,1", "Enhed": "gennemsnit",
    "Skala fra": "1", "Skala til": "5", "Antal svar": "512", "Spredning": "0,7", "Svarprocent": "71",
    "Indsamlet fra": "01-10-2024", "Indsamlet til": "01-12-2024",
}  # fmt: skip


def taken(folder: Path, *rows: dict[str, str]) -> Prepared:
    file = folder / "figures.csv"
    lines = [";".join(row.get(name, "") for name in HEADER.split(";")) for row in rows]
    file.write_text("\n".join([HEADER, *lines]) + "\n", "utf-8")
    return prepare([file], load_mapping("key_figures"), as_of=date(2025, 1, 20), hash_key=b"k" * 32)


def test_a_row_as_it_should_be(tmp_path: Path) -> None:
    found = taken(tmp_path, RIGHT, RIGHT | {"Kilde": "MTU", "Offentlig": "intern", "Hentet": "02-01-2025"})
    assert not found.quarantine
    first, second = sorted(found.tables["key_figures"].to_pylist(), key=lambda row: row["origin"])
    assert (first["value"], first["unit"], first["scale_from"], first["scale_to"]) == (4.1, "score", 1, 5)
    assert (first["n"], first["sd"], first["response_rate"]) == (512, 0.7, 71)
    assert (first["period_from"], first["period_to"]) == (date(2024, 1, 1), date(2024, 12, 31))
    assert (first["collected_from"], first["collected_to"]) == (date(2024, 10, 1), date(2024, 12, 1))
    assert (first["retrieved_on"], second["retrieved_on"]) == (date(2025, 1, 20), date(2025, 1, 2))
    assert (first["visibility"], second["visibility"]) == (None, "internal")


@pytest.mark.parametrize("left_out", ["", "-", "..", ":"])
def test_a_figure_that_is_left_out_is_taken_in_without_a_value(tmp_path: Path, left_out: str) -> None:
    found = taken(tmp_path, RIGHT | {"Værdi": left_out})
    assert [row["value"] for row in found.tables["key_figures"].to_pylist()] == [None]


@pytest.mark.parametrize(
    ("changed", "code", "column"),
    [
        ({"Periode": "sidste år"}, "not_a_period", "Periode"),
        ({"Periode": ""}, "missing_value", "Periode"),
        ({"Kilde": ""}, "missing_value", "Kilde"),
        ({"Enhed": "stjerner"}, "unknown_code", "Enhed"),
        ({"Skala fra": ""}, "no_scale", "Enhed"),
        ({"Værdi": "5,3"}, "off_the_scale", "Værdi"),
        ({"Værdi": "0,9"}, "off_the_scale", "Værdi"),
        ({"Skala fra": "5", "Skala til": "5", "Værdi": "5"}, "limits_reversed", "Skala til"),
        ({"Enhed": "antal", "Værdi": "-1"}, "outside", "Værdi"),
        ({"Enhed": "procent", "Værdi": "-0,1"}, "outside", "Værdi"),
        ({"Antal svar": "-1"}, "outside", "Antal svar"),
        ({"Antal svar": "12,5"}, "not_whole", "Antal svar"),
        ({"Svarprocent": "101"}, "outside", "Svarprocent"),
        ({"Spredning": "-0,2"}, "outside", "Spredning"),
        ({"Nedre grænse": "4,3", "Øvre grænse": "4,2"}, "limits_reversed", "Øvre grænse"),
        ({"Indsamlet til": "01-09-2024"}, "dates_reversed", "Indsamlet til"),
        ({"Offentlig": "måske"}, "unknown_code", "Offentlig"),
    ],
)
def test_what_keeps_a_row_out(tmp_path: Path, changed: dict[str, str], code: str, column: str) -> None:
    found = taken(tmp_path, RIGHT | changed)
    assert (code, column) in {(problem.code, problem.column) for problem in found.quarantine}
    assert found.tables["key_figures"].num_rows == 0


def test_the_same_period_written_in_two_ways_is_one_row(tmp_path: Path) -> None:
    found = taken(tmp_path, RIGHT | {"Periode": "2023/24"}, RIGHT | {"Periode": "2023/2024"})
    assert found.tables["key_figures"].num_rows == 1
    assert found.warning_counts() == {"duplicate_row": 1}


def count(indicator: str, value: str, **more: str) -> dict[str, str]:
    return {
        "Kilde": "dst",
        "Indikator": indicator,
        "Periode": "2024",
        "Værdi": value,
        "Enhed": "antal",
        **more,
    }


def test_parts_that_do_not_add_up_are_told_and_not_mended(tmp_path: Path) -> None:
    parts = {"Del af": "I alt"}
    rows = [count("I alt", "10"), count("Færdig", "6", **parts), count("Afbrudt", "3", **parts)]
    found = taken(tmp_path, *rows)
    assert found.warning_counts() == {"parts_do_not_add_up": 1}
    (notice,) = found.notices()
    assert (notice.row, notice.params["parts"], notice.params["whole"]) == (2, "9", "10")
    assert sorted(row["value"] for row in found.tables["key_figures"].to_pylist()) == [3, 6, 10]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("I alt", "9", ""), ("Færdig", "6", "I alt"), ("Afbrudt", "3", "I alt")], False),
        ([("I alt", "10", ""), ("Afbrudt", "3", "I alt")], False),  # one part of several
        ([("I alt", "2", ""), ("Afbrudt", "3", "I alt")], True),  # a part larger than the whole
        ([("I alt", "0", ""), ("Færdig", "0", "I alt"), ("Afbrudt", "0", "I alt")], False),
        ([("I alt", "", ""), ("Færdig", "6", "I alt"), ("Afbrudt", "3", "I alt")], False),
        ([("I alt", "10", ""), ("Færdig", "6", "I alt"), ("Afbrudt", "", "I alt")], False),
    ],
)
def test_when_a_sum_is_told(tmp_path: Path, rows: list[tuple[str, str, str]], told: bool) -> None:
    found = taken(tmp_path, *(count(name, value, **{"Del af": part}) for name, value, part in rows))
    assert ("parts_do_not_add_up" in found.warning_counts()) is told
