"""What every test may ask for: the real open files, R, and one fixed Hypothesis profile."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from tests import postgres_server as postgres_server_module

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI") == "true"

# The same examples at every run: a red run can always be repeated, and a green one means the same everywhere.
settings.register_profile(
    "pejling", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile("pejling")


def missing(what: str) -> None:
    """Skip with the reason; in CI, where everything is promised, fail instead."""
    if IN_CI:
        pytest.fail(f"{what} (mandatory in CI)")
    pytest.skip(what)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that make databases of their own, on both kinds in turn, need not run once more on the other kind."""
    for item in items:
        if {"installation", "postgres_server"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("own_database")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real open data (PEJLING_TEST_DATA, default ../shared/data)."""
    folder = Path(os.environ.get("PEJLING_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        missing("the real open files are not here: set PEJLING_TEST_DATA")
    return folder


@pytest.fixture(scope="session")
def rscript() -> str:
    """Path of Rscript, whose packages survival and cmprsk are the oracle."""
    found = shutil.which("Rscript")
    if found is None:
        missing("R is not installed: apt-get install r-base-core r-cran-survival r-cran-cmprsk")
    return found


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a PostgreSQL server of the tests' own."""
    if postgres_server_module.binaries() is None:
        missing("PostgreSQL is not installed: apt-get install postgresql")
    with postgres_server_module.running() as url:
        yield url


@dataclass(frozen=True)
class Installation:
    """An installation of its own in a temporary home, driven through the command line as a user would."""

    home: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PEJLING_")}
        kept.pop("DATABASE_URL", None)
        own = {"PEJLING_HOME": str(self.home), "PEJLING_LANGUAGE": "en"}
        return {**kept, **own, **({"DATABASE_URL": self.database_url} if self.database_url else {})}

    def command(self, *arguments: object) -> list[str]:
        return [str(Path(sys.executable).with_name("pejling")), *map(str, arguments)]

    def pejling(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run one verb to its end."""
        return subprocess.run(
            self.command(*arguments), env=self.environment, capture_output=True, text=True, check=False
        )

    def python(self, code: str) -> str:
        """Run Python code in this installation; what it prints. RuntimeError where it fails (or is killed: -9)."""
        begin = "import django; django.setup()\n"
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "pejling.config.settings"}
        done = subprocess.run(
            [sys.executable, "-c", begin + code],
            env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{done.returncode}: {done.stderr[-2000:]}")
        return done.stdout

    def json(self, *arguments: object) -> Any:
        """Run one verb that must succeed; its JSON."""
        done = self.pejling(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Installation:
    """An empty installation with one school, on each database in turn."""
    url = ""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        name = f"test_{uuid.uuid4().hex}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        url = server.rsplit("/", 1)[0] + f"/{name}"
    made = Installation(tmp_path / "home", url)
    done = made.pejling("setup", "--organisation", "Testskolen", "--admin", "leder@example.dk")
    assert done.returncode == 0, done.stderr
    return made
