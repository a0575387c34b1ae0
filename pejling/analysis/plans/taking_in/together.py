"""What is said of a goal's actions together: who, when and how it is followed up, below a list of them. *Pure.*

A goal has no such fields. So they stand at each of its actions that says nothing else of its own; where it has none,
in its description, with their headings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pejling.analysis.plans.taking_in.sketch import TOGETHER, Part, Sketch, Use


def share_out(sketch: Sketch) -> list[Part]:
    """Move such fields to the actions; the goals of which they were shared among several."""
    shared = []
    for goal in list(sketch.plan.walk()):
        if goal.sort != "goal":
            continue
        held = {name: goal.texts.pop(name) for name in TOGETHER if goal.texts.get(name)}
        takers = {name: [one for one in _actions(goal) if not one.texts.get(name)] for name in held}
        for name, paragraphs in held.items():
            for action in takers[name]:
                action.texts[name] = list(paragraphs)
        kept = [name for name in held if not takers[name]]
        _keep(goal, {name: held[name] for name in kept}, sketch)
        _move(goal, takers, sketch)
        if any(len(found) > 1 for found in takers.values()):
            shared.append(goal)
    return shared


def _actions(goal: Part) -> Iterator[Part]:
    return (part for part in goal.walk() if part.sort == "action")


def _keep(goal: Part, kept: dict[str, list[str]], sketch: Sketch) -> None:
    """Without any action: in the goal's own words, each with its heading."""
    headings: dict[str, str] = {}
    for use in (use for uses in sketch.uses.values() for use in uses):
        if use.part is goal and use.field in kept and use.heading:
            headings.setdefault(use.field, use.text.strip(" :-–"))
    for name, paragraphs in kept.items():
        head = headings.get(name, "")
        if head and len(paragraphs) == 1:
            goal.put("description", f"{head}: {paragraphs[0]}", True)
            continue
        for text in ([f"{head}:"] if head else []) + paragraphs:
            goal.put("description", text, True)


def _move(goal: Part, takers: dict[str, list[Part]], sketch: Sketch) -> None:
    """Where each piece went, told anew."""
    for number, uses in sketch.uses.items():
        made: list[Use] = []
        for use in uses:
            if use.part is not goal or use.field not in takers:
                made.append(use)
            elif takers[use.field]:
                made += [replace(use, part=action) for action in takers[use.field]]
            else:
                made.append(replace(use, field="description"))
        sketch.uses[number] = made
