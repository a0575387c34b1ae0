"""The retention page over 300,000 students: server time with 2 workers, 5 readers and 200 requests.

Run as `python -m bench.retention_page [STUDENTS]`; prints a Markdown section. The installation is one of its own in a
temporary folder, the snapshots are synthetic (``snapshot_fixture``), the server is gunicorn on loopback. *Warm*: the
server has answered before; one of eight filters is asked for in turn. *Never asked before*: every request has a
filter of its own, so nothing is remembered. Times are seen by the reader, from request to last byte.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

WORKERS, READERS, REQUESTS = 2, 5, 200
KEY = secrets.token_hex(32)
DEPARTMENTS = ("Nord", "Syd", "Øst", "Vest", "Midt", "Ø")
MUNICIPALITIES = ("Alrum", "Birkely", "Dybvad", "Elmose", "Fjordby", "Granlev")
PROGRAMMES = ("GF1", "GF2-SSA", "GF2-SSH", "SSH", "SSA")
WARM = (
    "",
    "department=Nord",
    "department=Syd",
    "programme=SSA",
    "programme=SSH",
    "counts=1",
    "months=24",
    "rows=class",
)


def environment(home: Path) -> dict[str, str]:
    """The same home and key for the set-up and the server, so that the one's session is good at the other."""
    said = {
        "PEJLING_HOME": str(home),
        "PEJLING_SECRET_KEY": KEY,
        "PEJLING_HOSTS": "127.0.0.1",
        "PEJLING_SECURE": "0",
    }
    found = os.environ | said
    found.pop("DATABASE_URL", None)
    return found


def set_up(home: Path, students: int) -> dict[str, Any]:
    """Make the installation in a process of its own (see ``bench.retention_school``)."""
    command = [sys.executable, "-m", "bench.retention_school", str(students)]
    done = subprocess.run(command, env=environment(home), check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def serve(home: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start gunicorn on a free port of the loopback and wait until it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        [*command, "--log-level", "error", "pejling.config.wsgi:application"], env=environment(home)
    )
    for _attempt in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return server, port
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server didn't start")


def ask(port: int, path: str, session: str) -> float:
    """Seconds for one page; RuntimeError for anything but a whole 200."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path, headers={"Cookie": f"sessionid={session}", "Accept-Language": "da"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200 or b"</html>" not in body:
        raise RuntimeError(f"{path}: {response.status}")
    return time.perf_counter() - began


def read_all(port: int, paths: Sequence[str], session: str) -> list[float]:
    """All pages, by five readers at once, each taking the next."""
    left, times, lock, problems = list(reversed(paths)), [], threading.Lock(), []

    def reader() -> None:
        while True:
            with lock:
                if not left or problems:
                    return
                path = left.pop()
            try:
                took = ask(port, path, session)
            except Exception as problem:
                problems.append(problem)
                return
            with lock:
                times.append(took)

    readers = [threading.Thread(target=reader) for _number in range(READERS)]
    for thread in readers:
        thread.start()
    for thread in readers:
        thread.join()
    if problems:
        raise problems[0]
    return times


def never_asked() -> list[str]:
    """200 different filters."""
    found = [
        f"department={department}&municipality={place}&programme={programme}&months={months}"
        for months in (12, 24)
        for department in DEPARTMENTS
        for place in MUNICIPALITIES
        for programme in PROGRAMMES
    ]
    return found[:REQUESTS]


def quantile(times: Sequence[float], share: float) -> float:
    """The share's quantile in milliseconds."""
    return 1000 * statistics.quantiles(times, n=100, method="inclusive")[round(share * 100) - 1]


def measure(students: int) -> dict[str, float]:
    """One installation of that size, measured."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        made = set_up(home, students)
        server, port = serve(home)
        try:
            page = f"/schools/{made['school']}/retention/?"
            warm = [page + http_safe(WARM[n % len(WARM)]) for n in range(REQUESTS)]
            read_all(port, warm[: len(WARM)] * 6, made["session"])
            seen = read_all(port, warm, made["session"])
            new = read_all(port, [page + http_safe(query) for query in never_asked()], made["session"])
        finally:
            server.terminate()
            server.wait(timeout=30)
    return {
        "students": students, "queries": made["queries"],
        "warm50": quantile(seen, 0.5), "warm95": quantile(seen, 0.95),
        "new50": quantile(new, 0.5), "new95": quantile(new, 0.95),
    }  # fmt: skip


def http_safe(query: str) -> str:
    """The query with its Danish letters encoded."""
    return quote(query, safe="=&")


def main(students: int) -> None:
    """Print the section."""
    lines = [
        "## The retention page",
        "",
        f"{WORKERS} workers, {READERS} readers at once, {REQUESTS} requests, on loopback; milliseconds as the reader "
        "sees them. Target: p95 under 300 ms, warm, with 300,000 students.",
        "",
        "| students | queries | warm p50 | warm p95 | never asked before p50 | p95 |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for size in (max(students // 10, 100), students):
        m = measure(size)
        lines.append(
            f"| {m['students']:,} | {m['queries']} | {m['warm50']:.0f} | {m['warm95']:.0f} | {m['new50']:.0f} "
            f"| {m['new95']:.0f} |"
        )
    print("\n".join(lines))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000)
