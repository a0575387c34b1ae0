"""Tables: a form for each action, a row an action, a contract's columns, a matrix of partners. *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from pejling.analysis.plans.taking_in.originals import CELL, Piece, tidy
from pejling.analysis.plans.taking_in.reading import LISTS, Reader
from pejling.analysis.plans.taking_in.shares import at_end, of_cell
from pejling.analysis.plans.taking_in.sketch import Part
from pejling.analysis.plans.taking_in.vocabulary import FieldFound, field, level, without_bullet

_ACTION_TITLE = re.compile(
    r"(?:tiltag|handling|indsats|aktivitet|initiativ|delindsats|titel|navn)(?:er|en|et)?(?: ?/ ?\w+)?(?: \(.*\))?:?$",
    re.IGNORECASE,
)
_GOAL_TITLE = re.compile(
    r"(?:overordnet |strategisk )?(?:(?:resultat|hoved)?mål|målsætning|(?:indsats|fokus|udviklings)?område|pejlemærke"
    r"|tema)(?:r|er)?:?$",
    re.IGNORECASE,
)
_STRATEGY = re.compile(
    r"(?:strategi ?/ ?indsats(?:er)?|strategi|indsats(?:er)?|tiltag|handling(?:er)?)\s*:?$", re.IGNORECASE
)
_NUMBER = re.compile(r"(?:nr\.?|nummer|#|id|label|mærke)\s*:?$", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?P<label>\d{1,2}(?:\.?[a-zæøå\d]{1,2})?|[a-zæøå])[.)]\s+(?P<title>\S.*)$", re.IGNORECASE
)


def read_table(reader: Reader, cells: Sequence[Piece]) -> None:
    """One table into the sketch, as whichever sort of table its headings say it is."""
    rows = [list(row) for _number, row in groupby(cells, key=lambda piece: piece.row)]
    head = _header(rows)
    if head is not None:
        _by_rows(reader, rows, head)
    elif _is_form(rows):
        _form(reader, rows)
    elif (partners := _matrix(reader, rows)) is not None:
        _commitments(reader, rows, partners)
    else:
        # Whatever stands there is read as text is.
        for piece in cells:
            reader.read(reader.pieces.index(piece))


# a form: a heading to the left, what it says to the right


def _is_form(rows: Sequence[Sequence[Piece]]) -> bool:
    known = [row for row in rows if _left(row[0].text)]
    return len(known) >= 2 and len(known) * 3 >= len(rows) and all(len(row) <= 3 for row in rows)


def _left(text: str, within: bool = False) -> FieldFound | str | None:
    """What a cell to the left is a heading of. ``within``: an action is open, and "Mål" is a field of it."""
    if _ACTION_TITLE.match(text):
        return "action"
    if _GOAL_TITLE.match(text) and not within:
        return "goal"
    found = field(text)
    # "Hvad koster det" isn't the heading "Hvad".
    return found if found and (not found.value or found.sure) else None


def _form(reader: Reader, rows: Sequence[Sequence[Piece]]) -> None:
    for row in rows:
        head, values = row[0], row[1:]
        known = _left(head.text, reader.action is not None)
        if isinstance(known, str):
            _open(reader, known, head, values)
        elif known is not None and (values or known.value):
            part, name = reader.target(known)
            reader.at = part, name
            reader.list = name if name in LISTS else ""
            reader.sketch.note(head.number, part, name, head.text.removesuffix(known.value))
            if known.value:
                reader.take(head, known.value)
            for piece in values:
                _put(reader, piece, part, name)
        elif values and reader.at is not None:
            # A heading that isn't known is kept with what it says.
            part = reader.action or reader.goal or reader.sketch.plan
            name = "about" if part.sort == "plan" else "description"
            reader.sketch.put(head.number, part, name, f"{head.text.rstrip(':')}:")
            for piece in values:
                reader.sketch.put(piece.number, part, name, piece.text)
        else:
            for piece in row:
                reader.read(reader.pieces.index(piece))


def _open(reader: Reader, sort: str, head: Piece, values: Sequence[Piece]) -> None:
    part = reader._some_goal().add("action") if sort == "action" else reader.sketch.plan.add("goal")
    if sort == "goal":
        reader.goal, reader.action = part, None
    else:
        reader.action = part
    reader.sketch.note(head.number, part, "title", head.text)
    for piece in values:
        _titled(reader, piece, part)
    reader.at = part, "title"


def _titled(reader: Reader, piece: Piece, part: Part, text: str = "") -> None:
    """A title with its label and weight taken off it."""
    text = text or piece.text
    match, found = _LABELLED.match(text), level(text)
    label, title = (
        (match["label"], match["title"]) if match else (found.label, found.title) if found else ("", text)
    )
    if label and title and not part.label and not part.text("title"):
        reader.sketch.note(piece.number, part, "label", text.removesuffix(title))
        part.label, text = label, title
    reader.sketch.put(piece.number, part, "title", text, paragraph=False)
    part.weigh()


def _put(reader: Reader, piece: Piece, part: Part, name: str) -> None:
    """A cell's text to a field: a number to a weight, points to a list, else paragraphs."""
    if name in {"weight", "result"}:
        reader.at = part, name
        reader.take(piece, piece.text)
        return
    reader.at = part, name
    text = without_bullet(piece.text)
    if name in LISTS:
        reader.list = name
        reader._point(piece, text)
        return
    if text != piece.text:
        reader.sketch.note(piece.number, part, name, piece.text.removesuffix(text))
        text = f"- {text}"
    reader.sketch.put(piece.number, part, name, text)


# a row an action, or a goal's columns


def _header(rows: Sequence[Sequence[Piece]]) -> tuple[int, dict[int, FieldFound | str]] | None:
    """The row of headings among the first, and what each column is."""
    for place, row in enumerate(rows[:6]):
        known: dict[int, FieldFound | str] = {}
        for piece in row:
            if _NUMBER.match(piece.text):
                known[piece.column] = "label"
            elif _GOAL_TITLE.match(piece.text) and "goal" not in known.values():
                known[piece.column] = "goal"
            elif (_STRATEGY if "goal" in known.values() else _ACTION_TITLE).match(
                piece.text
            ) and "action" not in known.values():
                known[piece.column] = "action"
            elif (found := field(piece.text)) and not found.value:
                known[piece.column] = found
        columns = len({piece.column for piece in row})
        if (
            columns >= 2
            and len(known) >= 2
            and len(known) * 2 >= columns
            and {"goal", "action"} & set(map(str, known.values()))
        ):
            if columns == 2 and _is_form(rows):
                return None
            return place, known
    return None


def _by_rows(
    reader: Reader, rows: Sequence[Sequence[Piece]], head: tuple[int, dict[int, FieldFound | str]]
) -> None:
    place, known = head
    for row in rows[:place]:
        for piece in row:
            reader.read(reader.pieces.index(piece))
    plan = reader.sketch.plan
    headings = {piece.column: piece for piece in rows[place]}
    for piece in rows[place]:
        if piece.column in known:
            reader.sketch.note(piece.number, plan, "heading", piece.text)
    contract = "goal" in known.values() and any(
        isinstance(k, FieldFound) and k.name in {"weight", "result"} for k in known.values()
    )
    for row in rows[place + 1 :]:
        by_column = {column: list(cells) for column, cells in groupby(row, key=lambda piece: piece.column)}
        if contract:
            _contract_row(reader, by_column, known)
        else:
            _action_row(reader, by_column, known, headings)


def _action_row(
    reader: Reader,
    cells: dict[int, list[Piece]],
    known: dict[int, FieldFound | str],
    headings: dict[int, Piece],
) -> None:
    sorts = {kind: column for column, kind in known.items() if isinstance(kind, str)}
    goal_cells = cells.get(sorts.get("goal", 0), [])
    action_cells = cells.get(sorts.get("action", 0), [])
    if goal_cells:
        _same_goal(reader, goal_cells)
    part: Part | None = None
    if action_cells:
        part = reader._some_goal().add("action")
        reader.action = part
        _titled(reader, action_cells[0], part)
        for piece in action_cells[1:]:
            reader.sketch.put(piece.number, part, "description", piece.text)
    elif reader.action and any(
        column in cells for column, kind in known.items() if isinstance(kind, FieldFound)
    ):
        # A row that goes on with the action above it.
        part = reader.action if not goal_cells else reader.goal
    for column, pieces in cells.items():
        kind = known.get(column)
        if kind in {"goal", "action"}:
            continue
        target = part or reader.goal
        if target is None:
            continue
        for piece in pieces:
            if kind == "label":
                if not target.label and len(piece.text) <= 12:
                    target.label = piece.text.strip(" .)")
                    reader.sketch.note(piece.number, target, "label", piece.text)
            elif isinstance(kind, FieldFound):
                name = kind.name
                if name in {"weight", "result"}:
                    _put(reader, piece, target, name)
                else:
                    holder, name = reader.target(kind) if target is reader.action else (target, name)
                    _put(
                        reader,
                        piece,
                        holder,
                        name if name in LISTS or holder.sort == "action" else _of_goal(name),
                    )
            elif column in headings:
                # A column whose heading isn't known: kept with its heading.
                reader.sketch.put(
                    headings[column].number, target, "description", f"{headings[column].text.rstrip(':')}:"
                )
                reader.sketch.put(piece.number, target, "description", piece.text)


def _of_goal(name: str) -> str:
    return name if name in {"reason", "description"} else "description"


def _same_goal(reader: Reader, pieces: Sequence[Piece]) -> None:
    """The goal named in a row: the one of that name, else a new one."""
    text = " ".join(piece.text for piece in pieces)
    named = reader.named.get(text)
    if named is None:
        named = reader.sketch.plan.add("goal")
        for piece in pieces:
            _titled(reader, piece, named)
        reader.named[text] = named
    else:
        for piece in pieces:
            reader.sketch.note(piece.number, named, "title", piece.text)
    reader.goal, reader.action = named, None


def _contract_row(reader: Reader, cells: dict[int, list[Piece]], known: dict[int, FieldFound | str]) -> None:
    """A goal with its references and measures, its strategies, its weight and its result."""
    columns = {(kind if isinstance(kind, str) else kind.name): column for column, kind in known.items()}
    first = cells.get(columns.get("goal", 0), [])
    if first and re.match(r"(?:i alt|ialt|total|sum)\b", first[0].text, re.IGNORECASE):
        _totals(reader, cells, columns)
        return
    if first:
        goal = reader.sketch.plan.add("goal")
        reader.goal, reader.action = goal, None
        reader.list = reader.goal_list = ""
        _titled(reader, first[0], goal)
        reader.at = goal, "title"
        for piece in first[1:]:
            _inside(reader, piece)
    if reader.goal is None:
        return
    goal = reader.goal
    for column, pieces in cells.items():
        kind = known.get(column)
        if column == columns.get("goal"):
            continue
        reader.action, reader.at, reader.list = None, (goal, "description"), ""
        for piece in pieces:
            if kind == "action":
                _strategy(reader, piece)
            elif kind == "label" and not goal.label and len(piece.text) <= 12:
                goal.label = piece.text.strip(" .)")
                reader.sketch.note(piece.number, goal, "label", piece.text)
            elif isinstance(kind, FieldFound) and kind.name in {"weight", "result"}:
                _put(reader, piece, goal, kind.name)
            elif isinstance(kind, FieldFound):
                _put(reader, piece, *reader.target(kind))
            else:
                reader.sketch.put(piece.number, goal, "description", piece.text)


def _inside(reader: Reader, piece: Piece) -> None:
    reader.read(reader.pieces.index(piece))


def _strategy(reader: Reader, piece: Piece) -> None:
    """A paragraph among the strategies: a new one where it is labelled, a point, or weighs; else more of the last."""
    labelled, text = _LABELLED.match(piece.text), without_bullet(piece.text)
    last = reader.action
    # Short lines that don't end as sentences are each a strategy.
    short = len(text) < 120 and not text.endswith((".", ":", ",")) and text[0].isupper()
    if labelled or text != piece.text or at_end(text)[1] or last is None or short:
        reader.action = last = reader._some_goal().add("action")
        if text != piece.text:
            reader.sketch.note(piece.number, last, "title", piece.text.removesuffix(text))
        _titled(reader, piece, last, text)
    else:
        reader.sketch.put(piece.number, last, "description", piece.text)


def _totals(reader: Reader, cells: dict[int, list[Piece]], columns: dict[str, int]) -> None:
    numbers = [
        of_cell(cells[columns[name]][0].text) if columns.get(name) in cells else None
        for name in ("weight", "result")
    ]
    if numbers[0] is not None and numbers[1] is not None:
        reader.sketch.totals = numbers[0], numbers[1]
        for pieces in cells.values():
            for piece in pieces:
                reader.sketch.note(piece.number, reader.sketch.plan, "total", piece.text)


# a theme a row, a partner a column


def _matrix(reader: Reader, rows: Sequence[Sequence[Piece]]) -> dict[int, Piece] | None:
    head = {
        piece.column: piece
        for piece in rows[0]
        if re.search(r"kommune|skole|region", piece.text, re.IGNORECASE)
    }
    return head if len(head) >= 2 and len(rows) > 1 else None


def _commitments(reader: Reader, rows: Sequence[Sequence[Piece]], partners: dict[int, Piece]) -> None:
    plan = reader.sketch.plan
    for piece in partners.values():
        reader.sketch.put(piece.number, plan, "partners", piece.text)
    for row in rows[1:]:
        themes = [piece for piece in row if piece.column not in partners]
        if not themes:
            continue
        _same_goal(reader, themes[:1])
        for piece in themes[1:]:
            reader.sketch.put(piece.number, reader.goal or plan, "description", piece.text)
        for piece in row:
            if piece.column in partners and reader.goal:
                part = reader.goal.add("commitment")
                part.put("title", partners[piece.column].text, True)
                reader.sketch.put(piece.number, part, "text", piece.text)


def cells_of(rows: Sequence[Sequence[str]], table: int, number: int) -> list[Piece]:
    """A grid of texts as cells: a piece for each line of each cell that says something."""
    made: list[Piece] = []
    for row_number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            for line in text.splitlines():
                words = tidy(line)
                if words:
                    made.append(
                        Piece(number + len(made), words, CELL, table=table, row=row_number, column=column)
                    )
    return made


def renumbered(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Numbered from 1 in their order."""
    return tuple(replace(piece, number=number) for number, piece in enumerate(pieces, 1))
