"""Folders that are emptied by themselves: what comes in, what is refused, what waits, and what was here before."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from pejling.base.jobs.doing import run_waiting
from pejling.base.jobs.models import Schedule
from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import Delivery, PickUp
from pejling.flows import pick_up
from pejling.flows.pick_up import BadFolder
from tests.integration.facts.school_files import ENROLMENTS, LEAVERS, enrolment, write

pytestmark = pytest.mark.django_db(transaction=True)
#: 4 March 2025, 12.00 UTC
NOON = 1_741_089_600
TEN = [enrolment(f"{n}", "2024-08-01") for n in range(1, 11)]


@pytest.fixture
def school(settings, tmp_path: Path) -> Organisation:
    settings.PEJLING_HOME, settings.PEJLING_PICKUP = tmp_path / "home", str(tmp_path / "pickup")
    for folder in ("deliveries", "snapshots", "keys", "locks"):
        (settings.PEJLING_HOME / folder).mkdir(parents=True)
    (tmp_path / "pickup" / "skolen").mkdir(parents=True)
    return organisations.found(by=None, name="Skolen")


@pytest.fixture
def folder(school: Organisation, tmp_path: Path) -> Path:
    return tmp_path / "pickup" / "skolen"


def looked_into(school: Organisation, **changed: object) -> PickUp:
    options = {"mapping": "uddata", "scope": "additional", "as_of_rule": "changed", "hour": 4, **changed}
    return pick_up.add(by=None, organisation=school, folder="skolen", **options)


def put(path: Path, rows: list[dict[str, str]], header: list[str] = ENROLMENTS) -> Path:
    """A file that has lain there since noon."""
    write(path, header, rows)
    os.utime(path, (NOON, NOON))
    return path


def emptied(found: PickUp) -> dict[str, str]:
    """A run: what came of each file."""
    pick_up.start(by=None, pick_up=found)
    run_waiting()
    found.refresh_from_db()
    return {file["name"]: file["result"] for file in found.last_files}


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_files_are_taken_in_and_moved_with_a_report(school: Organisation, folder: Path) -> None:
    found = looked_into(school)
    put(folder / "tal.csv", TEN)
    put(folder / "forkert.csv", [{"A": "1"}], ["A", "B"])
    assert emptied(found) == {"tal.csv": "done", "forkert.csv": "refused"}
    assert names(folder) == {
        "done/tal.csv", "done/tal.csv.txt", "refused/forkert.csv", "refused/forkert.csv.txt",
    }  # fmt: skip
    delivery = Delivery.objects.get(organisation=school)
    assert (delivery.as_of, delivery.tables["spells"]["new"]) == (date(2025, 3, 4), 10)
    assert str(delivery.uuid) in (folder / "done/tal.csv.txt").read_text(encoding="utf-8")
    assert "forkert.csv" in (folder / "refused/forkert.csv.txt").read_text(encoding="utf-8")


def test_what_may_still_be_written_waits(school: Organisation, folder: Path) -> None:
    found = looked_into(school)
    put(folder / "tal.csv.part", TEN)
    write(folder / "nu.csv", ENROLMENTS, TEN)  # changed a moment ago
    put(folder / ".skjult.csv", TEN)
    assert emptied(found) == {"tal.csv.part": "growing", "nu.csv": "growing"}
    assert not Delivery.objects.exists()
    assert names(folder) == {"tal.csv.part", "nu.csv", ".skjult.csv"}


def test_the_same_file_is_not_taken_in_twice(school: Organisation, folder: Path) -> None:
    found = looked_into(school)
    put(folder / "tal.csv", TEN)
    emptied(found)
    # As it is after a process died between taking in and moving; and as a system that exports the same again.
    put(folder / "tal.csv", TEN)
    assert emptied(found) == {"tal.csv": "known"}
    assert Delivery.objects.filter(organisation=school).count() == 1
    assert {"done/tal.csv", "done/tal (2).csv"} <= names(folder)


def test_the_files_of_a_subfolder_are_one_delivery(school: Organisation, folder: Path) -> None:
    found = looked_into(school, as_of_rule="name")
    put(folder / "udtraek 2025-02-28" / "a.csv", TEN)
    leave = {
        "Elevnr": "1",
        "Uddannelse": "SSA",
        "Forløbsdel": "HF",
        "Afgangsdato": "2025-01-10",
        "Afgangsårsag": "20",
    }
    put(folder / "udtraek 2025-02-28" / "b.csv", [leave], LEAVERS)
    put(folder / "uden dato.csv", TEN[:3])
    assert emptied(found) == {"udtraek 2025-02-28": "done", "uden dato.csv": "refused"}
    delivery = Delivery.objects.get(organisation=school)
    assert delivery.as_of == date(2025, 2, 28)
    assert {name: counts["new"] for name, counts in delivery.tables.items()} == {
        "spells": 10, "students": 10, "leavers": 1,
    }  # fmt: skip


def test_too_many_gone_is_refused(school: Organisation, folder: Path) -> None:
    found = looked_into(school, scope="full")
    put(folder / "a.csv", TEN)
    emptied(found)
    put(folder / "b.csv", TEN[:5])
    assert emptied(found) == {"b.csv": "refused"}
    assert Delivery.objects.filter(organisation=school).count() == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [("../andre", "folder_outside"), ("/etc", "folder_outside"), ("", "folder_outside"),
     ("mangler", "no_such_folder"), ("ud", "folder_outside")],
)  # fmt: skip
def test_no_folder_outside_the_root(
    school: Organisation, folder: Path, tmp_path: Path, name: str, code: str
) -> None:
    (tmp_path / "andre").mkdir()
    (tmp_path / "pickup" / "ud").symlink_to(tmp_path / "andre")
    with pytest.raises(BadFolder) as refused:
        pick_up.safe_folder(name)
    assert refused.value.code == code


def test_one_folder_belongs_to_one_school(school: Organisation, folder: Path) -> None:
    looked_into(school)
    (folder / "inden i").mkdir()
    for name in ("skolen", "skolen/inden i"):
        with pytest.raises(BadFolder, match="folder_in_use"):
            add(school, name)


def add(school: Organisation, name: str) -> PickUp:
    options = {"mapping": "uddata", "scope": "additional", "as_of_rule": "changed", "hour": 4}
    return pick_up.add(by=None, organisation=school, folder=name, **options)


def test_among_several_schools_each_has_its_own_place(school: Organisation, folder: Path) -> None:
    """A folder that its school hasn't named yet isn't another's to empty, whatever that one calls itself."""
    other = organisations.found(by=None, name="skolen")
    for name in ("skolen", "./skolen", "skolen/inden i", str(school.uuid), "mangler"):
        with pytest.raises(BadFolder, match="folder_not_own") as refused:
            add(other, name)
        assert refused.value.params == {"folder": str(other.uuid)}
    (folder.parent / str(other.uuid) / "udtraek").mkdir(parents=True)
    assert add(other, f"{other.uuid}/udtraek").folder == f"{other.uuid}/udtraek"


@pytest.mark.parametrize("name", ["done", "refused"])
def test_nothing_is_moved_through_a_link(
    school: Organisation, folder: Path, tmp_path: Path, name: str
) -> None:
    found, elsewhere = looked_into(school), tmp_path / "home" / "keys"
    (folder / name).symlink_to(elsewhere)
    put(folder / "2025-03-04 udtraek.csv", TEN)
    emptied(found)
    assert found.last_problem == "folder_outside"
    assert not Delivery.objects.exists() and list(elsewhere.iterdir()) == []


def test_a_report_is_not_written_over_what_a_link_points_at(
    school: Organisation, folder: Path, tmp_path: Path
) -> None:
    (folder / "done").mkdir()
    secret = tmp_path / "home" / "keys" / "secret.key"
    secret.write_text("hemmelig")
    (folder / "done" / "a.csv.txt").symlink_to(secret)
    put(folder / "a.csv", TEN)
    assert emptied(looked_into(school)) == {"a.csv": "done"}
    assert secret.read_text() == "hemmelig"
    assert names(folder / "done") >= {"a (2).csv", "a (2).csv.txt"}


def test_the_schedule_follows_the_folder(school: Organisation, folder: Path) -> None:
    found = looked_into(school, hour=5)
    schedule = Schedule.objects.get(organisation=school, kind=pick_up.KIND)
    assert (schedule.at.hour, schedule.is_on) == (5, True)
    pick_up.switch(by=None, pick_up=found, on=False)
    schedule.refresh_from_db()
    assert not schedule.is_on
    pick_up.remove(by=None, pick_up=found)
    assert not Schedule.objects.filter(organisation=school, kind=pick_up.KIND).exists()
    assert folder.is_dir()
