"""CPR numbers: found, removed, or made into a keyed hash. *Pure.*

A CPR number is ten digits whose first six form a date (ddmmyy), with or without a hyphen before the last four;
a spreadsheet that took it for a number has lost a leading zero, so nine digits count too. Dashes of every kind and
blanks count as the hyphen. Digits on either side make it some other number.
"""

from __future__ import annotations

import hmac
import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

#: What stands where a CPR number stood.
REMOVED = "[CPR]"

_GAP = r"[\s\u00a0\u00ad\u2000-\u200f\u202f\u2060\ufeff\u2010-\u2015\u2212\ufe58\ufe63\uff0d-]{0,3}"
_NUMBER = re.compile(
    r"(?<![0-9])(?:(?P<day>[0-3][0-9])(?P<dot>[ ./-]?)(?P<month>[01][0-9])(?P=dot)(?P<year>[0-9]{2})"
    r"|(?P<lost>[1-9])(?P<lost_month>[01][0-9])(?P<lost_year>[0-9]{2}))" + _GAP + r"[0-9]{4}(?![0-9])"
)
# The same idea without look-around, for RE2: finds every cell worth a closer look, and a few more.
_CANDIDATE = (
    r"[0-9][ ./-]?[01][0-9][ ./-]?[0-9]{2}"
    r"[\s\x{00a0}\x{00ad}\x{2000}-\x{200f}\x{202f}\x{2060}\x{feff}\x{2010}-\x{2015}\x{2212}\x{fe58}\x{fe63}\x{ff0d}\x{0b}"
    r"\x{1c}-\x{1f}\x{85}\x{1680}\x{2028}\x{2029}\x{205f}\x{3000}-]{0,3}[0-9]{4}"
)
_BLANKS_AND_DASHES = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff\u2010-\u2015\u2212\ufe58\ufe63\uff0d-]+")
_LONGEST_MONTH = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _is_date(day: int, month: int, year: int) -> bool:
    """Whether ddmmyy is a date in some century."""
    if not 1 <= month <= 12 or not 1 <= day <= _LONGEST_MONTH[month]:
        return False
    return not (month == 2 and day == 29 and year % 4)


def _replace(found: re.Match[str]) -> str:
    day = found["day"] or found["lost"]
    month = found["month"] or found["lost_month"]
    year = found["year"] or found["lost_year"]
    return REMOVED if _is_date(int(day), int(month), int(year)) else found[0]


def scrub_text(text: str) -> str:
    """``text`` with every CPR number replaced by ``REMOVED``."""
    return _NUMBER.sub(_replace, text)


def scrub_values(values: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """A string array without CPR numbers, and a mask of the values that held one.

    Vectorised: only values that look like it are taken apart one by one.
    """
    mask = np.zeros(len(values), dtype=bool)
    candidates = pc.match_substring_regex(values, _CANDIDATE)
    places = np.flatnonzero(pc.fill_null(candidates, False).to_numpy(zero_copy_only=False))
    if not len(places):
        return values, mask
    scrubbed: list[str] = []
    for place, text in zip(places, values.take(pa.array(places)).to_pylist(), strict=True):
        clean = scrub_text(text)
        mask[place] = clean != text
        scrubbed.append(clean)
    chosen = np.zeros(len(values), dtype=bool)
    chosen[places] = True
    return pc.replace_with_mask(values, pa.array(chosen), pa.array(scrubbed, pa.string())), mask


def normalise(text: str) -> str | None:
    """A CPR number as ten characters, a lost leading zero put back; None where ``text`` is none.

    Replacement numbers (day + 60, or letters in the last four) are as good as any for matching.
    """
    compact = _BLANKS_AND_DASHES.sub("", text).upper()
    if len(compact) == 9 and compact.isascii() and compact.isdigit():
        compact = "0" + compact
    if not re.fullmatch(r"[0-9]{6}[0-9A-Z]{4}", compact):
        return None
    day = int(compact[:2])
    if day > 60:
        day -= 60
    return compact if _is_date(day, int(compact[2:4]), int(compact[4:6])) else None


def keyed_hash(number: str, key: bytes) -> str:
    """``h:`` and 32 hexadecimal characters of HMAC-SHA256 over a normalised number."""
    return "h:" + hmac.digest(key, number.encode("ascii"), "sha256").hex()[:32]
