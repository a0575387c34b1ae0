"""Keep a backup of this version, and the figures it gave, for the test that later versions can restore it.

Run at each release: `python scripts/keep_backup.py`. Writes `VERSION.tar` and `.json` in FOLDER.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pejling import __version__
from tests.conftest import ROOT, Installation
from tests.integration.flows.test_backup import figures, fill

FOLDER = ROOT / "tests" / "integration" / "flows" / "backups"


def main(name: str) -> None:
    """Make a small installation by the command line, as a user would, and keep it."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = Installation(Path(folder) / "home", "")
        done = made.pejling("setup", "--organisation", "Testskolen", "--admin", "leder@example.dk")
        if done.returncode:
            raise SystemExit(done.stderr)
        fill(made, Path(folder))
        (FOLDER / f"{name}.json").write_text(json.dumps(figures(made), indent=1) + "\n")
        (FOLDER / f"{name}.tar").unlink(missing_ok=True)
        made.json("backup", FOLDER / f"{name}.tar")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else __version__)
