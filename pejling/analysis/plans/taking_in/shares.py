"""Weights and results as documents write them: ``(2,5%)``, ``(4 x 2 %)``, ``30%  27,5%``. *Pure.*"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = r"\d{1,3}(?:[.,]\d{1,4})?"
_PERCENT = r"\s*(?:%|pct\.?|procent(?:point)?)"
_AT_END = re.compile(
    rf"\(\s*(?:(?:vægt(?:er)?:?|vejer)\s*)?(?:(?P<times>\d{{1,2}})\s*[x×*]\s*)?(?P<each>{_NUMBER}){_PERCENT}\s*\)\s*\.?$",
    re.IGNORECASE,
)
#: without brackets, but with the word: "... - vægter 10 %", "... Vægt: 10 %"
_WORDED = re.compile(
    rf"[\s,;.–—-]{{0,4}}\(?\b(?:vægt(?:er|es|ning)?|vejer|udgør)(?: med| på)?:?\s*"
    rf"(?P<each>{_NUMBER}){_PERCENT}\s*\)?\.?$",
    re.IGNORECASE,
)
_RESULT_AT_END = re.compile(
    rf"[.,;:]?\s*\(?(?:opnået|opnåelse|resultat|opfyldelse|målopfyldelse|opfyldt)(?: resultat)?:?\s*"
    rf"(?P<result>{_NUMBER}){_PERCENT}\s*\)?\.?$",
    re.IGNORECASE,
)
_ROW = re.compile(
    rf"(?:(?P<before>.*?)\s+)?(?P<weight>{_NUMBER}){_PERCENT}[\s|;/]+(?P<result>{_NUMBER}){_PERCENT}$"
)
_ALONE = re.compile(rf"(?P<number>{_NUMBER}){_PERCENT}$")
_TOTALS = re.compile(
    rf"(?:samlet|total(?:t)?)(?: \w+)?:?\s*(?P<result>{_NUMBER}){_PERCENT} (?:ud )?af "
    rf"(?P<weight>{_NUMBER}){_PERCENT}\.?$",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(?:i alt|ialt|total(?:t)?|samlet(?: resultat)?|sum)\b[:\s]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Share:
    """What a part weighs; ``times``: that many alike of it (4 x 2 %: 8)."""

    weight: Decimal
    times: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A weight and a result on a line; ``before``: what stands before them; ``total``: of the whole plan."""

    weight: Decimal
    result: Decimal
    before: str
    total: bool


def number(text: str) -> Decimal:
    """An exact decimal with a comma or a point."""
    return Decimal(text.replace(",", "."))


def at_end(text: str) -> tuple[str, Share | None]:
    """The text without the weight in brackets that ends it, and the weight."""
    match = _AT_END.search(text) or _WORDED.search(text)
    if match is None:
        return text, None
    times = int(match.groupdict().get("times") or 1)
    share = Share(number(match["each"]) * times, times)
    return text[: match.start()].rstrip(), share if share.weight else None


def result_at_end(text: str) -> tuple[str, Decimal | None]:
    """The text without the result that ends it ("... Opnået: 15 %"), and the result."""
    match = _RESULT_AT_END.search(text)
    return (text, None) if match is None else (text[: match.start()].rstrip(" .,;"), number(match["result"]))


def row(text: str) -> Row | None:
    """The weight and result that end a line; None where there aren't two."""
    if match := _TOTALS.fullmatch(text):
        return Row(number(match["weight"]), number(match["result"]), "", True)
    match = _ROW.fullmatch(text)
    if match is None or number(match["result"]) > number(match["weight"]):
        return None
    before = match["before"] or ""
    return Row(number(match["weight"]), number(match["result"]), before, bool(_TOTAL.fullmatch(before)))


def alone(text: str) -> Decimal | None:
    """The share that is all the text says."""
    match = _ALONE.fullmatch(text.strip(" ()"))
    return number(match["number"]) if match else None


def of_cell(text: str) -> Decimal | None:
    """A share in a column of shares, with or without its sign; Excel keeps 30 % as 0.3 only when it shows 30 %."""
    bare = text.strip(" ()%").removesuffix("pct.").removesuffix("pct").removesuffix("procent").strip()
    return number(bare) if re.fullmatch(_NUMBER, bare) else None
