"""Reads on plans that other rooms may call."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from pejling.analysis.plans import plan_model as values
from pejling.base.accounts.access import Access
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Placing, Plan
from pejling.quality.plans.reading_back import outline, value_of, whole
from pejling.quality.plans.seeing import visible


def plans_of(organisation: Organisation) -> QuerySet[Plan]:
    """The school's plans, newest period first."""
    return Plan.objects.filter(organisation=organisation)


def plan(organisation: Organisation, uuid: UUID | str) -> Plan:
    """One of them with all its parts; Plan.DoesNotExist for any other school's."""
    return whole(plans_of(organisation).select_related("organisation"), uuid=uuid)


def plan_value(organisation: Organisation, uuid: UUID | str) -> values.Plan:
    """One of them as a plain value, for scoring, checking and files."""
    return value_of(plans_of(organisation).get(uuid=uuid))


def seen_by(access: Access) -> QuerySet[Plan]:
    """The plans of the school that the reader may see, newest period first."""
    return visible(plans_of(access.organisation), access)


def seen_plan(access: Access, uuid: UUID | str) -> Plan:
    """One of them with all its parts; Plan.DoesNotExist where the reader may not see it."""
    return whole(seen_by(access).select_related("organisation"), uuid=uuid)


def seen_outline(access: Access, uuid: UUID | str) -> Plan:
    """One of them without its actions; Plan.DoesNotExist where the reader may not see it."""
    return outline(seen_by(access).select_related("organisation")).get(uuid=uuid)


def count_placings(plan: Plan) -> int:
    """How many actions stand in the plan."""
    return Placing.objects.filter(goal__plan=plan).count()
