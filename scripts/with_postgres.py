"""Run a command with DATABASE_URL of a fresh PostgreSQL server: `python scripts/with_postgres.py pytest ...`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.postgres_server import binaries, running


def main(command: list[str]) -> int:
    """Returns the command's exit code; 0 with the reason where PostgreSQL is missing outside CI."""
    if binaries() is None:
        sys.stderr.write("Skipped on PostgreSQL: it is not installed (apt-get install postgresql)\n")
        return 1 if os.environ.get("CI") == "true" else 0
    with running() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
