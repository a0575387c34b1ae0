"""The acts that change what everybody reads: publish, withdraw, take back. Each swaps one folder.

Each can be repeated. The new pages are made beside the old ones from the database and the editions' files; then the
edition's row is changed, and as the last thing the folders change places. A full disk, an error or a kill before the
row is changed leaves the old pages and the old row. Nothing is ever read by the public that the database doesn't
know: a kill between the two leaves the old pages, and the next act, ``agree`` (done every hour) or ``rebuild`` brings
the new ones.
"""

from __future__ import annotations

import fcntl
import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.publishing.folders import preview_of, public_folder
from pejling.quality.publishing.gate import open_questions, tells
from pejling.quality.publishing.making import is_whole
from pejling.quality.publishing.models import Edition, Site
from pejling.quality.publishing.queries import (
    SEEN,
    is_behind,
    needs_agreeing,
    public_site,
    site_of,
    unknown_editions,
)
from pejling.quality.publishing.refusing import Refused
from pejling.quality.publishing.site import swap
from pejling.quality.publishing.site.root import write_root
from pejling.quality.publishing.site.writing import write_site
from pejling.quality.publishing.site_actions import open_site
from pejling.quality.publishing.states import PLANS, may

log = logging.getLogger(__name__)
State = Edition.State
#: told of each step by its name; tests let it raise, or kill the process
Step = Callable[[str], None]


def _on(_name: str) -> None:
    """Tell nobody."""


def publish(
    *, by: Any, organisation: Organisation, edition: Edition, at: datetime | None = None, step: Step = _on
) -> Edition:
    """Put the edition on the public pages, for good. Done twice it is published once.

    Refused: ``not_made``, ``unsettled``, ``found_in_files``, ``damaged``, ``plan_not_decided``, ``not_the_newest``,
    ``disk``; then nothing has changed.
    """
    with _alone():
        row = _row(organisation, edition)
        if row.state in SEEN:
            _catch_up(organisation, step)
            return row
        _require_ready(row)
        site = open_site(by=by, organisation=organisation)
        at = at or timezone.now()

        def change(row: Edition) -> None:
            row.state, row.published_at, row.published_by = State.PUBLISHED, at, getattr(by, "uuid", None)
            row.save()
            record(by=by, organisation=organisation, verb="publish", subject=row, fields=["state"])

        _act(organisation, site, row, change, step)
    shutil.rmtree(preview_of(edition), ignore_errors=True)
    return row


def _require_ready(edition: Edition) -> None:
    if edition.state != State.MADE:
        raise Refused("not_made")
    plan = edition.publication.plan
    if edition.publication.is_of_plan and (plan is None or plan.state not in PLANS):
        raise Refused("plan_not_decided")
    if edition.publication.editions.filter(state__in=SEEN, number__gte=edition.number).exists():
        raise Refused("not_the_newest")
    if open_questions(edition):
        raise Refused("unsettled")
    if edition.found:
        raise Refused("found_in_files")
    if not is_whole(edition):
        raise Refused("damaged")


def withdraw(
    *, by: Any, organisation: Organisation, edition: Edition, reason: str, step: Step = _on
) -> Edition:
    """Take the edition off the public pages: its addresses say that, when and why. Its files are kept here.

    Refused ``reason_tells`` where the reason, which everybody reads, holds a person's name, number or address, or
    internal words.
    """
    reason = " ".join(reason.split())[:500]
    with _alone():
        row = _row(organisation, edition)
        if not may(row.state, "withdraw"):
            raise Refused("not_now")
        if len(reason) < 3:
            raise Refused("no_reason")
        if tells(row, reason):
            raise Refused("reason_tells")

        def change(row: Edition) -> None:
            row.state, row.withdrawn_reason = State.WITHDRAWN, reason
            row.withdrawn_at, row.withdrawn_by = timezone.now(), getattr(by, "uuid", None)
            row.save()
            record(by=by, organisation=organisation, verb="withdraw_report", subject=row, fields=["state"])

        _act(organisation, open_site(by=by, organisation=organisation), row, change, step)
    return row


def take_back(*, by: Any, organisation: Organisation, edition: Edition, step: Step = _on) -> Edition:
    """A withdrawal was a mistake: the edition is read again where it was."""
    with _alone():
        row = _row(organisation, edition)
        if not may(row.state, "take_back"):
            raise Refused("not_now")
        if not is_whole(row):
            raise Refused("damaged")

        def change(row: Edition) -> None:
            row.state, row.withdrawn_reason = State.PUBLISHED, ""
            row.withdrawn_at = row.withdrawn_by = None
            row.save()
            record(
                by=by, organisation=organisation, verb="take_back_withdrawal", subject=row, fields=["state"]
            )

        _act(organisation, open_site(by=by, organisation=organisation), row, change, step)
    return row


def rebuild(*, by: Any, organisation: Organisation, drop: bool = False, step: Step = _on) -> bool:
    """Write the public pages anew from what has been published; False where nothing has been.

    Refused ``unknown_there`` where the folder holds editions that the database doesn't know, unless ``drop``: then
    their addresses are gone.
    """
    if not Edition.objects.filter(organisation=organisation, state__in=SEEN).exists():
        return False
    with _alone():
        _write_anew(by, organisation, step, drop)
    return True


def agree(*, by: Any, organisation: Organisation) -> bool:
    """Put right what a kill left: pages that are behind what has been published, and half-made folders.

    Whether there was anything. Editions that only the public folder knows are left: somebody must decide.
    """
    if not needs_agreeing(organisation):
        return False
    with _alone():
        return _catch_up(organisation, _on, by)


def _catch_up(organisation: Organisation, step: Step, by: Any = None) -> bool:
    """As ``agree``, for who is alone already."""
    site = site_of(organisation)
    if site is None:
        return False
    live = public_folder() / site.slug
    there = needs_agreeing(organisation)
    try:
        swap.recover(live)
    except OSError as error:
        raise Refused("disk", why=error.strerror or str(error)) from error
    if is_behind(organisation) and not unknown_editions(organisation):
        _write_anew(by, organisation, step)
    elif there:
        _write_root(live.parent)
    return there


def _write_anew(by: Any, organisation: Organisation, step: Step, drop: bool = False) -> None:
    site = open_site(by=by, organisation=organisation)

    def change(_row: Edition | None) -> None:
        record(by=by, organisation=organisation, verb="rebuild_site", subject=site)

    _act(organisation, site, None, change, step, drop)


def _act(
    organisation: Organisation,
    site: Site,
    row: Edition | None,
    change: Callable[[Any], None],
    step: Step,
    drop: bool = False,
) -> None:
    """Change the row, then the pages: with a row that isn't changed no page is either."""
    live = public_folder() / site.slug
    fresh = swap.fresh_of(live)
    if not drop and (unknown := unknown_editions(organisation)):
        raise Refused("unknown_there", which=", ".join(unknown[:3]), n=len(unknown))
    try:
        _make_room(live.parent)
        swap.recover(live)
        with transaction.atomic():
            if row is not None:
                # Whoever else had it in hand is done, or waits.
                locked = Edition.objects.select_for_update(of=("self",)).get(pk=row.pk)
                if locked.state != row.state:
                    raise Refused("not_now")
            change(row)
            write_site(public_site(organisation, site), fresh, step)
            step("swap")
        step("changed")
        _put(fresh, live)
        step("swapped")
    except OSError as error:
        raise Refused("disk", why=error.strerror or str(error)) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    _write_root(live.parent)


def _write_root(folder: Path) -> None:
    try:
        write_root(folder, settings.PUBLIC_ADDRESS)
    except OSError as error:
        # The school's own pages are as they should be; the page of all schools is written again next time.
        log.warning("the first page of the public folder can't be written: %s", error.strerror)


def _put(fresh: Path, live: Path) -> None:
    """The new pages are on the disk: nothing but their name is missing."""
    try:
        swap.swap(fresh, live)
    except OSError as error:
        raise Refused("later", why=error.strerror or str(error)) from error


def _make_room(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(0o755)


def _row(organisation: Organisation, edition: Edition) -> Edition:
    rows = Edition.objects.select_related("publication__plan", "organisation")
    found = rows.filter(organisation=organisation, pk=edition.pk).first()
    if found is None:
        raise Refused("not_now")
    return found


@contextmanager
def _alone() -> Iterator[None]:
    """One at a time writes to the public folder; a killed one lets go."""
    locks = Path(settings.PEJLING_HOME) / "locks"
    locks.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (locks / "public.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
