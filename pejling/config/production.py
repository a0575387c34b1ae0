"""What an installation with real data must say before it serves a page: there are no defaults to forget. *Pure.*"""

from __future__ import annotations

import os
from collections.abc import Mapping

from pejling.config import environment

_LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
#: words that stand in examples
_FROM_AN_EXAMPLE = ("change", "secret", "insecure", "example", "password")

TEXTS = {
    "no_key": "There is no key for log-ins: run `pejling setup`, or set PEJLING_SECRET_KEY (or ..._FILE).",
    "weak_key": "The key for log-ins is too short or out of an example: it needs 40 random characters.",
    "no_hosts": "PEJLING_HOSTS isn't set: write the names that readers use, such as pejling.example.dk",
    "any_host": "PEJLING_HOSTS allows any name (*): write the names that readers use.",
    "not_said_secure": "PEJLING_SECURE isn't set: write 1 (HTTPS), or 0 where only this machine reaches the server.",
    "in_the_clear": "PEJLING_SECURE is 0, but PEJLING_HOSTS names other machines: passwords would travel in clear.",
    "debug": "PEJLING_DEBUG is on: error pages would show data about students.",
    "example_password": "DATABASE_URL holds a password out of an example.",
}


class NotReady(environment.SettingError):
    """The server may not start; the text says everything that is missing."""


def problems(environ: Mapping[str, str] = os.environ) -> list[str]:
    """The codes (see TEXTS) of everything that keeps this installation from serving real data; [] on a demo."""
    if environment.flag("PEJLING_DEMO", environ=environ):
        return []
    found = ["debug"] if environment.flag("PEJLING_DEBUG", environ=environ) else []
    key = environment.secret_key(environ)
    if not key:
        found.append("no_key")
    elif len(key) < 40 or len(set(key)) < 8 or any(word in key.lower() for word in _FROM_AN_EXAMPLE):
        found.append("weak_key")
    hosts = {host.strip() for host in environ.get("PEJLING_HOSTS", "").split(",") if host.strip()}
    if not hosts:
        found.append("no_hosts")
    elif any(host.startswith("*") for host in hosts):
        found.append("any_host")
    if environ.get("PEJLING_SECURE", "").strip() == "":
        found.append("not_said_secure")
    elif not environment.flag("PEJLING_SECURE", environ=environ) and hosts - _LOOPBACK:
        found.append("in_the_clear")
    password = environment.database(environ).get("PASSWORD", "")
    if password and any(word in password.lower() for word in _FROM_AN_EXAMPLE):
        found.append("example_password")
    return found


def require(environ: Mapping[str, str] = os.environ) -> None:
    """Raise NotReady where anything is missing (debugging on one's own machine is let through)."""
    found = [code for code in problems(environ) if code != "debug"]
    if found and not environment.flag("PEJLING_DEBUG", environ=environ):
        raise NotReady("Pejling doesn't start:\n" + "\n".join(f"- {TEXTS[code]}" for code in found))
