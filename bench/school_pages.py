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
#: a page's times with several readers at once, and with one
Times = tuple[list[float], list[float]]


def measure(module: str, size: int) -> dict[str, Times]:
    """The times of every page that ``module`` names, of the installation that it makes of that size."""
    with tempfile.TemporaryDirectory(prefix="pejling-bench-") as folder:
        home = Path(folder)
        done = subprocess.run(
            [sys.executable, "-m", module, str(size)],
            env=environment(home), check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        made = json.loads(done.stdout.splitlines()[-1])
        server, port = serve(home)
        try:
            return {name: ask(port, path, made["session"]) for name, path in made["pages"].items()}
        finally:
            server.terminate()
            server.wait(timeout=30)


def ask(port: int, path: str, session: str) -> Times:
    """The times of one page, after each worker has answered it before."""
    read_all(port, [path] * 4 * WORKERS, session)
    together = read_all(port, [path] * REQUESTS, session)
    return together, [time for _ in range(REQUESTS // 2) for time in read_all(port, [path], session)]


def as_markdown(title: str, about: str, times: dict[str, Times]) -> list[str]:
    """The table, the slowest first."""
    slowest_first = sorted(times.items(), key=lambda item: -quantile(item[1][0], 0.95))
    return [
        f"## {title}",
        "",
        f"{WORKERS} workers, warm, on loopback; milliseconds as the reader sees them, {READERS} readers at once "
        f"({REQUESTS} requests a page) and one alone. {about}",
        "",
        f"| page | p50, {READERS} at once | p95, {READERS} at once | p50, alone | p95, alone |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {name} | "
            + " | ".join(f"{quantile(some, at):.0f}" for some in both for at in (0.5, 0.95))
            + " |"
            for name, both in slowest_first
        ),
    ]


def main(students: int) -> None:
    """Print the section."""
    about = "An ordinary import, two spells a student, with 200 colleagues (`python -m bench.school_pages`)."
    times = measure("bench.school_pages_home", students)
    print("\n".join(as_markdown(f"Every page, {students:,} students", about, times)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000)
