"""The worker: does jobs one at a time until it is told to stop. Several may run, here and on other machines."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType

from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from pejling.base.jobs import attempts, presence
from pejling.base.jobs.doing import do
from pejling.base.jobs.kinds import UnknownKind, find
from pejling.base.jobs.models import Job, Worker
from pejling.base.jobs.reporting import Beside
from pejling.base.jobs.running import HandedBack, Stopped, TookTooLong
from pejling.base.jobs.schedules import ask_for_what_is_due, ensure_planned

log = logging.getLogger(__name__)

#: how often an idle worker looks for work, and how often it looks after schedules and the dead (seconds)
LOOK = 0.5
ROUNDS = 10.0
#: how long a job may go on after the worker was told to stop, before it is handed back (seconds)
GRACE = 5.0


class Loop:
    """One worker's life; ``stop()`` (or SIGTERM, SIGINT) ends it after the job at hand, or hands that back."""

    def __init__(self, *, once: bool = False, grace: float = GRACE) -> None:
        self._once = once
        self._grace = grace
        self._stopping = threading.Event()
        self._asked_at = 0.0
        self._last_round = float("-inf")

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Take no further job. Asked a second time, the job at hand is handed back at once."""
        if self._stopping.is_set():
            raise HandedBack
        self._asked_at = time.monotonic()
        self._stopping.set()

    def run(self) -> int:
        """Work until stopped (``once``: until nothing is due); returns how many jobs were done."""
        done = 0
        with presence.present() as name, _listening(self.stop):
            row = Worker.objects.create(name=name, seen_at=timezone.now())
            try:
                while not self._stopping.is_set():
                    worked = self._step(row)
                    done += worked
                    if not worked and self._once:
                        break
                    if not worked:
                        self._stopping.wait(LOOK)
            finally:
                Worker.objects.filter(pk=row.pk).update(seen_at=timezone.now(), stopped_at=timezone.now())
        return done

    def _step(self, row: Worker) -> int:
        """Look after things now and then, and do one job; 1 where there was one."""
        close_old_connections()
        try:
            if time.monotonic() - self._last_round >= ROUNDS:
                self._round(row)
            job = attempts.take(row.name)
        except (OperationalError, InterfaceError):
            # The database is restarting or held: a worker waits rather than dies.
            log.warning("the database doesn't answer; the worker tries again", exc_info=True)
            self._stopping.wait(LOOK)
            return 0
        if job is None:
            return 0
        self._do(job, row.name)
        return 1

    def _round(self, row: Worker) -> None:
        self._last_round = time.monotonic()
        Worker.objects.filter(pk=row.pk).update(seen_at=timezone.now())
        for job in attempts.reap():
            log.warning("job %s of kind %s was left by worker %s", job.uuid, job.kind, job.worker)
        presence.clear_dead()
        Worker.objects.filter(seen_at__lt=timezone.now() - timedelta(days=7)).delete()
        ensure_planned()
        ask_for_what_is_due()

    def _do(self, job: Job, name: str) -> None:
        with Beside(job, name) as reporter:
            reporter.stop = self._must_stop
            try:
                with _within(job):
                    do(job, reporter)
            # These two came outside the work itself, while its end was being written: it may be in the row already.
            except HandedBack:
                attempts.give_back(job)
            except TookTooLong:
                attempts.end(job, Job.State.FAILED, problem={"code": "too_long", "params": {}})

    def _must_stop(self) -> type[Stopped] | None:
        late = self._stopping.is_set() and time.monotonic() - self._asked_at >= self._grace
        return HandedBack if late else None


@contextmanager
def _listening(stop) -> Iterator[None]:
    """Have SIGTERM and SIGINT call ``stop``, where this is the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _within(job: Job) -> Iterator[None]:
    """Interrupt work that takes longer than its kind may: what hangs is not "running" for ever."""
    try:
        longest = find(job.kind).longest
    except UnknownKind:
        longest = timedelta(hours=2)
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, longest.total_seconds())
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
