"""When plans were last published, for their annual cycle."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.timezone import localtime

from pejling.quality.publishing.models import Edition


def published_days(organisation: Any) -> dict[int, date]:
    """Plan's key -> the day of its newest edition that the public sees, of the school's plans."""
    seen = Edition.objects.filter(
        publication__organisation=organisation, publication__plan__isnull=False, state=Edition.State.PUBLISHED
    )
    pairs = seen.order_by("published_at").values_list("publication__plan", "published_at")
    return {plan: localtime(moment).date() for plan, moment in pairs}
