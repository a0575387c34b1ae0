"""Whose plan a document is: the school or municipality that it names. *Pure.*"""

from __future__ import annotations

import re
from collections import Counter

from pejling.analysis.plans.taking_in.originals import LINE, Original
from pejling.analysis.plans.taking_in.vocabulary import WORDS

NAME = r"(?<!\w)[A-ZÆØÅ][\wæøåé-]+"
_OF_A_PLACE = re.compile(
    rf"(?:(?:Erhvervs|Handels|Landbrugs|Fag)skole(?:n|rne)|Uddannelsescent(?:ret|er)|Campus)(?: i)? {NAME}"
)
_ORGANISATIONS = (
    re.compile(rf"(?:{NAME} ){{1,3}}Social- og Sundhedsskole"),
    re.compile(rf"Social- og Sundhedsskolen(?:,? (?:{NAME}|og|Midt-))*"),
    re.compile(rf"SOSU {NAME}"),
    _OF_A_PLACE,
    re.compile(rf"(?!Danske){NAME}s? SOSU-[Ss]kole\b"),
    re.compile(
        rf"(?:{NAME} ){{1,3}}"
        r"(?:Skole|Gymnasium|College|Kommune|(?:Erhvervs|Fag|Handels|Landbrugs)skole)(?=s?\b)(?!:)"
    ),
    re.compile(rf"(?:{NAME} )?(?:{NAME}(?:skolen?|college|gymnasium|gymnasiet|akademi(?:et)?))(?=s?\b)"),
    re.compile(rf"(?:{NAME} ){{1,3}}(?:School|Academy)\b"),
    re.compile(rf"\b(?:EUC|TEC|VUC|FGU|ZBC)[ -]{NAME}"),
    re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, WORDS['organisations']))})(?!\w)"),
)
#: whose board made the contract
_BOARD = re.compile(
    r"\b[Bb]estyrelse(?:n|sformanden|sformand)? (?:for|på|ved|af) (?P<name>[A-ZÆØÅ][^.,:;]{2,80}?) og "
    r"(?:dens |skolens )?(?:rektor|direktør|forstander|administrerende|skoleleder|leder|skolechef|uddannelseschef)\b"
)
#: a line that is nothing but a school's name: what stands behind "skolen" is of it, too
_ALONE = re.compile(
    rf"(?:{NAME} ){{0,2}}(?:{NAME}(?:skolen?|college|gymnasium|gymnasiet|centret|akademi(?:et)?))"
    rf"(?:,?(?: (?:{NAME}|og|i|på|for|Midt-)){{1,4}})?|(?:{NAME} ){{1,3}}Kommune"
)


def is_organisation(text: str) -> bool:
    """Whether the line is nothing but a school's or a municipality's name."""
    return bool(_ALONE.fullmatch(text)) or any(one.fullmatch(text) for one in _ORGANISATIONS)


def find_organisation(original: Original) -> str:
    """The school or municipality that is named most; "" where none is."""
    # A name runs on from line to line of a text, but not from one paragraph or cell to another.
    alone = next((piece.text for piece in original.pieces[:6] if is_organisation(piece.text)), "")
    between = " " if all(piece.sort == LINE for piece in original.pieces) else " | "
    text = between.join(piece.text for piece in original.pieces)
    if match := _BOARD.search(" ".join(piece.text for piece in original.pieces[:20])):
        return match["name"][:200]
    of = next(
        (
            match[1]
            for p in original.pieces[:4]
            if (match := re.fullmatch(r"(.{3,80}), .{2,40} Kommune", p.text))
        ),
        "",
    )
    if is_organisation(of):
        # A school, and whose it is.
        return of[:200]
    for pattern in _ORGANISATIONS:
        named = Counter(match.strip(" ,") for match in pattern.findall(text))
        if named and alone.startswith(named.most_common(1)[0][0]):
            return alone[:200]
        if named:
            return _without_first_word(named.most_common(1)[0][0])
    return ""


def _without_first_word(name: str) -> str:
    """Without a word that only began the sentence."""
    return re.sub(r"^(?:I|På|Hos|Af|Som|Referat|Baggrund) ", "", name)[:200]
