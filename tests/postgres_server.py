"""A PostgreSQL server of the tests' own: made in a temporary folder, reached over loopback, gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """The newest server's folder of programs; None where PostgreSQL isn't installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    other = shutil.which("pg_ctl")
    return Path(other).parent if other else None


@contextmanager
def running() -> Iterator[str]:
    """Start a server; yields the URL of its database ``postgres``. RuntimeError where it isn't installed."""
    programs = binaries()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    # The server refuses to run as root, so it runs as the user that its package made.
    owner = {"user": "postgres", "cwd": "/"} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="pejling-pg-") as folder:
        if owner:
            shutil.chown(folder, "postgres")
        data, port = Path(folder) / "data", _free_port()
        run = {"check": True, "capture_output": True, **owner}
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "pejling", "-A", "trust", "-E", "UTF8", "--no-sync",
             "--locale=C.UTF-8"], **run,
        )  # fmt: skip
        # Tests kill clients, not the server: it needn't wait for the disk.
        options = (
            f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off -c synchronous_commit=off -c max_connections=60"
        )
        log = Path(folder) / "log"
        subprocess.run(
            [programs / "pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "start"],
            **{**run, "capture_output": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL},
        )
        try:
            yield f"postgresql://pejling@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], **run)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
