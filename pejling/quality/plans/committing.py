"""What a partner commits itself to about a theme, written by its own people, or by the school for those without any.

Who may is asked by the page (``partners.writes_for``); here is what the plan's state allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from pejling.analysis.plans.workflow import GOES, may_change
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.arranging import Refused
from pejling.quality.plans.editing import Frozen
from pejling.quality.plans.models import Commitment, Goal, Partner, Plan


@transaction.atomic
def commit(
    *, by: Any, organisation: Organisation, plan: Plan, goal: Goal, partner: Partner, said: Mapping[str, Any]
) -> tuple[Commitment, bool]:
    """The partner's commitment, and whether it is new: one that somebody else began meanwhile stays as it is.

    ``said``: the fields as ``changeable.read`` gives them. Raises Frozen, and Refused for another plan's partner.
    """
    if goal.plan_id != plan.pk or partner.plan_id != plan.pk:
        raise Refused("another_plan")
    state = Plan.objects.select_for_update(of=("self",)).values_list("state", flat=True).get(pk=plan.pk)
    if not may_change(state, GOES):
        raise Frozen(GOES)
    made, new = Commitment.objects.get_or_create(
        goal=goal, partner=partner, defaults={"organisation": organisation, **said}
    )
    if new:
        record(by=by, organisation=organisation, verb="commit", subject=made, fields=said)
    return made, new
