"""Real data are not served with a setting left out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pejling.commands.doctor import _settings_texts
from pejling.config import production
from tests.conftest import ROOT

GOOD = {
    "PEJLING_SECRET_KEY": "k8Zq2mW5vX9cB3nL7pR4tY6uI1oE0aSdFgHjKzQwTxVbNm",
    "PEJLING_HOSTS": "pejling.skole.dk",
    "PEJLING_SECURE": "1",
}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"PEJLING_SECRET_KEY": ""}, "no_key"),
        ({"PEJLING_SECRET_KEY": "short"}, "weak_key"),
        ({"PEJLING_SECRET_KEY": "a" * 60}, "weak_key"),
        ({"PEJLING_SECRET_KEY": "change-me-to-something-random-0123456789abcdef"}, "weak_key"),
        ({"PEJLING_HOSTS": ""}, "no_hosts"),
        ({"PEJLING_HOSTS": " , "}, "no_hosts"),
        ({"PEJLING_HOSTS": "*"}, "any_host"),
        ({"PEJLING_SECURE": ""}, "not_said_secure"),
        ({"PEJLING_SECURE": "0"}, "in_the_clear"),
        ({"DATABASE_URL": "postgresql://pejling:change-me@127.0.0.1/pejling"}, "example_password"),
        ({"PEJLING_DEBUG": "1"}, "debug"),
    ],
)
def test_each_thing_left_out_is_named(change: dict[str, str], code: str, tmp_path: Path) -> None:
    said = {"PEJLING_HOME": str(tmp_path), **GOOD}
    assert production.problems(said) == []
    assert production.problems(said | change) == [code]
    if code != "debug":
        with pytest.raises(production.NotReady):
            production.require(said | change)


def test_a_server_for_its_own_machine_and_a_demo_need_less(tmp_path: Path) -> None:
    home = {"PEJLING_HOME": str(tmp_path)}
    own = GOOD | home | {"PEJLING_HOSTS": "127.0.0.1,localhost", "PEJLING_SECURE": "0"}
    assert production.problems(own) == []
    assert production.problems(home | {"PEJLING_DEMO": "1"}) == []


def test_secrets_may_stand_in_files(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(GOOD["PEJLING_SECRET_KEY"] + "\n")
    said = {**GOOD, "PEJLING_HOME": str(tmp_path), "PEJLING_SECRET_KEY_FILE": str(tmp_path / "key")}
    del said["PEJLING_SECRET_KEY"]
    assert production.problems(said) == []


def test_the_web_server_refuses_to_start(tmp_path: Path) -> None:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PEJLING_", "DATABASE_URL"))
    }
    done = subprocess.run(
        [sys.executable, "-c", "import pejling.config.wsgi"],
        cwd=ROOT, env=kept | {"PEJLING_HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    for code in ("no_key", "no_hosts", "not_said_secure"):
        assert production.TEXTS[code] in done.stderr


def test_the_doctor_has_words_for_each() -> None:
    assert set(_settings_texts()) == set(production.TEXTS)
    assert all(": " in text for text in _settings_texts().values())
