"""Random tokens for addresses in mails: the token goes out, only its hash is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings


def new_token() -> tuple[str, str]:
    """A token (43 letters, 256 random bits) and its hash."""
    token = secrets.token_urlsafe(32)
    return token, hashed(token)


def hashed(token: str) -> str:
    """SHA-256 in hexadecimal; no key is needed, since nobody can go through 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed(purpose: str, value: str) -> str:
    """HMAC-SHA-256 under the installation's secret, for values that somebody could guess (an e-mail address)."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()
