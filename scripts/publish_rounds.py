"""Publishing under fire in one installation (its environment says which): kills, full disks, and what they leave.

Whatever is broken off, what the public reads is byte by byte the pages before the act or those after it; once it has
been put right, the pages say what the database says, and nothing is left over. `steps` stops at each named step and
at every n-th write (tests/integration/quality/publishing/test_killed.py); kill_publishing.py runs the rest, too.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from scripts.kill_rounds import NotProven, ask, start
from scripts.publish_acts import (
    Act,
    agree,
    fill,
    found_plan,
    full_at,
    killed_at,
    looked,
    make,
    public_folder,
    publish,
    rebuild,
    take_back,
    tried,
    withdraw,
)

#: modules that a child needs; loaded before the forks, so that a kill falls into the work
LOADED = (
    "pejling.quality.publishing.actions", "pejling.quality.publishing.making", "pejling.public.application",
    "pejling.analysis.disclosure.suppression", "pejling.analysis.reports.page",
)  # fmt: skip
STEPS = ("begin", "edition", "pages", "disk", "swap", "changed", "swapped")
BETWEEN = ("between two renames", "before the old pages go", "before the page of all schools")


def main(what: str, kills: int, seed: int) -> None:
    """Print one line of JSON."""
    import django

    django.setup()
    for name in LOADED:
        importlib.import_module(name)
    rounds = Rounds(random.Random(seed))
    ask(found_plan)
    if what == "steps":
        rounds.first_of_all()
        rounds.each_write(kills)
        rounds.each_step()
    elif what == "disk":
        rounds.first_of_all()
        rounds.full_disk(kills)
    else:
        rounds.at_random(kills)
    print(json.dumps({"counts": dict(sorted(rounds.counts.items())), "killed": rounds.killed}), flush=True)


class Rounds:
    """One publication that gets edition after edition."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.counts: Counter[str] = Counter()
        self.killed = self.editions = 0

    def first_of_all(self) -> None:
        """Killed when the database knows and the public doesn't: there are no pages yet to be behind."""
        number = self.next_edition()
        self.broken_off("publish", number, lambda step: publish(number, step), "changed")

    def each_step(self) -> None:
        """An edition for each step that is killed."""
        for where in (*STEPS, *BETWEEN):
            number = self.next_edition()
            self.broken_off("publish", number, lambda step, number=number: publish(number, step), where)
        self.broken_off("withdraw", number, lambda step: withdraw(number, step), "changed")
        self.broken_off("take back", number, lambda step: take_back(number, step), "changed")

    def each_write(self, every: int) -> None:
        """A disk that is full at the first write, at the one ``every`` later ... until there is none left to fail."""
        number, at = self.next_edition(), 1
        before = ask(looked)
        while (refused := ask(partial(full_at, number, at))) is not None:
            self.refused_whole(f"full at write {at}", refused, before)
            at += every
        self.settled("publish", number)

    def full_disk(self, times: int) -> None:
        """The public folder lies on a small disk of its own: each time a little more of it is left."""
        number, filler = self.next_edition(), public_folder().parent / "filler"
        before, left = ask(looked), 0
        for _time in range(times):
            fill(filler, left)
            refused = ask(lambda: tried(number))
            if refused is None:
                break
            self.refused_whole(f"{left} bytes left", refused, before)
            left += 4096
        filler.unlink(missing_ok=True)
        self.counts["published when there was room"] += refused is None
        self.settled("publish", number)

    def refused_whole(self, where: str, refused: str, before: dict[str, Any]) -> None:
        """It was refused for the disk's sake, and nothing has changed."""
        found = ask(looked)
        if refused != "disk" or {**found, "behind": False} != {**before, "behind": False} or found["left"]:
            raise NotProven(f"a disk, {where}: {refused}, {found}")
        self.counts["full disk: refused, nothing changed"] += 1

    def at_random(self, kills: int) -> None:
        """Every act, killed at a random moment of its usual time."""
        self.settle_next()
        usual = {"publish": 0.0, "make": 0.0}
        began = time.monotonic()
        number = self.next_edition()
        usual["make"] = time.monotonic() - began
        began = time.monotonic()
        ask(lambda: publish(number))
        usual["publish"] = time.monotonic() - began
        while self.killed < kills:
            self.one(usual)

    def one(self, usual: dict[str, float]) -> None:
        act = self.chance.choice(
            ["publish", "publish", "publish", "withdraw", "take back", "make", "rebuild"]
        )
        moment = self.chance.uniform(0, 1.1 * usual["make" if act == "make" else "publish"])
        if act == "make":
            self.editions += 1
            self.kill(act, lambda: make(self.editions), moment)
            self.look_again("make")
            ask(lambda: make(self.editions))
            ask(lambda: publish(self.editions))
            return
        number = self.next_edition() if act == "publish" else self.editions
        if act == "take back":
            ask(lambda: withdraw(number))
        work = {
            "publish": lambda: publish(number),
            "withdraw": lambda: withdraw(number),
            "take back": lambda: take_back(number),
            "rebuild": rebuild,
        }[act]
        before = ask(looked)
        self.kill(act, work, moment)
        self.after(act, number, before)
        if act == "withdraw":
            ask(lambda: take_back(number))

    def kill(self, act: str, work: Callable[[], Any], moment: float) -> None:
        pid, read = start(work)
        time.sleep(moment)
        os.killpg(pid, signal.SIGKILL)
        os.close(read)
        _pid, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status):
            self.killed += 1
            self.counts[f"{act} killed"] += 1
        else:
            self.counts[f"{act} was quicker"] += 1

    def broken_off(self, act: str, number: int, work: Act, where: str) -> None:
        """Do the act in a child that kills itself there; look, put it right, look again."""
        before = ask(looked)
        pid, read = start(lambda: killed_at(where, work))
        os.close(read)
        _pid, status = os.waitpid(pid, 0)
        if not os.WIFSIGNALED(status):
            raise NotProven(f"{act} never came to {where!r}")
        self.killed += 1
        self.counts[f"{act} killed"] += 1
        self.after(act, number, before)

    def after(self, act: str, number: int, before: dict[str, Any]) -> None:
        """Old or new, nothing between; and agreed once the work that is done every hour has been done."""
        killed = ask(looked)
        agreed = self.look_again(act)
        if agreed["editions"] != killed["editions"]:
            raise NotProven(f"{act}: putting it right changed what has been published")
        after = self.settled(act, number)
        if killed["pages"] not in {before["pages"], after["pages"]}:
            raise NotProven(f"{act}: something between old and new was read")
        if (
            killed["pages"] != before["pages"]
            and killed["editions"] == before["editions"] != after["editions"]
        ):
            raise NotProven(f"{act}: the public read what the database doesn't know")
        what = "new" if killed["editions"] == after["editions"] else "old"
        self.counts[f"{act}: {what} row, {'new' if killed['pages'] == after['pages'] else 'old'} pages"] += 1

    def look_again(self, act: str) -> dict[str, Any]:
        ask(agree)
        found = ask(looked)
        if found["behind"] or found["left"] or found["wrong"]:
            raise NotProven(f"{act}: after it was put right: {found['left']} {found['wrong']}")
        return found

    def settled(self, act: str, number: int) -> dict[str, Any]:
        """The act done to its end, and everything as it should be."""
        work = {"publish": publish, "withdraw": withdraw, "take back": take_back}.get(act)
        if work is not None:
            ask(lambda: work(number))
        return self.look_again(act)

    def next_edition(self) -> int:
        self.editions += 1
        ask(lambda: make(self.editions))
        return self.editions

    def settle_next(self) -> None:
        number = self.next_edition()
        ask(lambda: publish(number))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
