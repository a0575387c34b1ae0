"""Tables of rows: a row an action, or a contract's goals with measures, strategies, weights and results. *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from pejling.analysis.plans.fuzzy_dates import understand
from pejling.analysis.plans.taking_in.originals import Piece
from pejling.analysis.plans.taking_in.reading import Reader
from pejling.analysis.plans.taking_in.row_spans import merged_over
from pejling.analysis.plans.taking_in.row_weights import are_of_rows
from pejling.analysis.plans.taking_in.shares import at_end, of_cell
from pejling.analysis.plans.taking_in.sketch import TOGETHER, Part
from pejling.analysis.plans.taking_in.table_forms import is_form, put, read_form
from pejling.analysis.plans.taking_in.table_heads import ACTION, GOAL, LABEL, MARKED, Head, Kind
from pejling.analysis.plans.taking_in.targets import LISTS
from pejling.analysis.plans.taking_in.titles import LABELLED, titled
from pejling.analysis.plans.taking_in.vocabulary import FieldFound, without_bullet

Row = Sequence[Piece]
Cells = Mapping[int, list[Piece]]
_TOTAL = re.compile(r"(?:i alt|ialt|total(?:t)?|sum|samlet)\b", re.IGNORECASE)
_SHARES = ("weight", "result")
#: for asking only whether something is a date
_ANY = (date(2000, 1, 1), date(2099, 12, 31))


def read_rows(reader: Reader, rows: Sequence[Row], head: Head) -> None:
    """Every row: those above the headings as a form or as text, the others by their columns."""
    above = rows[: head.place]
    if above and is_form(above):
        read_form(reader, above)
    else:
        for row in above:
            for piece in row:
                reader.read(reader.places[piece.number])
    headings = rows[head.place]
    divided = [piece for row in rows[head.place + 1 : head.place + head.rows] for piece in row]
    for piece in (*headings, *divided):
        if piece.column in head.kinds:
            reader.sketch.note(piece.number, reader.sketch.plan, "heading", piece.text)
    table = _Rows(reader, head, headings, divided)
    below = rows[head.place + head.rows :]
    if head.contract:
        table.contract(below)
    else:
        table.actions(below)


class _Rows:
    """Reads the rows under one row of headings."""

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

    # a row an action

    def actions(self, rows: Sequence[Row]) -> None:
        """A row an action; a row that says one thing only may be the goal of those below it."""
        self.over = merged_over(rows, self.head)
        full = sum(len(_cells(row)) > 1 for row in rows)
        weights = self.head.named("weight")
        named = [_text_of(_cells(row), self.head.column(GOAL)) for row in rows]
        self.by_rows = are_of_rows(
            [(goal, _number(_cells(row), weights)) for goal, row in zip(named, rows, strict=True)]
        )
        for place, row in enumerate(rows):
            cells = _cells(row)
            after = _cells(rows[place + 1]) if place + 1 < len(rows) else {}
            alone = len(cells) == 1 and len(after) > 1 and len(self.head.kinds) > 2 and full * 2 >= len(rows)
            if self.is_heading_again(row) or self.is_total(cells):
                continue
            if alone and min(cells) == min(self.head.kinds) and self.head.column(GOAL) is None:
                same_goal(self.reader, next(iter(cells.values())))
                continue
            if place and len(cells) == 1 and _is_below(rows, place) and full * 2 >= len(rows):
                # A remark below the table, not another action.
                continue
            self.action(cells)
            if self.reader.action is not None and cells.get(self.head.column(ACTION) or 0):
                for column, piece in self.over.get(row[0].row, ()):
                    self.field(piece, self.reader.action, self.head.kinds[column], column)

    def action(self, cells: Cells) -> None:
        reader, head = self.reader, self.head
        goal_cells = cells.get(head.column(GOAL) or 0, [])
        action_cells = cells.get(head.column(ACTION) or 0, [])
        if goal_cells:
            same_goal(reader, goal_cells)
        part: Part | None = None
        if action_cells:
            part = reader._some_goal().add("action")
            reader.action = part
            titled(reader, action_cells[0], part)
            for piece in action_cells[1:]:
                self.sketch.put(piece.number, part, "description", piece.text)
        elif reader.action and any(isinstance(head.kinds.get(column), FieldFound) for column in cells):
            # A row that goes on with the action above it.
            part = reader.action if not goal_cells else reader.goal
        target = part or reader.goal
        for column, pieces in cells.items():
            kind = head.kinds.get(column)
            if kind not in (GOAL, ACTION) and target is not None:
                for piece in pieces:
                    if action_cells or not self.goes_on(piece, target, kind):
                        self.field(piece, target, kind, column)
            elif kind not in (GOAL, ACTION):
                for piece in pieces:
                    reader.read(reader.places[piece.number])

    def field(self, piece: Piece, target: Part, kind: Kind | None, column: int) -> None:
        reader = self.reader
        if kind == LABEL:
            self.label(piece, target)
        elif kind == MARKED:
            self.marked(piece, target, column)
        elif not isinstance(kind, FieldFound):
            self.unknown(piece, target, column)
        elif kind.name in _SHARES:
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
            setattr(goal, name, _added(getattr(goal, name), value))

    def goes_on(self, piece: Piece, target: Part, kind: Kind | None) -> bool:
        """The rest of a sentence whose row was cut at the foot of a page."""
        if not isinstance(kind, FieldFound) or kind.name in _SHARES or not piece.text[0].islower():
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

    # a contract

    def contract(self, rows: Sequence[Row]) -> None:
        """A goal and the rows below it that name none; weights are the goal's, or those of the rows' measures."""
        goal_column = self.head.column(GOAL) or 0
        groups: list[list[Cells]] = []
        for row in rows:
            cells = _cells(row)
            if self.is_heading_again(row) or self.is_total(cells):
                continue
            if cells.get(goal_column) or not groups:
                groups.append([])
            groups[-1].append(cells)
        weights = self.head.named("weight")
        by_rows = any(sum(bool(_number(cells, weights)) for cells in group) > 1 for group in groups)
        results = self.results(groups, weights)
        for group in groups:
            self.goal(group, by_rows, results)

    def results(self, groups: Sequence[Sequence[Cells]], weights: Sequence[int]) -> tuple[int | None, bool]:
        """The column of results, and whether it says per cent of the weight rather than of the whole."""
        columns = self.head.named("result")
        if not columns:
            return None, False
        rows = [cells for group in groups for cells in group]
        for column in reversed(columns):
            pairs = [(_number(cells, weights), _number(cells, [column])) for cells in rows]
            known = [
                (weight, result) for weight, result in pairs if weight is not None and result is not None
            ]
            if known and all(result <= weight for weight, result in known):
                return column, False
        return columns[-1], True

    def goal(self, group: Sequence[Cells], by_rows: bool, results: tuple[int | None, bool]) -> None:
        reader = self.reader
        first = group[0].get(self.head.column(GOAL) or 0, [])
        if first:
            goal = reader.add_goal()
            reader.goal, reader.action = goal, None
            reader.list = reader.goal_list = ""
            titled(reader, first[0], goal)
            reader.at = goal, "title"
            for piece in first[1:]:
                reader.read(reader.places[piece.number])
        if reader.goal is None:
            for cells in group:
                for pieces in cells.values():
                    for piece in pieces:
                        reader.read(reader.places[piece.number])
            return
        for cells in group:
            self.contract_row(reader.goal, cells, by_rows, results)

    def contract_row(self, goal: Part, cells: Cells, by_rows: bool, results: tuple[int | None, bool]) -> None:
        reader = self.reader
        before = len(goal.parts)
        later: list[tuple[int, FieldFound | None, list[Piece]]] = []
        for column, pieces in cells.items():
            kind = self.head.kinds.get(column)
            if kind == GOAL:
                continue
            if not isinstance(kind, str) and (kind is None or kind.name in {*_SHARES, *TOGETHER}):
                later.append((column, kind, pieces))
                continue
            reader.action, reader.at, reader.list = None, (goal, "description"), ""
            for piece in pieces:
                if kind == ACTION:
                    _strategy(reader, piece)
                elif kind == LABEL:
                    self.label(piece, goal)
                elif isinstance(kind, FieldFound):
                    put(reader, piece, *reader.target(kind))
        new = [part for part in goal.parts[before:] if part.sort in {"measure", "action"}]
        # What the row says of its one measure is the measure's; of several, or of none, the goal's.
        holder = new[0] if by_rows and len(new) == 1 else goal
        done = [part for part in new if part.sort == "action"]
        reader.action = done[0] if len(done) == 1 else None
        for column, kind, pieces in later:
            for piece in pieces:
                if kind is not None and kind.name in TOGETHER:
                    self.field(piece, reader.action or goal, kind, column)
                else:
                    self.share(piece, holder, kind, column, results)
        if holder is not goal:
            goal.weight = _added(goal.weight, holder.weight)
            goal.result = _added(goal.result, holder.result)

    def share(
        self, piece: Piece, part: Part, kind: Kind | None, column: int, results: tuple[int | None, bool]
    ) -> None:
        value = of_cell(piece.text)
        name = kind.name if isinstance(kind, FieldFound) else ""
        if value is None or name not in _SHARES or (name == "result" and column != results[0]):
            self.unknown(piece, part, column)
            return
        if name == "result" and results[1] and part.weight is not None:
            whole = Decimal(1) if value <= 1 and part.weight <= 1 else Decimal(100)
            value = part.weight * value / whole
            self.sketch.as_shares = True
        if getattr(part, name) is None:
            setattr(part, name, value)
            self.sketch.note(piece.number, part, name, piece.text)
        else:
            self.unknown(piece, part, column)

    def is_total(self, cells: Cells) -> bool:
        """The row that adds up the others: it says so, and numbers."""
        texts = [piece for pieces in cells.values() for piece in pieces]
        if not any(_TOTAL.match(piece.text) for piece in texts):
            return False
        weight, result = (_number(cells, self.head.named(name)[-1:]) for name in _SHARES)
        if weight is None:
            return False
        if result is not None:
            self.sketch.totals = weight, result
        for piece in texts:
            self.sketch.note(piece.number, self.sketch.plan, "total", piece.text)
        return True


def _cells(row: Row) -> dict[int, list[Piece]]:
    return {column: list(cell) for column, cell in groupby(row, key=lambda piece: piece.column)}


def _is_below(rows: Sequence[Row], place: int) -> bool:
    """Whether the row stands apart from the table: a row is left out before it, and none of several cells follows."""
    apart = any(rows[n][0].row - rows[n - 1][0].row > 1 for n in range(max(place - 1, 1), place + 1))
    return apart and all(len(_cells(row)) == 1 for row in rows[place:])


def _number(cells: Cells, columns: Sequence[int]) -> Decimal | None:
    found = [of_cell(cells[column][0].text) for column in columns if column in cells]
    return next((number for number in found if number is not None), None)


def _text_of(cells: Cells, column: int | None) -> str:
    return " ".join(piece.text for piece in cells.get(column or 0, []))


def _added(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return other if one is None else one if other is None else one + other


def _of_goal(name: str) -> str:
    return name if name in {"reason", "description", *TOGETHER} or name in LISTS else "description"


def same_goal(reader: Reader, pieces: Sequence[Piece]) -> None:
    """The goal named in a row: the one of that name, else a new one."""
    text = " ".join(piece.text for piece in pieces)
    named = reader.named.get(text) or _called(reader, text)
    if named is None:
        named = reader.add_goal()
        for piece in pieces:
            titled(reader, piece, named)
        reader.named[text] = named
    else:
        for piece in pieces:
            reader.sketch.note(piece.number, named, "title", piece.text)
    reader.goal, reader.action = named, None


def names_goals(reader: Reader, rows: Sequence[Row]) -> bool:
    """Whether the first column names goals that are there already: so the table is of all of them."""
    first = min(row[0].column for row in rows)
    named = [_text_of(_cells(row), first) for row in rows[1:]]
    return any(named) and all(_called(reader, text) is not None for text in named if text)


def _called(reader: Reader, text: str) -> Part | None:
    """A goal that is there already and is called so, with or without its label."""
    wanted = text.casefold()
    number = re.fullmatch(r"(?:[^\W\d]+\.? ){0,2}(\d{1,2})\.?", text)
    for part in reader.sketch.plan.walk():
        title = part.text("title").casefold()
        if part.sort == "goal" and title and wanted in {title, f"{part.label} {title}".casefold()}:
            return part
        if part.sort == "goal" and number and part.label == number[1]:
            # "2", "Mål 2"
            return part
    return None


def _strategy(reader: Reader, piece: Piece) -> None:
    """A paragraph among the strategies: a new one where it is labelled, a point, or weighs; else more of the last."""
    labelled, text = LABELLED.match(piece.text), without_bullet(piece.text)
    last = reader.action
    # Short lines that don't end as sentences are each a strategy.
    short = len(text) < 120 and not text.endswith((".", ":", ",")) and text[0].isupper()
    if labelled or text != piece.text or at_end(text)[1] or last is None or short:
        reader.action = last = reader._some_goal().add("action")
        if text != piece.text:
            reader.sketch.note(piece.number, last, "title", piece.text.removesuffix(text))
        titled(reader, piece, last, text)
    else:
        reader.sketch.put(piece.number, last, "description", piece.text)
