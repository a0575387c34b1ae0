"""All actions at a glance: how far they are, who has them, what comes next. *Pure.*"""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from pejling.analysis.language import _
from pejling.analysis.plans.plan_model import STATES
from pejling.analysis.reports import report as model
from pejling.analysis.reports.building.material import Material
from pejling.analysis.reports.building.parts import Parts, public_actions
from pejling.analysis.reports.report import Block, Column, Section, Table
from pejling.analysis.reports.typography import number


def overview(material: Material, parts: Parts) -> list[Section]:
    """A section with a table of the public actions; none where there are fewer than two."""
    if not material.public("goal", "actions"):
        return []
    actions = [
        (goal, parts.action(action)) for goal in material.plan.walk() for action in public_actions(goal)
    ]
    if len(actions) < 2:
        return []
    say = material.say
    columns = [Column("action", material.words.action)]
    owners = any(action.owner for _goal, action in actions)
    dates = any(action.schedule for _goal, action in actions)
    states = any(action.state for _goal, action in actions)
    if owners:
        columns.append(Column("owner", say(_("Owner"))))
    if dates:
        columns.append(Column("next", say(_("Next date"))))
    if states:
        columns.append(Column("state", say(_("State")), "state"))
    rows = []
    for goal, action in actions:
        row: list[model.Cell] = [f"{_label(goal.label, action.label)} {action.title}".strip()]
        if owners:
            row.append(action.owner or None)
        if dates:
            row.append(next_date(action, material.dated) or None)
        if states:
            row.append(action.state)
        rows.append(tuple(row))
    blocks: list[Block] = []
    if states:
        blocks.append(model.Paragraph(_counted(material, [action.state for _goal, action in actions])))
    blocks.append(Table(say(_("The actions")), tuple(columns), tuple(rows)))
    return [Section(say(_("At a glance")), tuple(blocks))]


def next_date(action: model.Action, today: date) -> str:
    """When the next step is, as said; "" where none is left."""
    coming = next_step(action, today)
    return coming.when if coming else ""


def next_step(action: model.Action, today: date) -> model.Step | None:
    """What comes next: the first step that isn't over on the day of the report."""
    coming = [
        step
        for step in action.schedule
        if step.first is not None and (step.last is None or step.last >= today)
    ]
    coming.sort(key=lambda step: max(step.first or today, today))
    return coming[0] if coming else None


def _counted(material: Material, states: list[str]) -> str:
    say, counted = material.say, Counter(states)
    told = [f"{number(Decimal(counted[one]))} {say.code(one)}" for one in STATES if counted[one]]
    whole = say(_("The plan has %(number)s actions"), number=number(Decimal(len(states))))
    return f"{whole}: {', '.join(told)}."


def _label(goal: str, action: str) -> str:
    return ".".join(filter(None, (goal, action)))
