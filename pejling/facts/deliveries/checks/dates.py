"""Dates as schools' files write them. *Pure.*

Day comes before month unless the mapping says otherwise. Where a column itself holds dates that only make sense month
first, those that could be read both ways are refused rather than guessed, unless they are drowned by clear ones.
Two-digit years need the mapping's leave. 31 December 9999 stands for an open end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np

FIRST_YEAR, LAST_YEAR = 1900, 2100
#: So many more clear day-first dates than month-first ones make the latter mistakes, not a style.
_CLEARLY = 20
_EPOCH = date(1970, 1, 1).toordinal()

_TIME = r"(?:[T ]\s*[0-2]?[0-9][:.][0-5][0-9](?:[:.][0-5][0-9](?:[.,][0-9]{1,9})?)?\s*(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})" + _TIME)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\s*[-/.]\s*([0-9]{1,2})(?:\s*[-/.]\s*|\s+)([0-9]{4}|[0-9]{2})" + _TIME)
_IN_WORDS = re.compile(r"([0-9]{1,2})\s*\.?[\s-]*([A-Za-zÆØÅæøå]{3,9})\.?[\s-]*([0-9]{4})")
_MONTHS = (
    ("jan", "januar", "january"),
    ("feb", "februar", "february"),
    ("mar", "marts", "march"),
    ("apr", "april"),
    ("maj", "may"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("aug", "august"),
    ("sep", "sept", "september"),
    ("okt", "oktober", "oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
_MONTH = {word: number for number, words in enumerate(_MONTHS, 1) for word in words}

#: Problem codes; 0 is a good value.
CODES = (
    "",
    "not_a_date",
    "impossible_date",
    "year_out_of_range",
    "two_digit_year",
    "ambiguous_date",
    "month_first_date",
)
_NOT, _IMPOSSIBLE, _RANGE, _TWO_DIGITS, _AMBIGUOUS, _MONTH_FIRST = range(1, 7)


def parse_dates(
    values: Sequence[str], counts: np.ndarray, style: str | None = None, two_digit_years: bool = False
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Days since 1970 (int32), whether there is a date at all, and the problem (a place in ``CODES``).

    ``values``: the distinct texts of a column; ``counts``: how often each occurs. ``style``: ``day-first``,
    ``month-first`` or ``year-first`` from the mapping; None detects.
    """
    days = np.zeros(len(values), dtype=np.int32)
    there = np.zeros(len(values), dtype=bool)
    codes = np.zeros(len(values), dtype=np.int8)
    parts = [_split(value, style) for value in values]
    month_first = style == "month-first"
    doubtful = style is None and _mixes(parts, counts)
    for place, part in enumerate(parts):
        if part is None:
            continue
        if isinstance(part, int):
            codes[place] = part
            continue
        year, first, second, by_day = part
        if by_day and doubtful:
            if first <= 12 < second:
                codes[place] = _MONTH_FIRST
                continue
            if first <= 12 and first != second:
                codes[place] = _AMBIGUOUS
                continue
        day, month = (second, first) if by_day and month_first else (first, second)
        found = _day_number(year, month, day, two_digit_years)
        if isinstance(found, str):
            continue
        if found < 0:
            codes[place] = -found
        else:
            days[place] = found - _EPOCH
            there[place] = True
    return days, there, codes


def date_like(values: Sequence[str]) -> list[bool]:
    """Which texts are written as dates are, possible or not."""
    return [isinstance(_split(value, None), tuple) for value in values]


def style_of(values: Sequence[str], counts: np.ndarray) -> tuple[str | None, bool]:
    """How a column's dates are written, (style or None where the cells don't tell, whether years have two digits)."""
    parts = [
        (part, int(count)) for part, count in zip(map(_plain_split, values), counts, strict=True) if part
    ]
    by_day = [(part, count) for part, count in parts if part[3]]
    short = sum(count for part, count in by_day if len(part[0]) == 2) * 2 > sum(count for _, count in parts)
    if not by_day:
        return ("year-first" if parts else None), False
    day = sum(count for part, count in by_day if part[1] > 12)
    month = sum(count for part, count in by_day if part[1] <= 12 < part[2])
    if short and any(part[1] > 31 for part, _ in by_day):
        return "year-first", True
    if month and day < _CLEARLY * month:
        return (None if day else "month-first"), short
    return ("day-first" if day else None), short


def _plain_split(value: str) -> tuple[str, int, int, bool] | None:
    part = _split(value, None)
    return part if isinstance(part, tuple) else None


def _split(value: str, style: str | None) -> tuple[str, int, int, bool] | int | None:
    """(year, day, month, whether the order is a matter of style); a problem; None for an empty cell."""
    if not value:
        return None
    found = _YEAR_FIRST.fullmatch(value)
    if found:
        return found[1], int(found[4]), int(found[3]), False
    found = _COMPACT.fullmatch(value)
    if found:
        return found[1], int(found[3]), int(found[2]), False
    found = _DAY_FIRST.fullmatch(value)
    if found:
        if style == "year-first":
            # yy-mm-dd: what stands last is the day, and can have two digits only.
            return (found[1], int(found[3]), int(found[2]), False) if len(found[3]) == 2 else _NOT
        return found[3], int(found[1]), int(found[2]), True
    found = _IN_WORDS.fullmatch(value)
    if found and found[2].casefold() in _MONTH:
        return found[3], int(found[1]), _MONTH[found[2].casefold()], False
    return _NOT


def _mixes(parts: Sequence[tuple[str, int, int, bool] | int | None], counts: np.ndarray) -> bool:
    """Whether a column holds enough month-first dates to make the others doubtful."""
    day_first = month_first = 0
    for part, count in zip(parts, counts, strict=True):
        if isinstance(part, tuple) and part[3]:
            if part[1] > 12:
                day_first += int(count)
            elif part[2] > 12:
                month_first += int(count)
    return month_first > 0 and day_first < _CLEARLY * month_first


def _day_number(year: str, month: int, day: int, two_digit_years: bool) -> int | str:
    """The ordinal of a date; minus a problem; a text for an open end."""
    if year == "9999" and month == 12 and day == 31:
        return "open"
    if len(year) == 2:
        if not two_digit_years:
            return -_TWO_DIGITS
        year = ("20" if int(year) < 80 else "19") + year
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return -_IMPOSSIBLE
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return -_RANGE
    try:
        return date(int(year), month, day).toordinal()
    except ValueError:
        return -_IMPOSSIBLE
