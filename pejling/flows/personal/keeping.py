"""What is removed when its time is over: for each period of ``catalogue/retention.yaml`` what it finds and does."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from pejling.base.accounts.models import Membership, User
from pejling.base.audit.actions import record
from pejling.base.audit.models import Entry
from pejling.base.jobs.models import Job
from pejling.base.login.models import Invitation
from pejling.base.mail.models import MailLog
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries import kept_copies, upload_actions
from pejling.facts.deliveries.models import (
    DeliveredFile,
    Delivery,
    ListedWarning,
    QuarantinedRow,
    Upload,
)
from pejling.facts.persons import actions as persons
from pejling.facts.persons.models import PersonRequest
from pejling.facts.register.models import Leaver, Spell
from pejling.facts.register.reach import current_rows
from pejling.facts.snapshots import actions as snapshots
from pejling.facts.snapshots.models import Snapshot
from pejling.flows.personal import erasing, exporting, forgetting, records
from pejling.flows.personal.periods import periods_of

School = Organisation | None
Progress = erasing.Progress


@dataclass(frozen=True, slots=True)
class Rule:
    """``count`` tells how many there are that are older; ``remove`` takes them away and tells how many it was."""

    count: Callable[[School, datetime], int]
    remove: Callable[[School, datetime, Progress], int]


def look(school: School, progress: Progress = erasing.unheard) -> dict[str, int]:
    """How many of each kind would be removed now. Changes nothing."""
    return _each(school, progress, lambda rule, before: rule.count(school, before))


def tidy(school: School, progress: Progress = erasing.unheard) -> dict[str, int]:
    """Remove what is older than its period; how many of each kind. Safe to repeat. Raises Busy."""
    did = _each(school, progress, lambda rule, before: rule.remove(school, before, erasing.unheard))
    if any(did.values()):
        fields = [key for key, n in did.items() if n]
        record(by=None, organisation=school, verb="tidy", subject=None, fields=fields)
    return did


def _each(school: School, progress: Progress, do: Callable[[Rule, datetime], int]) -> dict[str, int]:
    now, found = timezone.now(), {}
    rules = RULES if school else OF_INSTALLATION
    wanted = [(key, period) for key, period in periods_of(school).items() if key in rules]
    for done, (key, period) in enumerate(wanted):
        progress(done, len(wanted), key)
        before = period.before(now)
        found[key] = 0 if before is None else do(rules[key], before)
    return found


def _old_uploads(school: School, before: datetime) -> QuerySet[Upload]:
    ended = [Upload.State.ACCEPTED, Upload.State.DISCARDED]
    return Upload.objects.filter(organisation=school, changed_at__lt=before).exclude(state__in=ended)


def _discard_uploads(school: School, before: datetime, _progress: Progress) -> int:
    return upload_actions.discard_old(by=None, organisation=school, before=before)


def _old_requests(school: School, before: datetime) -> QuerySet[PersonRequest]:
    """Files that wait to be fetched, and requests that nobody said yes to."""
    ready = Q(state=PersonRequest.State.READY, ended_at__lt=before)
    waiting = Q(state=PersonRequest.State.FOUND, made_at__lt=before)
    return PersonRequest.objects.filter(ready | waiting, organisation=school).select_related("organisation")


def _end_requests(school: School, before: datetime, _progress: Progress) -> int:
    rows = list(_old_requests(school, before))
    for request in rows:
        exporting.file_of(request).unlink(missing_ok=True)
        if request.state == PersonRequest.State.FOUND:
            persons.withdraw(by=None, request=request)
        else:
            persons.end(by=None, request=request, state=PersonRequest.State.DONE, did=request.did)
    return len(rows)


def _old_deliveries(school: School, *states: str, **older: Any) -> QuerySet[Delivery]:
    """Those of which anything but the row itself is kept."""
    copies = DeliveredFile.objects.filter(delivery=OuterRef("pk")).exclude(kept="")
    remarks = [model.objects.filter(delivery=OuterRef("pk")) for model in (QuarantinedRow, ListedWarning)]
    something = Exists(copies) | Exists(remarks[0]) | Exists(remarks[1])
    return Delivery.objects.filter(something, organisation=school, state__in=states, **older)


def _undone(school: School, before: datetime) -> QuerySet[Delivery]:
    return _old_deliveries(school, Delivery.State.UNDONE, undone_at__lt=before)


def _received(school: School, before: datetime) -> QuerySet[Delivery]:
    return _old_deliveries(school, Delivery.State.ACTIVE, Delivery.State.UNDONE, accepted_at__lt=before)


def _empty(deliveries: QuerySet[Delivery]) -> int:
    """Remove copies and remarks; the delivery's row, its counts and the files' fingerprints stay."""
    emptied = 0
    for delivery in deliveries:
        for file in DeliveredFile.objects.filter(delivery=delivery):
            kept_copies.remove(file)
        QuarantinedRow.objects.filter(delivery=delivery).delete()
        ListedWarning.objects.filter(delivery=delivery).delete()
        emptied += 1
    return emptied


def _old_snapshots(school: School, before: datetime) -> QuerySet[Snapshot]:
    """Never the newest: the pages show it."""
    rows = Snapshot.objects.filter(organisation=school, expired_at__isnull=True)
    newest = rows.order_by("-id").values_list("pk", flat=True).first()
    return rows.filter(made_at__lt=before).exclude(pk=newest).select_related("organisation")


def _expire(school: School, before: datetime, _progress: Progress) -> int:
    rows = list(_old_snapshots(school, before))
    for snapshot in rows:
        snapshots.expire(by=None, snapshot=snapshot)
    return len(rows)


def gone_before(school: Organisation, day: date) -> set[str]:
    """The students whose every enrolment ended before that day, by its own end or by the leave told of it."""
    left: dict[tuple[str, str], date] = {}
    for student, programme, left_on in current_rows(Leaver, school).values_list(
        "student", "programme", "left_on"
    ):
        if left_on is not None:
            left[student, programme] = max(left_on, left.get((student, programme), left_on))
    ended: dict[str, bool] = {}
    fields = ("student", "programme", "starts_on", "ends_on")
    for student, programme, starts, ends in current_rows(Spell, school).values_list(*fields):
        leave = left.get((student, programme))
        last = ends or (leave if leave and leave >= starts else None)
        ended[student] = ended.get(student, True) and last is not None and last < day
    return {student for student, is_over in ended.items() if is_over}


def _count_students(school: School, before: datetime) -> int:
    return len(gone_before(school, timezone.localdate(before)))


def _erase_students(school: School, before: datetime, progress: Progress) -> int:
    students = gone_before(school, timezone.localdate(before))
    if students:
        records.write(school, PersonRequest.About.STUDENT, students, timezone.now(), uuid.uuid4())
        erasing.erase(erasing.Wanted(school, frozenset(students)), progress)
    return len(students)


def _old_users(school: School, before: datetime) -> list[User]:
    """Those whose last role at the school ended before; one who never had any isn't the school's."""
    day = timezone.localdate(before)
    later = Q(ended_at__isnull=True, valid_to__isnull=True) | Q(ended_at__isnull=True, valid_to__gte=day)
    later |= Q(ended_at__gte=before)
    still = Membership.objects.filter(later, organisation=school).values("user")
    users = User.objects.filter(memberships__organisation=school, is_demo=False).exclude(pk__in=still)
    return [user for user in users.distinct() if not forgetting.is_forgotten(user)]


def _forget_users(school: School, before: datetime, _progress: Progress) -> int:
    users = [user for user in _old_users(school, before) if forgetting.is_only_here(user, school)]
    for user in users:
        records.write(school, PersonRequest.About.USER, [str(user.uuid)], timezone.now(), uuid.uuid4())
        forgetting.forget(user, school)
    return len(users)


def _old_mails(school: School, before: datetime) -> QuerySet[MailLog]:
    return MailLog.objects.filter(organisation=school, ended_at__lt=before)


def _old_invitations(school: School, before: datetime) -> QuerySet[Invitation]:
    """Those that are over: accepted, withdrawn or expired."""
    over = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    return Invitation.objects.filter(over, organisation=school)


def _old_jobs(school: School, before: datetime) -> QuerySet[Job]:
    return Job.objects.filter(organisation=school, finished_at__lt=before)


def _old_entries(school: School, before: datetime) -> QuerySet[Entry]:
    return Entry.objects.filter(organisation=school.uuid if school else None, at__lt=before)


def _deleting(rows: Callable[[School, datetime], QuerySet]) -> Rule:
    """A rule whose rows are simply deleted."""
    return Rule(
        lambda school, before: rows(school, before).count(),
        lambda school, before, _progress: rows(school, before).delete()[0],
    )


#: rows that schools have, and the installation itself
OF_INSTALLATION = {
    "mails": _deleting(_old_mails),
    "jobs": _deleting(_old_jobs),
    "audit": _deleting(_old_entries),
}
RULES = {
    "uploads": Rule(lambda school, before: _old_uploads(school, before).count(), _discard_uploads),
    "exports": Rule(lambda school, before: _old_requests(school, before).count(), _end_requests),
    "undone": Rule(
        lambda school, before: _undone(school, before).count(),
        lambda school, before, _progress: _empty(_undone(school, before)),
    ),
    "copies": Rule(
        lambda school, before: _received(school, before).count(),
        lambda school, before, _progress: _empty(_received(school, before)),
    ),
    "snapshots": Rule(lambda school, before: _old_snapshots(school, before).count(), _expire),
    "students": Rule(_count_students, _erase_students),
    "users": Rule(
        lambda school, before: sum(
            forgetting.is_only_here(user, school) for user in _old_users(school, before)
        ),
        _forget_users,
    ),
    "invitations": _deleting(_old_invitations),
    **OF_INSTALLATION,
}
