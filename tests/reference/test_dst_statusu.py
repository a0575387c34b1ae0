"""Statistics Denmark's real tables STATUSU6, STATUSU1 and STATUSU2, through the ordinary import on both databases.

The expected numbers are those the files' description names, and sums made with the csv module over the raw files.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pejling.analysis.results.figure import KeyFigure, load
from pejling.analysis.results.followed import follow
from pejling.analysis.results.sources import parse_sources
from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.facts.deliveries.prepare import Prepared, prepare
from tests.conftest import ROOT, Installation, missing

TOTAL, STOPPED = "Uddannelsesstatus i alt", "Afbrudt uddannelse"
VET, BASIC = "H30 Erhvervsfaglige uddannelser", "H29 Erhvervsfaglige grundforløb"


@pytest.fixture(scope="session")
def tables(real_data: Path) -> dict[str, Path]:
    """The raw files by what stands before the hyphen in their names."""
    folder = real_data / "dst_statusu"
    if not folder.is_dir():
        missing("Statistics Denmark's tables are not among the real open files")
    return {path.name.partition(" - ")[0]: path for path in folder.glob("*.csv")}


def raw(path: Path) -> list[list[str]]:
    with path.open(encoding="cp1252", newline="") as file:
        return list(csv.reader(file))


def prepared(mapping: str, *paths: Path) -> Prepared:
    return prepare(paths, load_mapping(mapping), as_of=date(2025, 5, 1), hash_key=b"k" * 32)


def value(found: Prepared, **wanted: str | None) -> float | None:
    (row,) = (
        row
        for row in found.tables["key_figures"].to_pylist()
        if all(row[name] == text for name, text in wanted.items())
    )
    return row["value"]


def test_statuses_by_municipality(tables: dict[str, Path]) -> None:
    """100 rows of five statuses; every number is the raw file's."""
    found = prepared("dst_statusu6", tables["Analyse 1"])
    assert not found.quarantine
    rows = raw(tables["Analyse 1"])
    statuses = [
        TOTAL,
        "Fuldført uddannelse",
        "Igangværende uddannelse",
        STOPPED,
        "Ingen registreret uddannelse",
    ]
    wanted = {
        (row[2], status): float(cell) for row in rows for status, cell in zip(statuses, row[3:], strict=True)
    }
    table = found.tables["key_figures"].to_pylist()
    assert {(row["place"], row["indicator"]): row["value"] for row in table} == wanted
    assert len(table) == 500
    assert {row["place_kind"] for row in table if row["place"] == "Hele landet"} == {"country"}
    assert sum(row["place_kind"] == "municipality" for row in table) == 5 * 99
    assert {row["period"] for row in table} == {"2024"}


def test_municipalities_that_do_not_add_up_to_the_country_are_told(tables: dict[str, Path]) -> None:
    """Every row adds up; the municipalities don't add up to the country, in any of the five columns."""
    found = prepared("dst_statusu6", tables["Analyse 1"])
    assert found.warning_counts() == {"places_do_not_add_up": 5}
    rows = raw(tables["Analyse 1"])
    country = next(row for row in rows if row[2] == "Hele landet")
    sums = [sum(int(row[column]) for row in rows if row is not country) for column in range(3, 8)]
    told = {(notice.params["parts"], notice.params["whole"]) for notice in found.notices()}
    assert told == {(str(added), whole) for added, whole in zip(sums, country[3:], strict=True)}


def test_the_country_s_interrupted_vocational_educations(tables: dict[str, Path]) -> None:
    found = prepared("dst_statusu6", tables["Analyse 2b"])
    of_2024 = {"place": "Hele landet", "period": "2024"}
    assert value(found, indicator=STOPPED, subgroup=VET, **of_2024) == 23470
    assert value(found, indicator=TOTAL, subgroup=VET, **of_2024) == 119941
    assert value(found, indicator=STOPPED, subgroup=BASIC, **of_2024) == 3263
    assert value(found, indicator=TOTAL, subgroup=BASIC, **of_2024) == 4462
    assert value(found, indicator=STOPPED, subgroup=VET, place="Hele landet", period="2017") == 18254
    assert found.tables["key_figures"].num_rows == 30 * 8
    assert found.warning_counts() == {}


def test_the_same_number_from_two_files_is_one(tables: dict[str, Path]) -> None:
    """Odense's totals and interrupted of 2024, three educations, stand in both files."""
    found = prepared("dst_statusu6", tables["Analyse 2"], tables["Analyse 2b"])
    assert found.warning_counts() == {"duplicate_row": 6}
    assert not found.quarantine
    assert found.tables["key_figures"].num_rows == 12 + 240 - 6
    assert value(found, indicator=STOPPED, subgroup=VET, place="Odense", period="2024") == 595


def test_the_tables_by_sex_origin_and_parents(tables: dict[str, Path]) -> None:
    by_group = prepared("dst_statusu1", tables["Analyse 3"], tables["Analyse 4"])
    assert value(by_group, indicator=STOPPED, subgroup="Mænd") == 26212
    assert value(by_group, indicator=TOTAL, subgroup="Kvinder") == 295626
    assert value(by_group, indicator=STOPPED, subgroup="Efterkommere") == 4468
    by_parents = prepared("dst_statusu2", tables["Analyse 5"])
    assert value(by_parents, indicator=STOPPED, subgroup=VET) == 18380
    assert by_group.tables["key_figures"].num_rows + by_parents.tables["key_figures"].num_rows == 25 + 30
    assert by_group.warning_counts() == by_parents.warning_counts() == {}


def files(installation: Installation) -> Path:
    """The newest snapshot's folder."""
    return max(
        (installation.home / "snapshots").rglob("manifest.json"), key=lambda path: path.stat().st_mtime_ns
    ).parent


def series(installation: Installation, **wanted: str | None) -> Any:
    found = load(files(installation))
    text = (ROOT / "pejling" / "catalogue" / "key_figure_sources.yaml").read_text("utf-8")
    (one,) = (
        one
        for one in follow(found, parse_sources(text))
        if all(getattr(one.latest, name) == text for name, text in wanted.items())
    )
    return one


def test_imported_frozen_corrected_and_undone(
    installation: Installation, tables: dict[str, Path], tmp_path: Path
) -> None:
    """By hand: 23470 / 119941 = 19.57 %, 22791 / 119822 = 19.02 %; 0 of 0 on Christiansø is no share."""
    arguments = ["--mapping", "dst_statusu6", "--as-of", "2025-05-01", "--scope", "full"]
    both = [tables["Analyse 1"], tables["Analyse 2b"]]
    first = installation.json("import", *both, *arguments)
    assert first["tables"]["key_figures"] == {
        "new": 740,
        "changed": 0,
        "unchanged": 0,
        "gone": 0,
        "quarantined": 0,
    }
    again = installation.json("import", *both, *arguments)
    assert again["tables"]["key_figures"]["unchanged"] == 740

    vet = {"place": "Hele landet", "subgroup": VET, "indicator": STOPPED}
    one = series(installation, **vet)
    assert one.latest.share == pytest.approx(23470 / 119941)
    assert round(100 * one.latest.share, 1) == 19.6
    assert one.change.difference == pytest.approx(100 * (23470 / 119941 - 22791 / 119822))
    assert [figure.period for figure in one.figures] == [str(year) for year in range(2024, 2016, -1)]
    island = series(installation, place="Christiansø", indicator=STOPPED)
    assert (island.latest.value, island.latest.whole, island.latest.share) == (0, 0, None)

    changed = tmp_path / "corrected.csv"
    text = tables["Analyse 2b"].read_bytes().replace(b"22791,23470", b"22791,23471")
    changed.write_bytes(text)
    third = installation.json("import", tables["Analyse 1"], changed, *arguments)
    assert third["tables"]["key_figures"] == {
        "new": 0,
        "changed": 1,
        "unchanged": 739,
        "gone": 0,
        "quarantined": 0,
    }
    assert series(installation, **vet).latest.value == 23471
    assert installation.pejling("undo", third["delivery"]).returncode == 0
    assert series(installation, **vet).latest.value == 23470


def test_a_survey_makes_the_students_no_newer(installation: Installation, tmp_path: Path) -> None:
    enrolments = tmp_path / "e.csv"
    enrolments.write_text("Elevnr;Uddannelse;Forløbsdel;Startdato\nE1;SSA;GF2;06-01-2025\n", "utf-8")
    installation.json("import", enrolments, "--mapping", "uddata", "--as-of", "2025-02-01")
    survey = tmp_path / "s.csv"
    survey.write_text(
        "Kilde;Indikator;Periode;Værdi;Enhed;Skala fra;Skala til\nETU;Trivsel;2024;4,1;gennemsnit;1;5\n",
        "utf-8",
    )
    installation.json("import", survey, "--mapping", "key_figures", "--as-of", "2025-03-15")
    (figure,) = load(files(installation))
    assert figure == KeyFigure(
        "ETU", "Trivsel", "2024", "score", period_from=date(2024, 1, 1), period_to=date(2024, 12, 31), value=4.1,
        scale_from=1, scale_to=5, retrieved_on=date(2025, 3, 15),
    )  # fmt: skip
    assert (
        '"as_of": "2025-02-01"'
        in (files(installation) / "manifest.json").read_text("utf-8").partition("tables")[0]
    )
