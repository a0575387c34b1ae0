"""Writes on plans as wholes; those on their parts stand beside, named for what is done."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from pejling.analysis.plans import plan_model as values
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Plan
from pejling.quality.plans.storing import store


@transaction.atomic
def take_in(*, by: Any, organisation: Organisation, plan: values.Plan) -> Plan:
    """Make a draft of a plan's plain value (a file, an example, a document taken in). All of it or nothing."""
    made = store(plan, organisation=organisation, by=getattr(by, "uuid", None))
    record(by=by, organisation=organisation, verb="take_in_plan", subject=made, fields=["plan"])
    return made
