"""Read the environment: the one place that knows the names of Pejling's variables. Pure: imports no Django."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

#: parts of DATABASE_URL's query that are the PostgreSQL client's own
_PASSED_ON = {"sslmode", "sslrootcert", "connect_timeout"}
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


def one_of(name: str, default: str, known: Sequence[str], environ: Mapping[str, str] = os.environ) -> str:
    """A variable with a few values to choose between."""
    value = environ.get(name, "").strip().lower() or default
    if value not in known:
        raise SettingError(f"{name} is {value!r}: write one of {', '.join(known)}")
    return value


def secret(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """A variable that may also stand in a file named by ``<name>_FILE``, as systemd and containers hand secrets over.

    "" where neither is set; SettingError where the file can't be read.
    """
    if value := environ.get(name, ""):
        return value
    place = environ.get(f"{name}_FILE", "")
    if not place:
        return ""
    try:
        return Path(place).read_text("utf-8").strip()
    except OSError as error:
        raise SettingError(f"{name}_FILE names {place!r}, which can't be read: {error.strerror}") from None


def number(name: str, default: int, *, least: int, most: int, environ: Mapping[str, str] = os.environ) -> int:
    """A whole number from ``least`` to ``most``."""
    value = environ.get(name, "").strip()
    if value == "":
        return default
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise SettingError(f"{name} is {value!r}: write a whole number from {least} to {most}")
    return int(value)


def address(environ: Mapping[str, str] = os.environ, *, name: str = "PEJLING_ADDRESS") -> str:
    """Where the installation (or what ``name`` names) is reached, as https://pejling.example.dk, or ""."""
    value = environ.get(name, "").strip().rstrip("/")
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query):
        raise SettingError(f"{name} is {value!r}: write it as https://pejling.example.dk")
    return value


def email(environ: Mapping[str, str] = os.environ, *, demo: bool = False) -> dict:
    """How mail is sent (PEJLING_EMAIL): ``smtp://user:password@host:587`` (STARTTLS), ``smtps://`` (TLS from the
    start, 465), ``smtp+plain://`` (no encryption: only for a server on the same machine), ``file:///folder`` or
    ``console:``. Without it a demo writes its mails to the console; others ask the machine's own mail server.
    """
    backend = "django.core.mail.backends."
    made = {"backend": backend + "smtp.EmailBackend", "host": "localhost", "port": 0, "user": "", "password": "",
            "starttls": False, "tls": False, "folder": None}  # fmt: skip
    value = secret("PEJLING_EMAIL", environ).strip()
    parts = urlsplit(value or ("console:" if demo else "smtp+plain://localhost:25"))
    if parts.scheme == "console":
        return made | {"backend": backend + "console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        return made | {"backend": backend + "filebased.EmailBackend", "folder": unquote(parts.path)}
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    if parts.scheme not in ports or not parts.hostname:
        # The value itself isn't repeated: it may hold a password.
        raise SettingError("PEJLING_EMAIL: write smtp://user:password@host:587, file:///folder or console:")
    return made | {
        "host": parts.hostname,
        "port": parts.port or ports[parts.scheme],
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "starttls": parts.scheme == "smtp",
        "tls": parts.scheme == "smtps",
    }


def database(environ: Mapping[str, str] = os.environ) -> dict:
    """Django's DATABASES["default"]: PostgreSQL by DATABASE_URL, else SQLite in PEJLING_HOME.

    ``?schema=NAME`` keeps all tables in that schema of the PostgreSQL database (which must exist); ``sslmode``,
    ``sslrootcert`` and ``connect_timeout`` are handed to the client.
    """
    url = secret("DATABASE_URL", environ)
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
        "OPTIONS": _options(parts.query),
    }


def _options(query: str) -> dict[str, str]:
    said = {name: values[-1] for name, values in parse_qs(query).items()}
    schema = said.pop("schema", None)
    if unknown := sorted(set(said) - _PASSED_ON):
        known = ", ".join(sorted({"schema", *_PASSED_ON}))
        raise SettingError(f"DATABASE_URL has ?{unknown[0]}=, which isn't known: {known} are")
    if schema is None:
        return said
    if not re.fullmatch(r"[a-z_][a-z0-9_]*", schema):
        raise SettingError("DATABASE_URL's schema: write small letters, digits and _ only")
    return {**said, "options": f"-c search_path={schema}"}


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
    if said := secret("PEJLING_SECRET_KEY", environ):
        return said
    path = home(environ) / "keys" / "django.key"
    return path.read_text().strip() if path.is_file() else None
