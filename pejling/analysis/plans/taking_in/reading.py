"""What stands under goals and actions, line by line: fields, lists, weights, and where each piece went. *Pure.*"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pejling.analysis.plans.taking_in import outline as opening_sorts
from pejling.analysis.plans.taking_in import targets
from pejling.analysis.plans.taking_in.asides import are_heads, is_aside
from pejling.analysis.plans.taking_in.field_headings import heading_at
from pejling.analysis.plans.taking_in.originals import (
    CELL,
    HEADING,
    ITEM,
    LINE,
    Piece,
    begins_paragraph,
    ends_short,
    goes_on,
)
from pejling.analysis.plans.taking_in.outline import Opening, outline
from pejling.analysis.plans.taking_in.run_in import SHORT, first_label, is_farewell, is_own_label
from pejling.analysis.plans.taking_in.running_on import cut_action, hangs, is_finished, is_tight
from pejling.analysis.plans.taking_in.scope import Scope
from pejling.analysis.plans.taking_in.share_lines import is_shares, said_alone
from pejling.analysis.plans.taking_in.sketch import TOGETHER, Part, Sketch
from pejling.analysis.plans.taking_in.targets import LISTS
from pejling.analysis.plans.taking_in.vocabulary import BULLET, FieldFound, field, without_bullet

#: the fields in which text of any kind may go on
_RUNNING = frozenset(
    {"about", "description", "reason", *("references", "measures", "actions", "sub_actions")}
)
_LETTERED = re.compile(r"(?P<label>[a-zæøå]|\d{1,2}\.?[a-zæøå])[.)]\s+(?P<text>(?:[A-ZÆØÅ]|[\"”“»]).*)$")
_LINK = re.compile(r"https?://\S+$")
_FOOTNOTE = re.compile(r"[¹²³\d]\s(?P<text>[A-ZÆØÅ][^.]{15,})$")
_EFFECT = re.compile(r"(?:Det forventes|Det er (?:skolens|vores) forventning|Forventningen er)\b")


class Reader:
    """Reads pieces into a sketch. Tables are handed cell by cell by `tables`."""

    def __init__(self, pieces: Sequence[Piece], sketch: Sketch, fields_of_goals: Sequence[str] = ()) -> None:
        self.pieces, self.sketch = pieces, sketch
        self.places = {piece.number: place for place, piece in enumerate(pieces)}
        self.openings = outline(pieces)
        self.scope = Scope(pieces, self.openings)
        self.fields_of_goals = fields_of_goals
        #: fields stand below each point of a list, so that they are the point's
        self.fields_of_points = targets.are_of_points(pieces, self.openings)
        self.recurring = Counter(found.phrase.lower() for piece in pieces if (found := field(piece.text)))
        self.goal: Part | None = None
        self.action: Part | None = None
        #: the goal of which those of tables are parts
        self.frame: Part | None = None
        #: the goal that is open stands in a table with others
        self.tabled = False
        self.opened: dict[int, Part] = {}
        #: where text goes on: None where nothing has been understood to be of the plan
        self.at: tuple[Part, str] | None = None
        #: the list that a new point belongs to, and the last such list of the goal's own
        self.list = self.goal_list = ""
        #: how the first point of the list is marked: by a letter, or not
        self.lettered = False
        #: nothing but their place makes the list's points actions
        self.implied = False
        #: the action that a point of a list opened, and how deep that point lies
        self.listed: Part | None = None
        self.depth = 0
        self.title_open = False
        self.skip = 0
        #: goals by the place that opened them; by their title, where rows of a table name them
        self.named: dict[str, Part] = {}

    def read(self, place: int) -> None:
        """One piece."""
        piece = self.pieces[place]
        if self.skip:
            self.skip -= 1
            return
        text = piece.text
        if place in self.openings:
            self._open(piece, self.openings[place])
        elif self.scope.ends(place) or (self.tabled and piece.sort == HEADING):
            self._end(place)
        elif _LINK.match(text):
            self.sketch.link(piece.number, text)
        elif self.goal is None and (match := _FOOTNOTE.match(text)):
            reference = self.sketch.plan.add("reference")
            self._title(piece, reference, match["text"])
        elif is_aside(piece):
            return
        elif piece.sort == LINE and is_farewell(text):
            self.goal = self.action = self.at = None
        elif self.goal is None and are_heads(text):
            self.sketch.note(piece.number, self.sketch.plan, "heading", text)
        elif is_shares(self, place) or self._is_field(place):
            return
        elif (
            (match := _LETTERED.match(text))
            and self.goal
            and (piece.sort == CELL or not goes_on(self.pieces, place))
        ):
            self._letter(piece, match["label"], match["text"])
        elif piece.sort == ITEM or BULLET.match(text):
            self._point(piece, without_bullet(text))
        else:
            self._text(place)

    def _end(self, place: int) -> None:
        """A heading that ends the goal above it: what follows is said of the plan, unless it is a table."""
        piece = self.pieces[place]
        self._close()
        if place + 1 < len(self.pieces) and self.pieces[place + 1].sort == CELL:
            return
        if self.scope.holds_goals(place):
            self.sketch.note(piece.number, self.sketch.plan, "heading", piece.text)
        else:
            self.at = self.sketch.plan, "about"
            self.sketch.put(piece.number, self.sketch.plan, "about", piece.text)

    def _close(self) -> None:
        self.goal = self.action = self.at = self.listed = None
        self.list = self.goal_list = ""
        self.lettered = self.title_open = False

    def add_goal(self) -> Part:
        """A goal of a table."""
        self.tabled = True
        return (self.frame or self.sketch.plan).add("goal")

    def leave(self) -> None:
        """What comes next isn't more of what stands here."""
        self.at = None

    # openings

    def _open(self, piece: Piece, opening: Opening) -> None:
        self.list = self.goal_list = ""
        self.listed, self.lettered = None, False
        self.title_open = self.implied = False
        number = piece.number
        if opening.sort == opening_sorts.CLOSING:
            self.goal = self.action = self.at = None
            return
        if opening.sort == opening_sorts.BACKGROUND:
            self.goal = self.action = None
            self.at = self.sketch.plan, "about"
            self.sketch.put(number, self.sketch.plan, "about", piece.text)
            return
        if opening.sort == opening_sorts.GOAL:
            part = self.sketch.above(opening.depth).add("goal", opening.label)
            self.tabled, self.opened[self.places[number]] = False, part
            self.goal, self.action, self.frame = part, None, part if opening.holds_tables else None
        else:
            sort = "measure" if opening.sort == opening_sorts.MEASURE else "action"
            part = self._some_goal().add(sort, opening.label)
            self.action = part
        self._title(piece, part, opening.title)
        part.weight = opening.weight
        part.weigh()
        self.title_open = opening.open_title
        if part.sort == "goal" and BULLET.match(piece.text):
            # A goal that is a point of a list: the points under it are what is done.
            self.list = "actions"

    def _title(self, piece: Piece, part: Part, title: str) -> None:
        self.sketch.note(piece.number, part, "title", piece.text.removesuffix(title))
        self.sketch.put(piece.number, part, "title", title)
        self.at = part, "title"

    def _some_goal(self) -> Part:
        """The goal that is open; one without a title where the document begins with actions."""
        if self.goal is None:
            goals = self.sketch.plan.of("goal")
            self.goal = goals[-1] if goals else self.sketch.plan.add("goal")
        return self.goal

    # fields

    def _is_field(self, place: int) -> bool:
        found = heading_at(self.pieces, place, self.openings, self.recurring)
        if found is None:
            return False
        self._field(*found)
        self.skip = len(found[0]) - 1
        return True

    def _field(self, run: Sequence[Piece], found: FieldFound) -> None:
        of_point = (
            self.listed if self.fields_of_points and self.action is None and found.of == "action" else None
        )
        self.action = of_point or self.action
        part, name = self.target(found)
        for piece in run:
            self.sketch.note(
                piece.number,
                part,
                name,
                piece.text.removesuffix(found.value) if len(run) == 1 else piece.text,
            )
        self.title_open = False
        self.list = name if name in LISTS else "actions" if part is self.listed else ""
        self.implied = False
        self.at = part, name
        if name == "about":
            self.sketch.put(run[0].number, part, name, found.phrase)
        if name in {"measures", "references"} and part is self.goal:
            self.goal_list = name
        if found.value:
            self._value(run, found.value)
            if name == "measures" and found.name == "operational_goal" and not found.value.endswith(":"):
                place = self.places[run[0].number]
                self.list = (
                    "actions" if targets.are_actions(self.pieces, place + 1, self.scope.ends) else name
                )

    def _value(self, run: Sequence[Piece], value: str) -> None:
        """What a heading says; another heading behind a sentence of it is one, too."""
        place = first_label(value)
        after = field(value[place:]) if place > 0 else None
        self.take(run[0], value[:place].strip() if after else value)
        if after:
            self._field([replace(run[0], text=value[place:])], after)

    def target(self, found: FieldFound) -> tuple[Part, str]:
        """The part and field that a heading is of, where things stand now."""
        whose, name = targets.target(found, self.goal is not None, self.action, self.fields_of_goals)
        if self.goal is None and self.action is None and self.scope.opens_goals and name in TOGETHER:
            # Who is responsible for the plan, before its goals or below all of them.
            return self.sketch.plan, "about"
        if whose == targets.ACTION and self.action is not None:
            return self.action, name
        self.action = None
        return (self.sketch.plan if whose == targets.PLAN else self._some_goal()), name

    # lists and text

    def _letter(self, piece: Piece, label: str, text: str) -> None:
        goal = self._some_goal()
        if self.list == "measures" and (self.lettered or (self.at or (None, ""))[1] == "measures"):
            # What a goal is measured by, point by point, rather than its strategies.
            self.lettered = True
            part = goal.add("measure", label)
            self._title(piece, part, text)
            part.weigh()
            return
        self.action = goal.add("action", label)
        self.list = ""
        self._title(piece, self.action, text)
        self.action.weigh()

    def _point(self, piece: Piece, text: str) -> None:
        self.title_open = False
        if self._is_below(piece, text):
            return
        if self.list in LISTS:
            within = self.action if self.list == "sub_actions" else None
            if self.list == "sub_actions" and (within is None or within.sort != "action"):
                # Without an action that they are parts of, they are actions.
                self.list, within = "actions", None
            holder = within or self._some_goal()
            if self.list == "references" and self.at and self.at[0].sort == "plan":
                holder = self.sketch.plan
            part = holder.add(LISTS[self.list])
            part.implied = self.implied and self.list == "actions"
            self._title(piece, part, text)
            part.weigh()
            if self.list == "actions":
                self.action, self.listed, self.depth = None, part, piece.level
        elif self.goal is not None and self.action is None and (self.at or (None, ""))[1] == "title":
            # Points right under a goal are what is done.
            self.list = "actions"
            self.implied = True
            self._point(piece, text)
        elif self.at is not None:
            part, name = self.at
            if name in {"title", "weight", "result", *LISTS} and part.sort != "plan":
                # A point is no title, and none of a list that has ended.
                self.at = part, name = part, "description"
            self.sketch.note(piece.number, part, name, piece.text.removesuffix(text))
            self.sketch.put(piece.number, part, name, f"- {text}")

    def _is_below(self, piece: Piece, text: str) -> bool:
        """Points that lie deeper than the one that opened an action are what is said of it."""
        part = self.listed
        found = field(text)
        named = found is not None and found.sure and bool(found.value)
        if (
            part is None
            or self.list != "actions"
            or not (piece.level > self.depth or (named and self.depth == piece.level))
        ):
            return False
        self.sketch.note(piece.number, part, "description", piece.text.removesuffix(text))
        if found is None or not named:
            self.sketch.put(piece.number, part, "description", f"- {text}")
            return True
        self.action = part
        holder, name = self.target(found)
        self.sketch.note(piece.number, holder, name, text.removesuffix(found.value))
        self.sketch.put(piece.number, holder, name, found.value)
        self.action = None
        return True

    def _text(self, place: int) -> None:
        piece = self.pieces[place]
        text = piece.text
        if self.at is None:
            return
        part, name = self.at
        if piece.sort == HEADING and name not in {"title", *_RUNNING}:
            # A heading that opens nothing isn't more of an owner or a date.
            self.leave()
            return
        if name in SHORT and is_own_label(text):
            self.at = part, name = part, "description"
        paragraph = begins_paragraph(self.pieces, place) or piece.sort == HEADING
        if self._is_column_end(piece, text):
            return
        if name == "title" and piece.gap == 0 and self.title_open:
            # A title seldom runs on to a line that begins like a sentence.
            paragraph = paragraph or (place > 0 and ends_short(self.pieces[place - 1], piece, 0.85))
        if name == "title":
            continues = goes_on(self.pieces, place) if self._is_closed_goal(part) else not paragraph
            if (
                not part.text("title")
                or (continues and not is_finished(part))
                or hangs(part, text, self.title_open)
            ):
                self.take(piece, text, False)
                return
            if part is self.listed and place > 0 and piece.gap and is_tight(self.pieces[place - 1]):
                # A paragraph below a list is of what the list stands under.
                part = part.above or part
                self.action = None
            self._after_title(piece, text, part)
            return
        if name in {"weight", "result"}:
            self.take(piece, text)
            return
        if name in LISTS:
            self._point(piece, text)
            self.at[0].marked = False
            return
        if paragraph and _EFFECT.match(text) and part.sort == "action":
            self.at = part, name = part, "expected_effect"
        self.sketch.put(
            piece.number, part, name, text, paragraph or (piece.new_page and not goes_on(self.pieces, place))
        )
        part.weigh(name)

    def _is_closed_goal(self, part: Part) -> bool:
        return part.sort == "goal" and not self.title_open

    def _after_title(self, piece: Piece, text: str, part: Part) -> None:
        """A paragraph after a title: its description, another measure, or the goal's own text."""
        self.title_open = False
        if part.sort == "measure" and part.weight is not None and part.above is not None:
            part = part.above.add("measure", marked=False)
            self.sketch.put(piece.number, part, "title", text)
            self.at = part, "title"
            part.weigh()
            return
        if part.sort in {"reference", "measure", "sub_action"} and part is not self.action:
            part = part.above or part
            self.list = ""
        self.at = part, "description" if part.sort != "plan" else "about"
        self.take(piece, text, True)

    def _is_column_end(self, piece: Piece, text: str) -> bool:
        """The rest of a point whose column was cut at the foot of a page."""
        action = cut_action(self.goal, self.at, text)
        if action is None:
            return False
        self.action = action
        self.at = action, "title"
        self.take(piece, text, False)
        return True

    def take(self, piece: Piece, text: str, paragraph: bool = True) -> None:
        """Text to where things stand."""
        if self.at is None:
            return
        part, name = self.at
        if name in LISTS:
            self._point(piece, without_bullet(text))
            return
        if name in {"weight", "result"}:
            said_alone(self, piece, part, name, text)
            return
        self.sketch.put(piece.number, part, name, text, paragraph)
        part.weigh(name)
