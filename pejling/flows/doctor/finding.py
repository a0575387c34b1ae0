"""One thing that was looked at, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

OK, WARNING, ERROR = "ok", "warning", "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """``check``: what was looked at (a key that stays); ``level``: ok, warning or error; ``mend``: "" where ok."""

    check: str
    level: str
    text: str
    mend: str = ""


def ok(check: str, text: str) -> Finding:
    return Finding(check, OK, text)


def warning(check: str, text: str, mend: str) -> Finding:
    return Finding(check, WARNING, text, mend)


def error(check: str, text: str, mend: str) -> Finding:
    return Finding(check, ERROR, text, mend)
