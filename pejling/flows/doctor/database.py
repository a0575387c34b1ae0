"""The database: reachable, of today's form, with a clock that agrees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pejling.base.audit.models import Entry
from pejling.base.organisations.queries import schools
from pejling.flows.doctor.finding import Finding, error, ok, warning

_OFF = timedelta(minutes=2)


def findings() -> Iterator[Finding]:
    """Stops at the first thing that makes the rest impossible to see."""
    try:
        connection.ensure_connection()
        waiting = _waiting_migrations()
    except (DatabaseError, OSError) as problem:
        yield error(
            "database",
            _("The database doesn't answer (%(kind)s).") % {"kind": type(problem).__name__},
            _(
                "Is DATABASE_URL right, and is the server running? A damaged SQLite file: restore the last backup."
            ),
        )
        return
    yield ok("database", {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor])
    if waiting:
        text = ngettext(
            "%(n)d change of the database's form waits.",
            "%(n)d changes of the database's form wait.",
            waiting,
        )
        yield error("migrations", text % {"n": waiting}, _("Make a backup, then run: pejling migrate"))
        return
    yield ok("migrations", _("The database has today's form."))
    yield from _whole()
    yield _clock()
    yield _schools()


def _waiting_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _whole() -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        said = cursor.fetchone()[0]
    if said == "ok":
        yield ok("whole", _("The database file is whole."))
    else:
        yield error("whole", _("The database file is damaged."), _("Restore the last backup."))


def _clock() -> Finding:
    newest = Entry.objects.aggregate(at=Max("at"))["at"]
    ahead = newest is not None and newest > timezone.now() + _OFF
    if not ahead and abs(_database_now() - datetime.now(UTC)) < _OFF:
        return ok("clock", _("The clock agrees with the database."))
    return error(
        "clock",
        _("The clock of this machine is wrong: the database knows of later moments."),
        _("Have the machine set its clock by the network (timedatectl set-ntp true)."),
    )


def _database_now() -> datetime:
    if connection.vendor != "postgresql":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def _schools() -> Finding:
    count = schools().count()
    if count:
        return ok("schools", ngettext("%(n)d organisation", "%(n)d organisations", count) % {"n": count})
    return warning(
        "schools", _("There is no organisation yet."), "pejling setup --organisation NAME --admin EMAIL"
    )
