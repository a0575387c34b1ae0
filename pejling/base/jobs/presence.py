"""Whether a worker is alive: by a lock that the operating system lets go of when it is killed, and by its heartbeat.

The lock tells at once and without error on the worker's own machine, even while a long transaction keeps its
heartbeat out of an SQLite database. The heartbeat tells of workers on other machines, some time later.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def present() -> Iterator[str]:
    """Be a worker: yields the name under which this process takes jobs, never used again."""
    name = f"{socket.gethostname()[:80]}:{os.getpid()}:{secrets.token_hex(4)}"
    path = _lock_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        try:
            yield name
        finally:
            path.unlink(missing_ok=True)


def known_dead(name: str) -> bool:
    """Whether the worker was on this machine and is surely gone; False where that can't be told."""
    path = _lock_of(name)
    if name.rpartition(":")[0].rpartition(":")[0] != socket.gethostname()[:80] or not path.is_file():
        return False
    with path.open("r") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def known_alive(name: str) -> bool:
    """Whether the worker is on this machine and surely lives; False where that can't be told."""
    if name.rpartition(":")[0].rpartition(":")[0] != socket.gethostname()[:80]:
        return False
    return _lock_of(name).is_file() and not known_dead(name)


def clear_dead() -> None:
    """Remove the lock files that killed workers left."""
    for path in (Path(settings.PEJLING_HOME) / "locks").glob("worker-*.lock"):
        name = path.name.removeprefix("worker-").removesuffix(".lock")
        if known_dead(name):
            path.unlink(missing_ok=True)


def _lock_of(name: str) -> Path:
    return Path(settings.PEJLING_HOME) / "locks" / f"worker-{name}.lock"
