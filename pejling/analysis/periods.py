"""What a figure is about in time: a year, school year, quarter, month or day, however a file writes it.

One canonical text per period, so that "2023/2024" and "2023/24" are the same, with its first and last day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

#: A Danish school year begins on 1 August.
SCHOOL_YEAR_BEGINS = 8
FIRST_YEAR, LAST_YEAR = 1950, 2100

_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
_YEAR = re.compile(r"(\d{4})")
_SCHOOL_YEAR = re.compile(
    r"(?:skole|studie)?(?:året|år)?\s*(\d{4})\s*/\s*(\d{2}|\d{4})|(\d{4})\s*-\s*(\d{4})"
)
_QUARTER = re.compile(r"(\d{4})\s*-?\s*[kq]\s*([1-4])|([1-4])\.?\s*kv(?:artal|\.)?\s*(\d{4})")
_MONTH = re.compile(r"(\d{4})\s*[-m]\s*(\d{1,2})|(\d{1,2})[-./](\d{4})")
_MONTH_NAME = re.compile(r"([a-zæøå]+)\.?\s+(\d{4})")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[-./](\d{1,2})[-./](\d{4})")


@dataclass(frozen=True, slots=True)
class Period:
    """``label``: the canonical text (2024, 2023/24, 2024-K1, 2024-03, 2024-03-05); its first and last day."""

    label: str
    first: date
    last: date


def parse_period(text: str) -> Period | None:
    """The period a text means; None where it is none (or ends before it begins)."""
    folded = " ".join(text.split()).casefold()
    for pattern, made in (
        (_YEAR, _year), (_SCHOOL_YEAR, _school_year), (_QUARTER, _quarter), (_MONTH, _month),
        (_MONTH_NAME, _named_month), (_DAY, _day),
    ):  # fmt: skip
        found = pattern.fullmatch(folded)
        if found:
            parts = [part for part in found.groups() if part is not None]
            period = made(parts, found)
            inside = period is not None and FIRST_YEAR <= period.first.year <= LAST_YEAR
            return period if inside else None
    return None


def _year(parts: list[str], _found: re.Match[str]) -> Period | None:
    year = int(parts[0])
    return Period(parts[0], date(year, 1, 1), date(year, 12, 31)) if year else None


def _school_year(parts: list[str], _found: re.Match[str]) -> Period | None:
    first = int(parts[0])
    if (
        int(parts[1]) % 100 != (first + 1) % 100
        or (len(parts[1]) == 4 and int(parts[1]) != first + 1)
        or not first
    ):
        return None
    label = f"{first:04d}/{(first + 1) % 100:02d}"
    return Period(label, date(first, SCHOOL_YEAR_BEGINS, 1), date(first + 1, SCHOOL_YEAR_BEGINS - 1, 31))


def _quarter(parts: list[str], found: re.Match[str]) -> Period | None:
    year, quarter = (parts[0], parts[1]) if found[1] else (parts[1], parts[0])
    last = 3 * int(quarter)
    whole = _of_months(int(year), last - 2, last)
    return Period(f"{year}-K{quarter}", *whole) if whole else None


def _month(parts: list[str], found: re.Match[str]) -> Period | None:
    year, month = (parts[0], parts[1]) if found[1] else (parts[1], parts[0])
    return _one_month(int(year), int(month))


def _named_month(parts: list[str], _found: re.Match[str]) -> Period | None:
    fitting = [
        place for place, name in enumerate(_MONTHS, 1) if len(parts[0]) >= 3 and name.startswith(parts[0])
    ]
    return _one_month(int(parts[1]), fitting[0]) if len(fitting) == 1 else None


def _one_month(year: int, month: int) -> Period | None:
    whole = _of_months(year, month, month)
    return Period(f"{year:04d}-{month:02d}", *whole) if whole else None


def _of_months(year: int, first: int, last: int) -> tuple[date, date] | None:
    if not (year and 1 <= first <= last <= 12):
        return None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _day(parts: list[str], found: re.Match[str]) -> Period | None:
    year, month, day = map(int, parts if found[1] else reversed(parts))
    try:
        only = date(year, month, day)
    except ValueError:
        return None
    return Period(only.isoformat(), only, only)
