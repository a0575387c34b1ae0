"""One writer at a time per school, by a lock that the operating system lets go of when its holder is killed."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings
from django.db import connection

from pejling.base.organisations.models import Organisation

# Any number does, as long as no other lock of the installation uses it.
_LOCK_SPACE = 0x50454A


class Busy(Exception):
    """Another process is writing to this school's register."""


_held: ContextVar[frozenset[int]] = ContextVar("schools held", default=frozenset())


@contextmanager
def only_one(organisation: Organisation) -> Iterator[None]:
    """Hold the school's lock, or raise Busy at once; freed at exit and at SIGKILL alike.

    Who holds it already may ask again: a flow holds it around several rooms' actions.
    """
    if organisation.pk in _held.get():
        yield
        return
    with _locked_file(organisation), _locked_database(organisation):
        token = _held.set(_held.get() | {organisation.pk})
        try:
            yield
        finally:
            _held.reset(token)


@contextmanager
def _locked_file(organisation: Organisation) -> Iterator[None]:
    folder = Path(settings.PEJLING_HOME) / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{organisation.uuid}.lock").open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield


@contextmanager
def _locked_database(organisation: Organisation) -> Iterator[None]:
    """On PostgreSQL workers may run on several machines: the session's lock goes when its connection does."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK_SPACE, organisation.pk])
        if not cursor.fetchone()[0]:
            raise Busy
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK_SPACE, organisation.pk])
