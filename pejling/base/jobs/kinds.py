"""The kinds of work there are: each a function with a title, registered by the module that does the work.

A module is named in ``settings.JOB_KINDS`` and read when the first kind is asked for, so that a lower room may make a
job that a higher one does.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.functional import Promise

Work = Callable[..., dict[str, Any] | None]
#: what a problem's code says: a text for each code, or a function of code and params
Wording = Mapping[str, str | Promise] | Callable[[str, dict[str, Any]], str]


class UnknownKind(KeyError):
    """No module named in settings.JOB_KINDS registers this kind."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When a kind is done by itself until somebody decides otherwise (see ``models.Schedule`` for the fields)."""

    every: str
    at: time
    weekday: int | None = None
    day: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: what it is called, how often it is tried, how long it may take, and what its problems say.

    ``planned`` gives every school (or, with ``for_all``, the installation) a schedule of it. ``verb``: what somebody
    must be allowed to do to begin it again; "" where seeing the job is enough.
    """

    name: str
    title: str | Promise
    work: Work
    attempts: int
    cancellable: bool
    longest: timedelta
    stages: Mapping[str, str | Promise]
    wording: Wording
    planned: Plan | None
    for_all: bool
    verb: str = ""

    def check(self, params: Mapping[str, Any]) -> None:
        """TypeError where the function doesn't take these parameters."""
        inspect.signature(self.work).bind(None, **params)


_KINDS: dict[str, Kind] = {}
_read: set[str] = set()


def kind(
    name: str,
    *,
    title: str | Promise,
    attempts: int = 3,
    cancellable: bool = True,
    longest: timedelta = timedelta(hours=2),
    stages: Mapping[str, str | Promise] | None = None,
    wording: Wording | None = None,
    planned: Plan | None = None,
    for_all: bool = False,
    verb: str = "",
) -> Callable[[Work], Work]:
    """Register ``work(run: Running, **params) -> dict | None`` as the kind ``name`` ("room.verb").

    The work must be safe to repeat: an attempt may be killed at any point and is then tried again. It runs outside
    any transaction. ``stages``: the words for what it tells ``run.progress(stage=...)``. ``wording``: the words for
    the codes it raises ``Failed`` with. ``attempts``: how often it is tried when killed or surprised by an error.
    ``verb`` (of ``accounts.roles``): what whoever asked for it was allowed to do, and who asks again must be.
    """

    def register(work: Work) -> Work:
        if name in _KINDS and _KINDS[name].work.__qualname__ != work.__qualname__:
            raise ValueError(f"two kinds of job are called {name!r}")
        _KINDS[name] = Kind(
            name,
            title,
            work,
            attempts,
            cancellable,
            longest,
            stages or {},
            wording or {},
            planned,
            for_all,
            verb,
        )
        return work

    return register


def find(name: str) -> Kind:
    """The kind of that name; UnknownKind where there is none."""
    try:
        return kinds()[name]
    except KeyError:
        raise UnknownKind(name) from None


def kinds() -> dict[str, Kind]:
    """All kinds by name."""
    for module in settings.JOB_KINDS:
        if module not in _read:
            import_module(module)
            _read.add(module)
    return _KINDS
