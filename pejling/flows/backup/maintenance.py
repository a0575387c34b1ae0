"""The mark that says a restore is under way: pages answer "try again soon" and no worker starts.

A file in PEJLING_HOME with a lock on it. The lock goes with its process, so a restore that was killed while it was
building is told from one that is running; a restore that was killed while *swapping* must be finished first.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

BUILDING, SWAPPING = "building", "swapping"


class AnotherRestore(Exception):
    """Somebody else is restoring this installation now."""


def mark() -> Path:
    """Where the mark is."""
    return Path(settings.PEJLING_HOME) / "restoring.json"


def is_under_way() -> bool:
    """Whether the data may not be used just now. Cheap where there is no mark."""
    try:
        stream = mark().open("r+", encoding="utf-8")
    except FileNotFoundError:
        return False
    with stream:
        return _is_held(stream) or _phase(stream) == SWAPPING


def unfinished() -> str | None:
    """The phase (building, swapping) of a restore that was killed; None where there is none."""
    try:
        stream = mark().open("r+", encoding="utf-8")
    except FileNotFoundError:
        return None
    with stream:
        return None if _is_held(stream) else _phase(stream)


@contextmanager
def holding() -> Iterator[Mark]:
    """Hold the mark for the time of a restore. Raises AnotherRestore. It stays unless ``clear`` is called."""
    mark().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(mark(), os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherRestore from None
        yield Mark(stream)


class Mark:
    """The mark while it is held."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self.said = _read(stream)

    def say(self, phase: str, **more: str | list[str]) -> None:
        """Write down where the restore is, on the disk before anything else happens."""
        self.said = {"phase": phase, **more}
        self._stream.seek(0)
        self._stream.truncate()
        self._stream.write(json.dumps(self.said))
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def clear(self) -> None:
        """The restore is over."""
        mark().unlink(missing_ok=True)


def _is_held(stream: IO[str]) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(stream, fcntl.LOCK_UN)
    return False


def _phase(stream: IO[str]) -> str | None:
    return _read(stream).get("phase")


def _read(stream: IO[str]) -> dict:
    stream.seek(0)
    try:
        return json.loads(stream.read() or "{}")
    except ValueError:
        return {}
