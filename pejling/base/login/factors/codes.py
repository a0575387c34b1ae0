"""Check a code: of an app (RFC 6238) or a recovery code, each good for one use."""

from __future__ import annotations

import logging
import secrets
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.db import transaction

from pejling.base.accounts.models import User
from pejling.base.login.factors.queries import RECOVERY, TOTP
from pejling.base.login.lock_out import forget, try_once
from pejling.base.login.passwords.actions import note_lock_out
from pejling.base.mail.sealing import Unreadable, opened

log = logging.getLogger(__name__)
PERIOD = 30  # seconds
#: a telephone's clock may be this many periods off
TOLERANCE = 1

new_secret = generate_totp_secret


def matching_counter(secret: str, code: str, now: float | None = None) -> int | None:
    """The period whose code this is, the newest first; None where it fits none about now. ``secret``: base 32."""
    code = "".join(letter for letter in code if not letter.isspace())
    if not (code.isascii() and code.isdigit()):
        return None
    counter = int(time.time() if now is None else now) // PERIOD
    for near in range(counter + TOLERANCE, counter - TOLERANCE - 1, -1):
        if secrets.compare_digest(format_hotp_value(hotp_value(secret, near)), code):
            return near
    return None


def check(user: User, code: str) -> str:
    """totp or recovery where the code is right (it is used up then), else "". Locked after too many wrong ones."""
    last = try_once("code", str(user.uuid))
    kind = _fits_app(user, code) or _fits_recovery(user, code)
    if kind:
        forget("code", str(user.uuid))
    elif last:
        note_lock_out(by=None, user=user)
    return kind


@transaction.atomic
def _fits_app(user: User, code: str) -> str:
    found = Authenticator.objects.select_for_update().filter(user=user, type=TOTP).first()
    if found is None:
        return ""
    try:
        secret = opened(found.data["secret"])
    except Unreadable:
        log.error("A second factor was sealed with another key: it must be reset (pejling second-factor).")
        return ""
    counter = matching_counter(secret, code)
    # A code that somebody looked at over a shoulder is worth nothing once it has been used.
    if counter is None or counter <= found.data.get("used", -1):
        return ""
    found.data["used"] = counter
    found.save(update_fields=["data"])
    found.record_usage()
    return "totp"


@transaction.atomic
def _fits_recovery(user: User, code: str) -> str:
    # Locked, so that two log-ins at the same instant can't use one code twice.
    found = Authenticator.objects.select_for_update().filter(user=user, type=RECOVERY).first()
    if found is None:
        return ""
    try:
        if not found.wrap().validate_code(code):
            return ""
    except Unreadable:
        return ""
    found.refresh_from_db()
    found.record_usage()
    return "recovery"
