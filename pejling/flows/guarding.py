"""What those who may not see small counts are shown: chosen beside the pages where the school is large."""

from __future__ import annotations

from typing import Any

from pejling.analysis.engine.dimensions import STUDENT
from pejling.analysis.engine.question import Where
from pejling.base.accounts.access import Access, access_of
from pejling.base.accounts.models import User
from pejling.base.accounts.scopes import OF_PERSONS, Held
from pejling.base.jobs import actions as jobs
from pejling.base.jobs.models import Job
from pejling.facts.register.reach import pseudonyms_within
from pejling.facts.snapshots.models import Snapshot
from pejling.quality.indicators import actions as indicators
from pejling.quality.indicators.guarding import kept
from pejling.quality.indicators.models import Guarded

#: Up to so many spells are guarded while the page waits.
AT_ONCE = 3000
#: counts from 1 to one below are hidden in what is made ready before anybody asks
USUAL = 5


class BeingPrepared(Exception):
    """What is shown is being chosen; ``job`` does it."""

    def __init__(self, job: Job) -> None:
        super().__init__(job.kind)
        self.job = job


def held_to(access: Access, accepted: dict[str, str], verb: str = "see_figures") -> Where:
    """The filter, held to those the user may do ``verb`` to.

    Own students, workplaces and initials are in no snapshot: they are looked up in the register.
    """
    where = Where(**{f"{name}_": (value,) for name, value in accepted.items()})
    boxes = access.reach(verb)
    if boxes == [{}]:
        return where
    return where.held_within([_box(access, held) for held in boxes])


def _box(access: Access, held: Held) -> Where:
    box: dict[str, tuple[str, ...]] = {
        f"{name}_": tuple(sorted(values)) for name, values in held.items() if name not in OF_PERSONS
    }
    if held.keys() & OF_PERSONS:
        box[STUDENT] = tuple(pseudonyms_within(access.organisation, held))
    return Where(**box)


def guarded(*, by: Any, access: Access, snapshot: Snapshot, threshold: int) -> Guarded:
    """What is hidden of the snapshot from this reader; BeingPrepared while a job chooses it."""
    where = held_to(access, {})
    found = kept(snapshot, where, threshold)
    if found is not None:
        return found
    if is_small(snapshot):
        return indicators.guard(by=by, snapshot=snapshot, where=where, threshold=threshold)
    reader = "" if access.is_whole else str(by.uuid)
    raise BeingPrepared(prepare(by=by, snapshot=snapshot, reader=reader, threshold=threshold))


def is_small(snapshot: Snapshot) -> bool:
    """Whether it takes no longer than a page may."""
    return int(snapshot.manifest.get("tables", {}).get("spells", {}).get("rows", AT_ONCE + 1)) <= AT_ONCE


def prepare(*, by: Any, snapshot: Snapshot, reader: str = "", threshold: int = USUAL) -> Job:
    """Have it chosen beside the pages. ``reader``: id of a user who is held to a part of the school."""
    return jobs.enqueue(
        by=by,
        organisation=snapshot.organisation,
        kind="figures.guard",
        params={"snapshot": str(snapshot.uuid), "reader": reader, "threshold": threshold},
        key=f"figures.guard:{snapshot.uuid}:{reader}:{threshold}",
    )


def guard_for(snapshot: Snapshot, reader: str, threshold: int) -> bool:
    """Choose it now, for one reader or for the whole school; False where the reader has no access any more."""
    where = Where()
    if reader:
        user = User.objects.filter(uuid=reader).first()
        access = access_of(user, snapshot.organisation)
        if access is None:
            return False
        where = held_to(access, {})
    indicators.guard(by=None, snapshot=snapshot, where=where, threshold=threshold)
    return True
