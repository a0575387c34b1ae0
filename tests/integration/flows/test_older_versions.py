"""A backup of every version so far is restored by this one, brought to today's form, and gives the figures it gave.

The backups were made by those versions (scripts/keep_backup.py at each release), the figures computed by them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.flows.test_backup import KINDS, figures, fresh

BACKUPS = sorted((Path(__file__).parent / "backups").glob("*.tar"))
#: what a figure is; its definition's version may have changed since
SAID = (
    "indicator",
    "variant",
    "window",
    "by",
    "estimate",
    "n",
    "lower",
    "upper",
    "as_of",
    "snapshot",
    "complete",
)


def test_there_are_backups_to_try() -> None:
    assert BACKUPS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("backup", BACKUPS, ids=lambda path: path.stem)
def test_its_backup_gives_its_figures(
    backup: Path, kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    installation = fresh(request, kind, tmp_path / "home")
    done = installation.pejling("restore", backup, "--any-keys")
    assert done.returncode == 0, done.stderr
    then = json.loads(backup.with_suffix(".json").read_text())
    now = figures(installation)

    def told(values: list[dict]) -> list[list]:
        return [[value[name] for name in SAID] for value in values]

    kept = {value["indicator"] for value in then}
    assert told([value for value in now if value["indicator"] in kept]) == told(then)
    doctor = json.loads(installation.pejling("doctor", "--json").stdout)
    levels = {finding["check"]: finding["level"] for finding in doctor}
    assert (levels["database"], levels["migrations"], levels["schools"]) == ("ok", "ok", "ok")
