"""E-mail and password: right or not, with a limit on how often it may be tried."""

from __future__ import annotations

from django.contrib.auth import authenticate
from django.http import HttpRequest

from pejling.base.accounts.models import User
from pejling.base.login.lock_out import forget, give_back, try_once
from pejling.base.login.network import address_of
from pejling.base.login.passwords.actions import note_lock_out, note_refusal


def checked(request: HttpRequest, email: str, password: str) -> User | None:
    """The user, or None where they don't match (or the account isn't active). Locked after too many tries.

    An address that nobody has is counted and locked as any other: the answer must not tell who has an account.
    """
    email, address = email.strip().lower(), address_of(request)
    if address:
        try_once("address", address)
    last = try_once("account", email)
    user = authenticate(request, username=email, password=password)
    if user is not None:
        forget("account", email)
        if address:
            give_back("address", address)
        return user
    known = User.objects.filter(email=email).first()
    note_refusal(by=None, user=known)
    if last and known is not None and known.is_active:
        note_lock_out(by=None, user=known)
    return None
