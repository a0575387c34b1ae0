"""Find deliveries by their source, the names of their files, their date and their id."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Q
from django.urls import reverse

from pejling.base.accounts.access import Access
from pejling.facts.deliveries.queries import deliveries_of
from pejling.web.components import numbers
from pejling.web.components.matching import anywhere
from pejling.web.pages.search.hits import MOST, Hit

FIELDS = ("source__title", "source__name", "files__name")
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})|(\d{4})-(\d{2})-(\d{2})")


def find_deliveries(access: Access, text: str) -> list[Hit]:
    """The newest first. A word may be a date: 4.3.2025 or 2025-03-04."""
    school = access.organisation
    asked = Q()
    for word in text.split():
        day = day_of(word)
        asked &= Q(as_of=day) if day else anywhere(FIELDS, word)
    # A delivery fits by several files at once: its key is asked for first, so that each comes once.
    keys = deliveries_of(school).filter(asked).values("pk").distinct().order_by()
    found = deliveries_of(school).filter(pk__in=keys)[: MOST + 1]
    return [
        Hit(
            f"{delivery.source.title}, {numbers.day(delivery.as_of)}",
            f"{delivery.get_state_display()} · {', '.join(file.name for file in delivery.files.all())}",
            reverse("deliveries_one", args=[school.uuid, delivery.uuid]),
        )
        for delivery in found
    ]


def day_of(word: str) -> date | None:
    """The date a word is; None for any other word."""
    found = _DAY.fullmatch(word)
    if not found:
        return None
    parts = (found[3], found[2], found[1]) if found[3] else (found[4], found[5], found[6])
    try:
        return date(*map(int, parts))
    except ValueError:
        return None
