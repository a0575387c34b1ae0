"""What is done to one publication in one installation, and what the public and the database say of it afterwards.

Each is called in a process of its own (see publish_rounds.py), or as `python -c` by tests: Django is set up.
"""

from __future__ import annotations

import errno
import hashlib
import os
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

Act = Callable[[Callable[[str], None]], Any]


def killed_at(where: str, work: Act) -> None:
    """The work, in a process that kills itself there."""
    from pejling.quality.publishing import publishing
    from pejling.quality.publishing.site import swap

    def die(*_arguments: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def renamed(_fresh: Path, live: Path) -> None:
        live.rename(swap.aside_of(live))
        die()

    if where == "between two renames":
        swap._exchanged = lambda *_paths: False
        swap._two_renames = renamed
    elif where == "before the old pages go":
        swap._keep = die
    elif where == "before the page of all schools":
        publishing.write_root = die
    work(lambda name: die() if name.split()[0] == where else None)


def full_at(number: int, at: int) -> str | None:
    """Publish on a disk that is full at that write; why it was refused, None where there was no such write."""
    from pejling.quality.publishing.site import writing

    seen = 0

    def full(half: Callable[[], None] = lambda: None) -> None:
        nonlocal seen
        seen += 1
        if seen == at:
            half()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def written(path: Path, content: bytes, own: Callable = writing._write) -> None:
        full(lambda: (path.parent.mkdir(parents=True, exist_ok=True), path.write_bytes(content[::2])))
        own(path, content)

    def linked(source: Path, target: Path, own: Callable = writing._link) -> None:
        full()
        own(source, target)

    writing._write, writing._link = written, linked
    return tried(number)


def tried(number: int) -> str | None:
    """Publish; why it was refused."""
    from pejling.quality.publishing.refusing import Refused

    try:
        publish(number)
    except Refused as refused:
        return refused.code
    return None


def public_folder() -> Path:
    from django.conf import settings

    return Path(settings.PEJLING_PUBLIC)


def fill(filler: Path, left: int) -> None:
    """A file that leaves only so many bytes of its disk."""
    filler.unlink(missing_ok=True)
    with filler.open("wb") as stream:
        room = os.statvfs(filler.parent)
        os.posix_fallocate(stream.fileno(), 0, max(room.f_bavail * room.f_frsize - left, 1))


def school() -> Any:
    from pejling.base.organisations.queries import school_named

    return school_named(None)


def found_plan() -> None:
    """An adopted plan with a goal and an action."""
    from pejling.quality.plans.models import Action, Goal, Placing, Plan

    owner = school()
    plan = Plan.objects.create(
        organisation=owner, kind="self_evaluation", title="Selvevaluering 2024", period_from=date(2024, 1, 1),
        period_to=date(2024, 12, 31), state="adopted", adopted_on=date(2024, 2, 1),
    )  # fmt: skip
    goal = Goal.objects.create(organisation=owner, plan=plan, title="Mål", label="1")
    action = Action.objects.create(
        organisation=owner, title="Mentorer på alle hold", owner="Uddannelseslederne"
    )
    Placing.objects.create(organisation=owner, goal=goal, action=action)


def make(number: int) -> None:
    """The edition of that number, ready; each says something of its own."""
    from pejling.analysis.reports import bundle
    from pejling.quality.plans.models import Goal, Plan
    from pejling.quality.publishing import actions, queries
    from pejling.quality.publishing.making import make as make_files

    # The report and its page; the other forms are files like these.
    bundle.FORMS = tuple(form for form in bundle.FORMS if form.key in {"frozen", "page"})
    Goal.objects.update(title=f"Det {number}. mål")
    frozen = actions.freeze(by=None, organisation=school(), plan=Plan.objects.get())
    if frozen.number != number:
        raise ValueError(f"edition {frozen.number} came for {number}")
    make_files(by=None, edition=queries.edition(school(), frozen.uuid))


def edition(number: int) -> Any:
    from pejling.quality.publishing.models import Edition
    from pejling.quality.publishing.queries import edition as edition_of

    return edition_of(school(), Edition.objects.get(number=number).uuid)


def publish(number: int, step: Callable[[str], None] = lambda _name: None) -> None:
    from pejling.quality.publishing import actions

    at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=number)
    actions.publish(by=None, organisation=school(), edition=edition(number), at=at, step=step)


def withdraw(number: int, step: Callable[[str], None] = lambda _name: None) -> None:
    from pejling.quality.publishing import actions

    found = edition(number)
    if found.state == "published":
        actions.withdraw(
            by=None, organisation=school(), edition=found, reason="Et tal var forkert", step=step
        )


def take_back(number: int, step: Callable[[str], None] = lambda _name: None) -> None:
    from pejling.quality.publishing import actions

    found = edition(number)
    if found.state == "withdrawn":
        actions.take_back(by=None, organisation=school(), edition=found, step=step)


def rebuild() -> None:
    from pejling.quality.publishing import actions

    actions.rebuild(by=None, organisation=school())


def agree() -> None:
    from pejling.quality.publishing import actions

    actions.agree(by=None, organisation=school())


def looked() -> dict[str, Any]:
    """What the public is served, what the database says, and where the two differ."""
    from pejling.quality.publishing import queries
    from pejling.quality.publishing.models import Edition

    folder = public_folder()
    rows = {
        one.number: (one.state, one.published_at is not None)
        for one in Edition.objects.filter(state__in=["published", "withdrawn"])
    }
    return {
        "pages": digest(folder),
        "editions": {str(number): state for number, (state, _at) in sorted(rows.items())},
        "behind": queries.needs_agreeing(school()),
        "left": [path.name for path in folder.glob(".*")] if folder.is_dir() else [],
        "wrong": list(differences(folder, {number: state for number, (state, _at) in rows.items()})),
    }


def digest(folder: Path) -> str:
    """Of everything that the public server would give out of the school's folder."""
    from pejling.public.folder import find

    if not folder.is_dir():
        return ""
    told = []
    live, aside = folder / "testskolen", folder / ".testskolen.aside"
    for path in sorted(names(live if live.is_dir() else aside)):
        found = find(folder, f"/testskolen/{path}")
        if found.status in {200, 410} and found.file is not None:
            told.append(f"{path} {found.status} {hashlib.sha256(found.file.read_bytes()).hexdigest()}")
    return hashlib.sha256("\n".join(told).encode()).hexdigest() if told else ""


def names(top: Path) -> Iterator[str]:
    for path in top.rglob("*"):
        if path.is_file():
            yield path.relative_to(top).as_posix()


def differences(folder: Path, states: dict[int, str]) -> Iterator[str]:
    """Addresses that give something else than the database says, asked as a reader would."""
    from pejling.public.application import Public
    from pejling.public.settings import Settings

    public = Public(Settings(folder))

    def read(path: str) -> tuple[int, str]:
        told: list[str] = []
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SCRIPT_NAME": ""}
        body = public(environ, lambda status, headers: told.append(status))
        return int(told[0].split()[0]), b"".join(body).decode()

    if not states:
        return
    for number, state in states.items():
        status, text = read(f"/testskolen/selvevaluering-2024/udgave-{number}/")
        right = status == 200 and f"Det {number}. mål" in text if state == "published" else status == 410
        if not right:
            yield f"edition {number} is {state}, and answers {status}"
    there = [number for number, state in states.items() if state == "published"]
    status, text = read("/testskolen/selvevaluering-2024/")
    if there and f"Det {max(there)}. mål" not in text:
        yield f"the newest is {max(there)}, and the page says something else ({status})"
