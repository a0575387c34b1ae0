"""The parts of a plan as parts of a report: its goals, measures, actions and commitments, as far as they are public.

*Pure.* An action marked internal is nowhere: not counted, not numbered round, not mentioned. People named in a
commitment, follow-ups' notes and accepted gaps stay inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pejling.analysis.language import _
from pejling.analysis.plans.attainment import Attained, score
from pejling.analysis.plans.fuzzy_dates import understand
from pejling.analysis.plans.plan_model import Action, Goal, Measure
from pejling.analysis.plans.plan_model import Reference as PlanReference
from pejling.analysis.reports import report as model
from pejling.analysis.reports.building.material import Material
from pejling.analysis.reports.building.rule_words import rule_words
from pejling.analysis.reports.report import Block, Column, Section, Table
from pejling.analysis.reports.typography import exactly

#: the fields that are said at length, in the order a reader meets them
POINTS = {
    "description": _("Description"),
    "needed_change": _("Needed change"),
    "operational_goal": _("Operational goal"),
    "strategy": _("Strategy"),
    "evaluation_plan": _("Evaluation plan"),
    "expected_effect": _("Expected effect"),
}


class Parts:
    """The parts of one plan. ``only``: the fields of actions to tell of those that are public; None: all."""

    def __init__(self, material: Material, only: frozenset[str] | None = None) -> None:
        self.material, self.say, self.only = material, material.say, only
        self.attained = dict(_flat(score(material.plan).goals)) if material.weighs else {}

    def goals(self) -> list[Section]:
        """A section for each goal."""
        return [self.goal(goal, 0) for goal in self.material.plan.goals]

    def goal(self, goal: Goal, depth: int) -> Section:
        """A goal with all below it."""
        material = self.material
        levels = material.words.levels
        word = levels[min(depth, len(levels) - 1)]
        title = material.set(f"{word} {goal.label}: {goal.title}" if goal.label else f"{word}: {goal.title}")
        inner = tuple(self.goal(one, depth + 1) for one in goal.goals)
        return Section(title, tuple(self._goal_blocks(goal, f"{word} {goal.label}".strip())), inner)

    def _goal_blocks(self, goal: Goal, name_of_goal: str) -> Iterator[Block]:
        material, say = self.material, self.say
        lead = True
        if goal.weight is not None and material.weighs:
            result = self._result(goal)
            told = {"weight": self._exact(goal.weight), "result": self._exact(result)}
            if result is None:
                yield model.Paragraph(say(_("Weight %(weight)s. The result isn't known yet."), **told))
            else:
                yield model.Paragraph(say(_("Weight %(weight)s. Result %(result)s."), **told))
        for name in ("reason", "description"):
            text = getattr(goal, name)
            if text and material.public("goal", name):
                yield model.Paragraph(material.set(text), lead=lead)
                lead = False
        if goal.references and material.public("goal", "references"):
            yield model.References(say(_("Refers to")), self.references(goal.references))
        if goal.measures and material.public("goal", "measures"):
            yield from self._measures(goal, name_of_goal)
        if goal.commitments and material.public("goal", "commitments"):
            yield from self._commitments(goal)
        if material.public("goal", "actions"):
            yield from (self.action(one) for one in public_actions(goal))

    def action(self, action: Action) -> model.Action:
        """An action as far as it is public."""
        material = self.material
        period = material.plan.period

        def shown(name: str) -> bool:
            return material.public("action", name) and (self.only is None or name in self.only)

        def step(title: str, said: str, state: str = "", owner: str = "") -> model.Step:
            when = understand(said, period) if said else None
            first, last = (when.first, when.last) if when else (None, None)
            return model.Step(
                material.set(title), material.set(said), first, last, state, material.set(owner)
            )

        points = tuple(
            model.Point(name, self.say(title), material.set(getattr(action, name)))
            for name, title in POINTS.items()
            if shown(name) and getattr(action, name)
        )
        weighs = material.weighs and action.weight is not None
        return model.Action(
            title=material.set(action.title),
            label=action.label,
            word=material.words.action,
            state=action.state if shown("state") else "",
            points=points,
            owner=material.set(action.owner) if shown("owner") else "",
            involved=tuple(map(material.set, action.involved)) if shown("involved") else (),
            schedule=tuple(step(one.title, one.when) for one in action.schedule) if shown("schedule") else (),
            parts=tuple(
                step(one.title, one.when, one.state, one.owner if shown("owner") else "")
                for one in action.sub_actions
            )
            if shown("sub_actions")
            else (),
            addenda=tuple(model.Dated(one.day, material.set(one.text)) for one in action.addenda)
            if shown("addenda")
            else (),
            follow_ups=tuple(
                model.Dated(one.day, material.set(one.narrative), one.decision, material.set(one.evidence))
                for one in action.follow_ups
            )
            if shown("follow_ups")
            else (),
            approach=action.approach if shown("approach") else "",
            reach=action.reach if shown("reach") and action.reach != "one" else "",
            weight=action.weight if weighs else None,
            result=self._result(action) if weighs else None,
            id=action.id,
        )

    def references(self, found: tuple[PlanReference, ...]) -> tuple[model.Reference, ...]:
        """Documents; a link that isn't one for the web is left out."""
        return tuple(
            model.Reference(
                self.material.set(one.title),
                self.material.set(one.day),
                one.link if one.link.lower().startswith(("https://", "http://")) else "",
                self.material.set(one.note),
            )
            for one in found
        )

    def _measures(self, goal: Goal, name_of_goal: str) -> Iterator[Block]:
        material, say = self.material, self.say
        with_rule = material.public("measure", "rule") and any(one.rule for one in goal.measures)
        columns = [Column("measure", material.words.measure)]
        if with_rule:
            columns.append(Column("rule", say(_("Rule"))))
        numbers = ("baseline", "target")
        names = {"baseline": say(_("Baseline")), "target": say(_("Target"))}
        kept = [
            name
            for name in numbers
            if material.public("measure", name)
            and any(getattr(one, name) is not None for one in goal.measures)
        ]
        columns += [Column(name, names[name], "number", decimals=-1) for name in kept]
        weighs = material.weighs and any(one.weight is not None for one in goal.measures)
        known = weighs and any(self._result(one) is not None for one in goal.measures)
        if weighs:
            columns.append(Column("weight", say(_("Weight")), "number", decimals=-1))
        if known:
            columns.append(Column("result", say(_("Result")), "number", decimals=-1))
        rows = []
        for one in goal.measures:
            row: list[model.Cell] = [self._measure_title(one)]
            if with_rule:
                row.append(material.set(rule_words(one.rule, say)) if one.rule else "")
            row += [getattr(one, name) for name in kept]
            if weighs:
                row.append(one.weight)
            if known:
                row.append(self._result(one))
            rows.append(tuple(row))
        if len(columns) > 1:
            yield Table(f"{name_of_goal}: {material.words.measure}", tuple(columns), tuple(rows))
        else:
            yield model.Paragraph(f"{material.words.measure}:")
            yield model.Listing(tuple(str(row[0]) for row in rows))
        figures = tuple(figure for one in goal.measures for figure in material.measured.get(one.id, ()))
        if figures:
            yield model.Figures(say(_("Figures")), figures)

    def _measure_title(self, measure: Measure) -> str:
        material = self.material
        lines = [measure.title]
        if measure.description and material.public("measure", "description"):
            lines.append(measure.description)
        if measure.unit and material.public("measure", "unit"):
            lines.append(f"({measure.unit})")
        return material.set("\n".join(lines))

    def _commitments(self, goal: Goal) -> Iterator[Block]:
        say, material = self.say, self.material
        if all(one.state == "not_chosen" and not one.text for one in goal.commitments):
            yield model.Paragraph(say(_("None of the partners has chosen yet what it will do.")))
            return
        columns = (
            Column("partner", say(_("Partner"))),
            Column("text", say(_("Commitment"))),
            Column("state", say(_("State")), "state"),
        )
        rows = tuple((one.partner, material.set(one.text), one.state) for one in goal.commitments)
        yield Table(say(_("What the partners do")), columns, rows)

    def _result(self, part: Goal | Measure | Action) -> Decimal | None:
        found = self.attained.get(part.id)
        return found.result if found else None

    def _exact(self, value: Decimal | None) -> str:
        return exactly(value, self.material.language)


def public_actions(goal: Goal) -> list[Action]:
    """The actions of a goal that anybody may know of."""
    return [one for one in goal.actions if not one.internal and one.reach != "one"]


def _flat(parts: tuple[Attained, ...]) -> Iterator[tuple[str, Attained]]:
    for one in parts:
        yield one.id, one
        yield from _flat(one.parts)
