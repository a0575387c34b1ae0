"""Goals by what stands under their titles: a short line over a field with its heading, again and again. *Pure.*"""

from __future__ import annotations

from collections.abc import Sequence

from pejling.analysis.plans.taking_in.openings import GOAL, Opening, Openings
from pejling.analysis.plans.taking_in.organisations import is_organisation
from pejling.analysis.plans.taking_in.originals import CELL, ITEM, Piece, begins_paragraph
from pejling.analysis.plans.taking_in.vocabulary import BULLET, field

_LONGEST = 120


def openings(pieces: Sequence[Piece]) -> Openings:
    """The titles, where there are two or more whose first fields are alike."""
    found: dict[int, str] = {}
    for place in range(len(pieces) - 1):
        name = _field_of(pieces[place + 1])
        if name and _is_title(pieces, place):
            found[place] = name
    names = list(found.values())
    alike = {place for place, name in found.items() if names.count(name) > 1}
    return {place: Opening(GOAL, title=pieces[place].text, open_title=False) for place in sorted(alike)}


def _field_of(piece: Piece) -> str:
    found = field(piece.text) if piece.sort != CELL else None
    return found.name if found is not None and found.sure and found.of != "plan" else ""


def _is_title(pieces: Sequence[Piece], place: int) -> bool:
    piece = pieces[place]
    text = piece.text
    if piece.sort in {CELL, ITEM} or BULLET.match(text) or len(text) > _LONGEST or not text[0].isupper():
        return False
    if text[-1] in ".,;:?!" or is_organisation(text) or field(text) is not None:
        return False
    # A title begins a paragraph, and the field below it another.
    apart = place == 0 or piece.gap > 0 or piece.new_page or piece.sort != pieces[place - 1].sort
    return apart and begins_paragraph(pieces, place)
