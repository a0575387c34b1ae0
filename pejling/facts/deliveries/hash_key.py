"""The key by which CPR numbers become matching hashes: a file outside the database and its backup."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from pejling.facts.deliveries.problems import Unreadable

_BYTES = 32


class DamagedKey(Unreadable):
    """The key's file holds no key: nothing can be received until the one that was there is put back."""

    def __init__(self, file: str) -> None:
        super().__init__("damaged_key", {"file": file, "bytes": _BYTES})


def key_file() -> Path:
    """Where the key lies."""
    return Path(settings.PEJLING_HOME) / "keys" / "matching.key"


def hash_key() -> bytes:
    """The key's 32 bytes; made at the first call. Losing it means that hashed students no longer match.

    Raises `DamagedKey` where the file holds anything else: with half a key, hashes could be guessed.
    """
    path = key_file()
    if not path.exists():
        _make(path)
    key = None
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except (ValueError, OSError):
        key = None
    if key is None or len(key) != _BYTES:
        # Raised out here: the error before could quote what stands in the file.
        raise DamagedKey(path.name)
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
