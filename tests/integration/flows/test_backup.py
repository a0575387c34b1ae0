"""A backup put back gives the same figures, on the other database too; what can't be put back changes nothing."""

from __future__ import annotations

import json
import tarfile
import uuid
from pathlib import Path

import psycopg
import pytest

from tests.conftest import Installation
from tests.integration.facts.school_files import (
    AGREEMENTS,
    ENROLMENTS,
    LEAVERS,
    enrolment,
    write,
)

KINDS = ["sqlite", "postgresql"]
#: what has nothing to do with the database is tried on one of them
on_sqlite = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)


def fresh(request: pytest.FixtureRequest, kind: str, home: Path) -> Installation:
    """A place for an installation: a home that isn't there yet, and an empty database."""
    if kind == "sqlite":
        return Installation(home, "")
    server, name = request.getfixturevalue("postgres_server"), f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return Installation(home, server.rsplit("/", 1)[0] + f"/{name}")


def fill(installation: Installation, folder: Path) -> None:
    """Two deliveries, with leavers, agreements, a row kept out and letters outside ASCII."""
    starts = ["2023-08-07", "2024-01-15", "2024-08-05"]
    rows = [
        enrolment(f"{n}", starts[n % 3], Navn=f"Ævar Øst {n}", Afdeling="Nørre" if n % 2 else "Syd")
        for n in range(60)
    ]
    rows.append(enrolment("99", "2024-02-31"))
    leavers = [
        {
            "Elevnr": f"{n}",
            "Uddannelse": "SSA",
            "Forløbsdel": "HF",
            "Afgangsdato": "2024-10-01",
            "Afgangsårsag": "20",
        }
        for n in range(0, 60, 7)
    ]
    agreements = [
        {
            "Elevnr": f"{n}", "Aftalenr": f"A{n}", "Arbejdsgiver": "Elmose Kommune", "Kommune": "Elmose",
            "Uddannelse": "SSA", "Underskrevet": "2024-07-01", "Aftale fra": "2024-08-05", "Aftale til": "2026-08-05",
        }
        for n in range(0, 60, 3)
    ]  # fmt: skip
    first = [
        write(folder / "a.csv", ENROLMENTS, rows),
        write(folder / "b.csv", LEAVERS, leavers[:4]),
        write(folder / "c.csv", AGREEMENTS, agreements),
    ]
    installation.json("import", *first, "--mapping", "uddata", "--as-of", "2025-01-31")
    second = write(folder / "d.csv", LEAVERS, leavers)
    installation.json("import", second, "--mapping", "uddata", "--as-of", "2025-02-28")


def figures(installation: Installation) -> list[dict]:
    """Every figure, plain and by department, with version and snapshot."""
    return [
        *installation.json("figures"),
        *installation.json("figures", "--indicator", "retention", "--by", "department"),
    ]


@pytest.mark.parametrize("other", KINDS)
def test_the_figures_are_the_same_after_a_restore(
    installation: Installation, other: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    fill(installation, tmp_path)
    before = figures(installation)
    assert any(value["estimate"] not in {None, 0} for value in before)
    backup, keys = tmp_path / "backup.tar", tmp_path / "pejling.keys"
    taken = installation.json("backup", backup, "--keys", keys)
    assert taken["missing"] == []
    assert backup.stat().st_mode & 0o077 == keys.stat().st_mode & 0o077 == 0

    put_back = fresh(request, other, tmp_path / "other home")
    done = put_back.pejling("restore", backup, "--keys", keys)
    assert done.returncode == 0, done.stderr
    assert figures(put_back) == before
    # It goes on from there: counters are set, keys fit, and the same delivery again changes nothing.
    again = put_back.json("import", tmp_path / "d.csv", "--mapping", "uddata", "--as-of", "2025-03-31")
    leavers = again["tables"]["leavers"]
    assert (leavers["new"], leavers["changed"], leavers["unchanged"]) == (0, 0, 9)
    # And back again: the second backup of the other database holds what the first did.
    assert put_back.pejling("backup", tmp_path / "second.tar").returncode == 0
    done = installation.pejling("restore", tmp_path / "second.tar", "--replace")
    assert done.returncode == 0, done.stderr
    newest = figures(installation)
    assert [value["estimate"] for value in newest] == [value["estimate"] for value in before]
    assert {value["snapshot"] for value in newest}.isdisjoint(value["snapshot"] for value in before)


@on_sqlite
def test_a_backup_holds_no_key(installation: Installation, tmp_path: Path) -> None:
    installation.json("backup", tmp_path / "b.tar")
    everything = (tmp_path / "b.tar").read_bytes()
    with tarfile.open(tmp_path / "b.tar") as tar:
        assert not [name for name in tar.getnames() if "key" in name and not name.endswith(".jsonl.gz")]
    for path in (installation.home / "keys").iterdir():
        assert path.read_bytes().strip() not in everything


def test_what_is_there_is_not_replaced_unasked(installation: Installation, tmp_path: Path) -> None:
    installation.json("backup", tmp_path / "b.tar")
    fill(installation, tmp_path)
    before = figures(installation)
    refused = installation.pejling("restore", tmp_path / "b.tar")
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert figures(installation) == before
    assert installation.pejling("restore", tmp_path / "b.tar", "--replace").returncode == 0
    assert installation.pejling("figures").returncode == 1  # the backup was of an empty school
    assert not list((installation.home / "snapshots").iterdir())
    assert not (installation.home / "restoring").exists()
    assert not (installation.home / "restoring.json").exists()


@on_sqlite
def test_own_kinds_of_plan_come_back_and_are_not_taken_by_a_backup_without(
    installation: Installation, tmp_path: Path
) -> None:
    installation.json("backup", tmp_path / "without.tar")
    own = installation.home / "plan_kinds" / "own.yaml"
    own.parent.mkdir()
    own.write_text("key: own\n", "utf-8")
    installation.json("backup", tmp_path / "with.tar")
    own.write_text("key: another\n", "utf-8")
    assert installation.pejling("restore", tmp_path / "without.tar", "--replace").returncode == 0
    assert own.read_text("utf-8") == "key: another\n"
    assert installation.pejling("restore", tmp_path / "with.tar", "--replace").returncode == 0
    assert own.read_text("utf-8") == "key: own\n"


@on_sqlite
def test_a_damaged_backup_changes_nothing(installation: Installation, tmp_path: Path) -> None:
    fill(installation, tmp_path)
    before = figures(installation)
    good = tmp_path / "b.tar"
    installation.json("backup", good)
    whole = good.read_bytes()
    damaged = tmp_path / "damaged.tar"
    # In the middle of the rows, at the end, a file cut short, a file that is something else.
    places = [len(whole) // 2, len(whole) * 3 // 4]
    broken = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in places]
    for content in [*broken, whole[: len(whole) * 2 // 3], b"PK\x03\x04 something else", b""]:
        damaged.write_bytes(content)
        for arguments in (["restore", damaged, "--replace"], ["backup", damaged, "--check"]):
            done = installation.pejling(*arguments)
            assert done.returncode == 2, done.stdout + done.stderr
            assert "damaged.tar" in done.stderr or "damaged at" in done.stderr
    assert figures(installation) == before
    assert installation.pejling("backup", good, "--check").returncode == 0


@on_sqlite
def test_an_archive_cannot_write_outside_its_folder(installation: Installation, tmp_path: Path) -> None:
    installation.json("backup", tmp_path / "b.tar")
    with tarfile.open(tmp_path / "b.tar") as tar:
        manifest = json.loads(tar.extractfile("manifest.json").read())
    for name in ("../outside", str(tmp_path / "outside"), "deliveries/../../outside"):
        text = json.dumps({**manifest, "files": {name: {"size": 1, "sha256": "00"}}}).encode()
        with tarfile.open(tmp_path / "evil.tar", "w") as tar:
            for member, content in (("manifest.json", text), (name, b"x")):
                (tmp_path / "part").write_bytes(content)
                tar.add(tmp_path / "part", member)
        assert installation.pejling("restore", tmp_path / "evil.tar", "--replace").returncode == 2
        assert not (tmp_path / "outside").exists()
        assert not (installation.home / "outside").exists()


@on_sqlite
def test_other_keys_are_noticed(installation: Installation, tmp_path: Path) -> None:
    installation.json("backup", tmp_path / "b.tar", "--keys", tmp_path / "right.keys")
    (installation.home / "keys" / "matching.key").write_text("0" * 64)
    other = installation.pejling("restore", tmp_path / "b.tar", "--replace")
    assert (other.returncode, "matching.key" in other.stderr) == (1, True)
    (installation.home / "keys" / "matching.key").unlink()
    missing = installation.pejling("restore", tmp_path / "b.tar", "--replace")
    assert (missing.returncode, "--keys FILE" in missing.stderr) == (1, True)
    (tmp_path / "wrong.keys").write_bytes(b"no tar")
    assert (
        installation.pejling(
            "restore", tmp_path / "b.tar", "--replace", "--keys", tmp_path / "wrong.keys"
        ).returncode
        == 1
    )
    done = installation.pejling("restore", tmp_path / "b.tar", "--replace", "--keys", tmp_path / "right.keys")
    assert done.returncode == 0, done.stderr
    with tarfile.open(tmp_path / "right.keys") as tar:
        right = tar.extractfile("keys/matching.key").read()
    assert (installation.home / "keys" / "matching.key").read_bytes() == right


@on_sqlite
def test_old_backups_in_a_folder_are_removed_and_none_is_overwritten(
    installation: Installation, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in ("01", "02", "03"):
        (folder / f"pejling-2024-01-{day}T000000Z.tar").write_bytes(b"")
    (folder / "something else.tar").write_bytes(b"")
    (folder / "pejling-2024-01-04T000000Z.tar.part").write_bytes(b"killed")
    made = installation.json("backup", folder, "--keep", "2")
    assert {path.name for path in folder.iterdir()} == {
        "pejling-2024-01-03T000000Z.tar", Path(made["file"]).name, "something else.tar",
    }  # fmt: skip
    again = installation.pejling("backup", made["file"])
    assert (again.returncode, "exists already" in again.stderr) == (1, True)
    nowhere = installation.pejling("backup", tmp_path / "not there" / "b.tar")
    assert (nowhere.returncode, "not there" in nowhere.stderr) == (1, True)


ERASE = """
from datetime import timedelta
from django.utils import timezone
from pejling.base.organisations.queries import school_named
from pejling.flows.personal import erasing, records
import django, uuid
school = school_named(None)
records.write(school, "student", ["7"], timezone.now(), uuid.uuid4())
erasing.erase(erasing.Wanted(school, frozenset({"7"})))
"""
LEFT = """
from pejling.base.organisations.queries import school_named
from pejling.flows.personal import erasing
found = erasing.count(erasing.Wanted(school_named(None), frozenset({"7"})))
print(sum(found.values()))
"""


def left_of_student(installation: Installation) -> int:
    return int(installation.python(LEFT))


def test_who_was_erased_since_stays_erased(installation: Installation, tmp_path: Path) -> None:
    fill(installation, tmp_path)
    assert left_of_student(installation) > 3
    installation.json("backup", tmp_path / "b.tar")
    installation.python(ERASE)
    assert left_of_student(installation) == 0
    done = installation.pejling("restore", tmp_path / "b.tar", "--replace")
    assert done.returncode == 0, done.stderr
    assert left_of_student(installation) == 0
    for path in (installation.home / "deliveries").rglob("*.csv"):
        assert "Ævar Øst 7;" not in path.read_text("utf-8")
    # The others are all there.
    again = installation.json("import", tmp_path / "a.csv", "--mapping", "uddata", "--as-of", "2025-03-31")
    assert (again["new"], again["unchanged"]) == (1, 59)


def test_a_restore_killed_while_it_is_put_in_place_is_finished(
    installation: Installation, tmp_path: Path
) -> None:
    """Before the database, and between two folders: after ``--resume`` the backup's figures hold."""
    fill(installation, tmp_path)
    before = figures(installation)
    installation.json("backup", tmp_path / "b.tar")
    more = write(tmp_path / "e.csv", ENROLMENTS, [enrolment("200", "2024-08-05", Navn="Ny")])
    for step in (0, 2):
        installation.json("import", more, "--mapping", "uddata", "--as-of", "2025-03-31")
        assert figures(installation) != before
        with pytest.raises(RuntimeError, match="-9"):
            installation.python(KILLED % {"file": str(tmp_path / "b.tar"), "step": step})
        refused = installation.pejling("restore", tmp_path / "b.tar", "--replace")
        assert (refused.returncode, "--resume" in refused.stderr) == (1, True)
        worker = installation.pejling("worker", "--once")
        assert worker.returncode == 1
        done = installation.pejling("restore", "--resume")
        assert done.returncode == 0, done.stderr
        assert figures(installation) == before
        assert not (installation.home / "restoring").exists()
    assert installation.pejling("restore", "--resume").returncode == 1


#: kills the process at the step-th thing that the swap does
KILLED = """
import os, signal
from pathlib import Path
from pejling.flows.backup import restore, swap
seen = -1000
def counted(function):
    def run(*arguments, **named):
        global seen
        if seen == %(step)d:
            os.kill(os.getpid(), signal.SIGKILL)
        seen += 1
        return function(*arguments, **named)
    return run
swap.swap_database = counted(swap.swap_database)
swap._put_away = counted(swap._put_away)
swap.remove_room, made = counted(swap.remove_room), swap.make_room
def room():
    global seen
    made()
    seen = 0
swap.make_room = room
restore.restore(Path("%(file)s"), keys_from=None, replace=True)
"""


#: a program that keeps its connection open, as the web server does, while the backup is put back
WATCHER = """
import subprocess, sys
from django.db import connection
from pejling.base.organisations.models import Organisation
connection.ensure_connection()
before = Organisation.objects.count()
subprocess.run([%(program)r, "restore", %(file)r, "--replace"], check=True, capture_output=True)
print(before, Organisation.objects.count())
"""


def test_a_program_that_runs_sees_what_was_put_back(installation: Installation, tmp_path: Path) -> None:
    installation.json("backup", tmp_path / "b.tar")
    added = installation.pejling("setup", "--organisation", "Nabo", "--admin", "nabo@example.dk")
    assert added.returncode == 0, added.stderr
    program = installation.command()[0]
    seen = installation.python(WATCHER % {"program": program, "file": str(tmp_path / "b.tar")})
    assert seen.split() == ["2", "1"]


KILL_A_BACKUP = """
import os, signal
from pathlib import Path
from pejling.flows.backup import take
written = take.rows.write
def killed(*arguments):
    written(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
take.rows.write = killed
take.take_backup(Path(%r))
"""


@on_sqlite
def test_a_killed_backup_leaves_nothing_behind_for_long(installation: Installation, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="-9"):
        installation.python(KILL_A_BACKUP % str(tmp_path / "b.tar"))
    assert (installation.home / "backing-up").exists()
    assert not (tmp_path / "b.tar").exists()
    installation.json("backup", tmp_path / "b.tar")
    assert not (installation.home / "backing-up").exists()
