"""A process of an installation's own with kinds of work for the tests: `python -m ... VERB`, answers in JSON.

The work speaks to the test by stdout and waits for it by stdin, so that nothing hangs on how fast a machine is.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

import django


def main(verb: str, *arguments: str) -> None:
    """work | once | ask KIND N | cancel | show."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pejling.config.settings")
    django.setup()
    _register()
    from pejling.base.jobs import actions, attempts
    from pejling.base.jobs.models import Job
    from pejling.base.jobs.worker import Loop
    from pejling.base.organisations.queries import schools

    attempts.SILENT = timedelta(seconds=0)  # only what is known of the machine's own workers keeps a job
    if verb in {"work", "once"}:
        Loop(once=verb == "once", grace=0).run()
    elif verb == "ask":
        for _ in range(int(arguments[1])):
            actions.enqueue(by=None, organisation=schools().get(), kind=arguments[0])
    elif verb == "cancel":
        actions.cancel(by=None, job=Job.objects.get())
    fields = ("state", "attempt", "done", "of", "problem", "result")
    print(json.dumps(list(Job.objects.order_by("id").values(*fields))))


def _register() -> None:
    from django.conf import settings
    from django.db import transaction

    from pejling.base.jobs.kinds import kind
    from pejling.base.organisations.models import Organisation

    settings.JOB_KINDS = []

    def told() -> None:
        print("begun", flush=True)
        sys.stdin.readline()

    @kind("test.waits", title="Venter på prøven")
    def waits(run) -> dict[str, int]:
        run.progress(1, 4)
        if run.job.attempt == 1:
            told()
            while True:  # until it is stopped
                run.check()
                time.sleep(0.01)
        return {"attempt": run.job.attempt}

    @kind("test.holds", title="Holder databasen")
    def holds(run) -> None:
        with transaction.atomic():
            Organisation.objects.update(code="1")
            told()

    @kind("test.hangs", title="Bliver hængende", longest=timedelta(seconds=0.2))
    def hangs(run) -> None:
        while True:
            time.sleep(0.01)

    @kind("test.counts", title="Tæller")
    def counts(run) -> None:
        with (Path(settings.PEJLING_HOME) / "counted").open("a") as stream:
            stream.write(f"{run.job.pk}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
