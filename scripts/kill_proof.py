"""Kill deliveries, undoings, jobs and backups at random moments on both databases, and see that nothing is half done.

Run as `python scripts/kill_proof.py [--kills 100] [--seed 1] [--only sqlite|postgresql]`; takes some minutes and
prints the Markdown that docs/benchmarks.md holds. Exit 1 at the first thing that is lost or half done.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.conftest import Installation  # noqa: E402
from tests.postgres_server import binaries, running  # noqa: E402

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def main() -> int:
    """Both databases in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=NAMES)
    options = parser.parse_args()
    found = {}
    for kind in [options.only] if options.only else NAMES:
        if kind == "postgresql" and binaries() is None:
            sys.stderr.write("PostgreSQL is not installed: apt-get install postgresql\n")
            return 1
        told = prove(kind, options.kills, options.seed)
        if told is None:
            return 1
        found[kind] = told
    print(as_markdown(found, options.kills, options.seed))
    return 0


def prove(kind: str, kills: int, seed: int) -> dict | None:
    """The rounds in an installation of its own; None where they found something."""
    with tempfile.TemporaryDirectory(prefix="pejling-kills-") as folder, database(kind) as url:
        made = Installation(Path(folder) / "home", url)
        done = made.pejling("setup", "--organisation", "Testskolen", "--admin", "leder@example.dk")
        if done.returncode:
            raise RuntimeError(done.stderr)
        environment = {
            **made.environment,
            "DJANGO_SETTINGS_MODULE": "pejling.config.settings",
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "scripts.kill_rounds", str(kills), str(seed), folder]
        rounds = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False
        )
        return json.loads(rounds.stdout.splitlines()[-1]) if rounds.returncode == 0 else None


@contextmanager
def database(kind: str) -> Iterator[str]:
    """Its address; "" for SQLite's file in the home."""
    if kind == "sqlite":
        yield ""
    else:
        with running() as url:
            yield url


def as_markdown(found: dict[str, dict], kills: int, seed: int) -> str:
    """The section of docs/benchmarks.md."""
    what = sorted({name for told in found.values() for name in told["counts"]})
    head = " | ".join(NAMES[kind] for kind in found)
    lines = [
        "## Killed at random moments",
        "",
        f"`python scripts/kill_proof.py --kills {kills} --seed {seed}`: deliveries, undoings, the jobs of an upload "
        "(trial, acceptance, figures) and backups, each killed (SIGKILL, with its children) at a random moment of "
        "its usual time. After every kill the register is what the newest accepted delivery says, every snapshot "
        "is whole (sums compared) and no backup is half; after the recovery no job runs, nothing is left over and "
        "the work has its result.",
        "",
        f"| what | {head} |",
        "|---|" + "---:|" * len(found),
        f"| **killed** | {' | '.join(str(told['killed']) for told in found.values())} |",
    ]
    for name in what:
        lines.append(
            f"| {name} | {' | '.join(str(told['counts'].get(name, 0)) for told in found.values())} |"
        )
    lines.append("| **lost or half done** | " + " | ".join("0" for _kind in found) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
