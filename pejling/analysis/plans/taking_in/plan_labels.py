"""What is said of the whole plan behind a label, before its goals: "Skole: ...", "Kontraktperiode: ...". *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pejling.analysis.plans.taking_in.openings import GOAL, Openings
from pejling.analysis.plans.taking_in.originals import Piece
from pejling.analysis.plans.taking_in.vocabulary import WORDS, tolerant

ORGANISATION, PERIOD, TITLE = "organisation", "period", "title"
_LABELS = {
    name: re.compile(rf"(?:{tolerant('|'.join(words))})(?:\s*:\s*(?P<value>.*))?$", re.IGNORECASE)
    for name, words in WORDS["labels"].items()
}
#: so far from the beginning
_FIRST = 30


@dataclass(frozen=True, slots=True)
class Said:
    """What a label says, and the pieces it stands in: one line, or two cells beside each other."""

    value: str
    pieces: tuple[Piece, ...]


def find_labels(pieces: Sequence[Piece], openings: Openings) -> Mapping[str, Said]:
    """By name; the first of each."""
    goal = min((place for place, opening in openings.items() if opening.sort == GOAL), default=_FIRST)
    found: dict[str, Said] = {}
    for place, piece in enumerate(pieces[: min(goal, _FIRST)]):
        for name, label in _LABELS.items():
            match = label.match(piece.text)
            if match is None or name in found:
                continue
            value, held = (match["value"] or "").strip(), (piece,)
            after = pieces[place + 1] if place + 1 < len(pieces) else None
            if not value and after is not None and _is_beside(piece, after):
                value, held = after.text.strip(), (piece, after)
            if value and len(value) <= 200 and (name != PERIOD or re.search(r"\d{4}|\d\d/\d\d", value)):
                found[name] = Said(value, held)
    return found


def _is_beside(piece: Piece, after: Piece) -> bool:
    """Whether the next cell of a row of two: in a wider one the label heads a column."""
    return bool(piece.table) and (after.table, after.row) == (piece.table, piece.row)
