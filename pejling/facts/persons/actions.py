"""Writes on requests about persons and on the school's periods of keeping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.facts.persons.models import KeepingRule, PersonRequest

State = PersonRequest.State


class WrongState(Exception):
    """The request isn't where this can be done: somebody else was quicker, or it has ended."""


@transaction.atomic
def ask(*, by: Any, organisation: Organisation, kind: str, about: str, subject: str) -> PersonRequest:
    """Ask about one person: ``subject`` is a student's number or a user's id."""
    made = PersonRequest.objects.create(
        organisation=organisation, kind=kind, about=about, subject=subject, by=getattr(by, "uuid", None)
    )
    record(by=by, organisation=organisation, verb=f"ask_to_{kind}", subject=made, fields=["about"])
    return made


@transaction.atomic
def looked(*, by: Any, request: PersonRequest, found: Mapping[str, int]) -> None:
    """What was found; a request that found nothing has ended."""
    state = State.FOUND if any(found.values()) else State.NOTHING
    _move(request, {State.LOOKING}, state, found=dict(found))
    record(
        by=by, organisation=request.organisation, verb="look_for_person", subject=request, fields=["found"]
    )


@transaction.atomic
def begin(*, by: Any, request: PersonRequest, job: UUID) -> None:
    """Somebody said yes: the job may do it."""
    _move(request, {State.FOUND}, State.DOING, job=job)
    record(by=by, organisation=request.organisation, verb=f"begin_{request.kind}", subject=request)


@transaction.atomic
def note_job(*, by: Any, request: PersonRequest, job: UUID) -> None:
    """Which job looks for the person."""
    _move(request, {State.LOOKING}, State.LOOKING, job=job)
    record(by=by, organisation=request.organisation, verb="note_job", subject=request, fields=["job"])


@transaction.atomic
def end(*, by: Any, request: PersonRequest, state: str, did: Mapping[str, int]) -> None:
    """It was done (done), or lies ready to be fetched (ready); either way the person is forgotten here."""
    _move(request, {State.DOING, State.READY}, state, did=dict(did))
    record(
        by=by, organisation=request.organisation, verb=f"end_{request.kind}", subject=request, fields=["did"]
    )


@transaction.atomic
def withdraw(*, by: Any, request: PersonRequest) -> None:
    """Nothing is to be done after all."""
    _move(request, {State.LOOKING, State.FOUND}, State.WITHDRAWN)
    record(by=by, organisation=request.organisation, verb="withdraw", subject=request, fields=["state"])


@transaction.atomic
def note_fetched(*, by: Any, request: PersonRequest) -> None:
    """Somebody took the file with the person's data."""
    record(by=by, organisation=request.organisation, verb="fetch_export", subject=request)


def _move(request: PersonRequest, states: set[str], state: str, **changes: Any) -> None:
    ended = state not in PersonRequest.OPEN
    forgotten = {"subject": "", "ended_at": timezone.now()} if ended else {}
    mine = PersonRequest.objects.filter(pk=request.pk, state__in=states)
    if not mine.update(state=state, **changes, **forgotten):
        raise WrongState
    request.refresh_from_db()


@transaction.atomic
def keep(*, by: Any, organisation: Organisation, key: str, periods: int | None) -> KeepingRule:
    """Let the school keep one kind of thing so long (None: for ever)."""
    rule, _created = KeepingRule.objects.update_or_create(
        organisation=organisation, key=key, defaults={"keep": periods, "by": getattr(by, "uuid", None)}
    )
    record(by=by, organisation=organisation, verb="keep", subject=rule, fields=["keep"])
    return rule
