"""The rounds of the kill proof in one installation (its environment says which): work, SIGKILL, look, recover, look.

Every full delivery holds one of a few variants of the same extract, so the register must always be exactly the
variant of the newest accepted delivery: before the kill, after it, and after the recovery. Run by kill_proof.py.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

VARIANTS, STUDENTS = 4, 1500
AS_OF = date(2025, 3, 31)
#: modules that a child needs; loaded before the forks, so that a kill falls into the work
LOADED = (
    "psycopg", "pejling.flows.take_in", "pejling.flows.uploads", "pejling.flows.tasks", "pejling.base.jobs.worker",
    "pejling.facts.register.freezing", "pejling.flows.backup.take",
)  # fmt: skip


class NotProven(Exception):
    """Something was lost or half done; the text says what."""


def main(kills: int, seed: int, folder: Path) -> None:
    """Print one line of JSON: what was killed how often, and what was found."""
    import django

    django.setup()
    for name in LOADED:
        importlib.import_module(name)
    rounds = Rounds(random.Random(seed), folder)
    rounds.prepare()
    while rounds.killed < kills:
        rounds.one()
    print(json.dumps(rounds.told()), flush=True)


class Rounds:
    """One installation under fire."""

    def __init__(self, chance: random.Random, folder: Path) -> None:
        self.chance, self.folder = chance, folder
        self.files: list[Path] = []
        #: SHA-256 of a delivered file -> digest of the register that it makes; "" -> the empty register
        self.digests: dict[str, str] = {}
        self.lasts: dict[str, float] = {}
        self.counts: Counter[str] = Counter()
        self.killed = 0

    def prepare(self) -> None:
        """Deliver each variant once, unharmed: what the register is then, and how long each kind of work lasts."""
        self.digests[""] = ask(looked)["register"]
        for number in range(VARIANTS):
            path = variant(self.folder / f"variant{number}.csv", number)
            self.files.append(path)
            self.lasts["delivery"] = timed(lambda path=path: deliver(path))
            self.digests[sha256(path)] = ask(looked)["register"]
        if len(set(self.digests.values())) != VARIANTS + 1:
            raise NotProven("the variants can't be told apart")
        self.lasts["figures"] = timed(work_off)
        self.lasts["undo"] = timed(undo)
        job = job_for(self.files[0])
        self.lasts["job"] = timed(work_off)
        finished(job)
        job = accept_for(job["upload"])
        self.lasts["job"] = max(self.lasts["job"], timed(work_off))
        finished(job)
        self.lasts["backup"] = timed(lambda: backup(self.folder / "whole.tar"))

    def one(self) -> None:
        """One kind of work, killed at a random moment (now and then twice), then brought to its end."""
        kind = self.chance.choice(["delivery", "delivery", "job", "job", "undo", "backup"])
        path = self.chance.choice(self.files)
        before = self.look("before")
        {"delivery": self.delivery, "job": self.job, "undo": self.undo, "backup": self.backup}[kind](
            path, before
        )
        after = self.look("recovered")
        if after["staging"]:
            raise NotProven(f"{after['staging']} deliveries are still being received")

    def delivery(self, path: Path, before: dict[str, Any]) -> None:
        self.kill("delivery", lambda: deliver(path))
        found = self.look("killed")
        accepted = found["active"] - before["active"]
        if accepted not in {0, 1}:
            raise NotProven(f"{accepted} deliveries were accepted by one")
        self.counts["delivery " + ("counted" if accepted else "left no trace")] += 1
        ask(lambda: deliver(path))
        self.is_now(path)

    def undo(self, _path: Path, before: dict[str, Any]) -> None:
        if before["active"] < 2:
            return
        self.kill("undo", undo)
        undone = before["active"] - self.look("killed")["active"]
        if undone not in {0, 1}:
            raise NotProven(f"{undone} deliveries were undone by one")
        self.counts["undo " + ("counted" if undone else "left no trace")] += 1
        ask(undo)

    def job(self, path: Path, _before: dict[str, Any]) -> None:
        """An upload that is tried and accepted by workers, one after the other killed."""
        job = job_for(path)
        job = self.by_workers(job)
        if job["upload_state"] == "tried":
            job = self.by_workers(accept_for(job["upload"]))
        if job["state"] == "done" and job["upload_state"] == "accepted":
            self.is_now(path)
        self.counts[f"job {job['state']}"] += 1

    def by_workers(self, job: dict[str, Any]) -> dict[str, Any]:
        for _attempt in range(self.chance.choice([1, 1, 2])):
            self.kill("job", work_off)
            self.look("killed")
        ask(work_off)
        return finished(job)

    def backup(self, _path: Path, _before: dict[str, Any]) -> None:
        target = self.folder / "killed.tar"
        target.unlink(missing_ok=True)
        self.kill("backup", lambda: backup(target))
        if target.exists():
            ask(lambda: checked(target))
        self.counts["backup " + ("was whole" if target.exists() else "left no file")] += 1
        target.unlink(missing_ok=True)
        ask(lambda: backup(target))
        if left := [path.name for path in self.folder.glob("home/back*/*")]:
            raise NotProven(f"a killed backup left {left}")

    def kill(self, kind: str, work: Callable[[], Any]) -> None:
        """Start the work in a process group of its own and kill all of it at a random moment of its usual time."""
        moment = self.chance.uniform(0, 1.1 * self.lasts[kind])
        pid, read = start(work)
        time.sleep(moment)
        os.killpg(pid, signal.SIGKILL)
        os.close(read)
        _pid, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status):
            self.killed += 1
            self.counts[f"{kind} killed"] += 1
            if self.killed % 10 == 0:
                sys.stderr.write(f"{self.killed} killed\n")
        else:
            self.counts[f"{kind} was quicker"] += 1

    def look(self, when: str) -> dict[str, Any]:
        """Everything that must hold at any time."""
        found = ask(looked)
        if found["register"] != self.digests[found["newest"]]:
            raise NotProven(f"{when}: the register isn't what the newest delivery says")
        if found["broken"]:
            raise NotProven(f"{when}: snapshots that aren't whole: {found['broken']}")
        if when == "recovered" and found["running"]:
            raise NotProven(f"jobs run for ever: {found['running']}")
        if found["unexpected"]:
            raise NotProven(f"{when}: jobs that met a surprise: {found['unexpected']}")
        return found

    def is_now(self, path: Path) -> None:
        found = self.look("recovered")
        if found["newest"] != sha256(path):
            raise NotProven("a delivery that was said to be accepted isn't there")
        if found["frozen"] != found["deliveries"]:
            raise NotProven("the newest snapshot isn't of all that was accepted")

    def told(self) -> dict[str, Any]:
        found = self.look("recovered")
        return {"killed": self.killed, "counts": dict(sorted(self.counts.items())), "lasts": self.lasts,
                "active": found["active"], "snapshots": found["snapshots"], "jobs": found["jobs"]}  # fmt: skip


# Children: the work, and the looking, each in a process of its own, so that the one that forks opens no database.


def start(work: Callable[[], Any]) -> tuple[int, int]:
    """Fork; (process id, the end to read its answer from)."""
    read, write = os.pipe()
    if (pid := os.fork()) == 0:
        os.close(read)
        os.setsid()
        code = 1
        try:
            os.write(write, json.dumps(work()).encode())
            code = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(write)
    os.set_blocking(read, True)
    return pid, read


def ask(work: Callable[[], Any]) -> Any:
    """Do it to its end; what it returns. NotProven where it fails."""
    pid, read = start(work)
    with os.fdopen(read) as stream:
        text = stream.read()
    _pid, status = os.waitpid(pid, 0)
    if status:
        raise NotProven("work that nobody disturbed failed: see above")
    return json.loads(text)


def timed(work: Callable[[], Any]) -> float:
    began = time.monotonic()
    ask(work)
    return time.monotonic() - began


def school() -> Any:
    from pejling.base.organisations.queries import school_named

    return school_named(None)


def deliver(path: Path) -> str:
    from pejling.facts.deliveries.mapping.load import load_mapping
    from pejling.flows.take_in import take_in

    received = take_in(
        by=None, organisation=school(), paths=[path], mapping=load_mapping("uddata"), as_of=AS_OF, scope="full",
        accept_gone=True,
    )  # fmt: skip
    return str(received.delivery.uuid)


def undo() -> None:
    from pejling.facts.deliveries import queries
    from pejling.flows import take_in

    take_in.undo(by=None, organisation=school(), delivery=queries.active(school()).last())


def backup(target: Path) -> None:
    from pejling.flows.backup.take import take_backup

    target.unlink(missing_ok=True)
    if take_backup(target).missing:
        raise NotProven("files are missing")


def checked(target: Path) -> None:
    from pejling.flows.backup.archive import check

    check(target)


def work_off() -> int:
    from pejling.base.jobs.worker import Loop

    return Loop(once=True).run()


def job_for(path: Path) -> dict[str, Any]:
    """Upload the file and ask for its trial."""

    def asked() -> dict[str, Any]:
        from pejling.facts.deliveries import upload_actions
        from pejling.facts.deliveries.upload_files import Incoming
        from pejling.flows import uploads

        files = [Incoming(path.name, [path.read_bytes()])]
        upload = upload_actions.open_upload(by=None, organisation=school(), files=files)
        upload_actions.choose(by=None, upload=upload, mapping="uddata", as_of=AS_OF, scope="full")
        upload.refresh_from_db()
        return {"job": str(uploads.start_trial(by=None, upload=upload).uuid), "upload": str(upload.uuid)}

    return ask(asked)


def accept_for(upload: str) -> dict[str, Any]:
    """Ask for the upload to be taken in."""

    def asked() -> dict[str, Any]:
        from pejling.facts.deliveries.models import Upload
        from pejling.flows import uploads

        found = Upload.objects.get(uuid=upload)
        return {
            "job": str(uploads.start_accept(by=None, upload=found, accept_gone=True).uuid),
            "upload": upload,
        }

    return ask(asked)


def finished(job: dict[str, Any]) -> dict[str, Any]:
    """The job must be over: done, or failed after its attempts."""

    def seen() -> dict[str, Any]:
        from pejling.base.jobs.models import Job
        from pejling.facts.deliveries.models import Upload

        found = Job.objects.get(uuid=job["job"])
        state = Upload.objects.get(uuid=job["upload"]).state
        return {
            **job,
            "state": found.state,
            "upload_state": state,
            "attempt": found.attempt,
            "of": found.attempts,
        }

    found = ask(seen)
    if found["state"] == "failed" and found["attempt"] >= found["of"]:
        return found
    if found["state"] != "done":
        raise NotProven(f"the job is neither done nor failed: {found}")
    return found


def looked() -> dict[str, Any]:
    """The register as it shows, which delivery it should be, and all that could be half done."""
    from pejling.base.jobs.models import Job
    from pejling.facts.deliveries.models import DeliveredFile, Delivery
    from pejling.facts.snapshots.queries import newest, snapshots_of

    mine = Delivery.objects.filter(organisation=school())
    active = mine.filter(state="active").order_by("pk")
    last = DeliveredFile.objects.filter(delivery=active.last()).first() if active else None
    snapshot = newest(school())
    return {
        "register": register(),
        "newest": last.sha256 if last else "",
        "active": active.count(),
        "staging": mine.filter(state="staging").count(),
        "deliveries": sorted(str(uuid) for uuid in active.values_list("uuid", flat=True)),
        "frozen": sorted({entry["id"] for entry in snapshot.manifest["deliveries"]}) if snapshot else [],
        "snapshots": snapshots_of(school()).count(),
        "broken": [str(found.uuid) for found in snapshots_of(school()) if not whole(found)],
        "running": [str(uuid) for uuid in Job.objects.filter(state="running").values_list("uuid", flat=True)],
        "unexpected": [str(job.uuid) for job in Job.objects.exclude(problem=None)
                       if job.problem.get("code") not in {"killed"}],
        "jobs": dict(Counter(Job.objects.values_list("state", flat=True))),
    }  # fmt: skip


def register() -> str:
    """A digest of the merged register; the random names differ from run to run, everything else must not."""
    from pejling.facts.register.freezing import export

    lines = []
    for name, table in sorted(export(school(), None).tables.items()):
        kept = table.drop_columns([c for c in ("pseudonym", "spell") if c in table.column_names])
        lines += [f"{name} {row}" for row in kept.to_pylist()]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def whole(snapshot: Any) -> bool:
    from pejling.facts.snapshots.queries import folder_of

    folder = folder_of(snapshot)
    return (folder / "manifest.json").is_file() and all(
        sha256(folder / entry["file"]) == entry["sha256"] for entry in snapshot.manifest["tables"].values()
    )


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"


def variant(path: Path, number: int) -> Path:
    """An extract: a quarter of the students differs from the other variants', and each has some of its own."""
    from tests.integration.facts.school_files import ENROLMENTS, enrolment, write

    rows = []
    for student in range(STUDENTS):
        own = f"V{number}" if student % 4 == 0 else "A1"
        rows.append(enrolment(f"{student}", f"20{20 + student % 5}-08-{1 + student % 28:02d}", Hold=own))
    rows += [enrolment(f"{number}-{extra}", "2024-01-15") for extra in range(50 * number)]
    return write(path, ENROLMENTS, rows)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
