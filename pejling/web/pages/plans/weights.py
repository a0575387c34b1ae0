"""Weights that don't add up, told where they are written and where the score is read."""

from __future__ import annotations

from pejling.analysis.plans.checking import not_adding_up
from pejling.analysis.plans.plan_model import Plan
from pejling.analysis.plans.wording import message
from pejling.web.pages.plans.kinds import kinds


def amiss(plan: Plan) -> list[tuple[str, str]]:
    """(what doesn't add up, id of the goal on the plan's page, "" for the plan as a whole)."""
    kind = kinds().get(plan.kind)
    if kind is None:
        return []
    ids = {goal.path: goal.id for goal in plan.walk()}
    return [
        (message(one.code, one.params), ids.get(one.path.removesuffix(".weight"), ""))
        for one in not_adding_up(plan, kind)
    ]
