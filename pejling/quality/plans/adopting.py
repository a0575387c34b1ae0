"""A plan's steps from state to state (``analysis/plans/workflow``), and the version that adoption keeps for good."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from pejling.analysis.plans import plan_model as values
from pejling.analysis.plans.checking import check
from pejling.analysis.plans.finding import Finding
from pejling.analysis.plans.kinds import PlanKind
from pejling.analysis.plans.workflow import steps_from
from pejling.analysis.plans.writing import write_plan
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.consultation_models import Consultation
from pejling.quality.plans.models import Plan
from pejling.quality.plans.reading_back import as_value, whole
from pejling.quality.plans.record_models import Version


class NoSuchStep(Exception):
    """The plan's state has no such step: somebody else took one meanwhile."""


class NotReady(Exception):
    """The plan can't be adopted yet: ``findings`` are its errors, and the gaps nobody has accepted."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


def in_the_way(value: values.Plan, kinds: dict[str, PlanKind]) -> list[Finding]:
    """What must be mended, or accepted as missing, before a plan of that value can be adopted."""
    found = check(value, kinds)
    return [*found.errors, *found.gaps]


@transaction.atomic
def take_step(
    *, by: Any, organisation: Organisation, plan: Plan, step: str, kinds: dict[str, PlanKind], on: date
) -> Plan:
    """Take a step of the workflow; ``on``: the day of an adoption. Raises NoSuchStep or NotReady; ``by`` may, says
    the caller (the step's verb)."""
    row = whole(Plan.objects.filter(organisation=organisation), pk=_locked(plan).pk)
    steps = steps_from(row.state)
    if step not in steps:
        raise NoSuchStep(step)
    if step == "adopt":
        found = in_the_way(as_value(row), kinds)
        if found:
            raise NotReady(found)
        row.adopted_on, row.adopted_by = on, getattr(by, "uuid", None)
    if row.state == Plan.State.HEARING:
        # Whoever was asked reads the plan no longer, unless it is adopted.
        Consultation.objects.filter(plan=row, ended_on__isnull=True).update(ended_on=on)
    row.state = steps[step].to
    if row.state in (Plan.State.DRAFT, Plan.State.HEARING):
        row.adopted_on = row.adopted_by = None
    row.revision += 1
    row.save()
    if step == "adopt":
        _freeze(by, organisation, row)
    record(by=by, organisation=organisation, verb="step_plan", subject=row, fields=["state", step])
    return row


def _locked(plan: Plan) -> Plan:
    """Two who adopt at once: one of them does."""
    return Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)


def _freeze(by: Any, organisation: Organisation, plan: Plan) -> Version:
    number = Version.objects.filter(plan=plan).count() + 1
    return Version.objects.create(
        organisation=organisation,
        plan=plan,
        number=number,
        text=write_plan(as_value(plan)),
        why="adopt",
        by=getattr(by, "uuid", None),
    )
