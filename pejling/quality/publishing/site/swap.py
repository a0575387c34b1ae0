"""Put a finished folder in the place of another at one stroke: a reader gets the old one or the new one. *Pure.*

Linux exchanges two folders in one step; where the disk or the system can't, the old one is called aside for the
moment between two renames, and the public server knows where to find it. What a kill leaves is put right at the next
act.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

_AT_FDCWD, _EXCHANGE = -100, 2


def aside_of(live: Path) -> Path:
    """What the old folder is called between two renames (the public server looks there, too)."""
    return live.with_name(f".{live.name}.aside")


def fresh_of(live: Path) -> Path:
    """Where the new folder is made; hidden, so that it isn't served."""
    return live.with_name(f".{live.name}.new")


def is_left(live: Path) -> bool:
    """Whether a kill left something beside."""
    return aside_of(live).exists() or fresh_of(live).exists()


def recover(live: Path) -> None:
    """Put right what a kill left: the folder back where it belongs, half-made ones away."""
    aside = aside_of(live)
    if aside.exists() and not live.exists():
        aside.rename(live)
    for left in (aside, fresh_of(live)):
        if left.exists():
            shutil.rmtree(left)


def swap(fresh: Path, live: Path) -> None:
    """``fresh`` becomes ``live``; what was there is gone afterwards. OSError: nothing has changed."""
    if not live.exists():
        fresh.rename(live)
    elif not _exchanged(fresh, live):
        _two_renames(fresh, live)
    _keep(live.parent)
    for old in (fresh, aside_of(live)):
        shutil.rmtree(old, ignore_errors=True)


def _exchanged(fresh: Path, live: Path) -> bool:
    """Whether the system could do it in one step."""
    if sys.platform != "linux":
        return False
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return call(_AT_FDCWD, os.fsencode(fresh), _AT_FDCWD, os.fsencode(live), _EXCHANGE) == 0


def _two_renames(fresh: Path, live: Path) -> None:
    aside = aside_of(live)
    live.rename(aside)
    try:
        fresh.rename(live)
    except OSError:
        aside.rename(live)
        raise


def _keep(folder: Path) -> None:
    """See to it that the names are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
