"""What of a plan's plain value the database can't hold, told with its place before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from pejling.analysis.plans import plan_model as values
from pejling.analysis.plans.checking import check
from pejling.analysis.plans.finding import Finding
from pejling.analysis.plans.kinds import PlanKind
from pejling.quality.plans.models import Action, Goal, Measure, Milestone, Partner, Plan, Reference, SubAction

#: what a reader mends on the page of the draft: a plan whose weights don't add up yet is still a plan
MENDED_LATER = frozenset(
    {"weights_of_whole", "weights_of_goal", "weight_missing", "weights_not_used", "goal_too_deep"}
)
_MOST = Decimal("9999999999.999999")


def unfit(plan: values.Plan, kinds: dict[str, PlanKind]) -> list[Finding]:
    """Every reason why the plan can't be taken in; [] where it can."""
    wrong = [found for found in check(plan, kinds).errors if found.code not in MENDED_LATER]
    return wrong + list(_too_long(plan)) + list(_twice(plan)) + list(_numbers(plan))


def _too_long(plan: values.Plan) -> Iterator[Finding]:
    yield from _long("title", plan.title, Plan, "title")
    yield from _long("revises", plan.revises, Plan, "revises_text")
    for number, name in enumerate(plan.partners, 1):
        yield from _long(f"partners[{number}]", name, Partner, "name")
    for number, stone in enumerate(plan.milestones, 1):
        yield from _stone(f"milestones[{number}]", stone)
    for number, reference in enumerate(plan.references, 1):
        yield from _reference(f"references[{number}]", reference)
    for goal in plan.walk():
        yield from _part(goal, Goal)
        yield from _long(f"{goal.path}.concerns", goal.concerns, Goal, "concerns")
        for number, reference in enumerate(goal.references, 1):
            yield from _reference(f"{goal.path}.references[{number}]", reference)
        for measure in goal.measures:
            yield from _part(measure, Measure)
            yield from _long(f"{measure.path}.unit", measure.unit, Measure, "unit")
        for action in goal.actions:
            yield from _action(action)


def _action(action: values.Action) -> Iterator[Finding]:
    yield from _part(action, Action)
    yield from _long(f"{action.path}.owner", action.owner, Action, "owner")
    for number, stone in enumerate(action.schedule, 1):
        yield from _stone(f"{action.path}.schedule[{number}]", stone)
    for number, part in enumerate(action.sub_actions, 1):
        path = f"{action.path}.sub_actions[{number}]"
        yield from _long(f"{path}.title", part.title, SubAction, "title")
        yield from _long(f"{path}.when", part.when, SubAction, "when")
        yield from _long(f"{path}.owner", part.owner, SubAction, "owner")


def _part(part: values.Weighed, model: type) -> Iterator[Finding]:
    yield from _long(f"{part.path}.title", part.title, model, "title")
    yield from _long(f"{part.path}.label", part.label, Goal, "label")
    if part.judgement:
        yield from _long(f"{part.path}.judgement.by", part.judgement.by, Goal, "judgement_by")


def _stone(path: str, stone: values.Milestone) -> Iterator[Finding]:
    yield from _long(f"{path}.title", stone.title, Milestone, "title")
    yield from _long(f"{path}.when", stone.when, Milestone, "when")


def _reference(path: str, reference: values.Reference) -> Iterator[Finding]:
    yield from _long(f"{path}.title", reference.title, Reference, "title")
    yield from _long(f"{path}.day", reference.day, Reference, "day")
    yield from _long(f"{path}.link", reference.link, Reference, "link")


def _long(path: str, text: str, model: type, field: str) -> Iterator[Finding]:
    most = model._meta.get_field(field).max_length
    if len(text) > most:
        yield Finding(path, "too_long", {"found": len(text), "most": most})


def _twice(plan: values.Plan) -> Iterator[Finding]:
    for goal in plan.walk():
        for partner, times in Counter(one.partner for one in goal.commitments).items():
            if times > 1:
                yield Finding(f"{goal.path}.commitments", "partner_twice", {"partner": partner})
    for code, times in Counter(code for code, _reason in plan.accepted_gaps).items():
        if times > 1:
            yield Finding("accepted_gaps", "gap_twice", {"code": code})


def _numbers(plan: values.Plan) -> Iterator[Finding]:
    """Ten digits before the point and six after it."""
    for goal in plan.walk():
        for part in (goal, *goal.measures, *goal.actions):
            for name in ("weight", "result", "baseline", "target"):
                value = getattr(part, name, None)
                if value is not None and (abs(value) > _MOST or value != round(value, 6)):
                    yield Finding(f"{part.path}.{name}", "too_many_digits", {"found": str(value)[:60]})
