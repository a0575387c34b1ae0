"""The job that sends one mail. Sent twice at worst: when the worker dies between the mail server's yes and ours."""

from __future__ import annotations

from smtplib import SMTPAuthenticationError, SMTPException, SMTPRecipientsRefused
from uuid import UUID

from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pejling.base.jobs.kinds import kind
from pejling.base.jobs.running import Failed, Running
from pejling.base.mail.models import MailLog
from pejling.base.mail.sealing import Unreadable, opened
from pejling.base.mail.wording import PROBLEMS

#: trying again doesn't help
FINAL = {"refused_address", "log_in", "other_key"}


@kind("mail.send", title=_("Send a mail"), attempts=5, cancellable=False, wording=PROBLEMS)
def send_mail(run: Running, *, mail: str) -> None:
    """Send the mail if it still waits; note how it went."""
    found = MailLog.objects.filter(uuid=UUID(mail), state=MailLog.State.WAITING).first()
    if found is None:
        return
    MailLog.objects.filter(pk=found.pk).update(tries=F("tries") + 1)
    try:
        EmailMessage(found.subject, opened(found.sealed), None, [found.to]).send()
    except (SMTPException, OSError, Unreadable) as error:
        problem = _problem(error)
        if problem in FINAL or run.job.attempt >= run.job.attempts:
            _end(found, MailLog.State.FAILED, problem)
            raise Failed(problem) from error
        raise
    _end(found, MailLog.State.SENT)


def _problem(error: Exception) -> str:
    if isinstance(error, Unreadable):
        return "other_key"
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
        return "refused_address" if all(code >= 500 for code in codes) else "refused"
    if isinstance(error, SMTPAuthenticationError):
        return "log_in"
    return "refused" if isinstance(error, SMTPException) else "unreachable"


def _end(mail: MailLog, state: str, problem: str = "") -> None:
    MailLog.objects.filter(pk=mail.pk, state=MailLog.State.WAITING).update(
        state=state, problem=problem, sealed="", ended_at=timezone.now()
    )
