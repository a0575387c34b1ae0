"""Where the goals of a document end: at headings of the same level or above it that open nothing. *Pure.*"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pejling.analysis.plans.taking_in.openings import GOAL, Openings
from pejling.analysis.plans.taking_in.originals import HEADING, Piece
from pejling.analysis.plans.taking_in.vocabulary import asked


class Scope:
    """The headings that hold goals or follow them. Only where the goals are headings of a word processor."""

    def __init__(self, pieces: Sequence[Piece], openings: Openings) -> None:
        self.pieces, self.openings = pieces, openings
        goals = [place for place, opening in openings.items() if opening.sort == GOAL]
        self.opens_goals = bool(goals)
        self.first, self.last = min(goals, default=0), max(goals, default=0)
        titled = bool(goals) and all(pieces[place].sort == HEADING for place in goals)
        #: of the innermost goals
        self.level = max(pieces[place].level for place in goals) if titled else 0
        self.said = Counter(piece.text.casefold() for piece in pieces if piece.sort == HEADING)

    def ends(self, place: int) -> bool:
        """Whether the heading isn't below a goal's. One of a field may be, where it comes for several goals."""
        piece = self.pieces[place]
        if place in self.openings:
            return True
        if not self.level or piece.sort != HEADING or place < self.first or piece.level > self.level:
            return self.holds_goals(place)
        found = asked(piece.text)
        if found is None or not found.sure or piece.level < self.level:
            return True
        return place > self.last and self.last > self.first and self.said[piece.text.casefold()] == 1

    def holds_goals(self, place: int) -> bool:
        """Whether a heading ("Indsatser") stands right above a goal's, which is deeper."""
        piece, after = self.pieces[place], place + 1
        return (
            bool(self.level)
            and piece.sort == HEADING
            and after in self.openings
            and self.openings[after].sort == GOAL
            and piece.level < self.pieces[after].level
        )
