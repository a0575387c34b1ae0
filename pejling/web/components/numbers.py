"""Numbers and dates as a reader writes them: 23,4 % and 4.3.2025 in Danish, 23.4% and 4 March 2025 in English."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext

MINUS = "−"
NARROW = "\N{NO-BREAK SPACE}"
NOTHING = "–"


def number(value: float | int | None, decimals: int = 0) -> str:
    """1.234,5; a dash for None."""
    if value is None:
        return NOTHING
    text = number_format(abs(value), decimals, use_l10n=True, force_grouping=True)
    return f"{MINUS}{text}" if _is_negative(value, decimals) else text


def share(value: float | None, decimals: int = 1) -> str:
    """A share (0-1) as a percentage with its sign; a dash for None."""
    if value is None:
        return NOTHING
    return f"{number(value * 100, decimals)}{_percent_sign()}"


def bare_share(value: float | None, decimals: int = 1) -> str:
    """A share as a percentage without the sign, for tables whose head says per cent."""
    return number(None if value is None else value * 100, decimals)


def points(value: float | None, decimals: int = 1) -> str:
    """A difference of shares in percentage points, always with its sign."""
    if value is None:
        return NOTHING
    text = number(value * 100, decimals)
    plus = "+" if round(value * 100, decimals) > 0 else ""
    return gettext("%(number)s percentage points") % {"number": plus + text}


def interval(lower: float | None, upper: float | None, decimals: int = 1) -> str:
    """Two limits of a share: 88,1–94,2 %; a dash where they are undefined."""
    if lower is None or upper is None:
        return NOTHING
    return f"{bare_share(lower, decimals)}–{bare_share(upper, decimals)}{_percent_sign()}"


def points_interval(lower: float | None, upper: float | None) -> str:
    """Two limits of a difference: from −3,1 to 4,2."""
    if lower is None or upper is None:
        return NOTHING
    return gettext("from %(lower)s to %(upper)s") % {"lower": bare_share(lower), "upper": bare_share(upper)}


def day(value: date | None) -> str:
    """4.3.2025 in Danish, 4 March 2025 in English."""
    if value is None:
        return NOTHING
    if get_language() == "da":
        return f"{value.day}.{value.month}.{value.year}"
    return date_format(value, "j F Y")


def month(label: str | None) -> str:
    """The label YYYY-MM as a month in words: august 2025."""
    if not label:
        return gettext("unknown")
    year, number_of_month = label.split("-")
    return (
        date_format(date(int(year), int(number_of_month), 1), "F Y").lower()
        if get_language() == "da"
        else (date_format(date(int(year), int(number_of_month), 1), "F Y"))
    )


def _percent_sign() -> str:
    return f"{NARROW}%" if get_language() == "da" else "%"


def _is_negative(value: float, decimals: int) -> bool:
    return round(value, decimals) < 0
