"""Points of lists in a PDF whose marks are drawn as pictures: only where their lines begin tells them. *Pure.*"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from pejling.analysis.plans.taking_in.vocabulary import BULLET

#: how far lists are moved in, in points
_NEAREST, _FARTHEST = 12, 80


class Line(Protocol):
    """What must be known of a line of the size of running text, drawn as one text."""

    @property
    def page(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def size(self) -> float: ...


def find(lines: Sequence[Line], step: float) -> set[int]:
    """Where points begin: lines moved in, with none of the others right below. ``step``: between running lines."""
    margins: Counter[float] = Counter()
    for line in lines:
        margins[line.x] += len(line.text)
    if not margins:
        return set()
    margin = margins.most_common(1)[0][0]
    ends = sorted(line.x + drawn_width(line.text, line.size) for line in lines)
    room = ends[len(ends) * 9 // 10] - margin
    found: set[int] = set()
    block: list[int] = []
    for place, line in enumerate(lines):
        if margin + _NEAREST < line.x < margin + _FARTHEST:
            if block and not _is_beside(lines[block[-1]], line):
                found |= _begins(lines, block, margin + room * 0.85)
                block = []
            block.append(place)
            continue
        # The first line of a paragraph may be moved in, too: then the others stand right below it.
        below = bool(block) and line.page == lines[block[-1]].page
        if block and not (below and 0 < lines[block[-1]].y - line.y <= step * 1.2):
            found |= _begins(lines, block, margin + room * 0.85)
        block = []
    return found | _begins(lines, block, margin + room * 0.85)


def _is_beside(before: Line, line: Line) -> bool:
    """Whether both begin at one place of a page."""
    return before.x == line.x and before.page == line.page


def _begins(lines: Sequence[Line], block: Sequence[int], end: float) -> set[int]:
    """Which lines of a block begin a point: those behind a line that ends before its room does."""
    found = set()
    for number, place in enumerate(block):
        line = lines[place]
        before = lines[block[number - 1]] if number else None
        early = (
            before is None
            or before.text.endswith((".", "!", "?"))
            or before.x + drawn_width(before.text, before.size) < end
        )
        if early and line.text[0].isupper() and not BULLET.match(line.text):
            found.add(place)
    return found


def drawn_width(text: str, size: float) -> float:
    """About how wide a text is drawn, in the proportions of common fonts."""
    narrow = sum(sign in "iljtfrI.,:;'!|()[] " for sign in text)
    wide = sum(sign in "mwMW@%" for sign in text)
    capital = sum(sign.isupper() for sign in text)
    return size * (0.3 * narrow + 0.85 * wide + 0.12 * capital + 0.53 * (len(text) - narrow - wide))
