"""A database of the first release: each membership keeps its role, and its departments become its scopes."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]


def manage(home: Path, *arguments: str) -> str:
    """Run one of Django's commands on an installation of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PEJLING_")}
    kept.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env={**kept, "PEJLING_HOME": str(home), "PEJLING_DEMO": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_departments_become_scopes(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    manage(tmp_path, "migrate", "accounts", "0001")
    with sqlite3.connect(tmp_path / "pejling.sqlite3") as old:
        old.executemany(
            "INSERT INTO organisations_organisation (id, uuid, kind, name, code, is_demo, parent_id) "
            "VALUES (?, ?, ?, ?, '', 0, ?)",
            [(1, "a" * 32, "school", "Skolen", None), (2, "b" * 32, "department", "Nord", 1),
             (3, "c" * 32, "department", "Syd", 1)],
        )  # fmt: skip
        old.executemany(
            "INSERT INTO accounts_user (id, password, uuid, email, name, is_active, is_demo, joined_at) "
            "VALUES (?, '', ?, ?, '', 1, 0, '2026-01-01')",
            [(1, "d" * 32, "en@example.dk"), (2, "e" * 32, "to@example.dk")],
        )
        old.executemany(
            "INSERT INTO accounts_membership (id, role, organisation_id, user_id) VALUES (?, ?, 1, ?)",
            [(1, "counsellor", 1), (2, "administrator", 2)],
        )
        old.executemany(
            "INSERT INTO accounts_membership_departments (membership_id, organisation_id) VALUES (1, ?)",
            [(2,), (3,)],
        )
    manage(tmp_path, "migrate", "accounts")
    with sqlite3.connect(tmp_path / "pejling.sqlite3") as new:
        scopes = new.execute(
            "SELECT membership_id, dimension, part_id, value, organisation_id FROM accounts_scope ORDER BY part_id"
        ).fetchall()
        rows = new.execute("SELECT id, role, ended_at, uuid FROM accounts_membership ORDER BY id").fetchall()
    assert scopes == [(1, "department", 2, "", 1), (1, "department", 3, "", 1)]
    assert [row[:3] for row in rows] == [(1, "counsellor", None), (2, "administrator", None)]
    assert len({row[3] for row in rows}) == 2
