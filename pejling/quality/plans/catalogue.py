"""The kinds of plan of this installation: those of the catalogue, and the school's own, read once.

A file in ``PEJLING_HOME/plan_kinds`` adds a kind, or takes the place of the one of its name: to change a kind's
annual cycle, say, copy its file there and change it.
"""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from pejling.analysis.plans.kinds import CATALOGUE, PlanKind, plan_kinds


@lru_cache(maxsize=1)
def kinds() -> dict[str, PlanKind]:
    """Every kind by its key; FieldError with the place of what is wrong in a file."""
    own = settings.PEJLING_HOME / "plan_kinds"
    return plan_kinds((CATALOGUE, own) if own.is_dir() else (CATALOGUE,))
