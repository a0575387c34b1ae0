"""Numbers, days and marks as in Danish or English print: 1.234,5, 4. marts 2025, ”citat”, 2019–2024. *Pure.*"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MINUS, DASH, NBSP = "−", "–", "\N{NO-BREAK SPACE}"
NOTHING = DASH
_MONTHS = {
    "da": "januar februar marts april maj juni juli august september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_YEARS = re.compile(r"(?<=\b\d{4})-(?=\d{4}\b)")
_QUOTED = re.compile(r'"([^"\n]*)"')
#: what breaks a document: control characters, and marks that turn the direction of what follows
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def number(value: Decimal | int | None, decimals: int = 0, language: str = "da") -> str:
    """1.234,5 rounded half up; a dash for None."""
    if value is None:
        return NOTHING
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}"
    if language == "da":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if rounded < 0 else text


def exactly(value: Decimal | None, language: str = "da") -> str:
    """The number with as many decimals as say it exactly: 75,75, 30."""
    if value is None:
        return NOTHING
    exponent = value.normalize().as_tuple().exponent
    return number(value, max(0, -exponent) if isinstance(exponent, int) else 0, language)


def with_unit(text: str, unit: str, language: str = "da") -> str:
    """The number with its sign or unit; ``percent`` and ``count`` are known, other units are words behind it."""
    if text == NOTHING or unit in ("", "count"):
        return text
    if unit == "percent":
        return f"{text}{NBSP if language == 'da' else ''}%"
    return f"{text} ({unit})" if " " in unit or "," in unit else f"{text}{NBSP}{unit}"


def file_size(size: int, language: str = "da") -> str:
    """In thousands of bytes, one at least: 1.234 kB."""
    return f"{number(max(1, round(size / 1000)), 0, language)} kB"


def interval(limits: tuple[Decimal, Decimal] | None, decimals: int = 1, language: str = "da") -> str:
    """10,6–14,3; a dash for None."""
    if limits is None:
        return NOTHING
    lower, upper = (number(one, decimals, language) for one in limits)
    between = f" {DASH} " if MINUS in lower + upper else DASH
    return f"{lower}{between}{upper}"


def day(value: date | None, language: str = "da") -> str:
    """4. marts 2025; 4 March 2025."""
    if value is None:
        return NOTHING
    return f"{value.day}{'.' if language == 'da' else ''}{NBSP}{_month(value, language)} {value.year}"


def month_name(text: str, language: str = "da") -> str:
    """2024-08 as august 2024; any other text as it is."""
    year, _dash, number_ = text.partition("-")
    if not (year.isdigit() and number_.isdigit() and 1 <= int(number_) <= 12):
        return text
    return f"{_MONTHS[language][int(number_) - 1]} {year}"


def short_day(value: date | None, language: str = "da") -> str:
    """4.3.2025; 4 March 2025."""
    if value is None or language != "da":
        return day(value, language)
    return f"{value.day}.{value.month}.{value.year}"


def period(value: tuple[date, date], language: str = "da") -> str:
    """2025; 2024–2028; skoleåret 2024/2025 is 1. august 2024 – 31. juli 2025."""
    first, last = value
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}{DASH}{last.year}"
    return f"{day(first, language)} {DASH} {day(last, language)}"


def typeset(text: str, language: str = "da") -> str:
    """Running text with real quotation marks and dashes, and without what can't be seen."""
    text = _UNSEEN.sub("", text)
    opening, closing = ("”", "”") if language == "da" else ("“", "”")
    text = _QUOTED.sub(lambda found: f"{opening}{found[1]}{closing}", text)
    return _YEARS.sub(DASH, text).replace(" - ", f" {DASH} ").replace("...", "…")


def _month(value: date, language: str) -> str:
    return _MONTHS[language][value.month - 1]
