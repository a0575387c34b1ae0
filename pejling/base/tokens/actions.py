"""Make and revoke access keys."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.base.tokens.checking import digest_of
from pejling.base.tokens.models import ApiToken, CalendarAddress
from pejling.base.tokens.scopes import LIFETIMES, SCOPES

#: What every key begins with, so that programs that look for lost secrets know one.
BEGINNING = "pejling_"


@transaction.atomic
def make_token(
    *, by: Any, organisation: Organisation, name: str, scopes: Iterable[str], days: int
) -> tuple[ApiToken, str]:
    """A new key of ``by``'s own at the school, and the key itself, which is never to be seen again.

    KeyError for an unknown scope, ValueError for another lifetime than those in ``LIFETIMES`` or no name.
    """
    asked = list(dict.fromkeys(scopes))
    for scope in asked:
        SCOPES[scope]
    if days not in LIFETIMES or not name.strip():
        raise ValueError(days, name)
    secret = BEGINNING + secrets.token_urlsafe(32)
    made = timezone.now()
    token = ApiToken.objects.create(
        organisation=organisation,
        user=by,
        name=name.strip()[:100],
        start=secret[:13],
        digest=digest_of(secret),
        scopes=asked,
        made_at=made,
        expires_at=made + timedelta(days=days),
    )
    record(
        by=by, organisation=organisation, verb="make_token", subject=token, fields=["scopes", "expires_at"]
    )
    return token, secret


@transaction.atomic
def revoke_token(*, by: Any, token: ApiToken) -> None:
    """The key opens nothing from now on; one that is revoked already stays as it is."""
    if token.revoked_at is not None:
        return
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    record(by=by, organisation=token.organisation, verb="revoke_token", subject=token, fields=["revoked_at"])


@transaction.atomic
def make_calendar_address(*, by: Any, organisation: Organisation) -> tuple[CalendarAddress, str]:
    """The secret of ``by``'s own calendar at the school, not to be seen again; an earlier one opens nothing more."""
    now = timezone.now()
    CalendarAddress.objects.filter(organisation=organisation, user=by, revoked_at__isnull=True).update(
        revoked_at=now
    )
    secret = secrets.token_urlsafe(32)
    made = CalendarAddress.objects.create(
        organisation=organisation, user=by, start=secret[:4], digest=digest_of(secret), made_at=now
    )
    record(by=by, organisation=organisation, verb="make_calendar_address", subject=made, fields=["digest"])
    return made, secret


@transaction.atomic
def revoke_calendar_address(*, by: Any, organisation: Organisation) -> None:
    """``by``'s own calendar at the school has no address any more."""
    found = CalendarAddress.objects.filter(
        organisation=organisation, user=by, revoked_at__isnull=True
    ).first()
    if found is None:
        return
    found.revoked_at = timezone.now()
    found.save(update_fields=["revoked_at"])
    record(
        by=by, organisation=organisation, verb="revoke_calendar_address", subject=found, fields=["revoked_at"]
    )
