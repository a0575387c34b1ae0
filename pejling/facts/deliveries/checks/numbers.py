"""Numbers as schools' files write them: 1.234,5 or 1,234.5, found per column. *Pure.*

One separator followed by exactly three digits can be read both ways; the rest of the column or the mapping decides,
else the cell is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

_BLANKS = re.compile(r"(?<=[0-9])[\s\u00a0\u202f'](?=[0-9]{3}(?![0-9]))")
_PLAIN = re.compile(r"[+-]?[0-9]+")
_ONE = re.compile(r"[+-]?([0-9]*)([.,])([0-9]+)")
_MIXED = re.compile(r"[+-]?[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*([.,])([0-9]+)")
_GROUPS = re.compile(r"[+-]?[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})+")

CODES = ("", "not_a_number", "ambiguous_number", "not_whole", "number_too_large")
_NOT, _AMBIGUOUS, _NOT_WHOLE, _TOO_LARGE = range(1, 5)
_DIGITS = 15
_SIGNS = {"comma": ",", "point": "."}


def parse_numbers(
    values: Sequence[str], whole: bool, decimal: str | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Numbers (int64 where ``whole``, else float64), whether there is one, and the problem (a place in ``CODES``).

    ``values``: the distinct texts of a column. ``decimal``: ``comma`` or ``point`` from the mapping; None detects.
    """
    numbers = np.zeros(len(values), dtype=np.int64 if whole else np.float64)
    there = np.zeros(len(values), dtype=bool)
    codes = np.zeros(len(values), dtype=np.int8)
    texts = [_BLANKS.sub("", value.replace("\u2212", "-")) for value in values]
    sign = _SIGNS[decimal] if decimal else _sign_of(texts)
    for place, text in enumerate(texts):
        if not text:
            continue
        plain = _plain(text, sign, decimal is not None)
        if isinstance(plain, int):
            codes[place] = plain
        elif whole and "." in plain:
            codes[place] = _NOT_WHOLE
        elif len(re.sub(r"[^0-9]", "", plain).lstrip("0")) > _DIGITS and (whole or "." not in plain):
            codes[place] = _TOO_LARGE
        else:
            numbers[place] = int(plain) if whole else float(plain)
            there[place] = True
    return numbers, there, codes


def decimal_of(values: Sequence[str]) -> str | None:
    """``comma`` or ``point`` where the texts of a column give it away; else None."""
    sign = _sign_of([_BLANKS.sub("", value) for value in values])
    return next((name for name, known in _SIGNS.items() if known == sign), None)


def _sign_of(texts: Sequence[str]) -> str | None:
    """The decimal sign the column gives away; None where it doesn't, or gives away both."""
    found = {sign for sign in (_evidence(text) for text in texts) if sign}
    return found.pop() if len(found) == 1 else None


def _evidence(text: str) -> str | None:
    """The decimal sign that one number alone proves."""
    both = _MIXED.fullmatch(text)
    if both and both[1] != both[2]:
        return both[2]
    groups = _GROUPS.fullmatch(text)
    if groups:
        return "," if groups[1] == "." else "."
    one = _ONE.fullmatch(text)
    if one and not _two_ways(one):
        return one[2]
    return None


def _two_ways(one: re.Match[str]) -> bool:
    """Whether one separator could part thousands as well as decimals."""
    return len(one[3]) == 3 and 1 <= len(one[1]) <= 3 and not one[1].startswith("0")


def _plain(text: str, sign: str | None, declared: bool) -> str | int:
    """The number with a point or no separator at all; or a problem."""
    if _PLAIN.fullmatch(text):
        return text
    both = _MIXED.fullmatch(text)
    if both and both[1] != both[2]:
        if declared and both[2] != sign:
            return _NOT
        return text.replace(both[1], "").replace(both[2], ".")
    groups = _GROUPS.fullmatch(text)
    if groups:
        return _NOT if declared and groups[1] == sign else text.replace(groups[1], "")
    one = _ONE.fullmatch(text)
    if not one:
        return _NOT
    if _two_ways(one):
        if sign is None:
            return _AMBIGUOUS
        return text.replace(sign, ".") if one[2] == sign else text.replace(one[2], "")
    if declared and one[2] != sign:
        return _NOT
    return text.replace(one[2], ".")
