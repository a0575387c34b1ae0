"""Workers as processes, on both databases: killed, told to stop, several at once, and work that never ends."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

from tests.conftest import ROOT, Installation

MODULE = "tests.integration.base.jobs.process"


class House:
    """An installation and the processes that work in it."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation

    def start(self, verb: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", MODULE, verb],
            env=self.installation.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def run(self, *arguments: str) -> list[dict[str, Any]]:
        """Run one verb to its end; the jobs afterwards."""
        command = [sys.executable, "-m", MODULE, *arguments]
        done = subprocess.run(
            command, env=self.installation.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def begun(self) -> subprocess.Popen[str]:
        """A worker that has begun the waiting job."""
        worker = self.start("work")
        assert worker.stdout.readline() == "begun\n"
        return worker


@pytest.fixture
def house(installation: Installation) -> House:
    return House(installation)


def test_what_a_killed_worker_left_is_seen_at_once_and_done_by_the_next(house: House) -> None:
    house.run("ask", "test.waits", "1")
    worker = house.begun()
    [running] = house.run("show")
    assert (running["state"], running["attempt"]) == ("running", 1)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    [job] = house.run("once")
    assert (job["state"], job["attempt"], job["result"]) == ("done", 2, {"attempt": 2})
    assert not list((house.installation.home / "locks").glob("worker-*.lock"))


def test_a_worker_told_to_stop_hands_its_job_back_unharmed(house: House) -> None:
    house.run("ask", "test.waits", "1")
    worker = house.begun()
    worker.send_signal(signal.SIGTERM)
    worker.stdin.write("\n")
    output, _error = worker.communicate()
    [job] = json.loads(output.splitlines()[-1])
    assert (worker.returncode, job["state"], job["attempt"], job["problem"]) == (0, "waiting", 0, None)


def test_running_work_is_cancelled_from_another_process(house: House) -> None:
    house.run("ask", "test.waits", "1")
    worker = house.begun()
    house.run("cancel")
    worker.stdin.write("\n")
    worker.stdin.flush()
    while (job := house.run("show")[0])["state"] == "running":
        pass
    worker.send_signal(signal.SIGTERM)
    worker.communicate()
    assert (job["state"], job["attempt"]) == ("cancelled", 1)


def test_a_long_transaction_is_not_taken_for_death(house: House) -> None:
    """On SQLite it keeps the heartbeat out; the worker's lock still says that it lives."""
    house.run("ask", "test.holds", "1")
    worker = house.begun()
    if house.installation.database_url:
        [meanwhile] = house.run("once")
        assert (meanwhile["state"], meanwhile["attempt"]) == ("running", 1)
        other = None
    else:
        other = house.start("once")  # it waits for the database as long as the work holds it
    worker.stdin.write("\n")
    worker.stdin.flush()
    if other is not None:
        other.communicate()
    while (job := house.run("show")[0])["state"] == "running":
        pass
    worker.send_signal(signal.SIGTERM)
    worker.communicate()
    assert (job["state"], job["attempt"]) == ("done", 1)


def test_work_that_hangs_fails_and_several_workers_do_each_job_once(house: House) -> None:
    house.run("ask", "test.hangs", "1")
    [job] = house.run("once")
    assert (job["state"], job["problem"]["code"]) == ("failed", "too_long")
    house.run("ask", "test.counts", "40")
    workers = [house.start("once") for _ in range(3)]
    for worker in workers:
        worker.communicate()
        assert worker.returncode == 0
    states = Counter(job["state"] for job in house.run("show"))
    assert states == {"failed": 1, "done": 40}
    counted = (house.installation.home / "counted").read_text().split()
    assert (len(counted), len(set(counted))) == (40, 40)
