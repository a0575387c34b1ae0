"""Folders that are emptied by themselves: what lies there is taken in, and moved to ``done`` or ``refused``.

Each file is a delivery of its own; the files of a subfolder are one delivery together. A file that is still being
written is left alone until the next time. The same file is not taken in twice: neither one that was taken in before,
nor one whose delivery was accepted when the process died before the file was moved.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from pejling.base.jobs import actions as jobs
from pejling.base.jobs import queries as job_queries
from pejling.base.jobs.kinds import kind
from pejling.base.jobs.models import Job, Schedule
from pejling.base.jobs.running import Failed, Running
from pejling.base.organisations.lock import Busy
from pejling.base.organisations.models import Organisation
from pejling.base.organisations.queries import schools
from pejling.facts.deliveries import pick_up_actions
from pejling.facts.deliveries.actions import NotAccepted, Received
from pejling.facts.deliveries.cpr import scrub_text
from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.facts.deliveries.models import DeliveredFile, Delivery, PickUp
from pejling.facts.deliveries.problems import MappingError, Unreadable
from pejling.facts.deliveries.saved_mappings import load_saved
from pejling.facts.deliveries.wording import describe
from pejling.flows import take_in

KIND = "deliveries.pick_up"
DONE, REFUSED = "done", "refused"
#: A file changed within so many seconds may still be growing.
QUIET = 60
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart", ".swp")
_DAY = re.compile(r"(?<!\d)(20\d{2})[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")


#: what a report calls the tables and counts of a delivery
TABLES = {
    "spells": _("Enrolments"),
    "students": _("Students"),
    "leavers": _("Leavers"),
    "agreements": _("Training agreements"),
    "quotas": _("Quotas"),
    "absence": _("Absence"),
    "key_figures": _("Key figures"),
}
COUNTS = {
    "new": _("new"),
    "changed": _("changed"),
    "unchanged": _("unchanged"),
    "gone": _("gone"),
    "quarantined": _("kept out"),
}


class BadFolder(Exception):
    """The folder can't be used; ``code`` and ``params`` say why."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Batch:
    """What is one delivery: a file, or a subfolder with its files. ``growing``: it may still be written to."""

    place: Path
    files: tuple[Path, ...]
    growing: bool


def root() -> Path | None:
    """The folder below which schools' folders lie (PEJLING_PICKUP); None where the installation has none."""
    named = getattr(settings, "PEJLING_PICKUP", None)
    return Path(named) if named else None


def safe_folder(name: str) -> Path:
    """The folder of that name below the root. Raises BadFolder (no_pickup_root, folder_outside, no_such_folder)."""
    top = root()
    if top is None:
        raise BadFolder("no_pickup_root")
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute():
        raise BadFolder("folder_outside")
    place = top.joinpath(*parts)
    if not place.is_dir():
        raise BadFolder("no_such_folder")
    if not place.resolve().is_relative_to(top.resolve()):
        raise BadFolder("folder_outside")
    return place


@transaction.atomic
def add(*, by: Any, organisation: Organisation, folder: str, hour: int, **options: Any) -> PickUp:
    """Have a folder looked into every day at ``hour``. Raises BadFolder, IntegrityError for one in use."""
    _check_own(organisation, folder)
    place = safe_folder(folder)
    name = place.relative_to(root() or place).as_posix()
    if any(_inside(name, other) for other in PickUp.objects.values_list("folder", flat=True)):
        raise BadFolder("folder_in_use")
    made = pick_up_actions.add_pick_up(by=by, organisation=organisation, folder=name, hour=hour, **options)
    jobs.plan(
        by=by,
        organisation=organisation,
        kind=KIND,
        every=Schedule.Every.DAILY,
        at=clock(hour),
        params={"pick_up": str(made.uuid)},
        key=str(made.uuid),
    )
    return made


def _check_own(organisation: Organisation, name: str) -> None:
    """Where there are several schools, each has the folder named by its id: else one could empty another's.

    Not by its name, which the school can change. Raises BadFolder (folder_not_own).
    """
    own = str(organisation.uuid)
    first = PurePosixPath(name.replace("\\", "/")).parts[:1]
    if first != (own,) and schools().count() > 1:
        raise BadFolder("folder_not_own", folder=own)


def _inside(one: str, other: str) -> bool:
    """Whether one of two folders holds the other, or they are the same."""
    first, second = PurePosixPath(one), PurePosixPath(other)
    return first.is_relative_to(second) or second.is_relative_to(first)


@transaction.atomic
def switch(*, by: Any, pick_up: PickUp, on: bool) -> None:
    """Turn a folder's schedule on or off."""
    pick_up_actions.switch_pick_up(by=by, pick_up=pick_up, on=on)
    for schedule in _schedules(pick_up):
        jobs.switch(by=by, schedule=schedule, on=on)


@transaction.atomic
def remove(*, by: Any, pick_up: PickUp) -> None:
    """Forget the folder and its schedule."""
    for schedule in _schedules(pick_up):
        jobs.unplan(by=by, schedule=schedule)
    pick_up_actions.remove_pick_up(by=by, pick_up=pick_up)


def start(*, by: Any, pick_up: PickUp) -> Job:
    """Look into the folder now."""
    return jobs.enqueue(
        by=by,
        organisation=pick_up.organisation,
        kind=KIND,
        params={"pick_up": str(pick_up.uuid)},
        key=f"{KIND}:{pick_up.uuid}",
    )


def _schedules(pick_up: PickUp) -> Any:
    return job_queries.schedules_of(pick_up.organisation).filter(kind=KIND, key=str(pick_up.uuid))


def in_words(code: str, params: dict[str, Any]) -> str:
    """What stopped a run."""
    return " ".join(part for part in describe(code, params) if part)


@kind(KIND, title=_("Empty a folder"), wording=in_words, attempts=3, verb="deliver")
def pick_up(run: Running, pick_up: str) -> dict[str, int]:
    """Take in what lies in the folder; tells how many deliveries were taken in, refused, known and left alone."""
    found = PickUp.objects.select_related("organisation", "saved_mapping").get(
        organisation=run.organisation, uuid=pick_up
    )
    try:
        folder = safe_folder(found.folder)
        mapping = load_saved(found.saved_mapping) if found.saved_mapping else load_mapping(found.mapping)
        _check_ends(folder)
    except BadFolder as error:
        pick_up_actions.note_run(by=run.by, pick_up=found, files=[], problem=error.code)
        raise Failed(error.code) from None
    except MappingError:
        pick_up_actions.note_run(by=run.by, pick_up=found, files=[], problem="mend_no_mapping")
        raise Failed("mend_no_mapping") from None
    told: list[dict[str, Any]] = []
    batches = list(waiting(folder))
    for number, batch in enumerate(batches):
        run.progress(number, len(batches))
        told.append(_one(run, found, folder, mapping, batch))
    pick_up_actions.note_run(by=run.by, pick_up=found, files=told)
    return {
        result: sum(one["result"] == result for one in told)
        for result in ("done", "refused", "known", "growing")
    }


def _check_ends(folder: Path) -> None:
    """Whoever may write here mustn't have what is moved end up elsewhere. Raises BadFolder (folder_outside)."""
    if any((folder / name).is_symlink() for name in (DONE, REFUSED)):
        raise BadFolder("folder_outside")


def waiting(folder: Path) -> Iterator[Batch]:
    """What lies in the folder, oldest first; hidden and unfinished files and our own subfolders left out."""
    now = time.time()
    found: list[tuple[float, Batch]] = []
    for place in sorted(folder.iterdir()):
        if place.name.startswith(".") or place.name in {DONE, REFUSED} or place.is_symlink():
            continue
        inside = sorted(place.iterdir()) if place.is_dir() else [place]
        files = tuple(f for f in inside if f.is_file() and not f.is_symlink() and not f.name.startswith("."))
        if not files:
            continue
        changed = max(f.stat().st_mtime for f in files)
        unfinished = any(f.name.lower().endswith(_UNFINISHED) for f in files)
        found.append((changed, Batch(place, files, unfinished or now - changed < QUIET)))
    yield from (batch for _changed, batch in sorted(found, key=lambda pair: (pair[0], pair[1].place.name)))


def _one(run: Running, pick_up: PickUp, folder: Path, mapping: Any, batch: Batch) -> dict[str, Any]:
    """Take in one batch and move it; what came of it."""
    name = scrub_text(batch.place.name)
    if batch.growing:
        return {"name": name, "result": "growing"}
    if known := _taken_in_before(pick_up, batch):
        _move(batch, folder / DONE, _t("Taken in before: nothing was done."))
        return {"name": name, "result": "known", "delivery": str(known)}
    try:
        received = take_in.take_in(
            by=run.by,
            organisation=pick_up.organisation,
            paths=list(batch.files),
            mapping=mapping,
            as_of=_as_of(pick_up, batch),
            scope=pick_up.scope,
            progress=lambda done, of, stage: run.check(),
        )
    except (Unreadable, MappingError, NotAccepted) as error:
        return _refused(folder, batch, name, error.code, error.params)
    except Busy:
        raise Failed("busy") from None
    except take_in.NotFrozen as error:
        _move(batch, folder / DONE, in_words("not_frozen", {}))
        return {"name": name, "result": "done", "delivery": str(error)}
    _move(batch, folder / DONE, _report(received))
    delivery = received.delivery
    return {"name": name, "result": "done", "delivery": str(delivery.uuid), "kept_out": delivery.kept_out}


def _refused(folder: Path, batch: Batch, name: str, code: str, params: dict[str, Any]) -> dict[str, Any]:
    plain = {key: value for key, value in params.items() if isinstance(value, str | int | float | list)}
    with override(settings.LANGUAGE_CODE):
        _move(batch, folder / REFUSED, in_words(code, plain))
    return {"name": name, "result": "refused", "code": code, "params": plain}


def _as_of(pick_up: PickUp, batch: Batch) -> date:
    """The date of extraction by the folder's rule. Raises `Unreadable` where the name holds no date."""
    zone = ZoneInfo(settings.TIME_ZONE)
    today = datetime.now(zone).date()
    if pick_up.as_of_rule == PickUp.AsOf.IN_NAME:
        for part in _DAY.findall(batch.place.name):
            try:
                day = date(*(int(number) for number in part))
            except ValueError:
                continue
            if day <= today:
                return day
        raise Unreadable("no_date_in_name", {"file": batch.place.name})
    changed = max(file.stat().st_mtime for file in batch.files)
    return min(datetime.fromtimestamp(changed, zone).date(), today)


def _taken_in_before(pick_up: PickUp, batch: Batch) -> str | None:
    """The uuid of an active delivery of exactly these files; None where there is none."""
    sums = sorted(_sha256(file) for file in batch.files)
    candidates = DeliveredFile.objects.filter(
        organisation=pick_up.organisation, sha256=sums[0], delivery__state=Delivery.State.ACTIVE
    ).values_list("delivery_id", "delivery__uuid")
    for pk, uuid in candidates:
        if sorted(DeliveredFile.objects.filter(delivery=pk).values_list("sha256", flat=True)) == sums:
            return str(uuid)
    return None


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _report(received: Received) -> str:
    """A few lines on what was taken in; counts only."""
    with override(settings.LANGUAGE_CODE):
        lines = [_t("Delivery %(id)s is accepted.") % {"id": received.delivery.uuid}]
        for table, counts in received.tables.items():
            told = (f"{COUNTS[name]} {count}" for name, count in counts.items())
            lines.append(f"{TABLES.get(table, table)}: {', '.join(told)}")
    return "\n".join(lines)


def _move(batch: Batch, into: Path, report: str) -> None:
    """Move a batch and put a report beside it; a name that is taken, for either, gets a number."""
    into.mkdir(exist_ok=True)
    target = into / batch.place.name
    number = 1
    while os.path.lexists(target) or os.path.lexists(_report_of(target)):
        number += 1
        target = into / f"{batch.place.stem} ({number}){batch.place.suffix}"
    batch.place.rename(target)
    # Made anew, never written through a link that somebody laid there.
    with _report_of(target).open("x", encoding="utf-8") as stream:
        stream.write(report + "\n")


def _report_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.txt")
