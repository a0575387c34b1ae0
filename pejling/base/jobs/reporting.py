"""Bring word from the work to its row and back: how far it is, that it lives, and whether it must stop.

``Beside`` does so from a thread with a connection of its own, so that neither progress nor heartbeat waits for, or is
hidden by, a transaction of the work. ``Direct`` writes on the work's own connection, where nobody watches meanwhile.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import Error, connection, connections
from django.utils import timezone

from pejling.base.jobs import attempts
from pejling.base.jobs.models import Job, Worker
from pejling.base.jobs.running import Cancelled, Stopped, Taken

log = logging.getLogger(__name__)

#: progress reaches the row at most this often; whether to stop is asked as often (seconds)
PACE = 0.5
#: a heartbeat is written at least this often (seconds)
BEAT = 5.0


class Direct:
    """Writes at once, at most every PACE seconds."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._last = float("-inf")
        self._stop: type[Stopped] | None = None

    def tell(self, done: int, of: int, stage: str) -> None:
        if time.monotonic() - self._last >= PACE:
            self._write({"done": done, "of": of, "stage": stage})

    def check(self) -> None:
        if self._stop is None and time.monotonic() - self._last >= PACE:
            self._write({})
        if self._stop is not None:
            raise self._stop

    def _write(self, changes: dict[str, Any]) -> None:
        self._last = time.monotonic()
        self._stop = _exchange(self._job, changes)


class Beside:
    """A thread that writes for the work; ``stop`` may be set by anybody (a signal) to stop the work."""

    def __init__(self, job: Job, worker: str) -> None:
        self._job = job
        self._worker = worker
        self._told: dict[str, Any] = {}
        self.stop: Callable[[], type[Stopped] | None] = lambda: None
        self._stopped: type[Stopped] | None = None
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reporter", daemon=True)

    def __enter__(self) -> Beside:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._end.set()
        self._thread.join()

    def tell(self, done: int, of: int, stage: str) -> None:
        self._told = {"done": done, "of": of, "stage": stage}

    def check(self) -> None:
        stop = self._stopped or self.stop()
        if stop is not None:
            raise stop

    def _run(self) -> None:
        try:
            _wait_briefly_for_locks()
            said: dict[str, Any] = {}
            beat = time.monotonic()
            while not self._end.wait(PACE):
                told = self._told
                changes = told if told != said else {}
                try:
                    if changes or time.monotonic() - beat >= BEAT:
                        self._stopped = _exchange(self._job, changes)
                        Worker.objects.filter(name=self._worker).update(seen_at=timezone.now())
                        said, beat = told, time.monotonic()
                    else:
                        self._stopped = _asked_to_stop(self._job)
                except Error:
                    # The work's own transaction keeps others out of an SQLite database: the next round will do.
                    # Where the database is gone for longer, the lock file still tells that the worker lives.
                    connection.close()
                    _wait_briefly_for_locks()
        except Error:
            log.warning("no word of job %s reaches the database", self._job.uuid)
        finally:
            connections.close_all()


def _exchange(job: Job, changes: dict[str, Any]) -> type[Stopped] | None:
    """Write progress and heartbeat; what the row says about stopping."""
    if not attempts.own(job).update(heartbeat_at=timezone.now(), **changes):
        return Taken
    return _asked_to_stop(job)


def _asked_to_stop(job: Job) -> type[Stopped] | None:
    asked = attempts.own(job).values_list("cancel_asked_at", flat=True).first()
    return Cancelled if asked is not None else None


def _wait_briefly_for_locks() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 1000")
