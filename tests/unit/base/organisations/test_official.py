"""The shipped list of municipalities against the public register's own file, row by row."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pejling.base.organisations.official import municipalities, municipality_named, region_named, regions


def test_every_row_of_the_register_and_no_other(real_data: Path) -> None:
    with (real_data / "dk_municipalities" / "kommuner_dagi_2014.csv").open(encoding="utf-8-sig") as stream:
        wanted = {(row["KOMKODE"], row["KOMNAVN"], row["REGIONNAVN_DAGI"]) for row in csv.DictReader(stream)}
    assert len(wanted) == 99
    assert {(one.code, one.name, one.region.name) for one in municipalities()} == wanted


def test_five_regions() -> None:
    """Their codes as Statistics Denmark writes them."""
    assert [(one.code, one.name.removeprefix("Region ")) for one in regions()] == [
        ("1081", "Nordjylland"),
        ("1082", "Midtjylland"),
        ("1083", "Syddanmark"),
        ("1084", "Hovedstaden"),
        ("1085", "Sjælland"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Aarhus", "0751"),
        ("Århus Kommune", "0751"),
        ("ÅRHUS", "0751"),
        ("Københavns Kommune", "0101"),
        ("Høje-Taastrup", "0169"),
        ("Høje Taastrup Kommune", "0169"),
        ("  randers   kommune ", "0730"),
        ("101", "0101"),
        ("0101", "0101"),
        ("Faaborg Midtfyn", "0430"),
        ("Bornholms Regionskommune", "0400"),
    ],
)
def test_however_it_is_written(text: str, code: str) -> None:
    found = municipality_named(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "Fjordby Kommune", "9999", "Region Syddanmark", "Kommune"])
def test_what_is_no_municipality(text: str) -> None:
    assert municipality_named(text) is None


def test_a_region_by_name_or_code() -> None:
    assert region_named("region sjælland").code == "1085"
    assert region_named("1085").name == "Region Sjælland"
    assert region_named("Region Opdigt") is None
