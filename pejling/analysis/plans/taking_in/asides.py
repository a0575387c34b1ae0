"""Lines that say nothing of a plan: a page's number, somebody else's mail, who adopted it. *Pure.*"""

from __future__ import annotations

import re

from pejling.analysis.plans.taking_in.originals import Piece

_PAGE = re.compile(r"(?:side\s+)?\d{1,3}(?:\s+af\s+\d{1,3})?$", re.IGNORECASE)
#: a page's number between dashes, a line of somebody else's mail, and who adopted the plan
_ASIDE = re.compile(
    r"[-–—] ?\d{1,3} ?[-–—]$|>"
    r"|(?:Vedtaget|Godkendt|Behandlet|Tiltrådt)\b.{0,60}\b(?:bestyrelse|ledelse|kommunalbestyrelse|udvalg|LUU|råd)"
)
_FOOT = re.compile(r".{0,70}\bSide:? \d{1,3}(?: ?(?:af|/) ?\d{1,3})?$")

#: the heads of a contract's columns, as they come out of a page: several on a line, or a word of one
_HEADS = re.compile(
    r"(?:(?:mål|strategi ?/ ?indsats(?:er)?|indsats(?:er)?|andel af samlet|resultat(?:opnåelse)?(?: \(i alt\)|-)?"
    r"|opnåelse|vægt)\s*)+$",
    re.IGNORECASE,
)


def is_aside(piece: Piece) -> bool:
    """Whether the line is left over wherever it stands."""
    text = piece.text
    return bool((_PAGE.fullmatch(text) and piece.new_page) or _ASIDE.match(text) or _FOOT.fullmatch(text))


def are_heads(text: str) -> bool:
    """Whether the line is nothing but heads of a contract's columns."""
    return bool(_HEADS.fullmatch(text))
