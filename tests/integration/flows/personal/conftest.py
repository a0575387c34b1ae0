"""A small school with two deliveries, and its neighbour with a student of the same number."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.flows.take_in import take_in
from tests.integration.facts.school_files import (
    ABSENCE,
    AGREEMENTS,
    ENROLMENTS,
    LEAVERS,
    enrolment,
    write,
)

#: The one who is erased. Everybody is 20 years old, so a search for "20" in any column would find them all.
HER = "20"
FIRST, SECOND = date(2025, 1, 31), date(2025, 3, 31)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path: Path) -> Path:
    settings.PEJLING_HOME = tmp_path / "home"
    return settings.PEJLING_HOME


def rows(*numbers: str, **other: str) -> list[dict[str, str]]:
    return [enrolment(number, "2024-08-01", **other) for number in numbers]


def deliver(school: Organisation, folder: Path, as_of: date, files: dict[str, tuple[list[str], list[dict]]]):
    """Take in files by name: (header, rows)."""
    paths = [
        write(folder / school.name / as_of.isoformat() / name, *content) for name, content in files.items()
    ]
    mapping = load_mapping("uddata")
    return take_in(by=None, organisation=school, paths=paths, mapping=mapping, as_of=as_of).delivery


def first_files() -> dict[str, tuple[list[str], list[dict]]]:
    """Nineteen students and her: enrolments (and a row of hers that is kept out), her agreement and absence."""
    bad = enrolment(HER, "31-02-2024", Navn="Hende Selv", Uddannelse="PAU")
    hers = enrolment(HER, "2024-08-01", Navn='Hende "Selv"')
    agreement = {
        "Elevnr": HER, "Aftalenr": "A1", "Arbejdsgiver": "Elmose Kommune", "Kommune": "Elmose",
        "Uddannelse": "SSA", "Underskrevet": "2024-08-01", "Aftale fra": "2024-08-01",
    }  # fmt: skip
    absence = {
        "Uddannelse": "SSA", "Forløbsdel": "HF", "Fra": "2024-09-01", "Til": "2024-09-30",
        "Fraværstimer": "20", "Planlagte timer": "100",
    }  # fmt: skip
    others = [str(number) for number in range(1, 20)]
    return {
        "a.csv": (ENROLMENTS, [*rows(*others[:5]), hers, bad, *rows(*others[5:])]),
        "b.csv": (AGREEMENTS, [agreement, {**agreement, "Elevnr": "3", "Aftalenr": "A2"}]),
        "c.csv": (ABSENCE, [{**absence, "Elevnr": "3"}, {**absence, "Elevnr": HER}]),
    }


@pytest.fixture
def school(db, tmp_path: Path) -> Organisation:
    """Two deliveries; in the second she has left, and is in the leavers extract too."""
    made = organisations.found(by=None, name="Skolen")
    deliver(made, tmp_path, FIRST, first_files())
    leave = {"Elevnr": HER, "Uddannelse": "SSA", "Forløbsdel": "HF", "Afgangsdato": "2025-03-01",
             "Afgangsårsag": "21", "Lokal årsag": "fortrudt valg"}  # fmt: skip
    left = enrolment(HER, "2024-08-01", Slutdato="2025-03-01", Afgangsårsag="21")
    deliver(
        made,
        tmp_path,
        SECOND,
        {"a.csv": (ENROLMENTS, [*rows(*(str(n) for n in range(1, 20))), left]), "b.csv": (LEAVERS, [leave])},
    )
    return made


@pytest.fixture
def neighbour(db, tmp_path: Path) -> Organisation:
    """Another school that has a student of her number."""
    made = organisations.found(by=None, name="Naboskolen")
    deliver(made, tmp_path, FIRST, {"a.csv": (ENROLMENTS, rows(HER, "2"))})
    return made
