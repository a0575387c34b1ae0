"""What has been published outlives the machine: backed up, put back elsewhere, and read at the same addresses."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Installation
from tests.integration.flows.test_backup import KINDS, fresh, on_sqlite
from tests.integration.flows.test_doctor import levels

BEGIN = "from scripts.publish_acts import *\n"
TWO_EDITIONS = f"{BEGIN}found_plan(); make(1); publish(1); make(2); publish(2); withdraw(1)"


def read(installation: Installation) -> dict[str, bytes]:
    """Every file that the public can read."""
    top = installation.home / "public"
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}


@pytest.mark.parametrize("other", KINDS)
def test_published_addresses_go_on_working_after_a_restore(
    installation: Installation, other: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    installation.python(TWO_EDITIONS)
    before = read(installation)
    assert "testskolen/selvevaluering-2024/udgave-2/report.json" in before
    backup, keys = tmp_path / "b.tar", tmp_path / "b.keys"
    assert installation.json("backup", backup, "--keys", keys)["missing"] == []

    put_back = fresh(request, other, tmp_path / "other home")
    done = put_back.pejling("restore", backup, "--keys", keys)
    assert done.returncode == 0, done.stderr
    assert "The public pages of Testskolen are written." in done.stderr + done.stdout
    assert read(put_back) == before
    modes = {path.stat().st_mode & 0o044 for path in (put_back.home / "public").rglob("*")}
    assert modes == {0o044}, "the public server's user can read them"
    assert levels(put_back)["public"] == "ok"
    # It goes on from there.
    put_back.python(f"{BEGIN}take_back(1); make(3); publish(3)")
    assert {name for name in before if "udgave-2/" in name} < set(read(put_back))


@on_sqlite
def test_an_older_backup_takes_no_published_address_away(installation: Installation, tmp_path: Path) -> None:
    installation.python(TWO_EDITIONS)
    installation.json("backup", tmp_path / "b.tar", "--keys", tmp_path / "b.keys")
    installation.python(f"{BEGIN}make(3); publish(3)")
    before = read(installation)
    # Tried in another home that has been told of the real pages.
    home = {"PEJLING_HOME": str(tmp_path / "try"), "PEJLING_PUBLIC": str(installation.home / "public")}
    tried = subprocess.run(
        installation.command("restore", tmp_path / "b.tar", "--keys", tmp_path / "b.keys"),
        env=installation.environment | home, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (tried.returncode, "which are left" in tried.stdout + tried.stderr) == (0, True)
    assert read(installation) == before
    done = installation.pejling("restore", tmp_path / "b.tar", "--replace")
    assert done.returncode == 0, done.stderr
    assert "selvevaluering-2024/udgave-3" in done.stderr + done.stdout
    assert read(installation) == before
    assert levels(installation)["public"] == "warning"
    # Neither the hourly look nor another edition of that number changes what stands there.
    installation.python(f"{BEGIN}agree(); make(3)")
    refused = installation.python(f"{BEGIN}print(tried(3))")
    assert refused.strip() == "unknown_there"
    assert installation.pejling("public", "--rebuild").returncode == 1
    assert read(installation) == before
    assert installation.pejling("public", "--rebuild", "--drop").returncode == 0
    assert not [name for name in read(installation) if "udgave-3" in name]
    installation.python(f"{BEGIN}publish(3)")
    assert levels(installation)["public"] == "ok"


@on_sqlite
def test_the_doctor_and_the_hourly_look_see_what_a_kill_left(installation: Installation) -> None:
    installation.python(TWO_EDITIONS)
    before = read(installation)
    shutil.copytree(installation.home / "public/testskolen", installation.home / "public/.testskolen.new")
    assert levels(installation)["public"] == "warning"
    installation.python(f"{BEGIN}agree()")
    assert read(installation) == before
    assert levels(installation)["public"] == "ok"
    for path in (installation.home / "publications").rglob("report.json"):
        path.chmod(0o644)
        path.write_text("{}")
    assert levels(installation)["editions"] == "error"
