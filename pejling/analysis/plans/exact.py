"""Exact decimals: 27.5 + 18 + 11 + 11.75 + 2.5 + 5 is 75.75 and nothing else. *Pure.*"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from pejling.analysis.strict_fields import FieldError

_FORM = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)")
#: Ten digits before the point and six behind it: more is a mistake, and would make sums that can't be shown.
_ROOM = re.compile(r"[+-]?0*\d{0,10}(?:[.,]\d{0,6}0*)?")

#: "1.200", "1.200.000", "1.200,5"; the first may also be a decimal
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?")


def exact(value: Any, path: str) -> Decimal:
    """A number as a file says it (``2.5``, ``30``, also ``2,5``); FieldError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise FieldError(path, "not_a_decimal", found=_short(value))
    text = str(value).strip()
    if not _FORM.fullmatch(text):
        raise FieldError(path, "not_a_decimal", found=_short(value))
    if not _ROOM.fullmatch(text):
        raise FieldError(path, "too_many_digits", found=_short(value))
    number = text.replace(",", ".")
    return Decimal(number.rstrip("0") if "." in number[:-1] else number)


def as_typed(text: str, path: str, *, percent: bool = False) -> str:
    """What a person typed as a number, without its blanks and (where ``percent``) its sign; "" for nothing.

    FieldError ``thousands_or_decimal`` where a point may stand between thousands: "1.200" is 1200 to a Dane, and
    would be read as 1.2.
    """
    plain = re.sub(r"\s", "", text)
    if percent:
        plain = plain.removesuffix("%")
    if _THOUSANDS.fullmatch(plain):
        whole, _comma, rest = plain.partition(",")
        grouped = whole.replace(".", "") + (f",{rest}" if rest else "")
        if rest or whole.count(".") > 1:
            return grouped
        raise FieldError(
            path, "thousands_or_decimal", found=plain, grouped=grouped, decimal=plain.replace(".", ",")
        )
    return plain


def shown(value: Decimal) -> str:
    """The number with as few digits as say it exactly, and never an exponent: 75.75, 30, 0."""
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in {"-0", ""} else plain


def _short(value: Any) -> str:
    return str(value)[:40]
