"""Logs that tell what went wrong, where and when, and nothing about a person.

What an exception says may quote a row (a name, a number), and so may an address' query. So a log holds the *kind*
of each exception and the places in the code it passed through, never its words. The words of a line stand in the
code; of what is filled in only numbers, ids, names of kinds and the form of an address remain. In development and on
a demo, where nobody exists, lines are complete. *Pure.*
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent.parent.parent
_UUID = r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}"
#: filled-in text that tells of no person: an id (whole or its first eight), a kind such as deliveries.try
_HARMLESS = re.compile(rf"{_UUID}|[0-9a-f]{{8}}|[a-z_]+([.:][a-z_]+)+")
_PHRASES = {status.phrase for status in HTTPStatus}
_HIDDEN = "…"
#: what a line may carry beside its words (see web/request_log.py)
EXTRA = ("route", "method", "status", "ms", "request_id", "job", "kind")


def configuration(style: str, *, complete: bool, requests: bool) -> dict[str, Any]:
    """Django's LOGGING: to stderr as text or JSON lines; ``complete``: with the words of exceptions too.

    ``requests``: a line for every request. ValueError for another style than text and json.
    """
    if style not in {"text", "json"}:
        raise ValueError(f"PEJLING_LOG is {style!r}: write text or json")
    form = {"()": "pejling.config.logs.JsonLines" if style == "json" else "pejling.config.logs.Lines"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"own": {**form, "complete": complete}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "own"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "pejling": {"level": "WARNING"},
            "pejling.web.requests": {"level": "INFO" if requests else "WARNING"},
            # A page that doesn't exist, or a form sent twice, is no news.
            "django": {"handlers": [], "level": "ERROR"},
            # Somebody tries names at random, all day long.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        },
    }


class Lines(logging.Formatter):
    """One line of text, then the places of an exception."""

    def __init__(self, complete: bool = False) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._complete = complete

    def format(self, record: logging.LogRecord) -> str:
        if self._complete:
            return super().format(record)
        about = _about(record)
        more = "".join(f" {name}={about[name]}" for name in EXTRA if name in about)
        lines = [f"{about['time']} {about['level']} {about['logger']}: {about['message']}{more}"]
        for error in about.get("exceptions", []):
            lines += [f"  {error['type']}", *(f"    {place}" for place in error["places"])]
        return "\n".join(lines)


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, exceptions (type and places), and what EXTRA names."""

    def __init__(self, complete: bool = False) -> None:
        super().__init__()
        self._complete = complete

    def format(self, record: logging.LogRecord) -> str:
        about = _about(record)
        if self._complete:
            about["message"] = record.getMessage()
            if record.exc_info:
                about["traceback"] = self.formatException(record.exc_info)
        return json.dumps(about, ensure_ascii=False)


def _about(record: logging.LogRecord) -> dict[str, Any]:
    found = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": _message(record),
    }
    found |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
    error = record.exc_info[1] if record.exc_info else None
    if error is None and isinstance(record.exc_info, tuple):
        error = sys.exc_info()[1]
    if error is not None:
        found["exceptions"] = [_error(each) for each in _chain(error)]
    return found


def _message(record: logging.LogRecord) -> str:
    """The words as they stand in the code, with what is filled in made harmless."""
    if not record.args:
        return _plain_words(str(record.msg))
    arguments = record.args
    try:
        if isinstance(arguments, dict):
            return str(record.msg) % {name: harmless(value) for name, value in arguments.items()}
        return str(record.msg) % tuple(harmless(value) for value in arguments)
    except (TypeError, ValueError):
        return str(record.msg)  # a number where the words want text: the words alone


def _plain_words(text: str) -> str:
    """Words without anything filled in, as far as one can see; those put together before logging lose their data."""
    first = text.split("\n", 1)[0]
    first = re.sub(r"\S+@\S+|\?\S*|'[^']*'|\"[^\"]*\"|“[^”]*”", _HIDDEN, first)
    return re.sub(rf"({_UUID})|\d[\d-]{{3,}}", lambda found: found.group(1) or _HIDDEN, first)


def harmless(value: Any) -> Any:
    """A value as it may stand in a log: numbers, ids and kinds as they are, addresses as their form, else "…"."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, BaseException):
        return type(value).__name__
    text = str(value)
    if _HARMLESS.fullmatch(text) or text in _PHRASES:
        return text
    return route_of(text) if text.startswith("/") else _HIDDEN


def route_of(path: str) -> str:
    """The form of an address of ours, such as /schools/<uuid:school>/retention/; "…" for any other."""
    try:
        from django.urls import resolve

        return "/" + resolve(path.split("?", 1)[0]).route
    except Exception:
        return _HIDDEN


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found and len(found) < 10:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _error(error: BaseException) -> dict[str, Any]:
    places = []
    for frame in traceback.extract_tb(error.__traceback__)[-25:]:
        path = Path(frame.filename)
        near = path.relative_to(_PACKAGE) if path.is_relative_to(_PACKAGE) else Path(*path.parts[-3:])
        places.append(f"{near}:{frame.lineno} {frame.name}")
    return {"type": f"{type(error).__module__}.{type(error).__qualname__}", "places": places}
