"""Erase students: what there is, counted; then all of it taken out; and the same again after a restore.

Snapshots are never changed: they hold a random pseudonym, and the only link from it to the student is erased here.
The school's lock is held throughout, so that no delivery is compared with half of a student.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from pejling.base.accounts.models import Scope
from pejling.base.login.models import Invitation
from pejling.base.organisations.lock import only_one
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries import kept_copies, upload_actions
from pejling.facts.deliveries.models import ListedWarning, QuarantinedRow, Upload
from pejling.facts.persons.models import PersonRequest
from pejling.facts.register.models import Pseudonym
from pejling.flows.personal import handed_over, holdings

#: Hears how far it is: (done, of, stage).
Progress = Callable[[int, int, str], None]
#: what a scope says instead of the student it was held to: it must go on fitting nobody
ERASED = "–"


@dataclass(frozen=True)
class Wanted:
    """Who is looked for. ``until``: only what was delivered no later; None: everything."""

    organisation: Organisation
    students: frozenset[str]
    until: datetime | None = None


def unheard(done: int, of: int, stage: str) -> None:
    """The progress of an erasure that nobody waits for."""


def count(wanted: Wanted, progress: Progress = unheard) -> dict[str, int]:
    """What an erasure would take out: {what: how many}. Changes nothing."""
    found: Counter[str] = Counter()
    for model, rows in _rows(wanted):
        found[model._meta.label] += rows.count()
    found["accounts.Scope"] = _scopes(wanted).count()
    found["login.Invitation"] = len(_invitations(wanted))
    found["exports"] = len(_exports(wanted))
    for copy, numbers in _copies(wanted, progress):
        found["copies"] += 1
        found["rows_in_copies"] += len(numbers)
        found["unclear_copies"] += copy.places is None
        for model in (QuarantinedRow, ListedWarning):
            found[model._meta.label] += _findings(model, copy, numbers).count()
    if any(found.values()) or _named(wanted).exists():
        found["deliveries.QuarantinedRow"] = max(found["deliveries.QuarantinedRow"], _named(wanted).count())
    if any(found.values()):
        found["deliveries.Upload"] = _uploads(wanted).count()
    return {what: n for what, n in found.items() if n}


def erase(wanted: Wanted, progress: Progress = unheard) -> dict[str, int]:
    """Take out everything; {what: how many}. Safe to repeat after a kill at any point. Raises Busy.

    The copies first and the register last: as long as the register knows them, what a kill left is found again.
    """
    did: Counter[str] = Counter()
    with only_one(wanted.organisation), _overwritten():
        for copy, numbers in _copies(wanted, progress):
            did["copies"] += 1
            did["rows_in_copies"] += len(numbers)
            for model in (QuarantinedRow, ListedWarning):
                did[model._meta.label] += _findings(model, copy, numbers).delete()[0]
            if numbers:
                kept_copies.take_out(copy, numbers)
        did["deliveries.Upload"] = _discard_uploads(wanted)
        did["exports"] = handed_over.take_back(_exports(wanted))
        progress(0, 0, "register")
        with transaction.atomic():
            did["deliveries.QuarantinedRow"] += _named(wanted).delete()[0]
            for model, rows in _rows(wanted):
                did[model._meta.label] += rows.delete()[0]
            did["accounts.Scope"] = _forget_scopes(wanted)
            did["login.Invitation"] = _forget_in_invitations(wanted)
    return {what: n for what, n in did.items() if n}


def students_of(organisation: Organisation) -> set[str]:
    """Every student the school's rows name."""
    found: set[str] = set()
    for model in holdings.of_students():
        found |= set(
            model.objects.filter(organisation=organisation).values_list("student", flat=True).distinct()
        )
    return found


def _rows(wanted: Wanted) -> Iterator[tuple[type, object]]:
    for model in holdings.of_students():
        for rows in holdings.rows_of_students(model, wanted.organisation, wanted.students):
            yield model, _delivered_until(rows, wanted)


def _delivered_until(rows, wanted: Wanted):
    """After a restore only what the erasure had before it: who came back since stays."""
    if wanted.until is None:
        return rows
    names = {field.name for field in rows.model._meta.get_fields()}
    if "from_delivery" in names:
        return rows.filter(from_delivery__accepted_at__lte=wanted.until)
    if rows.model is Pseudonym:
        return rows.exclude(student__in=_came_back(wanted))
    return rows


def _came_back(wanted: Wanted) -> set[str]:
    back: set[str] = set()
    for model in holdings.of_students():
        if any(field.name == "from_delivery" for field in model._meta.get_fields()):
            for rows in holdings.rows_of_students(model, wanted.organisation, wanted.students):
                later = rows.filter(from_delivery__accepted_at__gt=wanted.until)
                back |= set(later.values_list("student", flat=True))
    return back


def _copies(wanted: Wanted, progress: Progress) -> Iterator[tuple[kept_copies.Copy, set[int]]]:
    """The copies with rows of theirs. One whose columns nobody can tell is looked through cell by cell."""
    names = frozenset(
        Pseudonym.objects.filter(organisation=wanted.organisation).values_list("student", flat=True)
    )
    copies = list(kept_copies.copies_of(wanted.organisation, names.__contains__))
    for done, copy in enumerate(copies):
        progress(done, len(copies), "copies")
        if wanted.until is not None and copy.file.delivery.received_at > wanted.until:
            continue
        numbers = {number for number, _cells in kept_copies.rows_about(copy, wanted.students.__contains__)}
        if numbers:
            yield copy, numbers


def _findings(model: type, copy: kept_copies.Copy, numbers: set[int]):
    """What was noted about these rows."""
    return model.objects.filter(
        delivery_id=copy.file.delivery_id, file=copy.file.position, row__in=sorted(numbers)
    )


def _named(wanted: Wanted):
    """What was noted about rows whose copy is kept no longer: all that is left is the number itself."""
    return QuarantinedRow.objects.filter(organisation=wanted.organisation, value__in=wanted.students)


def _uploads(wanted: Wanted):
    ended = [Upload.State.ACCEPTED, Upload.State.DISCARDED]
    rows = Upload.objects.filter(organisation=wanted.organisation).exclude(state__in=ended)
    return rows if wanted.until is None else rows.filter(made_at__lte=wanted.until)


def _discard_uploads(wanted: Wanted) -> int:
    """Files that are being looked at may hold the student: they are asked for anew. One that a job is at goes when
    that has ended, within a day."""
    discarded = 0
    for upload in _uploads(wanted).select_related("organisation"):
        try:
            upload_actions.discard(by=None, upload=upload)
        except upload_actions.WrongState:
            continue
        discarded += 1
    return discarded


def _scopes(wanted: Wanted):
    mine = Q(organisation=wanted.organisation, dimension="student", value__in=wanted.students)
    return Scope.objects.filter(mine)


def _forget_scopes(wanted: Wanted) -> int:
    """A membership held to the student goes on being held, to nobody: without the scope it would see everybody."""
    forgotten = 0
    for scope in _scopes(wanted):
        held_already = Scope.objects.filter(membership=scope.membership, dimension="student", value=ERASED)
        if held_already.exists():
            scope.delete()
        else:
            scope.value = ERASED
            scope.save(update_fields=["value"])
        forgotten += 1
    return forgotten


def _invitations(wanted: Wanted) -> list[Invitation]:
    """Those that offer, or gave, a role held to the student."""
    rows = Invitation.objects.filter(organisation=wanted.organisation).exclude(scopes={})
    if wanted.until is not None:
        rows = rows.filter(made_at__lte=wanted.until)
    return [row for row in rows if wanted.students.intersection(row.scopes.get("student", ()))]


def _forget_in_invitations(wanted: Wanted) -> int:
    """As scopes: whoever accepts afterwards is held to nobody in the student's place."""
    rows = _invitations(wanted)
    for row in rows:
        said = (ERASED if value in wanted.students else value for value in row.scopes["student"])
        row.scopes["student"] = list(dict.fromkeys(said))
        row.save(update_fields=["scopes"])
    return len(rows)


def _exports(wanted: Wanted) -> list[PersonRequest]:
    """Files with the student's data that nobody has thrown away yet."""
    student = PersonRequest.About.STUDENT
    found = handed_over.ready_about(wanted.organisation, student, wanted.students)
    return [one for one in found if wanted.until is None or one.made_at <= wanted.until]


@contextmanager
def _overwritten() -> Iterator[None]:
    """Have SQLite overwrite what is deleted, instead of only forgetting where it stood."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = ON")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = OFF")
