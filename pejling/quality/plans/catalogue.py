"""The kinds of plan of this installation: those of the catalogue, and the school's own, read once.

A file in ``PEJLING_HOME/plan_kinds`` adds a kind, or takes the place of the one of its name: to change a kind's
annual cycle, say, copy its file there and change it. A file that can't be read is left out and told: a slip of the
pen must not take every page about plans away.
"""

from __future__ import annotations

import logging
from functools import lru_cache

from django.conf import settings

from pejling.analysis.plans.kinds import PlanKind, plan_kinds
from pejling.analysis.plans.own_kinds import OwnKinds, own_kinds, said_of

log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def kinds() -> dict[str, PlanKind]:
    """Every kind by its key; where the school's own file can't be read, the catalogue's of that name."""
    return plan_kinds() | _own().kinds


def broken_kinds() -> list[tuple[str, str]]:
    """The school's own files that can't be read: (file, what is wrong, in the reader's words)."""
    return [(name, said_of(wrong)) for name, wrong in _own().broken]


@lru_cache(maxsize=1)
def _own() -> OwnKinds:
    found = own_kinds(settings.PEJLING_HOME / "plan_kinds")
    for name, wrong in found.broken:
        log.error("the kind of plan in plan_kinds/%s can't be read and is left out: %s", name, said_of(wrong))
    return found
