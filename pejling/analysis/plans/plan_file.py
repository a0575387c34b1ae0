"""A plan in a YAML file: read strictly, with every mistake and its place rather than the first only. *Pure.*

The format is described in docs/plans.md. ``format: 1`` says which version it is of: a newer one is refused whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from pejling.analysis.careful_yaml import Limits, UnreadableYaml, read
from pejling.analysis.plans.plan_model import APPROACHES, REACHES, STATES, Action, Board, Goal, Measure, Plan
from pejling.analysis.plans.read_parts import (
    OF_ACTIONS,
    OF_MEASURES,
    addendum,
    commitment,
    day,
    figure,
    follow_up,
    gap,
    indicator,
    judgement,
    label_by_place,
    milestone,
    period,
    reference,
    section,
    sub_action,
    taken,
    text,
    words,
)
from pejling.analysis.plans.read_rules import decimal, percent, rule
from pejling.analysis.plans.review_file import review_of
from pejling.analysis.strict_fields import FieldError, Fields

FORMAT = 1
#: a plan of 10,000 actions fits, also where a program has written what is alike as aliases; a file that fills the
#: memory doesn't (nodes are counted with every alias followed)
LIMITS = Limits(bytes=20_000_000, nodes=1_000_000, aliases=20_000)
T = TypeVar("T")


class UnreadablePlan(FieldError):
    """The text isn't a plan at all: no YAML, no mapping, or a version of the format that isn't known here."""


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """What a file holds: the plan as far as it could be read, and every field that couldn't."""

    plan: Plan | None
    errors: tuple[FieldError, ...]


def read_plan(text: str) -> ReadPlan:
    """Read a plan; UnreadablePlan where the text isn't one."""
    try:
        content = read(text, limits=LIMITS)
        fields = Fields(content)
    except UnreadableYaml as error:
        raise UnreadablePlan(error.path, error.code, **error.params) from error
    except FieldError as error:
        raise UnreadablePlan("", "not_a_plan") from error
    _check_format(fields.take("format", None))
    reader = _Reader()
    plan = reader.attempt(lambda: reader.plan(fields))
    return ReadPlan(plan, tuple(reader.errors))


def _check_format(version: Any) -> None:
    """Refuse what isn't of this format. Raises `UnreadablePlan`."""
    if version is None:
        raise UnreadablePlan("format", "missing_format", known=FORMAT)
    # Also "1" and 1.0 say which it is; 1.1 and 2 are newer.
    number = re.fullmatch(r"(\d{1,9})(?:\.(\d{1,9}))?", "" if isinstance(version, bool) else str(version))
    if number is None or int(number[1]) < FORMAT:
        raise UnreadablePlan("format", "unknown_format", known=FORMAT)
    if (int(number[1]), int(number[2] or 0)) > (FORMAT, 0):
        raise UnreadablePlan("format", "newer_format", found=version, known=FORMAT)


class _Reader:
    """Collects what is wrong and goes on with the next part."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []

    def attempt(self, make: Callable[[], T], otherwise: Any = None) -> T | Any:
        """What ``make`` gives; ``otherwise`` where it finds something wrong, which is noted."""
        try:
            return make()
        except FieldError as error:
            self.errors.append(error)
            return otherwise

    def each(self, fields: Fields, name: str, make: Callable[[Fields], T]) -> tuple[T, ...]:
        """One thing for each section of a list; those that can't be read are noted and left out."""
        places = self.attempt(lambda: self._list(fields, name), [])
        made = [self.attempt(lambda place=place: make(Fields(*place))) for place in places]
        return tuple(one for one in made if one is not None)

    def _list(self, fields: Fields, name: str) -> list[tuple[Any, str]]:
        values = fields.take(name, None)
        if values is None:
            return []
        if not isinstance(values, list):
            raise FieldError(fields.at(name), "not_a_list", found=type(values).__name__)
        return [(value, f"{fields.at(name)}[{place}]") for place, value in enumerate(values, 1)]

    def plan(self, fields: Fields) -> Plan:
        plan = Plan(
            kind=self.attempt(lambda: fields.text("kind"), ""),
            title=self.attempt(lambda: fields.prose("title"), ""),
            organisation=self.attempt(lambda: fields.prose("organisation"), ""),
            period=self.attempt(lambda: period(fields), (date.min, date.max)),
            about=words(fields, "about"),
            partners=self.attempt(lambda: fields.texts("partners", ()), ()),
            revises=words(fields, "revises"),
            adopted_on=self.attempt(lambda: day(fields, "adopted_on")),
            references=self.each(fields, "references", reference),
            milestones=self.each(fields, "milestones", milestone),
            goals=self.goals(fields, ""),
            board=self.attempt(lambda: self.board(fields)),
            reviews=self.each(fields, "reviews", review_of),
            accepted_gaps=tuple(self.each(fields, "accepted_gaps", gap)),
        )
        self.finish(fields)
        return plan

    def goals(self, fields: Fields, above: str) -> tuple[Goal, ...]:
        made: list[Goal] = []

        def one(inner: Fields) -> Goal:
            return self.goal(inner, above, len(made))

        for place in self.attempt(lambda: self._list(fields, "goals"), []):
            found = self.attempt(lambda place=place: one(Fields(*place)))
            if found is not None:
                made.append(found)
        return tuple(made)

    def goal(self, fields: Fields, above: str, before: int) -> Goal:
        common = self.weighed(fields, above, str(before + 1))
        key = common["id"]
        goal = Goal(
            **common,
            description=words(fields, "description"),
            reason=words(fields, "reason"),
            concerns=text(fields, "concerns"),
            references=self.each(fields, "references", reference),
            measures=self.each(fields, "measures", lambda one: self.measure(one, key)),
            actions=self.each(fields, "actions", lambda one: self.action(one, key)),
            commitments=self.each(fields, "commitments", commitment),
            goals=self.goals(fields, key),
        )
        self.finish(fields)
        return goal

    def weighed(self, fields: Fields, above: str, otherwise: str) -> dict[str, Any]:
        """What every part has; its id is the path of labels unless the file gives one (an uuid, say)."""
        label = text(fields, "label") or otherwise
        return {
            "id": text(fields, "id") or (f"{above}.{label}" if above else label),
            "label": label,
            "title": self.attempt(lambda: fields.prose("title"), ""),
            "path": fields.path,
            "weight": self.attempt(lambda: decimal(fields, "weight", None)),
            "result": self.attempt(lambda: decimal(fields, "result", None)),
            "judgement": self.attempt(lambda: judgement(fields, "judgement")),
        }

    def measure(self, fields: Fields, above: str) -> Measure:
        common = self.weighed(fields, above, label_by_place(fields.path, OF_MEASURES))
        measure = Measure(
            **common,
            description=words(fields, "description"),
            indicator=self.attempt(lambda: indicator(fields)),
            baseline=self.attempt(lambda: decimal(fields, "baseline", None)),
            target=self.attempt(lambda: decimal(fields, "target", None)),
            unit=text(fields, "unit"),
            rule=self.attempt(lambda: rule(fields)),
            taken=self.each(fields, "taken", taken),
        )
        self.finish(fields)
        return measure

    def action(self, fields: Fields, above: str) -> Action:
        common = self.weighed(fields, above, label_by_place(fields.path, OF_ACTIONS))
        reach = self.attempt(lambda: fields.choice("reach", REACHES, ""), "")
        internal = self.attempt(lambda: fields.flag("internal", False), False)
        action = Action(
            **common,
            description=words(fields, "description"),
            needed_change=words(fields, "needed_change"),
            operational_goal=words(fields, "operational_goal"),
            strategy=words(fields, "strategy"),
            owner=words(fields, "owner"),
            involved=self.attempt(lambda: fields.texts("involved", ()), ()),
            evaluation_plan=words(fields, "evaluation_plan"),
            expected_effect=words(fields, "expected_effect"),
            schedule=self.each(fields, "schedule", milestone),
            state=self.attempt(lambda: fields.choice("state", STATES, "planned"), "planned"),
            approach=self.attempt(lambda: fields.choice("approach", APPROACHES, ""), ""),
            reach=reach,
            # What is done for one person stays inside the house until somebody releases it.
            internal=internal or reach == "one",
            moves=self.each(fields, "moves", figure),
            rule=self.attempt(lambda: rule(fields)),
            sub_actions=self.each(fields, "sub_actions", sub_action),
            addenda=self.each(fields, "addenda", addendum),
            follow_ups=self.each(fields, "follow_ups", follow_up),
        )
        self.finish(fields)
        return action

    def board(self, fields: Fields) -> Board | None:
        inner = section(fields, "board")
        if inner is None:
            return None
        judged = self.attempt(lambda: judgement(inner, "judgement"))
        approved = self.attempt(lambda: day(inner, "approved_on"))
        payout = self.attempt(lambda: percent(inner, "payout"))
        self.finish(inner)
        return Board(judged, approved, payout)

    def finish(self, fields: Fields) -> None:
        self.attempt(fields.done)
