"""The row of headings of a table, and what each of its columns is. *Pure.*

The words are data (catalogue/plan_words, ``columns``). One word means different things beside others: "Mål" to the
right of "Indsats" is what that action is to reach; beside "Vægt" it is a goal of a contract.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby

from pejling.analysis.plans.taking_in.originals import Piece, joined
from pejling.analysis.plans.taking_in.vocabulary import COLUMNS, FieldFound, asked, field

LABEL, GOAL, ACTION, MARKED = "label", "goal", "action", "marked"
#: headings of columns in which a mark says when: "Q1", "jan.", "2. kvt.", "uge 12"
_WHEN = re.compile(
    r"(?:q ?[1-4]|[1-4]\. ?(?:kvartal|kvt|halvår)|[12]\. ?halvår|uge \d{1,2}|(?:20\d\d)|"
    r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|sept|okt|nov|dec)[a-zæøå]*)\.?(?: ?(?:20)?\d\d)?",
    re.IGNORECASE,
)
Kind = FieldFound | str
Row = Sequence[Piece]
#: a table whose columns are these is about what is done, whatever the first is called
_DOING = frozenset({"owner", "schedule", "state", "evaluation_plan", "involved"})
#: what a heading below another can say by itself
_PRECISE = _DOING | {"weight", "result", "operational_goal", "expected_effect"}
_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Head:
    """Where the headings stand (``place``: of its row), what each column is, and how it is headed.

    ``rows``: how many rows they fill; in a second one, wide headings are divided ("Tidsplan": "Start", "Slut").
    """

    place: int
    kinds: Mapping[int, Kind]
    texts: Mapping[int, str]
    rows: int = 1

    def column(self, kind: str) -> int | None:
        """The column of a kind."""
        return next((column for column, found in self.kinds.items() if found == kind), None)

    @property
    def contract(self) -> bool:
        """Whether its goals weigh, with measures and strategies in a row; else a row is an action."""
        doing = self.column(ACTION) is not None and len(self.named(*_DOING)) > 1
        return bool(self.named("weight", "result")) and self.column(GOAL) is not None and not doing

    def named(self, *names: str) -> list[int]:
        """The columns of fields."""
        return [c for c, found in self.kinds.items() if isinstance(found, FieldFound) and found.name in names]


def is_action(text: str) -> bool:
    """Whether a heading is of actions."""
    return _is(ACTION, text)


def is_goal(text: str) -> bool:
    """Whether a heading is of goals, whatever stands beside it."""
    return _is("goal", text)


def is_weak_goal(text: str) -> bool:
    """Whether a heading is of goals, unless something beside it says otherwise."""
    return _is("weak_goal", text)


def _is(name: str, text: str) -> bool:
    text = re.sub(r"\s*/\s*", "/", text).strip(" :?")
    return any(COLUMNS[name].fullmatch(one) for one in (text, _bare(text)))


def _bare(text: str) -> str:
    """A heading without what is said of it in brackets: "Tovholder(e)", "Status (grøn/gul/rød)"."""
    return re.sub(r"\s*\([^()]*\)$", "", text.strip(" :?"))


def _field(text: str) -> FieldFound | None:
    """The field of which the whole of a heading is."""
    found = [one for one in (asked(text), field(_bare(text))) if one is not None and not one.value]
    return next(iter(found), None)


def find_head(rows: Sequence[Row], has_goal: bool) -> Head | None:
    """The row of headings among the first. ``has_goal``: the table stands under a goal."""
    for place, row in enumerate(rows[:_DEEPEST]):
        texts = _texts(row)
        if len(texts) < 2 or any(len(text) > 80 for text in texts.values()):
            continue
        kinds = _kinds(texts, has_goal)
        if _is_head(kinds, len(texts)):
            head = Head(place, kinds, texts)
            return _divided(head, _texts(rows[place + 1])) if place + 1 < len(rows) else head
    return None


def find_fields(rows: Sequence[Row]) -> Head | None:
    """A row of headings that are all of fields of actions, of which one has been opened above the table."""
    texts = _texts(rows[0])
    fields = {column: found for column, text in texts.items() if (found := _field(text))}
    if len(rows) < 2 or len(texts) < 2 or len(fields) < len(texts):
        return None
    if any(found.of not in {"action", "either"} for found in fields.values()):
        return None
    return Head(0, fields, texts)


def _texts(row: Row) -> dict[int, str]:
    return {
        column: reduce(joined, (piece.text for piece in cell))
        for column, cell in groupby(row, key=lambda piece: piece.column)
    }


def _divided(head: Head, below: Mapping[int, str]) -> Head:
    """The headings with those of the row below, where that divides some of them; else as they are."""
    spread = [column for column in below if column not in head.texts]
    named = {column: found for column, text in below.items() if (found := _field(text))}
    whole = {column for column, kind in head.kinds.items() if isinstance(kind, str)}
    if (
        not spread
        or len(named) * 2 < len(below)
        or whole & below.keys()
        or not _are_wide(head, below, spread)
    ):
        return head
    kinds, texts = dict(head.kinds), dict(head.texts)
    for column, text in below.items():
        above = head.kinds.get(max((one for one in head.texts if one <= column), default=column))
        kind = named.get(column)
        if isinstance(above, FieldFound) and (kind is None or kind.name not in _PRECISE):
            # "Metode" below "Opfølgning" is how it is followed up.
            kind = above
        texts[column] = text
        kinds.pop(column, None)
        if kind is not None:
            kinds[column] = kind
    return Head(head.place, kinds, texts, 2)


def _are_wide(head: Head, below: Mapping[int, str], spread: Sequence[int]) -> bool:
    """Whether each text without a heading above it is to the right of one that is divided."""
    wide = {max((one for one in head.texts if one < column), default=0) for column in spread}
    return wide <= below.keys() and all(len(text) <= 40 for text in below.values())


def _is_head(kinds: Mapping[int, Kind], columns: int) -> bool:
    return (
        len(kinds) >= 2 and len(kinds) * 2 >= columns and bool({GOAL, ACTION} & set(map(str, kinds.values())))
    )


def _kinds(texts: Mapping[int, str], has_goal: bool) -> dict[int, Kind]:
    fields = {column: found for column, text in texts.items() if (found := _field(text))}
    names = {found.name for found in fields.values()}
    goal = next((column for column, text in texts.items() if is_goal(text)), None)
    action = next((column for column, text in texts.items() if is_action(text) and column != goal), None)
    # A row an action may weigh, too.
    contract = bool(names & {"weight", "result"}) and (action is None or len(names & _DOING) < 2)
    weak = next((column for column, text in texts.items() if is_weak_goal(text)), None)
    if goal is None and weak is not None:
        if (
            contract
            or (action is None and not has_goal)
            or (action is not None and weak < action and not has_goal)
        ):
            goal = weak
        elif action is None:
            action = weak
    if action is None and goal is not None:
        # A contract's strategies; else what is done.
        strategies = [c for c, found in fields.items() if found.name in {"strategy", "actions"} and c != goal]
        action = next(iter(strategies), None)
    if action is None and not contract and len(names & _DOING) >= 2 and len(fields) * 3 >= len(texts) * 2 - 1:
        action = _first_of(texts, fields, goal)
    kinds: dict[int, Kind] = {}
    for column, text in texts.items():
        if column == goal:
            kinds[column] = GOAL
        elif column == action:
            kinds[column] = ACTION
        elif _is(LABEL, text):
            kinds[column] = LABEL
        elif _WHEN.fullmatch(text):
            kinds[column] = MARKED
        elif column in fields or is_weak_goal(text):
            kinds[column] = _sort_of(fields.get(column), text, contract, action is not None)
    return kinds


def _first_of(texts: Mapping[int, str], fields: Mapping[int, FieldFound], goal: int | None) -> int | None:
    """The column that says what is done where none is headed so: one of its description, else the first not known."""
    told = [c for c, found in fields.items() if found.name in {"description", "sub_actions", "strategy"}]
    unknown = [c for c, text in texts.items() if c not in fields and c != goal and not _is(LABEL, text)]
    return next(iter([*told, *unknown]), None)


def _sort_of(found: FieldFound | None, text: str, contract: bool, action: bool) -> FieldFound:
    """In a contract what is to be reached is a measure; a goal's word that opens no goal is what is to be reached."""
    if found is not None and found.name == "actions" and action and not contract:
        # "Aktiviteter" beside "Indsats" are what it consists of.
        return FieldFound("action", "sub_actions", text, "", True)
    if contract and (found is None or found.name == "operational_goal"):
        return FieldFound("goal", "measures", text, "", True)
    return found or FieldFound("action", "operational_goal", text, "", True)
