"""Publishing killed at each of its steps, and on a full disk: the public reads the old pages or the new ones."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT, Installation


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
def test_nothing_is_ever_half_published(installation: Installation) -> None:
    """The rounds stop with an error at anything between old and new; scripts/kill_publishing.py does more of them."""
    environment = {**installation.environment, "DJANGO_SETTINGS_MODULE": "pejling.config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "scripts.publish_rounds", "steps", "12", "0"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["killed"] == 13
    counts = told["counts"]
    # Five steps before the row is changed, the rest after it; only where the folders have changed places is it new.
    assert counts["publish: old row, old pages"] == 5
    assert (counts["publish: new row, old pages"], counts["publish: new row, new pages"]) == (3, 3)
    assert counts["full disk: refused, nothing changed"] > 2
