"""The public server is a process of its own that can't reach drafts or facts, whatever it is asked to import."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pejling.commands.public import command, environment

ROOT = Path(__file__).resolve().parents[2]


def run(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("PEJLING_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-c", code], env={**kept, **variables}, cwd=ROOT, capture_output=True, text=True, check=False
    )  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["pejling.quality.plans.models", "pejling.facts.register.models", "pejling.config.settings", "pejling.analysis",
     "django", "sqlite3", "psycopg", "duckdb"],
)  # fmt: skip
def test_neither_drafts_nor_facts_nor_a_database_can_be_imported(name: str, tmp_path: Path) -> None:
    code = (
        "import pejling.public.wsgi, importlib\n"
        f"try: importlib.import_module({name!r})\n"
        "except ImportError as error: print(type(error).__name__)\n"
        "else: print('reached')"
    )
    done = run(code, PEJLING_PUBLIC=str(tmp_path))
    assert done.stdout.strip() == "Shut", done.stderr


def test_it_does_not_start_in_a_process_that_holds_more(tmp_path: Path) -> None:
    done = run("import pejling.base; import pejling.public.wsgi", PEJLING_PUBLIC=str(tmp_path))
    assert "process of its own" in done.stderr


def test_it_is_handed_no_secret_and_no_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PEJLING_HOME", "PEJLING_SECRET_KEY", "DATABASE_URL", "PEJLING_EMAIL"):
        monkeypatch.setenv(name, "hemmeligt")
    handed = environment(tmp_path)
    assert "hemmeligt" not in handed.values()
    assert handed["PEJLING_PUBLIC"] == str(tmp_path)
    assert command("127.0.0.1:1", 1)[1:3] == ["-m", "pejling.public"]


def test_it_says_what_is_missing() -> None:
    done = run("import sys; from pejling.public.__main__ import main; sys.exit(main([]))")
    assert (done.returncode, "PEJLING_PUBLIC isn't set" in done.stderr) == (2, True)
