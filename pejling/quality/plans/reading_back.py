"""Plans of the database as the plain values that scoring, checking and files work on, in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from pejling.analysis.plans import plan_model as values
from pejling.analysis.plans.read_parts import (
    OF_ACTIONS,
    OF_MEASURES,
    figure,
    indicator,
    label_by_place,
    taken,
)
from pejling.analysis.plans.read_rules import read_rule
from pejling.analysis.plans.rules import Rule
from pejling.analysis.strict_fields import Fields
from pejling.quality.plans.accepting import by_place
from pejling.quality.plans.at_hand import hang_parts
from pejling.quality.plans.kept_figures import figures_of
from pejling.quality.plans.models import (
    Commitment,
    FollowUp,
    Goal,
    Measure,
    Partner,
    Placing,
    Plan,
    Reference,
)
from pejling.quality.plans.read_rows import Hung, ReadRows
from pejling.quality.plans.reviewing import review_value
from pejling.quality.plans.weighed import Weighed

PARTNERS = Prefetch("partners", Partner.objects.select_related("part"))


def whole(plans: QuerySet[Plan], **lookup: Any) -> Plan:
    """The one plan of that lookup with all its parts at hand, so that ``as_value`` asks nothing more."""
    goals = Goal.objects.prefetch_related(
        "measures",
        Prefetch("placings", Placing.objects.select_related("action")),
        Prefetch("commitments", Commitment.objects.select_related("partner")),
    )
    found = plans.select_related("revises").prefetch_related(
        PARTNERS, "references", "milestones", "accepted_gaps", "reviews", Prefetch("goals", goals)
    )
    plan = found.get(**lookup)
    hang_parts(plan, (placing for goal in plan.goals.all() for placing in goal.placings.all()))
    return plan


def outline(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """The plans with their goals, measures and commitments, but without their actions (see ``placed_actions``)."""
    goals = Goal.objects.prefetch_related(
        "measures", Prefetch("commitments", Commitment.objects.select_related("partner"))
    )
    return plans.select_related("revises").prefetch_related(
        PARTNERS, "references", "milestones", Prefetch("goals", goals)
    )


def placed_actions(plan: Plan, *, internal: bool) -> dict[int, list[dict[str, Any]]]:
    """Goal's key -> its actions in a line each: fast enough for a plan of ten thousand.

    ``followed``: day and decision of the newest follow-up, or None.
    """
    fields = (
        "goal_id",
        "uuid",
        "label",
        "weight",
        "result",
        "action_id",
        "action__uuid",
        "action__title",
        "action__state",
    )
    rows = Placing.objects.filter(goal__plan=plan).order_by("goal_id", "position", "pk")
    if not internal:
        rows = rows.filter(action__internal=False)
    told = FollowUp.objects.filter(action__placings__goal__plan=plan).order_by("day", "pk")
    newest = {key: after for key, *after in told.values_list("action", "day", "decision")}
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.values(*fields, "action__owner", "action__internal"):
        found[row["goal_id"]].append(row | {"followed": newest.get(row["action_id"])})
    return found


def as_value(plan: Plan) -> values.Plan:
    """A plan got through ``whole``. Ids are the rows' UUIDs; an action's is that of its place in this plan."""
    return _value(plan, Hung())


def value_of(plan: Plan) -> values.Plan:
    """The same of a plan whose parts aren't at hand, and for who only reads: less than half the time for a plan of
    1,000 actions, as they don't become objects of Django's (docs/decisions/0023)."""
    plans = outline(Plan.objects.select_related("organisation")).prefetch_related("accepted_gaps", "reviews")
    return _value(plans.get(pk=plan.pk), ReadRows(plan))


def _value(plan: Plan, placed: Hung | ReadRows) -> values.Plan:
    below: dict[int | None, list[Goal]] = defaultdict(list)
    for goal in plan.goals.all():
        below[goal.parent_id].append(goal)
    references: dict[int | None, list[Reference]] = defaultdict(list)
    for reference in plan.references.all():
        references[reference.goal_id].append(reference)
    made = values.Plan(
        kind=plan.kind,
        title=plan.title,
        organisation=plan.organisation.name,
        period=(plan.period_from, plan.period_to),
        about=plan.about,
        partners=tuple(partner.name for partner in plan.partners.all()),
        revises=plan.revises.title if plan.revises else plan.revises_text,
        adopted_on=plan.adopted_on,
        references=_references(references[None]),
        milestones=tuple(values.Milestone(stone.title, stone.when) for stone in plan.milestones.all()),
        goals=_goals(None, "goals", below, references, placed),
        board=_board(plan),
        reviews=tuple(review_value(one) for one in plan.reviews.all() if one.frozen is not None),
        accepted_gaps=tuple((gap.code, gap.reason) for gap in plan.accepted_gaps.all()),
    )
    return by_place(made) if made.accepted_gaps else made


def _goals(
    parent: int | None,
    path: str,
    below: dict[int | None, list[Goal]],
    references: dict[int | None, list[Reference]],
    placed: Hung | ReadRows,
) -> tuple[values.Goal, ...]:
    return tuple(
        values.Goal(
            **_weighed(goal, f"{path}[{number}]", goal.title, str(number)),
            description=goal.description,
            reason=goal.reason,
            concerns=goal.concerns,
            references=_references(references[goal.pk]),
            measures=tuple(
                _measure(measure, f"{path}[{number}].measures[{place}]")
                for place, measure in enumerate(goal.measures.all(), 1)
            ),
            actions=tuple(
                _action(placing, placed, f"{path}[{number}].actions[{place}]")
                for place, placing in enumerate(placed.placings(goal), 1)
            ),
            commitments=tuple(
                values.Commitment(found.partner.name, found.text, tuple(found.people), found.state)
                for found in goal.commitments.all()
            ),
            goals=_goals(goal.pk, f"{path}[{number}].goals", below, references, placed),
        )
        for number, goal in enumerate(below[parent], 1)
    )


def _weighed(part: Any, path: str, title: str, otherwise: str) -> dict[str, Any]:
    return {
        "id": str(part.uuid),
        "label": part.label or otherwise,
        "title": title,
        "path": path,
        "weight": part.weight,
        "result": part.result,
        "judgement": _judgement(part),
    }


def _judgement(part: Weighed) -> values.Judgement | None:
    if not part.judgement_text:
        return None
    return values.Judgement(part.judgement_text, part.judgement_by, part.judgement_day)


def _measure(measure: Measure, path: str) -> values.Measure:
    asked = indicator(Fields({"indicator": measure.indicator}, path)) if measure.indicator else None
    return values.Measure(
        **_weighed(measure, path, measure.title, label_by_place(path, OF_MEASURES)),
        description=measure.description,
        indicator=asked,
        baseline=measure.baseline,
        target=measure.target,
        unit=measure.unit,
        rule=_rule(measure.rule, path),
        taken=tuple(taken(Fields(one, f"{path}.taken")) for one in measure.taken),
    )


def _action(placing: Any, placed: Hung | ReadRows, path: str) -> values.Action:
    action, parts = placed.action(placing), placed.parts
    return values.Action(
        **_weighed(placing, path, action.title, label_by_place(path, OF_ACTIONS)),
        description=action.description,
        needed_change=action.needed_change,
        operational_goal=action.operational_goal,
        strategy=action.strategy,
        owner=action.owner,
        involved=tuple(action.involved),
        evaluation_plan=action.evaluation_plan,
        expected_effect=action.expected_effect,
        schedule=tuple(values.Milestone(stone.title, stone.when) for stone in parts(action, "schedule")),
        state=action.state,
        approach=action.approach,
        reach=action.reach,
        internal=action.internal,
        moves=tuple(figure(Fields(one, f"{path}.moves")) for one in action.moves),
        rule=_rule(placing.rule, path),
        sub_actions=tuple(
            values.SubAction(part.title, part.state, part.when, part.owner)
            for part in parts(action, "sub_actions")
        ),
        addenda=tuple(values.Addendum(found.day, found.text) for found in parts(action, "addenda")),
        follow_ups=tuple(
            values.FollowUp(
                found.day, found.narrative, found.evidence, found.decision, figures_of(found.figures)
            )
            for found in parts(action, "follow_ups")
        ),
    )


def _rule(stored: Any, path: str) -> Rule | None:
    return read_rule(Fields(stored, f"{path}.rule")) if stored else None


def _references(rows: Iterable[Reference]) -> tuple[values.Reference, ...]:
    return tuple(values.Reference(row.title, row.day, row.link, row.note) for row in rows)


def _board(plan: Plan) -> values.Board | None:
    judged = values.Judgement(plan.board_text, plan.board_by, plan.board_day) if plan.board_text else None
    if judged is None and plan.approved_on is None and plan.payout is None:
        return None
    return values.Board(judged, plan.approved_on, plan.payout)
