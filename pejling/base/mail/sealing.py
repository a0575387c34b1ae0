"""Seal a short text, so that the database alone (a stolen copy, a backup without its keys) doesn't give it away."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(ValueError):
    """The text was sealed with another key than those of this installation."""


def sealed(text: str) -> str:
    """``text`` sealed with a key made from the installation's secret."""
    return _keys().encrypt(text.encode()).decode("ascii")


def opened(token: str) -> str:
    """The text that was sealed; Unreadable where the key is another. Earlier secrets still open what they sealed."""
    try:
        return _keys().decrypt(token.encode("ascii")).decode()
    except (InvalidToken, UnicodeError):
        raise Unreadable("sealed with another key") from None


def _keys() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"pejling sealed texts").derive(
        secret.encode()
    )
    return Fernet(base64.urlsafe_b64encode(made))
