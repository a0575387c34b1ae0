"""Which plans a reader sees, and how much of each.

Whoever works at the school (``see_plan_work``) sees them all, drafts and what is internal too. Whoever changes own
part only (``edit_own_part``) sees the plans that own municipality is a partner in; all others what has been adopted.
"""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Exists, OuterRef, Q, QuerySet

from pejling.analysis.plans import plan_model as values
from pejling.base.accounts.access import Access
from pejling.quality.plans.models import Partner, Plan

#: the states in which a plan is for everybody who may read plans
KNOWN = ("adopted", "evaluated", "closed")


def visible(plans: QuerySet[Plan], access: Access) -> QuerySet[Plan]:
    """Those of the plans that the reader may see."""
    if access.may("see_plan_work"):
        return plans
    seen = Q(pk__in=())
    for grant in access.grants:
        if "edit_own_part" in grant.verbs:
            held = grant.held.get("municipality", frozenset())
            names = held | {f"{name} Kommune" for name in held}
            theirs = Partner.objects.filter(plan=OuterRef("pk")).filter(
                Q(part__name__in=names) | Q(part__isnull=True, name__in=names)
            )
            seen |= Q(Exists(theirs))
        elif "see_plans" in grant.verbs:
            seen |= Q(state__in=KNOWN)
    return plans.filter(seen)


def without_internal(plan: values.Plan) -> values.Plan:
    """The plan as somebody outside the school reads it: without internal actions and what they weigh."""
    return replace(plan, goals=tuple(_outside(goal) for goal in plan.goals))


def _outside(goal: values.Goal) -> values.Goal:
    actions = tuple(action for action in goal.actions if not action.internal)
    return replace(goal, actions=actions, goals=tuple(_outside(inner) for inner in goal.goals))
