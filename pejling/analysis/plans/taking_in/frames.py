"""The frames of a contract ("Basisramme", "Ekstraramme"), which hold its goals. *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pejling.analysis.plans.taking_in.openings import GOAL, Opening, Openings
from pejling.analysis.plans.taking_in.originals import CELL, Piece
from pejling.analysis.plans.taking_in.shares import number
from pejling.analysis.plans.taking_in.vocabulary import WORDS, tolerant

_FRAME = re.compile(
    rf"(?:\d{{1,2}}[.)]\s+)?(?P<title>{tolerant('|'.join(WORDS['frames']))})"
    r"(?:\s*[-–—:,(]*\s*(?:(?:der )?(?:vægt(?:er|es|ning)?|udgør|vejer)(?: med)?:?\s*)?"
    r"(?P<weight>\d{1,3}(?:,\d+)?)\s*(?:%|pct\.?|procent)\)?)?\s*[:.]?$",
    re.IGNORECASE,
)


def around_tables(pieces: Sequence[Piece]) -> Openings:
    """The frames, where under each of them is a table before the next and nothing else opens the goals."""
    frames = _frames(pieces)
    ends = [*frames, len(pieces)][1:]
    held = [
        any(piece.sort == CELL for piece in pieces[start:end])
        for start, end in zip(frames, ends, strict=True)
    ]
    return (
        {place: replace(frame, holds_tables=True) for place, frame in frames.items()}
        if held and all(held)
        else {}
    )


def _frames(pieces: Sequence[Piece]) -> Openings:
    return {
        place: Opening(
            GOAL,
            title=match["title"],
            open_title=False,
            weight=number(match["weight"]) if match["weight"] else None,
        )
        for place, piece in enumerate(pieces)
        if piece.sort != CELL and (match := _FRAME.fullmatch(piece.text))
    }


def around(pieces: Sequence[Piece], found: Openings) -> Openings:
    """The openings with the frames as the outermost goals; as they are where no goal stands below a frame."""
    frames = _frames(pieces)
    goals = [place for place, opening in found.items() if opening.sort == GOAL and place not in frames]
    ends = [*frames, len(pieces)][1:]
    held = [start for start, end in zip(frames, ends, strict=True) if any(start < one < end for one in goals)]
    if not held:
        return found
    first = held[0]
    # A frame that is announced, with no goal below it before the next, opens nothing.
    made = {
        place: replace(opening, depth=opening.depth + 1)
        if opening.sort == GOAL and place > first
        else opening
        for place, opening in found.items()
        if place not in frames
    }
    made |= {place: frames[place] for place in held}
    return dict(sorted(made.items()))
