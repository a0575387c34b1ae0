"""Do one job, and say in its row how that went."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
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
#: how long to wait before the end of a job is written again (seconds); after the last one the worker gives up
PAUSES = (1, 2, 5, 10, 20, 30)


def do(job: Job, reporter: Reporter) -> bool:
    """Do a job that was taken; returns whether this attempt ended it as the row says (False: it was taken over).

    An error nobody foresaw goes to the log with its traceback; the row keeps only the error's class, since its text
    might say something about a person.
    """
    write = _outcome(job, reporter)
    for pause in PAUSES:
        try:
            return write()
        except (OperationalError, InterfaceError):
            # What became of the work must not be lost because the database is restarting or held just now.
            log.warning("the end of job %s can't be written yet", job.uuid)
            connection.close()
            time.sleep(pause)
    return write()


def _outcome(job: Job, reporter: Reporter) -> Callable[[], bool]:
    """Do the work; returns what writes how it went."""
    try:
        result = _work(job, reporter)
    except Cancelled:
        return partial(attempts.end, job, State.CANCELLED)
    except HandedBack:
        return partial(attempts.give_back, job)
    except Taken:
        return lambda: False
    except TookTooLong:
        return partial(attempts.end, job, State.FAILED, problem={"code": "too_long", "params": {}})
    except Busy:
        return partial(attempts.give_back, job, after=BUSY_PAUSE)
    except Failed as failed:
        return partial(attempts.end, job, State.FAILED, problem=failed.problem)
    except UnknownKind:
        return partial(attempts.end, job, State.FAILED, problem={"code": "unknown_kind", "params": {}})
    except Exception as error:
        log.exception("job %s of kind %s, attempt %d", job.uuid, job.kind, job.attempt)
        problem = {"code": "unexpected", "params": {"error": type(error).__name__}}
        return partial(attempts.surprised, job, problem)
    return partial(attempts.end, job, State.DONE, result=result)


def _work(job: Job, reporter: Reporter) -> dict[str, Any] | None:
    kind = find(job.kind)
    by = User.objects.filter(uuid=job.by).first() if job.by else None
    # What is written while nobody reads is written in the installation's language.
    with translation.override(settings.LANGUAGE_CODE):
        result = kind.work(Running(job, reporter, by), **job.params)
    return json.loads(json.dumps(result))


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
