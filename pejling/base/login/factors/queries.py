"""Which second factors somebody has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from pejling.base.accounts.models import User

TOTP, KEY, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES


@dataclass(frozen=True, slots=True)
class Key:
    """A security key or passkey, by the name its owner gave it."""

    id: int
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """One user's second factors: since when an app's codes, which keys, how many recovery codes are left."""

    app_since: datetime | None
    keys: tuple[Key, ...]
    recovery_left: int

    @property
    def any(self) -> bool:
        """Whether log-in asks for one. Recovery codes alone don't count: they stand in for another."""
        return self.app_since is not None or bool(self.keys)


def factors_of(user: User) -> Factors:
    """What the user has set up."""
    app, keys, left = None, [], 0
    for found in Authenticator.objects.filter(user=user).order_by("id"):
        if found.type == TOTP:
            app = found.created_at
        elif found.type == KEY:
            keys.append(Key(found.pk, found.data["name"], found.created_at, found.last_used_at))
        else:
            left = len(found.wrap().get_unused_codes())
    return Factors(app, tuple(keys), left)


def has_factor(user: User) -> bool:
    """Whether log-in must ask for a second factor."""
    return Authenticator.objects.filter(user=user, type__in=[TOTP, KEY]).exists()


def with_factor(users: Iterable[User]) -> set[int]:
    """The primary keys of those who have one: one query for a whole list."""
    rows = Authenticator.objects.filter(user__in=list(users), type__in=[TOTP, KEY])
    return set(rows.values_list("user_id", flat=True))
