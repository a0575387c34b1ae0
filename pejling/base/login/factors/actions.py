"""Writes on second factors. Each is told of by mail: whoever didn't do it learns of it."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from pejling.base.accounts.models import User
from pejling.base.audit.actions import record
from pejling.base.login.factors.codes import matching_counter
from pejling.base.login.factors.queries import KEY, RECOVERY, TOTP
from pejling.base.mail.actions import send
from pejling.base.mail.sealing import sealed

#: what happened, as the mail says it
CHANGES = {
    "app": _("An app for codes has been set up."),
    "app_removed": _("The app for codes has been removed."),
    "key": _("A security key has been added."),
    "key_removed": _("A security key has been removed."),
    "recovery": _("New recovery codes have been made. The old ones don't work any more."),
    "recovery_used": _("A recovery code was used to log in."),
    "reset": _("The school's administrator has removed your second factor. Set up a new one."),
}


class WrongCode(Exception):
    """The code isn't that of the app just now."""


class HasApp(Exception):
    """There is an app for codes already."""


@transaction.atomic
def set_up_app(*, by: User, secret: str, code: str) -> list[str]:
    """Take the app that shows ``code`` for ``secret`` (base 32); recovery codes where these are the first.

    WrongCode; HasApp.
    """
    counter = matching_counter(secret, code)
    if counter is None:
        raise WrongCode
    try:
        with transaction.atomic():
            data = {"secret": sealed(secret), "used": counter}
            Authenticator.objects.create(user=by, type=TOTP, data=data)
    except IntegrityError:
        raise HasApp from None
    record(by=by, organisation=None, verb="set_up_second_factor", subject=by, fields=["app"])
    _tell(by, by, "app")
    return _first_recovery_codes(by)


@transaction.atomic
def add_key(*, by: User, name: str, credential: dict) -> list[str]:
    """Take a security key whose answer has been checked; recovery codes where these are the first."""
    Authenticator.objects.create(user=by, type=KEY, data={"name": name[:80], "credential": credential})
    record(by=by, organisation=None, verb="set_up_second_factor", subject=by, fields=["key"])
    _tell(by, by, "key")
    return _first_recovery_codes(by)


def _first_recovery_codes(user: User) -> list[str]:
    if Authenticator.objects.filter(user=user, type=RECOVERY).exists():
        return []
    return RecoveryCodes.activate(user).get_unused_codes()


@transaction.atomic
def new_recovery_codes(*, by: User) -> list[str]:
    """Ten new codes; the old ones don't work any more."""
    Authenticator.objects.filter(user=by, type=RECOVERY).delete()
    codes = RecoveryCodes.activate(by).get_unused_codes()
    record(by=by, organisation=None, verb="new_recovery_codes", subject=by, fields=["recovery_codes"])
    _tell(by, by, "recovery")
    return codes


@transaction.atomic
def remove_app(*, by: User) -> None:
    """Log-in asks for no code any more, unless keys are left."""
    if Authenticator.objects.filter(user=by, type=TOTP).delete()[0]:
        record(by=by, organisation=None, verb="remove_second_factor", subject=by, fields=["app"])
        _tell(by, by, "app_removed")
    _no_recovery_alone(by)


@transaction.atomic
def remove_key(*, by: User, key: int) -> None:
    """Remove one of one's own keys."""
    if Authenticator.objects.filter(user=by, type=KEY, pk=key).delete()[0]:
        record(by=by, organisation=None, verb="remove_second_factor", subject=by, fields=["key"])
        _tell(by, by, "key_removed")
    _no_recovery_alone(by)


def _no_recovery_alone(user: User) -> None:
    if not Authenticator.objects.filter(user=user).exclude(type=RECOVERY).exists():
        Authenticator.objects.filter(user=user, type=RECOVERY).delete()


@transaction.atomic
def reset(*, by: Any, user: User) -> None:
    """Remove all second factors of somebody who has lost them; ``by`` None: from the command line."""
    if Authenticator.objects.filter(user=user).delete()[0]:
        record(by=by, organisation=None, verb="reset_second_factor", subject=user, fields=["second_factors"])
        _tell(by, user, "reset")


@transaction.atomic
def tell_of_recovery(*, by: User) -> None:
    """A recovery code was used: its owner is told, in case it was somebody else."""
    record(by=by, organisation=None, verb="use_recovery_code", subject=by, fields=["recovery_codes"])
    _tell(by, by, "recovery_used")


def _tell(by: Any, user: User, change: str) -> None:
    if not user.is_demo:
        context = {"name": user.name, "change": CHANGES[change]}
        send(by=by, organisation=None, to=user.email, template="login.second_factor", context=context)
