"""Today as a page means it: in Denmark, wherever the machine stands."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def today() -> date:
    """The date in Denmark."""
    return datetime.now(ZoneInfo(settings.TIME_ZONE)).date()
