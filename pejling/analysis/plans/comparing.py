"""Two plans, or two versions of one, side by side: what was added, taken out and changed, word by word. *Pure.*

Which part was which: ``pairing``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from dataclasses import field as dataclass_field
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher

from pejling.analysis.plans.exact import shown
from pejling.analysis.plans.pairing import Pairs
from pejling.analysis.plans.plan_model import Goal, Judgement, Plan, Weighed

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
KEPT = "kept"
_WORDS = re.compile(r"\s+|[^\s]+")
#: where a part stands says nothing about what it says
_PLACE = frozenset({"id", "path", "goals", "measures", "actions", "commitments"})
#: what became of a plan says nothing about what it says
_OF_ITS_LIFE = frozenset({"goals", "reviews", "accepted_gaps", "adopted_on", "revises"})


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``sort``: plan, goal, measure, action or commitment (``title``: the partner).

    ``what``: added, removed, moved (``before`` and ``after``: the goals it stood and stands below) or changed
    (``field``; ``was`` and ``now``: its values as they are in the plans, for whoever says them in other words).
    ``goal``: the goal it is told under; "" for the plan's own.
    """

    sort: str
    label: str
    title: str
    what: str
    field: str = ""
    before: str = ""
    after: str = ""
    goal: str = ""
    was: object = dataclass_field(default=None, compare=False)
    now: object = dataclass_field(default=None, compare=False)


def compare(before: Plan, after: Plan) -> list[Change]:
    """Every difference, the plan's own first, then goal by goal as in ``after``, and what was taken out."""
    found = _fields_of("plan", "", after.title, before, after, skip=_OF_ITS_LIFE)
    return found + _Told(before, after).told(before.goals, after.goals)


def words(before: str, after: str) -> list[tuple[str, str]]:
    """Two texts as runs of (kept | removed | added, text): kept + removed is ``before``."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    runs: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append((KEPT, "".join(old[i1:i2])))
            continue
        if i2 > i1:
            runs.append((REMOVED, "".join(old[i1:i2])))
        if j2 > j1:
            runs.append((ADDED, "".join(new[j1:j2])))
    return runs


class _Told:
    """The differences of two plans' parts, by which was which."""

    def __init__(self, before: Plan, after: Plan) -> None:
        pairs = Pairs(before, after)
        self.was, self.taken, self.stood, self.stands = pairs.was, pairs.taken, pairs.stood, pairs.stands

    def told(self, olds: Sequence[Goal], news: Sequence[Goal]) -> list[Change]:
        """Goal by goal as in ``after``; what was taken out stands last where it stood."""
        found: list[Change] = []
        for new in news:
            old = self.was.get(id(new))
            former = old if isinstance(old, Goal) else None
            name = _name(new)
            found += self._part("goal", new, name)
            if former is not None:
                found += _commitments(former, new, name)
            for sort in ("measure", "action"):
                now = getattr(new, f"{sort}s")
                found += [change for one in now for change in self._part(sort, one, name)]
                found += self._gone(sort, getattr(former, f"{sort}s") if former else (), name)
            found += self.told(former.goals if former else (), new.goals)
        return found + [
            Change("goal", one.label, one.title, REMOVED, goal=_name(one))
            for one in olds
            if id(one) not in self.taken
        ]

    def _gone(self, sort: str, olds: Iterable[Weighed], name: str) -> list[Change]:
        return [
            Change(sort, one.label, one.title, REMOVED, goal=name)
            for one in olds
            if id(one) not in self.taken
        ]

    def _part(self, sort: str, new: Weighed, name: str) -> list[Change]:
        old = self.was.get(id(new))
        if old is None:
            return [Change(sort, new.label, new.title, ADDED, goal=name)]
        found = []
        here, there = self.stands[id(new)], self.stood[id(old)]
        if (self.was.get(id(here)) if here else None) is not there:
            found.append(
                Change(sort, new.label, new.title, MOVED, before=_name(there), after=_name(here), goal=name)
            )
        return found + _fields_of(sort, new.label, new.title, old, new, skip=_PLACE, goal=name)


def _commitments(old: Goal, new: Goal, name: str) -> list[Change]:
    """Partner by partner."""
    before = {one.partner: one for one in old.commitments}
    found = []
    for one in new.commitments:
        former = before.pop(one.partner, None)
        if former is None:
            found.append(Change("commitment", "", one.partner, ADDED, after=one.text, goal=name))
        else:
            found += _fields_of(
                "commitment", "", one.partner, former, one, skip=frozenset({"partner"}), goal=name
            )
    return found + [Change("commitment", "", partner, REMOVED, goal=name) for partner in before]


def _name(goal: Goal | None) -> str:
    return f"{goal.label} {goal.title}".strip() if goal else ""


def _fields_of(
    sort: str, label: str, title: str, old: object, new: object, skip: frozenset[str], goal: str = ""
) -> list[Change]:
    found = []
    for one in fields(new):  # type: ignore[arg-type]
        before, after = getattr(old, one.name), getattr(new, one.name)
        if one.name not in skip and before != after:
            texts = (_text(before), _text(after))
            found.append(Change(sort, label, title, CHANGED, one.name, *texts, goal, before, after))
    return found


def _text(value: object) -> str:
    """A value of a plan in plain words: for reading, not for programs."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return shown(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Judgement):
        return " · ".join(part for part in (value.text, value.by, _text(value.day)) if part)
    if isinstance(value, tuple):
        return "\n".join(_text(one) for one in value)
    if hasattr(value, "__dataclass_fields__"):
        return " · ".join(text for one in fields(value) if (text := _text(getattr(value, one.name))))  # type: ignore[arg-type]
    return str(value)
