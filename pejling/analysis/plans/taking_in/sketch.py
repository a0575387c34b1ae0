"""A plan while it is being taken in: parts that grow line by line, and where each piece went. *Pure.*"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from pejling.analysis.plans.taking_in.originals import joined
from pejling.analysis.plans.taking_in.shares import at_end, result_at_end

#: fields of actions that may be said once of all actions of a goal; see `together`
TOGETHER = ("owner", "involved", "schedule", "evaluation_plan", "expected_effect", "state", "group")
#: the fields that each sort of part is finished from; anything else is said in its description
OF = {
    "plan": ("title", "about", "references", "partners"),
    "goal": (
        *("title", "description", "reason", "references", "measures", "actions", "weight", "result"),
        *TOGETHER,
    ),
    "measure": ("title", "description", "weight", "result"),
    "action": (
        *(
            "title",
            "description",
            "needed_change",
            "operational_goal",
            "strategy",
            "owner",
            "involved",
            "state",
        ),
        *(
            "evaluation_plan",
            "expected_effect",
            "schedule",
            "group",
            "sub_actions",
            "reason",
            "weight",
            "result",
        ),
    ),
    "reference": ("title", "description", "link"),
    "sub_action": ("title", "description"),
}
#: fields that hold numbers or parts
_NO_TEXT = frozenset({"weight", "result", "references", "measures", "actions", "sub_actions"})


@dataclass(eq=False)
class Part:
    """A goal, measure, action, reference or the plan itself. ``texts``: paragraphs by field."""

    sort: str
    label: str = ""
    above: Part | None = None
    texts: dict[str, list[str]] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    weight: Decimal | None = None
    result: Decimal | None = None
    times: int = 1
    #: whether it began with a bullet or a label, and not as a paragraph of its own
    marked: bool = False
    #: an action only because it is a point right under a goal
    implied: bool = False
    #: where it ends up in the plan, such as ``goals[1].actions[2]``; set by `finishing`
    path: str = ""

    def add(self, sort: str, label: str = "", marked: bool = True) -> Part:
        """A new part below this one."""
        part = Part(sort, label, self, marked=marked)
        self.parts.append(part)
        return part

    def put(self, name: str, text: str, paragraph: bool) -> None:
        """Text to a field, as a paragraph of its own or going on with the last."""
        if not text:
            return
        held = self.texts.setdefault(name, [])
        if held and not paragraph:
            held[-1] = joined(held[-1], text)
        else:
            held.append(text)

    def weigh(self, name: str = "title") -> None:
        """The weight in brackets that ends a point goes from the words to the weight."""
        held = self.texts.get(name)
        if not held or self.weight is not None or name not in {"title", "description"} or self.sort == "plan":
            return
        text, result = result_at_end(held[-1])
        bare, share = at_end(text)
        # A result that can't be one of the weight stays in the words.
        if share is not None and not (result is not None and result > share.weight):
            held[-1] = bare
            self.weight, self.times = share.weight, share.times
            self.result = result if self.result is None else self.result

    def text(self, name: str) -> str:
        """A field's paragraphs, one a line."""
        return "\n".join(text for text in self.texts.get(name, ()) if text)

    def of(self, sort: str) -> list[Part]:
        """The parts of a sort directly below."""
        return [part for part in self.parts if part.sort == sort]

    def walk(self) -> Iterator[Part]:
        """This part and everything below it, in order."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Use:
    """Where (some of) a piece went: the part and its field; ``heading``: it only says what follows."""

    part: Part
    field: str
    text: str
    heading: bool = False


class Sketch:
    """The plan so far. ``uses``: by the piece's number. What isn't there was not understood."""

    def __init__(self) -> None:
        self.plan = Part("plan")
        self.uses: dict[int, list[Use]] = {}
        #: weight and result of the whole, where the document says them
        self.totals: tuple[Decimal, Decimal] | None = None
        #: results were read as per cent of each weight
        self.as_shares = False

    def put(self, number: int, part: Part, name: str, text: str, paragraph: bool = True) -> None:
        """Text of a piece to a field of a part; to its description where it has no such field to be finished from."""
        if name not in OF.get(part.sort, (name,)) or name in _NO_TEXT:
            name = "about" if part.sort == "plan" else "description"
        part.put(name, text, paragraph)
        if text:
            self.uses.setdefault(number, []).append(Use(part, name, text))

    def above(self, depth: int) -> Part:
        """What a goal at ``depth`` is part of: the last goal one level up, or the plan."""
        part = self.plan
        for _level in range(depth):
            part = next(reversed(part.of("goal")), part)
        return part

    def link(self, number: int, address: str) -> None:
        """An address that stands alone; the same one again isn't another document."""
        for known in self.plan.of("reference"):
            if known.text("link") == address:
                self.note(number, known, "link", address)
                return
        self.put(number, self.plan.add("reference"), "link", address)

    def note(self, number: int, part: Part, name: str, text: str) -> None:
        """A piece (or the beginning of one) that is a heading, a label or a number of the part's field."""
        self.uses.setdefault(number, []).append(Use(part, name, text, heading=True))
