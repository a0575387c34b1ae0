"""Security keys and passkeys (WebAuthn): what the browser is asked for, and whether its answer is right."""

from __future__ import annotations

import json
from typing import Any

from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.utils import timezone

from pejling.base.accounts.models import User
from pejling.base.login.lock_out import forget, try_once
from pejling.base.login.passwords.actions import note_lock_out


class BadAnswer(Exception):
    """The browser's answer isn't one to what it was asked, or is from another key."""


def options_to_add(user: User) -> dict[str, Any]:
    """What the browser asks a new key for; the challenge lies in the session."""
    return auth.begin_registration(user, passwordless=False)


def added(answer: str) -> dict[str, Any]:
    """The new key's credential as it is kept; BadAnswer."""
    credential = _parsed(answer)
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        raise BadAnswer from None
    return credential


def options_to_ask(user: User) -> dict[str, Any]:
    """What the browser asks one of the user's keys for; the challenge lies in the session."""
    return auth.begin_authentication(user)


def check_key(user: User, answer: str) -> bool:
    """Whether one of the user's keys has answered. Locked after too many wrong answers, as for codes."""
    last = try_once("code", str(user.uuid))
    try:
        credential = _parsed(answer)
        auth.parse_authentication_response(credential)
        found = auth.complete_authentication(user, credential)
    except (BadAnswer, ValidationError, ValueError, TypeError, KeyError, AttributeError):
        if last:
            note_lock_out(by=None, user=user)
        return False
    forget("code", str(user.uuid))
    type(found).objects.filter(pk=found.pk).update(last_used_at=timezone.now())
    return True


def _parsed(answer: str) -> dict[str, Any]:
    try:
        credential = json.loads(answer)
    except ValueError:
        raise BadAnswer from None
    if not isinstance(credential, dict):
        raise BadAnswer
    return credential
