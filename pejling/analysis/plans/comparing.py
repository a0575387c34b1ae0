"""Two plans, or two versions of one, side by side: what was added, taken out and changed, word by word. *Pure.*

Parts are matched by id, then by label and title, then by title alone: a copy for the next year has new ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import TypeVar

from pejling.analysis.plans.exact import shown
from pejling.analysis.plans.plan_model import Action, Goal, Judgement, Measure, Plan, Weighed

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
KEPT = "kept"
_WORDS = re.compile(r"\s+|[^\s]+")
#: where a part stands says nothing about what it says
_PLACE = frozenset({"id", "path", "goals", "measures", "actions"})
T = TypeVar("T", bound=Weighed)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``sort``: plan, goal, measure or action; ``what``: added, removed or changed (``field``)."""

    sort: str
    label: str
    title: str
    what: str
    field: str = ""
    before: str = ""
    after: str = ""


def compare(before: Plan, after: Plan) -> list[Change]:
    """Every difference, the plan's own first, then goal by goal as in ``after``, and what was taken out."""
    found = _fields_of("plan", "", after.title, before, after, skip=frozenset({"goals"}))
    return found + _goals(before.goals, after.goals)


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


def _goals(before: Sequence[Goal], after: Sequence[Goal]) -> list[Change]:
    pairs, gone = _matched(before, after)
    found: list[Change] = []
    for old, new in pairs:
        found += _part("goal", old, new)
        if old is not None:
            found += _leaves("measure", old.measures, new.measures)
            found += _leaves("action", old.actions, new.actions)
            found += _goals(old.goals, new.goals)
        else:
            found += _leaves("measure", (), new.measures) + _leaves("action", (), new.actions)
            found += _goals((), new.goals)
    return found + _removed("goal", gone)


def _leaves(
    sort: str, before: Sequence[Measure] | Sequence[Action], after: Sequence[Measure] | Sequence[Action]
) -> list[Change]:
    pairs, gone = _matched(before, after)
    return [change for old, new in pairs for change in _part(sort, old, new)] + _removed(sort, gone)


def _part(sort: str, old: Weighed | None, new: Weighed) -> list[Change]:
    if old is None:
        return [Change(sort, new.label, new.title, ADDED)]
    return _fields_of(sort, new.label, new.title, old, new, skip=_PLACE)


def _removed(sort: str, gone: Iterable[Weighed]) -> list[Change]:
    return [Change(sort, part.label, part.title, REMOVED) for part in gone]


def _fields_of(
    sort: str, label: str, title: str, old: object, new: object, skip: frozenset[str]
) -> list[Change]:
    found = []
    for field in fields(new):  # type: ignore[arg-type]
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name not in skip and before != after:
            found.append(Change(sort, label, title, CHANGED, field.name, _text(before), _text(after)))
    return found


def _matched(before: Sequence[T], after: Sequence[T]) -> tuple[list[tuple[T | None, T]], list[T]]:
    """(its former self or None, the part) in the order of ``after``, and those that are no more."""
    left = list(before)
    chosen: dict[int, T] = {}
    for same in (_same_id, _same_label_and_title, _same_title):
        for place, part in enumerate(after):
            if place in chosen:
                continue
            match = next((old for old in left if same(old, part)), None)
            if match is not None:
                chosen[place] = match
                left.remove(match)
    return [(chosen.get(place), part) for place, part in enumerate(after)], left


def _same_id(old: Weighed, new: Weighed) -> bool:
    # An id that is a path of labels ("1.a") names a place, not a part.
    return len(old.id) == 36 and old.id == new.id


def _same_label_and_title(old: Weighed, new: Weighed) -> bool:
    return (old.label, _plain(old.title)) == (new.label, _plain(new.title))


def _same_title(old: Weighed, new: Weighed) -> bool:
    return _plain(old.title) == _plain(new.title)


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


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
