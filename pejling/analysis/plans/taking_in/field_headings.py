"""Headings of fields in a text: of one to three lines, or with their words on the same line. *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pejling.analysis.plans.taking_in.originals import HEADING, Piece, begins_paragraph, goes_on
from pejling.analysis.plans.taking_in.outline import Openings
from pejling.analysis.plans.taking_in.vocabulary import FieldFound, asked, field


def heading_at(
    pieces: Sequence[Piece], place: int, openings: Openings, recurring: Mapping[str, int]
) -> tuple[Sequence[Piece], FieldFound] | None:
    """The pieces of the heading that begins at ``place`` and its field; None where none does.

    ``recurring``: how often each heading comes in the document; a word that isn't surely one must come again.
    """
    for lines in (3, 2, 1):
        run = pieces[place : place + lines]
        if len(run) < lines or any(piece.sort != run[0].sort for piece in run):
            continue
        if any(place + step in openings for step in range(1, lines)):
            continue
        text = re.sub(r"/\s+", "/", " ".join(piece.text for piece in run))
        found = asked(text) if run[0].sort == HEADING else field(text)
        if found is not None and (
            _is_one(found, pieces, place, recurring) if lines == 1 else _is_long(found, run)
        ):
            return run, found
    return None


def _is_long(found: FieldFound, run: Sequence[Piece]) -> bool:
    """Whether two or three lines are one heading, rather than a heading and what follows."""
    if found.of == "plan" or found.value or not found.sure or found.phrase.count(" ") < len(run) - 1:
        return False
    first = field(run[0].text)
    return first is None or run[0].text.endswith(("/", " af")) or len(first.phrase) < len(found.phrase)


def _is_one(found: FieldFound, pieces: Sequence[Piece], place: int, recurring: Mapping[str, int]) -> bool:
    if found.sure and not found.value:
        return bool(found.phrase) and (begins_paragraph(pieces, place) or not goes_on(pieces, place))
    if found.sure:
        return not goes_on(pieces, place)
    return (
        recurring[found.phrase.lower()] > 1
        and (found.value[0].isupper() or found.value[0].isdigit())
        and len(found.phrase) > 4
    )
