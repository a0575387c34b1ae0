"""Do one job, and say in its row how that went."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import translation

from pejling.base.accounts.models import User
from pejling.base.jobs import attempts
from pejling.base.jobs.kinds import UnknownKind, find
from pejling.base.jobs.models import Job
from pejling.base.jobs.presence import present
from pejling.base.jobs.reporting import Direct
from pejling.base.jobs.running import Cancelled, Failed, HandedBack, Reporter, Running, Taken, TookTooLong
from pejling.base.organisations.lock import Busy

log = logging.getLogger(__name__)
State = Job.State
#: how long a job waits that found its school's register held by another
BUSY_PAUSE = timedelta(seconds=2)


def do(job: Job, reporter: Reporter) -> bool:
    """Do a job that was taken; returns whether this attempt ended it as the row says (False: it was taken over).

    An error nobody foresaw goes to the log with its traceback; the row keeps only the error's class, since its text
    might say something about a person.
    """
    try:
        result = _work(job, reporter)
    except Cancelled:
        return attempts.end(job, State.CANCELLED)
    except HandedBack:
        return attempts.give_back(job)
    except Taken:
        return False
    except TookTooLong:
        return attempts.end(job, State.FAILED, problem={"code": "too_long", "params": {}})
    except Busy:
        return attempts.give_back(job, after=BUSY_PAUSE)
    except Failed as failed:
        return attempts.end(job, State.FAILED, problem=failed.problem)
    except UnknownKind:
        return attempts.end(job, State.FAILED, problem={"code": "unknown_kind", "params": {}})
    except Exception as error:
        log.exception("job %s of kind %s, attempt %d", job.uuid, job.kind, job.attempt)
        return attempts.surprised(job, {"code": "unexpected", "params": {"error": type(error).__name__}})
    return attempts.end(job, State.DONE, result=result)


def _work(job: Job, reporter: Reporter) -> dict[str, Any] | None:
    kind = find(job.kind)
    by = User.objects.filter(uuid=job.by).first() if job.by else None
    # What is written while nobody reads is written in the installation's language.
    with translation.override(settings.LANGUAGE_CODE):
        return kind.work(Running(job, reporter, by), **job.params)


def run_waiting(limit: int = 1000) -> list[Job]:
    """Do all jobs that are due, here and now, one after another; returns them as they ended.

    For the command line and tests: it needs no worker, and runs inside a transaction if there is one.
    """
    ended = []
    with present() as name:
        while len(ended) < limit and (job := attempts.take(name)) is not None:
            do(job, Direct(job))
            job.refresh_from_db()
            ended.append(job)
    return ended
