"""A plan's plain value into rows: how a file, an example or a taken-in document becomes a plan.

An action whose id is that of an action already here is that action (one action serves several plans); every other
part is new. Called inside the transaction of the action that records it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pejling.analysis.plans import plan_model as values
from pejling.analysis.plans.writing import (
    write_figure,
    write_indicator,
    write_review,
    write_rule,
    write_taken,
)
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import (
    Action,
    Addendum,
    Commitment,
    FollowUp,
    Goal,
    Measure,
    Milestone,
    Partner,
    Placing,
    Plan,
    Reference,
    SubAction,
)
from pejling.quality.plans.partners import part_called
from pejling.quality.plans.record_models import AcceptedGap
from pejling.quality.plans.review_models import Review, ReviewTheme
from pejling.quality.plans.reviewing import themes_of
from pejling.quality.plans.spans import Period, respan_actions, span_of


class _Store:
    """Rows of one plan: parts without parts of their own are gathered and written together."""

    def __init__(self, organisation: Organisation, by: UUID | None) -> None:
        self.organisation, self.by = organisation, by
        self.waiting: dict[type, list[Any]] = {}
        self.partners: dict[str, Partner] = {}
        self.period: Period = None
        self.shared: set[int] = set()  # actions that serve other plans, too

    def later(self, model: type, **fields: Any) -> None:
        self.waiting.setdefault(model, []).append(model(organisation=self.organisation, **fields))

    def write(self) -> None:
        for model, rows in self.waiting.items():
            model.objects.bulk_create(rows, batch_size=500)
        respan_actions(self.shared)

    def plan(self, found: values.Plan) -> Plan:
        self.period = found.period
        board = found.board or values.Board()
        judged = board.judgement or values.Judgement("")
        plan = Plan.objects.create(
            organisation=self.organisation, kind=found.kind, title=found.title, about=found.about,
            period_from=found.period[0], period_to=found.period[1], revises_text=found.revises,
            adopted_on=found.adopted_on, board_text=judged.text, board_by=judged.by, board_day=judged.day,
            approved_on=board.approved_on, payout=board.payout, made_by=self.by,
        )  # fmt: skip
        for name in found.partners:
            self.partner(plan, name)
        self.references(plan, None, found.references)
        for place, stone in enumerate(found.milestones):
            self.later(Milestone, plan=plan, position=place, title=stone.title, **self.dated(stone.when))
        for code, reason in found.accepted_gaps:
            self.later(AcceptedGap, plan=plan, code=code, reason=reason, by=self.by)
        self.goals(plan, None, found.goals)
        for review in found.reviews:
            self.review(plan, review)
        return plan

    def review(self, plan: Plan, found: values.Review) -> None:
        """A concluded one is kept as it was; one that isn't is written on, theme by theme."""
        made = Review.objects.create(
            organisation=self.organisation, plan=plan, title=found.title[:300], day=found.day,
            participants=list(found.participants), summary=found.summary, concluded_on=found.concluded_on,
            frozen=write_review(found) if found.concluded_on else None, made_by=self.by,
        )  # fmt: skip
        if found.concluded_on:
            return
        said = {(one.label, one.title): one for one in found.themes}
        for goal in themes_of(plan):
            theme = said.get((goal.label, goal.title), values.ReviewedTheme(goal.label, goal.title))
            self.later(
                ReviewTheme, review=made, goal=goal, status=theme.status, done=theme.done,
                assessment=theme.assessment, next_steps=list(theme.next_steps),
                figures=[write_figure(one) for one in theme.figures],
            )  # fmt: skip

    def dated(self, when: str) -> dict[str, Any]:
        return {"when": when, **span_of(when, self.period)}

    def references(self, plan: Plan, goal: Goal | None, found: tuple[values.Reference, ...]) -> None:
        for place, one in enumerate(found):
            self.later(
                Reference, plan=plan, goal=goal, position=place, title=one.title, day=one.day, link=one.link,
                note=one.note,
            )  # fmt: skip

    def goals(self, plan: Plan, parent: Goal | None, found: tuple[values.Goal, ...]) -> None:
        for place, one in enumerate(found):
            goal = Goal.objects.create(
                organisation=self.organisation, plan=plan, parent=parent, title=one.title,
                description=one.description, reason=one.reason, concerns=one.concerns, **_weighed(one, place),
            )  # fmt: skip
            self.references(plan, goal, one.references)
            for number, measure in enumerate(one.measures):
                self.later(
                    Measure, goal=goal, title=measure.title, description=measure.description,
                    indicator=write_indicator(measure.indicator), baseline=measure.baseline, target=measure.target,
                    unit=measure.unit, rule=write_rule(measure.rule),
                    taken=[write_taken(one) for one in measure.taken], **_weighed(measure, number),
                )  # fmt: skip
            for number, action in enumerate(one.actions):
                self.later(
                    Placing, goal=goal, action=self.action(action), rule=write_rule(action.rule),
                    **_weighed(action, number),
                )  # fmt: skip
            for commitment in one.commitments:
                partner = self.partner(plan, commitment.partner)
                self.later(
                    Commitment, goal=goal, partner=partner, text=commitment.text, people=list(commitment.people),
                    state=commitment.state,
                )  # fmt: skip
            self.goals(plan, goal, one.goals)

    def partner(self, plan: Plan, name: str) -> Partner:
        if name not in self.partners:
            self.partners[name] = Partner.objects.create(
                organisation=self.organisation, plan=plan, position=len(self.partners), name=name,
                part=part_called(self.organisation, name),
            )  # fmt: skip
        return self.partners[name]

    def action(self, found: values.Action) -> Action:
        existing = self._existing(found.id)
        if existing is not None:
            self.shared.add(existing.pk)
            return existing
        action = Action.objects.create(
            organisation=self.organisation, title=found.title, description=found.description,
            needed_change=found.needed_change, operational_goal=found.operational_goal, strategy=found.strategy,
            owner=found.owner, involved=list(found.involved), evaluation_plan=found.evaluation_plan,
            expected_effect=found.expected_effect, state=found.state, approach=found.approach, reach=found.reach,
            internal=found.internal or found.reach == "one", made_by=self.by,
            moves=[write_indicator(one) for one in found.moves],
        )  # fmt: skip
        for place, stone in enumerate(found.schedule):
            self.later(Milestone, action=action, position=place, title=stone.title, **self.dated(stone.when))
        for place, part in enumerate(found.sub_actions):
            self.later(
                SubAction, action=action, position=place, title=part.title, state=part.state, owner=part.owner,
                **self.dated(part.when),
            )  # fmt: skip
        for addendum in found.addenda:
            self.later(Addendum, action=action, day=addendum.day, text=addendum.text, by=self.by)
        for follow_up in found.follow_ups:
            self.later(
                FollowUp, action=action, day=follow_up.day, narrative=follow_up.narrative,
                evidence=follow_up.evidence, decision=follow_up.decision, by=self.by,
                figures=[write_figure(one) for one in follow_up.figures],
            )  # fmt: skip
        return action

    def _existing(self, key: str) -> Action | None:
        try:
            wanted = UUID(key)
        except ValueError:
            return None
        return Action.objects.filter(organisation=self.organisation, uuid=wanted).first()


def store(found: values.Plan, *, organisation: Organisation, by: UUID | None) -> Plan:
    """Write the plan as a draft; returns its row."""
    storing = _Store(organisation, by)
    plan = storing.plan(found)
    storing.write()
    return plan


def _weighed(part: values.Weighed, place: int) -> dict[str, Any]:
    judged = part.judgement or values.Judgement("")
    return {
        "position": place, "label": part.label[:40], "weight": part.weight, "result": part.result,
        "judgement_text": judged.text, "judgement_by": judged.by, "judgement_day": judged.day,
    }  # fmt: skip
