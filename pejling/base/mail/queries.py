"""Reads on mails that other rooms may call."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from pejling.base.mail.models import MailLog, Reminders
from pejling.base.organisations.models import Organisation


def mails_of(organisation: Organisation) -> QuerySet[MailLog]:
    """The school's mails, newest first."""
    return MailLog.objects.filter(organisation=organisation).order_by("-asked_at", "-id")


def mail(organisation: Organisation, uuid: UUID) -> MailLog | None:
    """One of the school's mails."""
    return mails_of(organisation).filter(uuid=uuid).first()


def reminders_of(organisation: Organisation, user: Any) -> Reminders:
    """What the user has chosen at the school, or what holds until then (not kept)."""
    found = Reminders.objects.filter(organisation=organisation, user=user).first()
    return found or Reminders(organisation=organisation, user=user)


def reminders_at(organisation: Organisation) -> dict[int, Reminders]:
    """User's key -> what was chosen, of those who have been asked."""
    return {row.user_id: row for row in Reminders.objects.filter(organisation=organisation)}


def reminders_by_school(user: Any) -> dict[int, Reminders]:
    """School's key -> what the user has chosen there."""
    return {row.organisation_id: row for row in Reminders.objects.filter(user=user)}


def period_of(every: str, day: date) -> date | None:
    """The first day of the period to be looked at on that day: a working day itself, or its week's Monday."""
    if every == Reminders.Every.DAILY:
        return day if day.isoweekday() < 6 else None
    return day - timedelta(days=day.weekday()) if every == Reminders.Every.WEEKLY else None
