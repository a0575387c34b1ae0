"""Read the environment: the one place that knows the names of Pejling's variables. Pure: imports no Django."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

REPOSITORY = Path(__file__).resolve().parent.parent.parent


class SettingError(ValueError):
    """A variable of the environment has a value that can't be used; the text says which and how to mend it."""


def home(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of database, deliveries, snapshots and keys (PEJLING_HOME, default ``var/`` beside the code)."""
    return Path(environ.get("PEJLING_HOME") or REPOSITORY / "var").expanduser().absolute()


def flag(name: str, default: bool = False, environ: Mapping[str, str] = os.environ) -> bool:
    """A yes/no variable: 1, true, yes, on or 0, false, no, off."""
    value = environ.get(name, "").strip().lower()
    if value == "":
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingError(f"{name} is {value!r}: write 1 or 0")


def database(environ: Mapping[str, str] = os.environ) -> dict:
    """Django's DATABASES["default"]: PostgreSQL by DATABASE_URL, else SQLite in PEJLING_HOME."""
    url = environ.get("DATABASE_URL", "")
    if not url:
        return _sqlite(home(environ) / "pejling.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingError(
            f"DATABASE_URL begins with {parts.scheme!r}: write postgresql://user:password@host:port/name"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(path: Path) -> dict:
    # WAL lets pages be read while a delivery is written; immediate transactions fail early instead of half-way.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
        },
    }


def secret_key(environ: Mapping[str, str] = os.environ) -> str | None:
    """Django's secret: from PEJLING_SECRET_KEY, else the key file that ``pejling setup`` makes, else None."""
    if environ.get("PEJLING_SECRET_KEY"):
        return environ["PEJLING_SECRET_KEY"]
    path = home(environ) / "keys" / "django.key"
    return path.read_text().strip() if path.is_file() else None
