"""Reads on mails that other rooms may call."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from pejling.base.mail.models import MailLog
from pejling.base.organisations.models import Organisation


def mails_of(organisation: Organisation) -> QuerySet[MailLog]:
    """The school's mails, newest first."""
    return MailLog.objects.filter(organisation=organisation).order_by("-asked_at", "-id")


def mail(organisation: Organisation, uuid: UUID) -> MailLog | None:
    """One of the school's mails."""
    return mails_of(organisation).filter(uuid=uuid).first()
