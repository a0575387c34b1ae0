"""The key by which CPR numbers become matching hashes: a file outside the database and its backup."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings


def key_file() -> Path:
    """Where the key lies."""
    return Path(settings.PEJLING_HOME) / "keys" / "matching.key"


def hash_key() -> bytes:
    """The key's 32 bytes; made at the first call. Losing it means that hashed students no longer match."""
    path = key_file()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return hash_key()
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_hex(32))
    return bytes.fromhex(path.read_text().strip())
