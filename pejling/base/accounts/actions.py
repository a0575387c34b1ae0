"""Writes on users and memberships."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from pejling.base.accounts.models import Membership, User
from pejling.base.accounts.roles import ROLES
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation


@transaction.atomic
def add_user(
    *, by: Any, email: str, name: str = "", password: str | None = None, is_demo: bool = False
) -> User:
    """Make a user; without a password nobody can log in until one is set. ValidationError for a weak password."""
    user = User(email=email.strip().lower(), name=name, is_demo=is_demo)
    if password is None:
        user.set_unusable_password()
    else:
        validate_password(password, user)
        user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    record(by=by, organisation=None, verb="add_user", subject=user, fields=["email", "name"])
    return user


@transaction.atomic
def grant(
    *, by: Any, user: User, organisation: Organisation, role: str, departments: Iterable[Organisation] = ()
) -> Membership:
    """Give ``user`` one role at a school (replacing the one held); KeyError for an unknown role."""
    if role not in ROLES:
        raise KeyError(role)
    membership, _created = Membership.objects.update_or_create(
        user=user, organisation=organisation, defaults={"role": role}
    )
    membership.departments.set(departments)
    record(by=by, organisation=organisation, verb="grant", subject=membership, fields=["role", "departments"])
    return membership


@transaction.atomic
def set_password(*, by: Any, user: User, password: str) -> None:
    """Set a password; ValidationError where it is too weak."""
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(by=by, organisation=None, verb="set_password", subject=user, fields=["password"])
