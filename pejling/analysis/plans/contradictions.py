"""Dates in a plan that can't all be right: pointed out, never mended. *Pure.*"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pejling.analysis.plans.finding import Finding
from pejling.analysis.plans.fuzzy_dates import When, understand
from pejling.analysis.plans.plan_model import Action, Plan, Reference

#: a milestone that says so makes a group; meetings come after it
_SET_UP = re.compile(r"\b(?:nedsæt\w*|etabler\w*|opret\w*|dannes)\b", re.IGNORECASE)
#: one that says so begins the action
_BEGIN = re.compile(r"\b(?:igangsæt\w*|sættes i gang|går i gang|starter|begynder)\b", re.IGNORECASE)
_GATHERING = re.compile(r"møde|workshop|temadag", re.IGNORECASE)
#: the place, title and time of something that happens
_Dated = tuple[str, str, When]


def contradictions(plan: Plan) -> Iterator[Finding]:
    """Every contradiction, action by action, then those of the plan as a whole."""
    by_title: dict[str, list[_Dated]] = defaultdict(list)
    own = [
        (f"milestones[{number}]", stone.title, understand(stone.when, plan.period))
        for number, stone in enumerate(plan.milestones, 1)
    ]
    for one in own:
        _file(by_title, one)
    yield from _not_understood([one for one in own if one[2].said])
    for _goal, action in plan.actions():
        dated = list(_scheduled(plan, action))
        yield from _after_the_plan(plan, dated)
        yield from _before_the_group(dated)
        yield from _before_the_beginning(dated)
        yield from _not_understood(dated)
        for one in dated:
            _file(by_title, one)
    yield from _two_dates(by_title)
    for path, reference in _references(plan):
        when = understand(reference.day, plan.period) if reference.day else None
        known = plan.adopted_on or plan.period[0]
        if when and when.first and when.first > known:
            params = {"title": reference.title, "day": reference.day, "known": known}
            yield Finding(path, "reference_later_than_plan", params)


def _references(plan: Plan) -> Iterator[tuple[str, Reference]]:
    for number, reference in enumerate(plan.references, 1):
        yield f"references[{number}]", reference
    for goal in plan.walk():
        for number, reference in enumerate(goal.references, 1):
            yield f"{goal.path}.references[{number}]", reference


def _scheduled(plan: Plan, action: Action) -> Iterator[_Dated]:
    """Everything dated in an action."""
    for number, stone in enumerate(action.schedule, 1):
        if stone.when:
            yield f"{action.path}.schedule[{number}]", stone.title, understand(stone.when, plan.period)
    for number, part in enumerate(action.sub_actions, 1):
        if part.when:
            yield f"{action.path}.sub_actions[{number}]", part.title, understand(part.when, plan.period)


def _after_the_plan(plan: Plan, scheduled: Sequence[_Dated]) -> Iterator[Finding]:
    for path, title, when in scheduled:
        if when.first and when.first > plan.period[1]:
            yield Finding(path, "after_the_plan", {"title": title, "when": when.said, "last": plan.period[1]})


def _before_the_group(scheduled: Sequence[_Dated]) -> Iterator[Finding]:
    dated = [found for found in scheduled if found[2].first]
    founding = [found for found in dated if _SET_UP.search(found[1])]
    for _path, group, set_up in founding:
        for path, title, when in dated:
            if _SET_UP.search(title) or not _GATHERING.search(title) or not when.last or not set_up.first:
                continue
            if when.last < set_up.first:
                params = {"title": title, "when": when.said, "group": group, "set_up": set_up.said}
                yield Finding(path, "before_the_group", params)


def _before_the_beginning(scheduled: Sequence[_Dated]) -> Iterator[Finding]:
    """Something exactly dated before the day on which the action is said to begin."""
    dated = [found for found in scheduled if found[2].first and found[2].exact]
    beginnings = [found for found in dated if _BEGIN.search(found[1])]
    for _path, beginning, begun in beginnings:
        for path, title, when in dated:
            if _BEGIN.search(title) or not when.last or not begun.first or when.last >= begun.first:
                continue
            params = {"title": title, "when": when.said, "beginning": beginning, "begun": begun.said}
            yield Finding(path, "before_the_beginning", params)


def _not_understood(scheduled: Sequence[_Dated]) -> Iterator[Finding]:
    for path, title, when in scheduled:
        if not when.understood:
            yield Finding(path, "date_not_understood", {"title": title, "when": when.said})


def _file(by_title: dict[str, list[_Dated]], dated: _Dated) -> None:
    if dated[2].exact:
        by_title[_alike(dated[1])].append(dated)


def _two_dates(by_title: dict[str, list[_Dated]]) -> Iterator[Finding]:
    """One meeting with two dates: the same words, said once with one exact date and once with another."""
    for found in by_title.values():
        first = found[0][2]
        for path, title, when in found[1:]:
            if when.first != first.first:
                yield Finding(path, "two_dates", {"title": title, "one": first.said, "other": when.said})


def _alike(title: str) -> str:
    return " ".join(title.casefold().split())
