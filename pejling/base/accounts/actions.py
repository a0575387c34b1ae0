"""Writes on users and memberships."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from pejling.base.accounts.holding import Held, Refused, found_scopes
from pejling.base.accounts.models import Membership, Scope, User
from pejling.base.accounts.roles import ADMINISTRATOR, ROLES
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation

__all__ = ["Refused", "add_user", "change", "end", "grant", "rename_user", "set_password"]


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
    *,
    by: Any,
    user: User,
    organisation: Organisation,
    role: str,
    departments: Iterable[Organisation] = (),
    scopes: Mapping[str, Iterable[Organisation | str]] | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    origin: str = Membership.Origin.HAND,
) -> Membership:
    """Give ``user`` one more role at a school; the same again (role, scopes, dates, origin) is not given twice.

    ``scopes``: dimension -> parts of the school or texts (the name or id of a part will do); ``departments`` is a
    short way to say ``{"department": ...}``. KeyError for an unknown role; Refused for a scope that the role doesn't
    take or that isn't of this school, and for days in the wrong order.
    """
    if role not in ROLES:
        raise KeyError(role)
    asked: dict[str, Iterable[Organisation | str]] = {**(scopes or {})}
    if own := list(departments):
        asked["department"] = own
    held = found_scopes(organisation, ROLES[role], asked)
    _check_days(valid_from, valid_to)
    facts = {"role": role, "valid_from": valid_from, "valid_to": valid_to, "origin": origin}
    for known in Membership.objects.filter(user=user, organisation=organisation, ended_at=None, **facts):
        if _held_by(known) == set(held):
            return known
    membership = Membership.objects.create(user=user, organisation=organisation, **facts)
    _hold(membership, held)
    record(by=by, organisation=organisation, verb="grant", subject=membership, fields=["role", "scopes"])
    return membership


@transaction.atomic
def change(
    *,
    by: Any,
    membership: Membership,
    role: str,
    scopes: Mapping[str, Iterable[Organisation | str]],
    valid_from: date | None,
    valid_to: date | None,
) -> Membership:
    """Change a membership: another role ends it now and begins a new one; anything else is changed where it stands.

    Errors as ``grant``; Refused also where nobody would be left to administer the school.
    """
    if role not in ROLES:
        raise KeyError(role)
    _check_open(membership)
    if role != membership.role:
        end(by=by, membership=membership)
        return grant(
            by=by, user=membership.user, organisation=membership.organisation, role=role, scopes=scopes,
            valid_from=valid_from, valid_to=valid_to,
        )  # fmt: skip
    held = found_scopes(membership.organisation, ROLES[role], scopes)
    _check_days(valid_from, valid_to)
    before = {"valid_from": membership.valid_from, "valid_to": membership.valid_to}
    changed = [
        name for name, day in (("valid_from", valid_from), ("valid_to", valid_to)) if before[name] != day
    ]
    membership.valid_from, membership.valid_to = valid_from, valid_to
    membership.save(update_fields=["valid_from", "valid_to"])
    if _held_by(membership) != set(held):
        membership.scopes.all().delete()
        _hold(membership, held)
        changed.append("scopes")
    _keep_an_administrator(membership)
    if changed:
        school = membership.organisation
        record(by=by, organisation=school, verb="change_access", subject=membership, fields=changed)
    return membership


@transaction.atomic
def end(*, by: Any, membership: Membership) -> None:
    """End a membership now: the next page the user asks for is refused. Refused for the last administrator."""
    _check_open(membership)
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    _keep_an_administrator(membership)
    record(
        by=by,
        organisation=membership.organisation,
        verb="end_access",
        subject=membership,
        fields=["ended_at"],
    )


@transaction.atomic
def rename_user(*, by: Any, user: User, name: str) -> None:
    """Change a user's name."""
    user.name = name.strip()
    user.full_clean(exclude=["password"])
    user.save(update_fields=["name"])
    record(by=by, organisation=None, verb="rename_user", subject=user, fields=["name"])


@transaction.atomic
def set_password(*, by: Any, user: User, password: str) -> None:
    """Set a password; ValidationError where it is too weak."""
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(by=by, organisation=None, verb="set_password", subject=user, fields=["password"])


def _check_days(valid_from: date | None, valid_to: date | None) -> None:
    if valid_from and valid_to and valid_to < valid_from:
        raise Refused("days_reversed")


def _check_open(membership: Membership) -> None:
    """The row as it is now. The school is locked where the database can: two tabs may end the same access, and two
    administrators may end each other's at the same moment."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    now = Membership.objects.select_for_update().get(pk=membership.pk)
    if now.ended_at is not None:
        raise Refused("already_ended")


def _keep_an_administrator(membership: Membership) -> None:
    """Refused (and so undone) where the change leaves the school without anybody to let others in."""
    if membership.role != ADMINISTRATOR.key:
        return
    school = membership.organisation
    lasting = Membership.objects.in_force().filter(organisation=school, role=ADMINISTRATOR.key)
    if not lasting.filter(valid_to__isnull=True, user__is_active=True).exists():
        raise Refused("last_administrator")


def _held_by(membership: Membership) -> set[Held]:
    return {(scope.dimension, scope.part_id, scope.value) for scope in membership.scopes.all()}


def _hold(membership: Membership, held: Iterable[Held]) -> None:
    Scope.objects.bulk_create(
        Scope(
            organisation=membership.organisation,
            membership=membership,
            dimension=dimension,
            part_id=part,
            value=value,
        )
        for dimension, part, value in held
    )
