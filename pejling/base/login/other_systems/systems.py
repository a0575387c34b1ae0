"""The log-in systems there are now; the file is read anew when it has changed."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from pejling.analysis.strict_fields import FieldError
from pejling.base.accounts.roles import ROLES
from pejling.base.login.other_systems.file import System, parse

log = logging.getLogger(__name__)


def read_systems() -> tuple[System, ...]:
    """What the file says; none where there is no file. FieldError (or OSError) where it can't be used."""
    path = Path(settings.LOGIN_FILE)
    if not path.is_file():
        return ()
    scopes = {key: role.scopes for key, role in ROLES.items()}
    return parse(path.read_text("utf-8"), roles=scopes, keys=Path(settings.PEJLING_HOME) / "keys")


def systems() -> tuple[System, ...]:
    """The same for a page: a file that can't be used lets nobody in, and the log says what is wrong with it."""
    path = Path(settings.LOGIN_FILE)
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return ()
    return _kept(path, stamp)


@lru_cache(maxsize=4)
def _kept(path: Path, stamp: int) -> tuple[System, ...]:
    try:
        return read_systems()
    except (FieldError, OSError, UnicodeError) as error:
        log.error("%s can't be used, so nobody can log in through another system: %s", path.name, error)
        return ()


def system_of(key: str) -> System | None:
    """The system of that key."""
    return next((system for system in systems() if system.key == key), None)
