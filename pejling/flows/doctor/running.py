"""What must go on all the time: a worker, backups, mail."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pejling.base.jobs.models import Job
from pejling.base.jobs.queries import workers
from pejling.flows.backup.notes import last_backup
from pejling.flows.doctor.finding import Finding, error, ok, warning

_LATE = timedelta(minutes=15)
_OLD, _TOO_OLD = timedelta(days=2), timedelta(days=8)


def findings() -> Iterator[Finding]:
    """Needs a database of today's form."""
    yield _worker()
    yield from _queue()
    yield _backup()
    yield _mail()


def _worker() -> Finding:
    count = workers().count()
    if count:
        return ok(
            "worker", ngettext("%(n)d worker is at work.", "%(n)d workers are at work.", count) % {"n": count}
        )
    return error(
        "worker",
        _("No worker has been heard of for a minute: deliveries, mails and figures wait."),
        _("Start one: pejling worker (with systemd: systemctl start pejling-worker@1)"),
    )


def _queue() -> Iterator[Finding]:
    late = Job.objects.filter(state=Job.State.WAITING, not_before__lt=timezone.now() - _LATE).count()
    if late:
        text = ngettext(
            "%(n)d job has waited over 15 minutes.", "%(n)d jobs have waited over 15 minutes.", late
        )
        yield warning("queue", text % {"n": late}, _("Start another worker, or see the page of jobs."))


def _backup() -> Finding:
    last = last_backup()
    mend = _("Run pejling backup every night (with systemd: systemctl enable --now pejling-backup.timer)")
    if last is None:
        return error("backup", _("No backup was ever made here."), mend)
    age = timezone.now() - last.made_at
    text = _("The last backup is of %(moment)s.") % {
        "moment": timezone.localtime(last.made_at).strftime("%Y-%m-%d %H:%M")
    }
    if age > _TOO_OLD:
        return error("backup", text, mend)
    return warning("backup", text, mend) if age > _OLD else ok("backup", text)


def _mail() -> Finding:
    """Knock at the mail server; nothing is sent."""
    kind = settings.EMAIL_BACKEND.rsplit(".", 2)[-2]
    mend = _("Set PEJLING_EMAIL to smtp://user:password@host:587 and PEJLING_EMAIL_FROM to the sender.")
    if kind != "smtp":
        if settings.DEMO or settings.DEBUG:
            return ok("mail", _("Mails are written to the console or a folder, not sent."))
        return warning("mail", _("Mails are written to the console or a folder, not sent."), mend)
    server = get_connection(timeout=10)
    try:
        with closing(server):
            server.open()
    except (OSError, smtplib.SMTPException, socket.gaierror) as problem:
        text = _("The mail server %(host)s can't be used (%(kind)s): no invitation will arrive.")
        return error("mail", text % {"host": settings.EMAIL_HOST, "kind": type(problem).__name__}, mend)
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        return warning("mail", _("Mails have no proper sender."), mend)
    return ok("mail", _("The mail server %(host)s answers.") % {"host": settings.EMAIL_HOST})
