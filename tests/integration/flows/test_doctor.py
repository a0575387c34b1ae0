"""The doctor sees what is wrong, says how to mend it, and calls a mended installation well."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.conftest import Installation
from tests.integration.flows.test_backup import on_sqlite


def levels(installation: Installation, **environment: str) -> dict[str, str]:
    done = subprocess.run(
        installation.command("doctor", "--json"), env=installation.environment | environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert done.returncode == int(any(each["level"] == "error" for each in found))
    assert all(each["mend"] for each in found if each["level"] != "ok"), found
    return {each["check"]: each["level"] for each in found}


def test_from_a_new_installation_to_a_well_one(installation: Installation, tmp_path: Path) -> None:
    found = levels(installation)
    for check in ("python", "home", "modes", "keys", "database", "migrations", "clock", "schools"):
        assert found[check] == "ok", check
    for check in ("worker", "backup", "settings.no_hosts", "settings.not_said_secure"):
        assert found[check] == "error", check
    assert installation.pejling("backup", tmp_path / "b.tar").returncode == 0
    folder = tmp_path / "mails"
    found = levels(
        installation, PEJLING_HOSTS="pejling.skole.dk", PEJLING_SECURE="1", PEJLING_EMAIL=f"file://{folder}"
    )
    assert {check for check, level in found.items() if level == "error"} == {"worker"}
    assert found["backup"] == found["settings"] == "ok"
    assert found["mail"] == "warning"


@on_sqlite
def test_each_thing_that_is_wrong_is_seen(installation: Installation, tmp_path: Path) -> None:
    home = installation.home
    old = (datetime.now(UTC) - timedelta(days=3)).isoformat()
    (home / "last_backup.json").write_text(json.dumps({"path": "b.tar", "size": 1, "made_at": old}))
    (home / "keys" / "django.key").chmod(0o644)
    (home / "restoring.json").write_text('{"phase": "swapping"}')
    found = levels(installation)
    assert (found["backup"], found["modes"], found["restore"]) == ("warning", "error", "error")
    (home / "restoring.json").unlink()
    (home / "keys" / "matching.key").write_text("12")
    assert levels(installation)["keys"] == "error"
    (home / "keys" / "matching.key").unlink()
    assert levels(installation)["keys"] == "error"
    assert not (home / "keys" / "matching.key").exists(), "the doctor makes no new key in its place"
    (home / "pejling.sqlite3").write_bytes(b"no database at all" * 1000)
    for name in ("pejling.sqlite3-wal", "pejling.sqlite3-shm"):
        (home / name).unlink(missing_ok=True)
    assert levels(installation)["database"] == "error"
    missing = levels(installation, PEJLING_HOME=str(tmp_path / "nowhere"))
    assert missing["home"] == "error"
    assert not (tmp_path / "nowhere").exists()


@on_sqlite
def test_a_damaged_database_is_restored_over(installation: Installation, tmp_path: Path) -> None:
    """Why people restore: the file is no database any more."""
    assert installation.pejling("backup", tmp_path / "b.tar").returncode == 0
    (installation.home / "pejling.sqlite3").write_bytes(b"no database at all" * 1000)
    refused = installation.pejling("restore", tmp_path / "b.tar")
    assert (refused.returncode, "--replace" in refused.stderr) == (1, True)
    done = installation.pejling("restore", tmp_path / "b.tar", "--replace")
    assert done.returncode == 0, done.stderr
    assert levels(installation)["schools"] == "ok"
