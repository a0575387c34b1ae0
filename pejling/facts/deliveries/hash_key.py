"""The key by which CPR numbers become matching hashes: a file outside the database and its backup."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

_BYTES = 32


def key_file() -> Path:
    """Where the key lies."""
    return Path(settings.PEJLING_HOME) / "keys" / "matching.key"


def hash_key() -> bytes:
    """The key's 32 bytes; made at the first call. Losing it means that hashed students no longer match.

    ValueError where the file holds anything else: with half a key, hashes could be guessed.
    """
    path = key_file()
    if not path.exists():
        _make(path)
    key = bytes.fromhex(path.read_text().strip())
    if len(key) != _BYTES:
        raise ValueError(f"{path.name} holds no key of {_BYTES} bytes: put back the file that was there")
    return key


def _make(path: Path) -> None:
    """Written beside and then named, so that nobody ever reads half a key; of two at once the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(secrets.token_hex(_BYTES))
    with suppress(FileExistsError):
        os.link(beside, path)
    beside.unlink()
