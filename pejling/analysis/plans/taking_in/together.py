"""What is said of a goal's actions together: who, when and how it is followed up, below a list of them. *Pure.*

A goal has no such fields. So they stand at each of its actions that says nothing else of its own; where it has none,
in its description, with their headings.
"""

from __future__ import annotations

from dataclasses import replace

from pejling.analysis.plans.taking_in.sketch import TOGETHER, Part, Sketch, Use

#: one who is responsible for more actions than these is rather the plan's
_MOST = 60
Takers = dict[tuple[Part, str], list[Part]]


def share_out(sketch: Sketch) -> list[Part]:
    """Move such fields to the actions; the goals of which they were shared among several."""
    goals = [part for part in sketch.plan.walk() if part.sort == "goal" and part.texts.keys() & set(TOGETHER)]
    takers: Takers = {}
    # What is said of a goal within another comes before what is said of the outer one.
    for goal in reversed(goals):
        actions = [part for part in goal.walk() if part.sort == "action"]
        for name in (name for name in TOGETHER if goal.texts.get(name)):
            without = [one for one in actions if not one.texts.get(name)]
            takers[goal, name] = without if len(without) <= _MOST else []
            for action in takers[goal, name]:
                action.texts[name] = list(goal.texts[name])
    headings = _headings(sketch, takers)
    for goal in goals:
        _keep(goal, [name for name in goal.texts if (goal, name) in takers], takers, headings)
    for number, uses in sketch.uses.items():
        sketch.uses[number] = [moved for use in uses for moved in _moved(use, takers)]
    shared = {goal for (goal, _name), found in takers.items() if len(found) > 1}
    return [goal for goal in goals if goal in shared]


def _headings(sketch: Sketch, takers: Takers) -> dict[tuple[Part, str], str]:
    """How the fields were headed."""
    found: dict[tuple[Part, str], str] = {}
    for use in (use for uses in sketch.uses.values() for use in uses):
        if use.heading and (use.part, use.field) in takers:
            found.setdefault((use.part, use.field), use.text.strip(" :-–?"))
    return found


def _keep(goal: Part, names: list[str], takers: Takers, headings: dict[tuple[Part, str], str]) -> None:
    """Without any action that takes them: in the goal's own words, each with its heading."""
    for name in names:
        paragraphs = goal.texts.pop(name)
        if takers[goal, name]:
            continue
        head = headings.get((goal, name), "")
        lines = [f"{head}: {paragraphs[0]}"] if head and len(paragraphs) == 1 else paragraphs
        for text in ([f"{head}:"] if head and len(paragraphs) > 1 else []) + lines:
            goal.put("description", text, True)


def _moved(use: Use, takers: Takers) -> list[Use]:
    """Where a piece went, told anew."""
    found = takers.get((use.part, use.field))
    if found is None:
        return [use]
    return [replace(use, part=action) for action in found] or [replace(use, field="description")]
