"""Build the restored installation in a home and a database of its own, where nobody sees it yet.

Runs in a process whose settings point at that home (see restore.py): every room's own code then works on it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from pejling.base.audit.actions import record
from pejling.base.jobs.models import Job
from pejling.flows.backup import archive, rows, schema


def build(manifest: archive.Manifest, say: Callable[[str], None]) -> None:
    """From the unpacked files in this home to an installation of today's form.

    Raises schema.UnknownMigrations, rows.NotWhole.
    """
    home = Path(settings.PEJLING_HOME)
    schema.migrate_to(connection, manifest.migrations)
    say("form")
    models_then = schema.tables(connection, manifest.migrations)
    rows.load(models_then, home / "database", manifest.tables)
    say("rows")
    call_command("migrate", interactive=False, verbosity=0)
    say("migrated")
    for path in (home / "snapshots").rglob("*.parquet"):
        path.chmod(0o440)  # as ``freeze`` leaves them
    _end_jobs()
    # Who was erased since the backup was made is erased again before anyone can see the data.
    _erase_again()
    say("erased")
    record(by=None, organisation=None, verb="restore", subject=None)
    connection.close()


def _erase_again() -> None:
    if find_spec("pejling.flows.erasure") is not None:
        erasure = import_module("pejling.flows.erasure")
        if hasattr(erasure, "reapply"):
            erasure.reapply()


def _end_jobs() -> None:
    """What waited or ran at the backup is not begun of itself: a mail of then must not be sent a second time."""
    Job.objects.filter(state__in=[Job.State.WAITING, Job.State.RUNNING]).update(
        state=Job.State.FAILED, finished_at=timezone.now(), problem={"code": "restored", "params": {}}
    )
