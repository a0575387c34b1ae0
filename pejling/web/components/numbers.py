"""Numbers and dates as a reader writes them: 23,4 % and 4.3.2025 in Danish, 23.4% and 4 March 2025 in English."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext

MINUS = "−"
NARROW = "\N{NO-BREAK SPACE}"
NOTHING = "–"


def number(value: float | int | Decimal | None, decimals: int = 0) -> str:
    """1.234,5, rounded half up; a dash for None."""
    if value is None:
        return NOTHING
    # Django cuts decimals off instead of rounding them.
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = number_format(abs(rounded), decimals, use_l10n=True, force_grouping=True)
    return f"{MINUS}{text}" if rounded < 0 else text


def share(value: float | None, decimals: int = 1) -> str:
    """A share (0-1) as a percentage with its sign; a dash for None."""
    return NOTHING if value is None else f"{bare_share(value, decimals)}{_percent_sign()}"


def bare_share(value: float | None, decimals: int = 1) -> str:
    """A share as a percentage without the sign, for tables whose head says per cent."""
    return number(None if value is None else Decimal(str(value)) * 100, decimals)


def points(value: float | None, decimals: int = 1) -> str:
    """A difference of shares in percentage points, always with its sign."""
    if value is None:
        return NOTHING
    text = bare_share(value, decimals)
    plus = "+" if value > 0 and text != bare_share(0.0, decimals) else ""
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
    text = date_format(date(int(year), int(number_of_month), 1), "F Y")
    return text.lower() if get_language() == "da" else text


def _percent_sign() -> str:
    return f"{NARROW}%" if get_language() == "da" else "%"
