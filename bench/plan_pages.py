"""Every page of a plan of 1,000 actions: server time with 5 readers at once, and with one.

Run as `python -m bench.plan_pages [ACTIONS]`; prints a Markdown section.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.retention_page import READERS, WORKERS, environment, quantile, read_all, serve

REQUESTS = 60


def main(actions: int) -> None:
    """Print the section."""
    with tempfile.TemporaryDirectory(prefix="pejling-bench-") as folder:
        home = Path(folder)
        done = subprocess.run(
            [sys.executable, "-m", "bench.plan_pages_home", str(actions)],
            env=environment(home), check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        made = json.loads(done.stdout.splitlines()[-1])
        server, port = serve(home)
        try:
            times = {name: ask(port, path, made["session"]) for name, path in made["pages"].items()}
        finally:
            server.terminate()
            server.wait(timeout=30)
    print("\n".join(as_markdown(times, actions)))


def ask(port: int, path: str, session: str) -> list[float]:
    """The times of one page, after each worker has answered it before."""
    read_all(port, [path] * 4 * WORKERS, session)
    return read_all(port, [path] * REQUESTS, session)


def as_markdown(times: dict[str, list[float]], actions: int) -> list[str]:
    """The table, the slowest first."""
    slowest_first = sorted(times.items(), key=lambda item: -quantile(item[1], 0.95))
    return [
        f"## Plans of {actions:,} actions",
        "",
        f"{WORKERS} workers, {READERS} readers at once, {REQUESTS} requests a page, warm, on loopback; milliseconds "
        "as the reader sees them (`python -m bench.plan_pages`). Target: p95 under 300 ms.",
        "",
        "| page | p50 | p95 |",
        "|---|---:|---:|",
        *(
            f"| {name} | {quantile(found, 0.5):.0f} | {quantile(found, 0.95):.0f} |"
            for name, found in slowest_first
        ),
    ]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
