"""The work on a request about one person: look, then hand over or erase. Parameters name the request only."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pejling.base.accounts.models import User
from pejling.base.jobs.kinds import Plan, kind
from pejling.base.jobs.running import Failed, Running
from pejling.facts.persons import actions, queries
from pejling.facts.persons.models import PersonRequest
from pejling.flows.personal import erasing, exporting, forgetting, keeping, records, wording

State = PersonRequest.State
#: how often it is looked again whether anything is left
_ROUNDS = 3

VERB = "manage_personal_data"
STAGES = {
    "copies": _("looking through the delivered files"),
    "register": _("the register"),
    "again": _("looking again"),
}
WORDING = {
    "left": _(
        "Something is still held after it was erased: a delivery may have come in meanwhile. Try again."
    ),
    "gone": _("The request has ended."),
}


@kind("persons.look", title=_("Look for a person's data"), stages=STAGES, wording=WORDING, verb=VERB)
def look(run: Running, request: str) -> dict[str, Any]:
    """Count what is held; a request to hand over goes on at once."""
    found = _request(run, request)
    if found.state == State.LOOKING:
        actions.looked(by=run.by, request=found, found=_count(found, run.progress))
    if found.kind == PersonRequest.Kind.EXPORT and found.state == State.FOUND:
        actions.begin(by=run.by, request=found, job=run.job.uuid)
    if found.kind == PersonRequest.Kind.EXPORT and found.state == State.DOING:
        did = exporting.write_export(found, run.progress)
        actions.end(by=run.by, request=found, state=State.READY, did=did)
    return {"state": found.state}


@kind(
    "persons.erase",
    title=_("Erase a person's data"),
    cancellable=False,
    stages=STAGES,
    wording=WORDING,
    verb=VERB,
)
def erase(run: Running, request: str) -> dict[str, Any]:
    """Erase what the request says, and look again that nothing is left. Its end can't be cancelled, only repeated."""
    found = _request(run, request)
    if found.state != State.DOING:
        return {"state": found.state}
    subject = found.subject
    records.write(found.organisation, found.about, [subject], timezone.now(), found.uuid)
    if found.about == PersonRequest.About.USER:
        did = forgetting.forget(User.objects.get(uuid=subject), found.organisation)
    else:
        did = _erase_student(found, run)
    actions.end(by=run.by, request=found, state=State.DONE, did=did)
    return {"state": found.state}


def _erase_student(request: PersonRequest, run: Running) -> dict[str, int]:
    """What was found when it was asked, brought up to date, is what is gone when nothing is found any more."""
    wanted = erasing.Wanted(request.organisation, frozenset({request.subject}))
    did = dict(request.found)
    for _round in range(_ROUNDS):
        for what, n in erasing.erase(wanted, run.progress).items():
            did[what] = max(did.get(what, 0), n)
        run.progress(0, 0, "again")
        if not _besides_uploads(erasing.count(wanted, run.progress)):
            return did
    raise Failed("left")


def _besides_uploads(found: dict[str, int]) -> dict[str, int]:
    """Without what goes by itself (uploads that a job is at) and what holds on to nobody."""
    return {what: n for what, n in found.items() if what != "deliveries.Upload"}


def _count(request: PersonRequest, progress: erasing.Progress) -> dict[str, int]:
    if request.about == PersonRequest.About.USER:
        user = User.objects.filter(
            uuid=request.subject, memberships__organisation=request.organisation
        ).first()
        if user is None or forgetting.is_forgotten(user):
            return {}
        return forgetting.count(user, request.organisation)
    return erasing.count(erasing.Wanted(request.organisation, frozenset({request.subject})), progress)


def _request(run: Running, uuid: str) -> PersonRequest:
    try:
        return queries.request(run.organisation, uuid)
    except PersonRequest.DoesNotExist:
        raise Failed("gone") from None


@kind("keeping.look", title=_("See what is older than it may be"), stages=wording.KEPT, verb=VERB)
def look_for_old(run: Running) -> dict[str, Any]:
    """Count what would be removed now."""
    return {"found": keeping.look(run.organisation, run.progress)}


@kind(
    "keeping.tidy",
    title=_("Remove what is older than it may be"),
    stages=wording.KEPT,
    verb=VERB,
    planned=Plan("daily", time(3, 15)),
)
def tidy(run: Running) -> dict[str, Any]:
    """Remove what is older than its period, kind by kind."""
    return {"did": keeping.tidy(run.organisation, run.progress)}


@kind(
    "keeping.tidy_installation",
    title=_("Remove what is older than it may be: the installation's own logs"),
    stages=wording.KEPT,
    planned=Plan("weekly", time(3, 45), weekday=7),
    for_all=True,
)
def tidy_installation(run: Running) -> dict[str, Any]:
    """The same for what belongs to no school."""
    return {"did": keeping.tidy(None, run.progress)}
