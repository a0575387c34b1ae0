"""A delivery killed at any of its statements leaves the register as before or as after, never between."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT, Installation
from tests.integration.facts.school_files import ENROLMENTS, enrolment, write
from tests.integration.facts.test_deliveries import TWENTY, counts


def test_a_kill_at_any_statement_leaves_all_or_nothing(installation: Installation, tmp_path: Path) -> None:
    first = write(tmp_path / "a.csv", ENROLMENTS, TWENTY)
    installation.json("import", first, "--mapping", "uddata", "--as-of", "2025-01-31")
    rows = [enrolment("1", "2024-08-01", Slutdato="2025-01-10", Afgangsårsag="20"), *TWENTY[3:]]
    rows += [enrolment("30", "2025-02-01"), enrolment("31", "2024-02-31")]
    second = write(tmp_path / "b.csv", ENROLMENTS, rows)

    script = Path(__file__).with_name("kill_points.py")
    environment = {**installation.environment, "DJANGO_SETTINGS_MODULE": "pejling.config.settings"}
    done = subprocess.run(
        [sys.executable, str(script), str(second), "1"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    killed, finished = lines[:-1], lines[-1]
    assert finished["finished"] and len(killed) > 25
    states = {line["state"] for line in killed}
    before = killed[0]["state"]
    after = finished["state"]
    assert before != after
    assert states == {before, after}, "something in between was seen"
    # Once it has become current it stays so: the states don't alternate.
    order = [line["state"] for line in killed]
    assert order == sorted(order, key=lambda state: state == after)
    assert all(line["snapshots_whole"] for line in lines)
    # The last child found it done already by a killed one, so repeating changes nothing.
    again = installation.json(
        "import", second, "--mapping", "uddata", "--as-of", "2025-03-31", "--scope", "full", "--accept-gone"
    )
    assert counts(again) == (0, 0, 19, 0, 1)
