"""What the work is handed: who asked for it, a way to tell how far it is, and to hear that it must stop."""

from __future__ import annotations

import json
from typing import Any, Protocol

from django.utils.functional import Promise

from pejling.base.accounts.models import User
from pejling.base.jobs.models import Job
from pejling.base.organisations.models import Organisation


class Stopped(BaseException):
    """The work must stop. No ``Exception``: code that survives errors must not survive being stopped."""


class Cancelled(Stopped):
    """Somebody asked for it to be cancelled."""


class HandedBack(Stopped):
    """The worker is going down: another one does the work from its beginning."""


class TookTooLong(Stopped):
    """It took longer than its kind may."""


class Taken(Stopped):
    """The job is no longer this attempt's: it was believed dead and given to another worker."""


class Failed(Exception):
    """The work can't be done, and trying again doesn't help.

    ``code`` and ``params`` are worded by the kind's ``wording`` in each reader's language; ``text`` is kept as it
    is. Neither may say anything about a person.
    """

    def __init__(self, code: str = "", *, text: str | Promise = "", **params: Any) -> None:
        super().__init__(code or str(text))
        said = {"text": str(text)} if text else {"code": code, "params": params}
        self.problem = json.loads(json.dumps(said, default=str))


class Reporter(Protocol):
    """Brings word to the job's row and back (see ``reporting``)."""

    def tell(self, done: int, of: int, stage: str) -> None: ...
    def check(self) -> None: ...


class Running:
    """One attempt at a job, as the work sees it."""

    def __init__(self, job: Job, reporter: Reporter, by: User | None) -> None:
        self.job = job
        self.by = by
        self._reporter = reporter

    @property
    def organisation(self) -> Organisation | None:
        return self.job.organisation

    def progress(self, done: int, of: int, stage: str = "") -> None:
        """Tell that ``done`` of ``of`` is done (0 of 0: nobody knows) in ``stage``, a key of the kind's stages.

        Cheap: call it as often as it suits the work. Raises a ``Stopped`` where the work must stop.
        """
        self._reporter.tell(done, of, stage)
        self._reporter.check()

    def check(self) -> None:
        """Raise a ``Stopped`` (Cancelled, HandedBack, TookTooLong, Taken) where the work must stop."""
        self._reporter.check()
