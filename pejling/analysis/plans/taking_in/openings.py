"""What begins at a piece of a document: the values that `outline` and its ways of finding them share. *Pure.*"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

GOAL, ACTION, CLOSING, BACKGROUND, MEASURE = "goal", "action", "closing", "background", "measure"


@dataclass(frozen=True, slots=True)
class Opening:
    """What begins at a piece. ``depth``: of a goal, 0 the outermost. ``title``: what of the title stands there."""

    sort: str
    depth: int = 0
    label: str = ""
    title: str = ""
    #: the title may go on in the next lines
    open_title: bool = True
    #: the goals of the tables below it are parts of it
    holds_tables: bool = False
    #: where the line says it
    weight: Decimal | None = None


Openings = dict[int, Opening]
