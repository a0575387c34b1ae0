"""Goals by a word nobody knows for them, with numbers that run: "Udfordring 1: ...", "Udfordring 2: ...". *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pejling.analysis.plans.taking_in.openings import GOAL, Opening, Openings
from pejling.analysis.plans.taking_in.originals import CELL, Piece
from pejling.analysis.plans.taking_in.vocabulary import level

_NUMBERED = re.compile(
    r"(?P<word>[A-ZÆØÅ][a-zæøåA-ZÆØÅ]{3,24}) (?P<label>\d{1,2})(?:\s*[:–—-]\s+|\.\s+|:)"
    r"(?P<title>[A-ZÆØÅ\"”»].{2,200})$"
)
#: what is numbered and is no goal
_OTHER = re.compile(
    r"(?:bilag|tabel|figur|side|uge|kapitel|afsnit|trin|fase|punkt|hold|modul|dag|note|skema|kilde|version|møde|lektion"
    r"|spørgsmål|kvartal|halvår|niveau|klasse|semester|gruppe|januar|februar|marts|april|juni|juli|august|september"
    r"|oktober|november|december)", re.IGNORECASE
)  # fmt: skip


def split(text: str) -> tuple[str, str, str]:
    """The word, number and title of such a line; empty where it is none."""
    match = _NUMBERED.match(text)
    if match is None or _OTHER.fullmatch(match["word"]) or level(text) is not None:
        return "", "", ""
    return match["word"].casefold(), match["label"], match["title"]


def openings(pieces: Sequence[Piece]) -> Openings:
    """The titles of the first word whose numbers run from 1."""
    found: dict[str, Openings] = {}
    for place, piece in enumerate(pieces):
        if piece.sort == CELL and piece.column > 1:
            continue
        word, label, title = split(piece.text)
        if word and label == str(len(found.get(word, {})) + 1):
            found.setdefault(word, {})[place] = Opening(GOAL, 0, label, title)
    return next((made for made in found.values() if len(made) > 1), {})
