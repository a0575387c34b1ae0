"""Give a role with its scopes and dates: the one place where log-in meets the rules of memberships."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.holding import Refused, found_scopes
from pejling.base.accounts.models import Membership, User
from pejling.base.accounts.roles import ROLES
from pejling.base.accounts.wording import refusal_in_words
from pejling.base.organisations.models import Organisation

Scopes = Mapping[str, Iterable[str]]


class BadScope(ValueError):
    """A scope names something the school hasn't got, or the role needs one; the text says which."""


def check(organisation: Organisation, role: str, scopes: Scopes) -> None:
    """KeyError for an unknown role, BadScope for a scope that can't be given."""
    found = ROLES[role]
    try:
        held = {dimension for dimension, _part, _value in found_scopes(organisation, found, scopes)}
        if found.needs and not held & set(found.needs):
            raise Refused("needs_scope", role=role)
    except Refused as refused:
        raise BadScope(refusal_in_words(refused)) from refused


def give(
    *,
    by: Any,
    user: User,
    organisation: Organisation,
    role: str,
    scopes: Scopes,
    valid_from: date | None,
    valid_to: date | None,
    origin: str = Membership.Origin.HAND,
) -> Membership:
    """Give the role; BadScope where a scope has gone since it was promised."""
    check(organisation, role, scopes)
    return accounts.grant(
        by=by, user=user, organisation=organisation, role=role, scopes=scopes, valid_from=valid_from,
        valid_to=valid_to, origin=origin,
    )  # fmt: skip
