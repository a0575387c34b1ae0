"""Writes on passwords, and the trail of log-ins."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.models import Membership, User
from pejling.base.audit.actions import record
from pejling.base.login.lock_out import forget
from pejling.base.mail.actions import send
from pejling.base.mail.addresses import absolute
from pejling.base.mail.writing import Secret


class BadToken(Exception):
    """The address of the mail has been used, is too old, or never was one."""


@transaction.atomic
def ask_for_password(*, by: None, email: str, base: str = "") -> bool:
    """Mail the address where a new password is chosen, if there is such an account; whether there was.

    Whoever logs in through another system only has no password here; a demo user's isn't changed. The page's answer
    must be the same in all cases. ``base`` as in ``login.actions.invite``.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True, is_demo=False).first()
    if user is None or (not user.has_usable_password() and SocialAccount.objects.filter(user=user).exists()):
        return False
    path = reverse("new_password", args=[user.uuid, default_token_generator.make_token(user)])
    context = {
        "name": user.name,
        "address": Secret(absolute(path, base)),
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
    }
    send(by=by, organisation=None, to=user.email, template="login.reset", context=context)
    record(by=by, organisation=None, verb="ask_for_password", subject=user)
    return True


@transaction.atomic
def choose_password(*, by: None, user: User, token: str, password: str) -> None:
    """Set the password that somebody with the mail's token chose, and unlock the account.

    BadToken; ValidationError for a weak password. Sessions begun with the old password end.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not (user.is_active and default_token_generator.check_token(user, token)):
        raise BadToken
    _set(user, user, password)
    forget("account", user.email)


@transaction.atomic
def change_password(*, by: User, password: str) -> None:
    """A new password for oneself; ValidationError for a weak one. Other sessions end."""
    _set(by, by, password)


def _set(by: Any, user: User, password: str) -> None:
    accounts.set_password(by=by, user=user, password=password)
    record(by=by, organisation=None, verb="change_password", subject=user, fields=["password"])
    context = {"name": user.name}
    send(by=by, organisation=None, to=user.email, template="login.password_changed", context=context)


@transaction.atomic
def note_log_in(*, by: User, how: list[str]) -> None:
    """Leave a trace of a log-in at each of the user's schools. ``how``: password, totp, provider, demo ..."""
    _trace(by, by, "log_in", how)


@transaction.atomic
def note_log_out(*, by: User, idle: bool = False) -> None:
    """Leave a trace of a log-out; ``idle``: nobody gave a sign of life."""
    _trace(by, by, "log_out", ["idle"] if idle else [])


@transaction.atomic
def note_refusal(*, by: None, user: User | None) -> None:
    """Leave a trace of a log-in that was refused; also where nobody has that e-mail address."""
    if user is None:
        record(by=by, organisation=None, verb="log_in_refused", subject=None)
    else:
        _trace(by, user, "log_in_refused", [])


@transaction.atomic
def note_lock_out(*, by: None, user: User) -> None:
    """Leave a trace of a lock-out, and tell the user by mail."""
    _trace(by, user, "lock_out", [])
    if not user.is_demo:
        context = {"name": user.name}
        send(by=by, organisation=None, to=user.email, template="login.locked_out", context=context)


@transaction.atomic
def unlock(*, by: Any, user: User) -> None:
    """Let somebody who is locked out try again at once."""
    forgotten = [forget("account", user.email), forget("code", str(user.uuid))]
    if any(forgotten):
        _trace(by, user, "unlock", [])


def _trace(by: Any, user: User, verb: str, fields: list[str]) -> None:
    """One row per school, so that each data controller finds its own readers in its own log."""
    schools = {row.organisation for row in _memberships(user)}
    for school in sorted(schools, key=lambda school: school.pk) or [None]:
        record(by=by, organisation=school, verb=verb, subject=user, fields=fields)


def _memberships(user: User) -> list[Membership]:
    return list(Membership.objects.filter(user=user).select_related("organisation"))
