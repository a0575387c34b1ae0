"""Writes on mails."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from pejling.base.audit.actions import record
from pejling.base.jobs.actions import enqueue
from pejling.base.mail.models import MailLog, Reminders
from pejling.base.mail.sealing import sealed
from pejling.base.mail.writing import write
from pejling.base.organisations.models import Organisation


@transaction.atomic
def send(
    *, by: Any, organisation: Organisation | None, to: str, template: str, context: Mapping[str, Any]
) -> MailLog:
    """Write a mail and have it sent by a job when the transaction is done; the log's row.

    ``template``: "room.name" for ``templates/<room>/mail/<name>.txt``, whose first line is the subject. ``context``:
    its values; wrap what must not stay in the log (a token, an address with one) in ``writing.Secret``.
    ``organisation`` is None only for what is the person's own affair. TemplateDoesNotExist for an unknown template.
    """
    written = write(template, context)
    mail = MailLog.objects.create(
        organisation=organisation,
        to=to.strip(),
        template=template,
        subject=written.subject,
        body=written.shown,
        sealed=sealed(written.text),
        by=getattr(by, "uuid", None),
    )
    record(by=by, organisation=organisation, verb="send_mail", subject=mail, fields=["to", "subject"])
    enqueue(
        by=by,
        organisation=organisation,
        kind="mail.send",
        params={"mail": str(mail.uuid)},
        key=f"mail {mail.uuid}",
    )
    return mail


@transaction.atomic
def forget_mails(*, by: Any, organisation: Organisation | None, before: Any) -> int:
    """Delete the mails of a school that ended before that moment (they name persons); how many."""
    old = MailLog.objects.filter(organisation=organisation, ended_at__lt=before)
    count, _models = old.delete()
    if count:
        record(by=by, organisation=organisation, verb="forget_mails", subject=None, fields=["mails"])
    return count


@transaction.atomic
def give_up(*, by: Any, mail: MailLog) -> None:
    """Don't send a mail that still waits: what it tells of no longer holds."""
    changed = MailLog.objects.filter(pk=mail.pk, state=MailLog.State.WAITING).update(
        state=MailLog.State.FAILED, sealed="", problem="withdrawn", ended_at=timezone.now()
    )
    if changed:
        record(by=by, organisation=mail.organisation, verb="give_up_mail", subject=mail, fields=["state"])


@transaction.atomic
def choose_reminders(*, by: Any, organisation: Organisation, every: str) -> Reminders:
    """How often ``by`` is reminded by mail of the school's work; ValueError for what can't be chosen."""
    if every not in Reminders.Every.values:
        raise ValueError(every)
    found, _made = Reminders.objects.get_or_create(organisation=organisation, user=by)
    found.every = every
    found.save(update_fields=["every"])
    record(by=by, organisation=organisation, verb="choose_reminders", subject=by, fields=["every"])
    return found


@transaction.atomic
def remind(
    *,
    by: Any,
    organisation: Organisation,
    user: Any,
    period: date,
    template: str,
    context: Mapping[str, Any] | None,
) -> MailLog | None:
    """Send the reminder of the period that begins on that day, once however often it is asked for.

    The period is noted in the same transaction as the mail: killed in between, neither has happened. ``context``
    None: there is nothing to say, and the period is over all the same.
    """
    Reminders.objects.get_or_create(organisation=organisation, user=user)
    row = Reminders.objects.select_for_update().get(organisation=organisation, user=user)
    if row.period is not None and row.period >= period:
        return None
    row.period = period
    mail = None
    if context is not None:
        mail = send(by=by, organisation=organisation, to=user.email, template=template, context=context)
        row.sent_at = timezone.now()
    row.save(update_fields=["period", "sent_at"])
    return mail
