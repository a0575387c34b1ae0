"""Which plans a reader sees, and how much of each.

Whoever works at the school (``see_plan_work``) sees them all, drafts and what is internal too. Whoever changes own
part only (``edit_own_part``) sees the plans that own municipality is a partner in; all others what has been adopted,
and what is in consultation while their party is asked (``consulted``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from pejling.analysis.plans import plan_model as values
from pejling.base.accounts.access import Access
from pejling.quality.plans.consulted import asked_about, names_of_municipalities
from pejling.quality.plans.models import Partner, Plan

Found = TypeVar("Found", values.FollowUp, values.ReviewedTheme)

#: the states in which a plan is for everybody who may read plans
KNOWN = ("adopted", "evaluated", "closed")


def visible(plans: QuerySet[Plan], access: Access) -> QuerySet[Plan]:
    """Those of the plans that the reader may see."""
    if access.may("see_plan_work"):
        return plans
    seen = Q(pk__in=())
    for grant in access.grants:
        if "edit_own_part" in grant.verbs:
            names = names_of_municipalities(grant)
            theirs = Partner.objects.filter(plan=OuterRef("pk")).filter(
                Q(part__name__in=names) | Q(part__isnull=True, name__in=names)
            )
            seen |= Q(Exists(theirs))
        elif "see_plans" in grant.verbs:
            seen |= Q(state__in=KNOWN) | asked_about(grant)
    return plans.filter(seen)


def smallest_for(access: Access) -> int:
    """Below which count a plan's kept figures (the whole school's) are hidden from the reader; 0: none is."""
    if access.may("see_plan_work") or access.is_whole:
        return access.smallest
    return access.smallest or 5


def tells_of_few(figure: values.KeptFigure, smallest: int) -> bool:
    """Whether it tells of few students, or of all but few; ``smallest`` 0: the reader may see small counts."""
    if not smallest or figure.n is None:
        return False
    counts = [figure.n]
    if figure.events is not None:
        counts += [figure.events, figure.n - figure.events]
    return any(0 < count < smallest for count in counts)


def without_internal(plan: values.Plan, smallest: int = 5) -> values.Plan:
    """The plan as somebody outside the school reads it: without internal actions and what they weigh, and without
    kept figures that tell of fewer students than ``smallest``."""
    return replace(
        plan,
        goals=tuple(_outside(goal, smallest) for goal in plan.goals),
        reviews=tuple(
            replace(review, themes=tuple(_without_few(one, smallest) for one in review.themes))
            for review in plan.reviews
        ),
    )


def _outside(goal: values.Goal, smallest: int) -> values.Goal:
    actions = tuple(
        replace(action, follow_ups=tuple(_without_few(one, smallest) for one in action.follow_ups))
        for action in goal.actions
        if not action.internal
    )
    return replace(goal, actions=actions, goals=tuple(_outside(inner, smallest) for inner in goal.goals))


def _without_few(found: Found, smallest: int) -> Found:
    return replace(found, figures=tuple(one for one in found.figures if not tells_of_few(one, smallest)))
