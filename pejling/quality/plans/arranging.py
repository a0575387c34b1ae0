"""The tree of a plan: parts added, placed, put in another order or below another goal, each while words are open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Max

from pejling.analysis.plans.workflow import GOES, WORDS, may_change
from pejling.analysis.strict_fields import FieldError
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.changeable import field_of, read
from pejling.quality.plans.editing import Frozen, may_be_changed
from pejling.quality.plans.models import Action, Addendum, Goal, Measure, Placing, Plan, SubAction
from pejling.quality.plans.spans import respan_actions


class Refused(Exception):
    """It can't be done: ``code`` circular (a goal below itself), already_placed, another_plan or at_the_end."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def add_part(
    *, by: Any, organisation: Organisation, plan: Plan, sort: str, title: str, below: Goal | None
) -> models.Model:
    """A new goal, measure or action, last ``below`` a goal (None: a goal of the plan itself). Returns goal, measure
    or the action's place."""
    _open(plan)
    if below is None and sort != "goal":
        raise KeyError(sort)
    said = read(sort, field_of(sort, "title"), title)
    made: models.Model
    if sort == "goal":
        siblings = plan.goals.filter(parent=below)
        made = Goal.objects.create(
            organisation=organisation, plan=plan, parent=below, title=said, position=_next(siblings)
        )
    elif sort == "measure":
        made = Measure.objects.create(
            organisation=organisation, goal=below, title=said, position=_next(below.measures)
        )
    elif sort == "action":
        action = Action.objects.create(
            organisation=organisation, title=said, made_by=getattr(by, "uuid", None)
        )
        made = Placing.objects.create(
            organisation=organisation, goal=below, action=action, position=_next(below.placings)
        )
    else:
        raise KeyError(sort)
    record(by=by, organisation=organisation, verb="add_to_plan", subject=made, fields=["title"])
    return made


@transaction.atomic
def place_action(*, by: Any, organisation: Organisation, plan: Plan, goal: Goal, action: Action) -> Placing:
    """Let an action that is there already serve this goal, too: one state, one history, weighed by each plan."""
    _open(plan)
    if goal.plan_id != plan.pk or action.organisation_id != organisation.pk:
        raise Refused("another_plan")
    if goal.placings.filter(action=action).exists():
        raise Refused("already_placed")
    made = Placing.objects.create(
        organisation=organisation, goal=goal, action=action, position=_next(goal.placings)
    )
    respan_actions([action.pk])
    record(by=by, organisation=organisation, verb="place_action", subject=made, fields=["goal", "action"])
    return made


#: what a copied action begins with: its words, nothing of how the first one went
_COPIED = (
    *("title", "description", "needed_change", "operational_goal", "strategy", "involved", "evaluation_plan"),
    *("expected_effect", "approach", "reach", "internal", "moves", "owner", "owner_user"),
)


@transaction.atomic
def copy_action(*, by: Any, organisation: Organisation, plan: Plan, goal: Goal, action: Action) -> Placing:
    """A new action below the goal that begins with another's words, and has a state and a history of its own."""
    _open(plan)
    if goal.plan_id != plan.pk or action.organisation_id != organisation.pk:
        raise Refused("another_plan")
    said = {name: getattr(action, name) for name in _COPIED}
    made = Action.objects.create(organisation=organisation, made_by=getattr(by, "uuid", None), **said)
    SubAction.objects.bulk_create(
        SubAction(organisation=organisation, action=made, position=n, title=part.title, owner=part.owner)
        for n, part in enumerate(action.sub_actions.all())
    )
    place = Placing.objects.create(
        organisation=organisation, goal=goal, action=made, position=_next(goal.placings)
    )
    record(by=by, organisation=organisation, verb="add_to_plan", subject=place, fields=["action"])
    return place


@transaction.atomic
def move_by(*, by: Any, organisation: Organisation, plan: Plan, part: models.Model, steps: int) -> None:
    """One up (-1) or one down (1) among its like."""
    _open(plan)
    rows = list(_siblings(part).select_for_update())
    here = next(place for place, one in enumerate(rows) if one.pk == part.pk)
    there = here + steps
    if not 0 <= there < len(rows):
        raise Refused("at_the_end")
    rows[here], rows[there] = rows[there], rows[here]
    _number(rows)
    record(by=by, organisation=organisation, verb="move_in_plan", subject=part, fields=["position"])


@transaction.atomic
def move_to(
    *, by: Any, organisation: Organisation, plan: Plan, part: models.Model, goal: Goal | None
) -> None:
    """Last below another goal of the plan; None: a goal becomes one of the plan's own."""
    _open(plan)
    if goal is not None and goal.plan_id != plan.pk:
        raise Refused("another_plan")
    if isinstance(part, Goal):
        _not_below_itself(part, goal)
        part.parent, siblings = goal, plan.goals.filter(parent=goal)
    elif goal is None:
        raise Refused("another_plan")
    elif (
        isinstance(part, Placing) and goal.placings.filter(action=part.action_id).exclude(pk=part.pk).exists()
    ):
        raise Refused("already_placed")
    else:
        part.goal = goal
        siblings = goal.placings if isinstance(part, Placing) else goal.measures
    part.position = _next(siblings)
    part.save()
    record(by=by, organisation=organisation, verb="move_in_plan", subject=part, fields=["goal"])


@transaction.atomic
def add_addendum(
    *, by: Any, organisation: Organisation, plan: Plan, action: Action, day: date, text: str
) -> Addendum:
    """What is added to an action after its plan was adopted; what stands there isn't touched."""
    if not may_be_changed(plan, action, GOES):
        raise Frozen(GOES)
    said = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not said:
        raise FieldError("text", "empty")
    made = Addendum.objects.create(
        organisation=organisation, action=action, day=day, text=said, by=getattr(by, "uuid", None)
    )
    record(by=by, organisation=organisation, verb="add_addendum", subject=action, fields=["addenda"])
    return made


def _open(plan: Plan) -> None:
    state = Plan.objects.select_for_update(of=("self",)).values_list("state", flat=True).get(pk=plan.pk)
    if not may_change(state, WORDS):
        raise Frozen(WORDS)


def _siblings(part: models.Model) -> models.QuerySet[Any]:
    if isinstance(part, Goal):
        return Goal.objects.filter(plan=part.plan_id, parent=part.parent_id)
    return type(part).objects.filter(goal=part.goal_id)


def _next(rows: Any) -> int:
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _number(rows: Sequence[models.Model]) -> None:
    for place, row in enumerate(rows):
        row.position = place
    type(rows[0]).objects.bulk_update(rows, ["position"])


def _not_below_itself(part: Goal, goal: Goal | None) -> None:
    parents = dict(Goal.objects.filter(plan=part.plan_id).values_list("pk", "parent_id"))
    above = goal.pk if goal else None
    while above is not None:
        if above == part.pk:
            raise Refused("circular")
        above = parents.get(above)
