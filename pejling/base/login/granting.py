"""Give a role with its scopes and dates: the one place where log-in meets the rules of memberships."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.models import Membership, User
from pejling.base.accounts.roles import ROLES
from pejling.base.organisations.models import Organisation

Scopes = Mapping[str, Iterable[str]]


class BadScope(ValueError):
    """A scope names something the school hasn't got, or the role needs one; the text says which."""


def check(organisation: Organisation, role: str, scopes: Scopes) -> None:
    """KeyError for an unknown role, BadScope for a scope that can't be given."""
    found = ROLES[role]
    departments = _departments(organisation, scopes)
    if found.by_department and not departments:
        raise BadScope(_("The role needs at least one department."))


def give(
    *,
    by: Any,
    user: User,
    organisation: Organisation,
    role: str,
    scopes: Scopes,
    valid_from: date | None,
    valid_to: date | None,
) -> Membership:
    """Give the role; BadScope where a scope has gone since it was promised."""
    check(organisation, role, scopes)
    return accounts.grant(
        by=by, user=user, organisation=organisation, role=role, departments=_departments(organisation, scopes)
    )


def _departments(organisation: Organisation, scopes: Scopes) -> list[Organisation]:
    names = list(scopes.get("departments", ()))
    found = {part.name: part for part in organisation.parts.filter(kind="department", name__in=names)}
    lacking = [name for name in names if name not in found]
    if lacking:
        raise BadScope(_("The school has no department called %(name)s.") % {"name": ", ".join(lacking)})
    return [found[name] for name in names]
