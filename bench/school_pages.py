"""Every page that lists or tells, of a school with 300,000 students: server time with 5 readers at once.

Run as `python -m bench.school_pages [STUDENTS]`; prints a Markdown section. Unlike ``retention_page`` the data came
in by an ordinary delivery (two spells a student), so that the register is as large as the snapshot.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.retention_page import READERS, WORKERS, environment, quantile, read_all, serve

REQUESTS = 60


def main(students: int) -> None:
    """Print the section."""
    with tempfile.TemporaryDirectory(prefix="pejling-bench-") as folder:
        home = Path(folder)
        done = subprocess.run(
            [sys.executable, "-m", "bench.school_pages_home", str(students)],
            env=environment(home), check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        made = json.loads(done.stdout.splitlines()[-1])
        server, port = serve(home)
        try:
            times = {name: ask(port, path, made["session"]) for name, path in made["pages"].items()}
        finally:
            server.terminate()
            server.wait(timeout=30)
    print("\n".join(as_markdown(times, students)))


def ask(port: int, path: str, session: str) -> list[float]:
    """The times of one page, after each worker has answered it before."""
    read_all(port, [path] * 4 * WORKERS, session)
    return read_all(port, [path] * REQUESTS, session)


def as_markdown(times: dict[str, list[float]], students: int) -> list[str]:
    """The table, the slowest first."""
    slowest_first = sorted(times.items(), key=lambda item: -quantile(item[1], 0.95))
    return [
        f"## Every page, {students:,} students",
        "",
        f"{WORKERS} workers, {READERS} readers at once, {REQUESTS} requests a page, warm, on loopback; milliseconds "
        "as the reader sees them. Delivered by an ordinary import, two spells a student, with 200 colleagues.",
        "",
        "| page | p50 | p95 |",
        "|---|---:|---:|",
        *(
            f"| {name} | {quantile(found, 0.5):.0f} | {quantile(found, 0.95):.0f} |"
            for name, found in slowest_first
        ),
    ]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000)
