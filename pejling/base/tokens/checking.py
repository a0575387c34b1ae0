"""From the key a program shows to what it may see: its owner's access, narrowed to the key's scopes."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.utils import timezone

from pejling.base.accounts.access import Access, access_of
from pejling.base.tokens.models import ApiToken, CalendarAddress

#: The last use is written no oftener than this: a program may ask many times a minute.
USE_IS_NOTED_EVERY = timedelta(minutes=10)


def digest_of(secret: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> ApiToken | None:
    """The key that still opens something; None for one that is unknown, revoked or expired."""
    now = timezone.now()
    found = ApiToken.objects.select_related("user", "organisation").filter(
        digest=digest_of(secret), revoked_at__isnull=True, expires_at__gt=now
    )
    token = found.first()
    if token is not None and (token.last_used_at is None or now - token.last_used_at > USE_IS_NOTED_EVERY):
        # Not an act of anybody's: it leaves no line in the audit log.
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def access_with(token: ApiToken) -> Access | None:
    """The owner's access today, no wider than the key's scopes; None where the owner has none any more."""
    access = access_of(token.user, token.organisation)
    return access.only(token.scopes) if access is not None else None


#: what a calendar may show: plans as their reader sees them, never a person or a figure
CALENDAR_VERBS = ("see_plans", "see_plan_work", "edit_own_part")


def calendar_of(secret: str) -> tuple[CalendarAddress, Access] | None:
    """The address that still opens something, and its owner's access today, for plans only; None for any other."""
    found = (
        CalendarAddress.objects.select_related("user", "organisation")
        .filter(digest=digest_of(secret), revoked_at__isnull=True)
        .first()
    )
    access = access_of(found.user, found.organisation) if found is not None else None
    if found is None or access is None:
        return None
    narrowed = access.only(CALENDAR_VERBS)
    if not narrowed.may("see_plans"):
        return None
    now = timezone.now()
    if found.last_used_at is None or now - found.last_used_at > USE_IS_NOTED_EVERY:
        CalendarAddress.objects.filter(pk=found.pk).update(last_used_at=now)
    return found, narrowed
