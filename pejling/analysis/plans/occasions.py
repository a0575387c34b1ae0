"""The days of a date as said that a calendar can show: one span, or several, or one that comes again. *Pure.*

A span is shown whole while it is short; what lasts longer than two months ("2021", "1. halvår") is something to be
done by its last day, and what goes on all the time ("løbende") has no day at all.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pejling.analysis.plans.fuzzy_dates import MONTHS, understand
from pejling.analysis.plans.month_days import days_of_months

#: days that are shown as a span
LONGEST = 62
_OPEN = ("løbende", "fortløbende", "hele ", "i hele ")
#: what it recurs by -> frequency and interval as calendars know them
_EVERY = {
    "week": ("WEEKLY", 1), "month": ("MONTHLY", 1), "quarter": ("MONTHLY", 3), "half year": ("MONTHLY", 6),
    "year": ("YEARLY", 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Occasion:
    """Days to show. ``every``: "" or WEEKLY, MONTHLY, YEARLY, with ``interval``, until the day ``until``."""

    first: date
    last: date
    every: str = ""
    interval: int = 1
    until: date | None = None


def occasions(said: str, first: date | None, last: date | None, recurring: str = "") -> tuple[Occasion, ...]:
    """What a calendar shows of a date that ``fuzzy_dates`` understood as these days; () where there is no day."""
    text = " ".join(said.lower().split())
    if first is None:
        return ()
    if recurring and last is not None:
        return tuple(_recurring(text, first, last, recurring))
    if last is None:
        return (Occasion(first, first),)
    if (last - first).days < LONGEST:
        return (Occasion(first, last),)
    return () if text.startswith(_OPEN) else (Occasion(last, last),)


def _recurring(text: str, first: date, last: date, recurring: str) -> Iterator[Occasion]:
    if recurring == "named months":
        yield from _months(text, first, last)
        return
    day = re.search(r"\bi (.+)$", text) if recurring == "year" else None
    if day is not None:  # "hvert år i marts"
        yield from _yearly(day[1], first, last)
        return
    if days := list(days_of_months(text, first, last)):
        yield from (Occasion(day, day) for day in days)
        return
    every, interval = _EVERY[recurring]
    if re.search(r"\bande[nt]\b", text):
        interval *= 2
    yield Occasion(first, first, every, interval, last)


def _months(text: str, first: date, last: date) -> Iterator[Occasion]:
    named = [number for number, name in enumerate(MONTHS, 1) if re.search(rf"\b{name[:3]}", text)]
    for year in range(first.year, last.year + 1):
        for month in named:
            span = Occasion(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
            if span.first <= last and span.last >= first:
                yield span


def _yearly(said: str, first: date, last: date) -> Iterator[Occasion]:
    found = False
    for year in range(first.year, last.year + 1):
        when = understand(said, (date(year, 1, 1), date(year, 12, 31)))
        if when.first and when.last and not when.recurring and when.first <= last and when.last >= first:
            found = True
            yield Occasion(when.first, when.last)
    if not found:
        yield Occasion(first, first, "YEARLY", 1, last)
