"""Tables that are forms: a heading to the left, what it says to the right; also two such pairs in a row. *Pure.*"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from pejling.analysis.plans.taking_in.originals import Piece
from pejling.analysis.plans.taking_in.reading import Reader
from pejling.analysis.plans.taking_in.sketch import OF, Part
from pejling.analysis.plans.taking_in.table_heads import is_action, is_goal, is_weak_goal
from pejling.analysis.plans.taking_in.targets import LISTS
from pejling.analysis.plans.taking_in.titles import LABELLED, titled
from pejling.analysis.plans.taking_in.vocabulary import FieldFound, asked, field, without_bullet

Row = Sequence[Piece]


def is_form(rows: Sequence[Row]) -> bool:
    """Whether most rows begin with a heading that is known, and have one value or two pairs."""
    known = [row for row in rows if left(row[0].text)]
    return len(known) >= 2 and len(known) * 3 >= len(rows) and all(_is_narrow(row) for row in rows)


def is_in_pairs(rows: Sequence[Row]) -> bool:
    """Whether most rows are two headings, each with what it says."""
    return sum(len(_pairs(row)) == 2 for row in rows) * 2 > len(rows)


def _is_narrow(row: Row) -> bool:
    columns = len({piece.column for piece in row})
    return columns <= 3 or (columns == 4 and len(_pairs(row)) == 2)


def left(text: str) -> FieldFound | str | None:
    """What a cell to the left is a heading of."""
    if is_action(text):
        return "action"
    if is_goal(text):
        return "goal"
    if is_weak_goal(text):
        return "weak goal"
    found = asked(text)
    # "Hvad koster det" isn't the heading "Hvad".
    return found if found and (not found.value or found.sure) else None


def _pairs(row: Row) -> list[list[Piece]]:
    """The row cut where a third or fourth column is a heading, too."""
    cells = [list(cell) for _column, cell in groupby(row, key=lambda piece: piece.column)]
    made: list[list[Piece]] = [[]]
    for place, cell in enumerate(cells):
        if place >= 2 and len(cell) == 1 and place + 1 < len(cells) and left(cell[0].text):
            made.append([])
        made[-1] += cell
    return made


def read_form(reader: Reader, rows: Sequence[Row]) -> None:
    """Every row; what an action's heading opens depends on whether the form begins with it."""
    opened = any(opening.sort == "goal" for opening in reader.openings.values())
    one_action = left(rows[0][0].text) == "action"
    for number, row in enumerate(rows):
        for pair in _pairs(row):
            known = left(pair[0].text)
            # "Mål" opens a goal where it is the first of a form and nothing else opens goals.
            if known == "weak goal":
                reached = FieldFound("action", "operational_goal", pair[0].text, "", True)
                known = "goal" if number == 0 and not opened else field(pair[0].text) or reached
            several = len(pair) > 2 or any(without_bullet(piece.text) != piece.text for piece in pair[1:])
            if known == "action" and not one_action and reader.goal is not None and several:
                # A list of what is done; what the form says further is said of all of it.
                known = FieldFound("goal", "actions", pair[0].text, "", True)
            _pair(reader, pair[0], pair[1:], known)


def _pair(reader: Reader, head: Piece, values: Sequence[Piece], known: FieldFound | str | None) -> None:
    if isinstance(known, str):
        _open(reader, known, head, values)
    elif known is not None and (values or known.value):
        part, name = reader.target(known)
        reader.at = part, name
        reader.list = name if name in LISTS else ""
        if _is_elsewhere(part, name, known):
            reader.sketch.put(head.number, part, name, f"{known.phrase.rstrip(':')}:")
        else:
            reader.sketch.note(head.number, part, name, head.text.removesuffix(known.value))
        if known.value:
            reader.take(head, known.value)
        for piece in values:
            put(reader, piece, part, name)
    elif values and (reader.action or reader.goal or reader.at) is not None:
        # A heading that isn't known is kept with what it says.
        part = reader.action or reader.goal or reader.sketch.plan
        name = "about" if part.sort == "plan" else "description"
        reader.sketch.put(head.number, part, name, f"{head.text.rstrip(':')}:")
        for piece in values:
            reader.sketch.put(piece.number, part, name, piece.text)
    else:
        for piece in (head, *values):
            reader.read(reader.places[piece.number])


def _is_elsewhere(part: Part, name: str, known: FieldFound) -> bool:
    """Whether the part has no field of the kind, so that the heading must be said beside the words."""
    return name == "description" and known.name not in OF[part.sort]


def _open(reader: Reader, sort: str, head: Piece, values: Sequence[Piece]) -> None:
    title = " ".join(piece.text for piece in values)
    if sort == "goal" and reader.goal and reader.goal.text("title").casefold() == title.casefold():
        # A sheet called by its goal says it again.
        for piece in (head, *values):
            reader.sketch.note(piece.number, reader.goal, "title", piece.text)
        return
    part = reader._some_goal().add("action") if sort == "action" else reader.sketch.plan.add("goal")
    if sort == "goal":
        reader.goal, reader.action = part, None
    else:
        reader.action = part
    reader.sketch.note(head.number, part, "title", head.text)
    for piece in values:
        titled(reader, piece, part)
    reader.at = part, "title"


def put(reader: Reader, piece: Piece, part: Part, name: str) -> None:
    """A cell's text to a field: a number to a weight, points to a list, else paragraphs."""
    if name in {"weight", "result"}:
        reader.at = part, name
        reader.take(piece, piece.text)
        return
    reader.at = part, name
    text = without_bullet(piece.text)
    if name in LISTS:
        reader.list = name
        labelled = LABELLED.match(text)
        reader._point(piece, labelled["title"] if labelled else text)
        new = reader.at[0]
        if labelled and new.sort in {"action", "measure"} and not new.label:
            new.label = labelled["label"]
        return
    if text != piece.text:
        reader.sketch.note(piece.number, part, name, piece.text.removesuffix(text))
        text = f"- {text}"
    reader.sketch.put(piece.number, part, name, text)
