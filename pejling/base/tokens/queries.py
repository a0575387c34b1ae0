"""Reads on access keys that other rooms may call."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from pejling.base.organisations.models import Organisation
from pejling.base.tokens.models import ApiToken, CalendarAddress


def tokens_of(organisation: Organisation, user: Any = None) -> QuerySet[ApiToken]:
    """The school's keys, newest first; of one user only where one is named."""
    found = ApiToken.objects.filter(organisation=organisation).select_related("user").order_by("-id")
    return found if user is None else found.filter(user=user)


def token(organisation: Organisation, uuid: UUID | str) -> ApiToken:
    """One of them; ApiToken.DoesNotExist for any other school's."""
    return tokens_of(organisation).get(uuid=uuid)


def calendar_address(organisation: Organisation, user: Any) -> CalendarAddress | None:
    """The address of the user's calendar at the school that is in use, if any."""
    return CalendarAddress.objects.filter(
        organisation=organisation, user=user, revoked_at__isnull=True
    ).first()
