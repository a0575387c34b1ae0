"""What is left to somebody else when a person leaves: each room that gives people tasks says so by a hook.

``settings.HANDOVER`` names callables ``(organisation, user) -> Tasks | None`` by their dotted paths; None, or a count
of 0, means there is nothing. A lower room never learns what the tasks are: it shows their title, and calls ``give``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from pejling.base.accounts.models import User
from pejling.base.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Tasks:
    """``count`` tasks of a person at a school; ``give(by=, to=)`` gives them all to another, with its audit row."""

    title: str | Promise
    count: int
    give: Callable[..., None]


def tasks_of(organisation: Organisation, user: User) -> list[Tasks]:
    """Everything the user has at the school that must become somebody else's."""
    found: list[Any] = [import_string(path)(organisation, user) for path in settings.HANDOVER]
    return [tasks for tasks in found if tasks is not None and tasks.count]
