"""The figure that a measure reads."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from pejling.quality.plans.models import Measure, Plan


def panel(request: HttpRequest, plan: Plan, part: Measure) -> dict[str, Any] | None:
    """Nothing yet."""
    return None
