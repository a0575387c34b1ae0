"""The cells of a table's rows under its headings, one by one: each to the field that its column is. *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from pejling.analysis.plans.fuzzy_dates import understand
from pejling.analysis.plans.taking_in.originals import Piece
from pejling.analysis.plans.taking_in.reading import Reader
from pejling.analysis.plans.taking_in.shares import of_cell
from pejling.analysis.plans.taking_in.sketch import TOGETHER, Part
from pejling.analysis.plans.taking_in.table_forms import put
from pejling.analysis.plans.taking_in.table_heads import GOAL, LABEL, MARKED, Head, Kind
from pejling.analysis.plans.taking_in.targets import LISTS
from pejling.analysis.plans.taking_in.vocabulary import FieldFound

Row = Sequence[Piece]
Cells = Mapping[int, list[Piece]]
SHARES = ("weight", "result")
_TOTAL = re.compile(r"(?:i alt|ialt|total(?:t)?|sum|samlet)\b", re.IGNORECASE)
#: for asking only whether something is a date
_ANY = (date(2000, 1, 1), date(2099, 12, 31))


class Rows:
    """What the rows of every sort of table have in common."""

    def __init__(self, reader: Reader, head: Head, headings: Row, divided: Row) -> None:
        self.reader, self.sketch, self.head = reader, reader.sketch, head
        self.headings = {piece.column: piece for piece in (*headings, *divided)}
        self.bare = [piece.text for piece in headings]
        #: weights are those of the rows' actions
        self.by_rows = True
        #: cells of rows above that say something of a row, too
        self.over: Mapping[int, Sequence[tuple[int, Piece]]] = {}

    def is_heading_again(self, row: Row) -> bool:
        """The same headings on the next page."""
        if [piece.text for piece in row] != self.bare:
            return False
        for piece in row:
            self.sketch.note(piece.number, self.sketch.plan, "heading", piece.text)
        return True

    def field(self, piece: Piece, target: Part, kind: Kind | None, column: int) -> None:
        reader = self.reader
        if kind == LABEL:
            self.label(piece, target)
        elif kind == MARKED:
            self.marked(piece, target, column)
        elif not isinstance(kind, FieldFound):
            self.unknown(piece, target, column)
        elif kind.name in SHARES:
            self.weigh(piece, target, kind.name, column)
        else:
            holder, name = reader.target(kind) if target is reader.action else (target, _of_goal(kind.name))
            if name == "schedule" and understand(piece.text, _ANY).understood:
                # What happens then is said by the heading: "Deadline", "Start".
                self.sketch.put(
                    piece.number, holder, name, f"{self.head.texts[column].rstrip(':')}: {piece.text}"
                )
                return
            put(reader, piece, holder, name)

    def marked(self, piece: Piece, part: Part, column: int) -> None:
        """A mark below "Q1" says when."""
        head = self.headings[column]
        name = "schedule" if part.sort in {"action", "goal"} else "description"
        if len(piece.text) > 2:
            self.sketch.put(piece.number, part, name, f"{head.text}: {piece.text}")
            return
        self.sketch.put(head.number, part, name, head.text)
        self.sketch.note(piece.number, part, name, piece.text)

    def weigh(self, piece: Piece, target: Part, name: str, column: int) -> None:
        """A weight or result of a row: the action's, whose goal's is the sum; or the goal's."""
        value = of_cell(piece.text)
        goal = self.reader.goal
        holder = target if self.by_rows or goal is None or self.head.column(GOAL) is None else goal
        if value is None or getattr(holder, name) not in (None, value):
            self.unknown(piece, target, column)
            return
        setattr(holder, name, value)
        self.sketch.note(piece.number, holder, name, piece.text)
        if holder is not goal and goal is not None and self.head.column(GOAL) is not None:
            setattr(goal, name, added(getattr(goal, name), value))

    def goes_on(self, piece: Piece, target: Part, kind: Kind | None) -> bool:
        """The rest of a sentence whose row was cut at the foot of a page."""
        if not isinstance(kind, FieldFound) or kind.name in SHARES or not piece.text[0].islower():
            return False
        holder, name = self.reader.target(kind) if target is self.reader.action else (target, kind.name)
        held = holder.texts.get(name, [""])[-1]
        if not held or held.endswith((".", ":", "!", "?")) or name in LISTS:
            return False
        self.sketch.put(piece.number, holder, name, piece.text, paragraph=False)
        return True

    def label(self, piece: Piece, part: Part) -> None:
        if not part.label and len(piece.text) <= 12:
            part.label = piece.text.strip(" .)")
            self.sketch.note(piece.number, part, "label", piece.text)
        else:
            self.sketch.put(piece.number, part, "description", piece.text)

    def unknown(self, piece: Piece, part: Part, column: int) -> None:
        """A column whose heading isn't known: kept with its heading."""
        if column in self.headings:
            head = self.headings[column]
            self.sketch.put(head.number, part, "description", f"{head.text.rstrip(':')}:")
        self.sketch.put(piece.number, part, "description", piece.text)

    def is_total(self, cells: Cells) -> bool:
        """The row that adds up the others: it says so, and numbers."""
        texts = [piece for pieces in cells.values() for piece in pieces]
        if not any(_TOTAL.match(piece.text) for piece in texts):
            return False
        weight, result = (number_of(cells, self.head.named(name)[-1:]) for name in SHARES)
        if weight is None:
            return False
        if result is not None:
            self.sketch.totals = weight, result
        for piece in texts:
            self.sketch.note(piece.number, self.sketch.plan, "total", piece.text)
        return True


def cells_of_row(row: Row) -> dict[int, list[Piece]]:
    return {column: list(cell) for column, cell in groupby(row, key=lambda piece: piece.column)}


def text_of(cells: Cells, column: int | None) -> str:
    return " ".join(piece.text for piece in cells.get(column or 0, []))


def number_of(cells: Cells, columns: Sequence[int]) -> Decimal | None:
    found = [of_cell(cells[column][0].text) for column in columns if column in cells]
    return next((number for number in found if number is not None), None)


def added(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return other if one is None else one if other is None else one + other


def _of_goal(name: str) -> str:
    return name if name in {"reason", "description", *TOGETHER} or name in LISTS else "description"
