"""Tables of rows: a row an action, or a contract's goals with measures, strategies, weights and results. *Pure.*"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pejling.analysis.plans.taking_in.originals import Piece
from pejling.analysis.plans.taking_in.reading import Reader
from pejling.analysis.plans.taking_in.row_goals import same_goal
from pejling.analysis.plans.taking_in.row_spans import merged_over
from pejling.analysis.plans.taking_in.row_weights import are_of_rows
from pejling.analysis.plans.taking_in.rows import (
    SHARES,
    Cells,
    Row,
    Rows,
    added,
    cells_of_row,
    number_of,
    text_of,
)
from pejling.analysis.plans.taking_in.shares import at_end, of_cell
from pejling.analysis.plans.taking_in.sketch import TOGETHER, Part
from pejling.analysis.plans.taking_in.table_forms import is_form, put, read_form
from pejling.analysis.plans.taking_in.table_heads import ACTION, GOAL, LABEL, Head, Kind
from pejling.analysis.plans.taking_in.targets import LISTS
from pejling.analysis.plans.taking_in.titles import LABELLED, titled
from pejling.analysis.plans.taking_in.vocabulary import FieldFound, without_bullet

#: what a row of several actions says once
_ONCE = frozenset({"weight", "result", *LISTS})


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


class _Rows(Rows):
    """Reads the rows under one row of headings."""

    # a row an action

    def actions(self, rows: Sequence[Row]) -> None:
        """A row an action; a row that says one thing only may be the goal of those below it."""
        self.over = merged_over(rows, self.head)
        full = sum(len(cells_of_row(row)) > 1 for row in rows)
        weights = self.head.named("weight")
        named = [text_of(cells_of_row(row), self.head.column(GOAL)) for row in rows]
        self.by_rows = are_of_rows(
            [(goal, number_of(cells_of_row(row), weights)) for goal, row in zip(named, rows, strict=True)]
        )
        for place, row in enumerate(rows):
            cells = cells_of_row(row)
            after = cells_of_row(rows[place + 1]) if place + 1 < len(rows) else {}
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
        if len(action_cells) > 1 and all(map(_is_point, action_cells)):
            self.several(cells, action_cells)
            return
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

    def several(self, cells: Cells, points: Sequence[Piece]) -> None:
        """A row whose cell lists what is done: each point is an action, and the row speaks of all of them."""
        reader = self.reader
        parts = []
        for point in points:
            parts.append(reader._some_goal().add("action"))
            text = without_bullet(point.text)
            if text != point.text:
                self.sketch.note(point.number, parts[-1], "title", point.text.removesuffix(text))
            titled(reader, point, parts[-1], text)
        for column, pieces in cells.items():
            kind = self.head.kinds.get(column)
            if kind in (GOAL, ACTION):
                continue
            once = not isinstance(kind, FieldFound) or kind.name in _ONCE
            for piece in pieces:
                if isinstance(kind, FieldFound) and kind.name == "operational_goal":
                    # What all of them are to reach is what their goal is.
                    put(reader, piece, reader._some_goal(), "measures")
                    continue
                for part in parts[:1] if once else parts:
                    reader.action = part
                    self.field(piece, part, kind, column)
        reader.action = parts[-1]

    # a contract

    def contract(self, rows: Sequence[Row]) -> None:
        """A goal and the rows below it that name none; weights are the goal's, or those of the rows' measures."""
        goal_column = self.head.column(GOAL) or 0
        groups: list[list[Cells]] = []
        for row in rows:
            cells = cells_of_row(row)
            if self.is_heading_again(row) or self.is_total(cells):
                continue
            if cells.get(goal_column) or not groups:
                groups.append([])
            groups[-1].append(cells)
        weights = self.head.named("weight")
        by_rows = any(sum(bool(number_of(cells, weights)) for cells in group) > 1 for group in groups)
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
            pairs = [(number_of(cells, weights), number_of(cells, [column])) for cells in rows]
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
            goal = reader.named[first[0].text] = reader.add_goal()
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
            if not isinstance(kind, str) and (kind is None or kind.name in {*SHARES, *TOGETHER}):
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
            goal.weight = added(goal.weight, holder.weight)
            goal.result = added(goal.result, holder.result)

    def share(
        self, piece: Piece, part: Part, kind: Kind | None, column: int, results: tuple[int | None, bool]
    ) -> None:
        value = of_cell(piece.text)
        name = kind.name if isinstance(kind, FieldFound) else ""
        if value is None or name not in SHARES or (name == "result" and column != results[0]):
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


def _is_below(rows: Sequence[Row], place: int) -> bool:
    """Whether the row stands apart from the table: a row is left out before it, and none of several cells follows."""
    apart = any(rows[n][0].row - rows[n - 1][0].row > 1 for n in range(max(place - 1, 1), place + 1))
    return apart and all(len(cells_of_row(row)) == 1 for row in rows[place:])


def _is_point(piece: Piece) -> bool:
    return bool(LABELLED.match(piece.text)) or without_bullet(piece.text) != piece.text


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
