"""Kill publishing at named steps and at random moments, and let its disk run full; see that nothing is half done.

Run as `python scripts/kill_publishing.py [--kills 100] [--seed 1] [--only sqlite|postgresql]`; takes some minutes and
prints the Markdown that docs/benchmarks.md holds. As root, the disk is a real one (a tmpfs of 1.5 MB). Exit 1 at the
first thing that is lost or half done.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.kill_proof import NAMES, database  # noqa: E402
from tests.conftest import Installation  # noqa: E402


def main() -> int:
    """Each database in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=NAMES)
    options = parser.parse_args()
    found: dict[str, Counter[str]] = {}
    for kind in [options.only] if options.only else NAMES:
        told = [rounds(kind, "steps", 1, 0), rounds(kind, "random", options.kills, options.seed)]
        if os.geteuid() == 0:
            told.append(rounds(kind, "disk", 400, 0))
        if None in told:
            return 1
        found[kind] = sum((Counter(one["counts"]) for one in told), Counter())
    print(as_markdown(found, options.kills, options.seed))
    return 0


def rounds(kind: str, what: str, number: int, seed: int) -> dict | None:
    """In an installation of its own; None where they found something."""
    with (
        tempfile.TemporaryDirectory(prefix="pejling-kills-") as folder,
        database(kind) as url,
        small_disk(Path(folder) / "small", what == "disk") as disk,
    ):
        made = Installation(Path(folder) / "home", url)
        done = made.pejling("setup", "--organisation", "Testskolen", "--admin", "leder@example.dk")
        if done.returncode:
            raise RuntimeError(done.stderr)
        environment = {
            **made.environment,
            "DJANGO_SETTINGS_MODULE": "pejling.config.settings",
            "PEJLING_PUBLIC": str((disk or made.home) / "public"),
        }
        command = [sys.executable, "-m", "scripts.publish_rounds", what, str(number), str(seed)]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False
        )
        return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None


@contextmanager
def small_disk(place: Path, wanted: bool) -> Iterator[Path | None]:
    """A disk of 1.5 MB, where one is wanted."""
    if not wanted:
        yield None
        return
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1536k", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def as_markdown(found: dict[str, Counter[str]], kills: int, seed: int) -> str:
    """The section of docs/benchmarks.md."""
    lines = [
        "## Publishing, killed and with a full disk",
        "",
        f"`python scripts/kill_publishing.py --kills {kills} --seed {seed}`: publishing, withdrawing, taking back, "
        "making files and writing the pages anew, each killed (SIGKILL, with its children) at every named step, "
        "between the renames, and at random moments; and a disk that is full at every write in turn, or has a little "
        "more room each time. What the public is served is byte by byte the pages before or after the act, and never "
        "an edition that the database doesn't know; after the hourly look the pages say what the database says and "
        "nothing is left over.",
        "",
        f"| what | {' | '.join(NAMES[kind] for kind in found)} |",
        "|---|" + "---:|" * len(found),
    ]
    for name in sorted({name for told in found.values() for name in told}):
        lines.append(f"| {name} | {' | '.join(str(told[name]) for told in found.values())} |")
    lines.append("| **lost or half done** | " + " | ".join("0" for _kind in found) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
