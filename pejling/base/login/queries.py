"""Reads on invitations and lock-outs that other rooms may call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from pejling.base.accounts.models import User
from pejling.base.login.lock_out import locked_until
from pejling.base.login.models import Invitation
from pejling.base.login.tokens import hashed
from pejling.base.organisations.models import Organisation


def invitation_of(token: str) -> Invitation | None:
    """The invitation whose mail held the token, open or not."""
    return Invitation.objects.select_related("organisation").filter(token_hash=hashed(token)).first()


def held_to(invitation: Invitation) -> list[str]:
    """What the role would be held to, in words: names of parts and texts."""
    said = [value for values in invitation.scopes.values() for value in values]
    parts = {str(part.uuid): part.name for part in invitation.organisation.parts.all()} if said else {}
    return [parts.get(value, value) for value in said]


def invitations_of(organisation: Organisation) -> QuerySet[Invitation]:
    """The school's invitations, newest first."""
    return Invitation.objects.filter(organisation=organisation).select_related("user")


def locked_out(users: Iterable[User]) -> dict[int, datetime]:
    """Which of the users are locked out now (by primary key), and until when."""
    users = list(users)
    accounts = locked_until("account", [user.email for user in users])
    codes = locked_until("code", [str(user.uuid) for user in users])
    found = {}
    for user in users:
        times = [t for t in (accounts.get(user.email), codes.get(str(user.uuid))) if t]
        if times:
            found[user.pk] = max(times)
    return found
