"""A report frozen from a plan at this moment, the figures it tells, and what the gate must know to look through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q

from pejling.analysis.gate.hit import Known
from pejling.analysis.reports.building.follow_up import FOLLOW_UP_PLAN, follow_up_plan
from pejling.analysis.reports.building.from_plan import report_of_plan
from pejling.analysis.reports.building.material import Material
from pejling.analysis.reports.frozen import from_json, report_hash
from pejling.analysis.reports.report import Report
from pejling.analysis.reports.walking import walk_actions
from pejling.base.accounts.models import Membership
from pejling.base.organisations.models import Organisation
from pejling.quality.plans import queries as plans
from pejling.quality.plans.models import Action, Commitment, Partner, Plan
from pejling.quality.plans.reading_back import as_value
from pejling.quality.plans.record_models import Remark
from pejling.quality.publishing.key_figures import told_snapshots
from pejling.quality.publishing.kinds import kinds
from pejling.quality.publishing.measured import measured, snapshots_behind
from pejling.quality.publishing.models import Edition, Publication
from pejling.quality.publishing.reviewed import reviewed, snapshots_reviewed

#: fields of an internal action whose words stay inside
_ACTION_TEXTS = (
    *("title", "description", "needed_change", "operational_goal", "strategy", "evaluation_plan"),
    "expected_effect",
)


def report_of(plan: Plan, what: str, *, dated: date, number: int = 1, note: str = "") -> Report:
    """The report of a plan (got by ``plans.queries.plan``) as it stands, in Danish: only what its kind makes public.

    ``what``: ``plan``, or ``follow_up_plan``. KeyError for a plan of a kind that isn't there any more.
    """
    value = as_value(plan)
    kind = kinds()[value.kind]
    whole = what == Publication.What.PLAN
    told = measured(plan).figures if tells_figures(plan) and whole else {}
    judged_by = reviewed(plan).figures if tells_reviews(plan) and whole else {}
    material = Material(value, kind, dated, version=number, note=note, measured=told, reviewed=judged_by)
    return follow_up_plan(material) if what == FOLLOW_UP_PLAN else report_of_plan(material)


def tells_figures(plan: Plan) -> bool:
    """Whether the plan's kind makes public what its measures are read from."""
    return "indicator" in kinds()[plan.kind].public.get("measure", ())


def tells_reviews(plan: Plan) -> bool:
    """Whether the plan's kind makes its concluded reviews public."""
    return "reviews" in kinds()[plan.kind].public.get("plan", ())


def snapshots_told(organisation: Organisation, plan: Plan | None) -> list[Any]:
    """The snapshots whose figures a report of the plan, or without one of the key figures, tells."""
    if plan is None:
        return told_snapshots(organisation)
    if plan.kind not in kinds():
        return []
    behind = snapshots_behind(plan) if tells_figures(plan) else []
    judged_by = snapshots_reviewed(plan) if tells_reviews(plan) else []
    return [*behind, *(one for one in judged_by if one not in behind)]


def earlier_reports(organisation: Organisation) -> list[Report]:
    """All that the public has read, also what was withdrawn: whoever wants to work something out has kept it."""
    seen = Edition.objects.filter(organisation=organisation, published_at__isnull=False)
    return [from_json(text) for text in seen.order_by("published_at").values_list("report", flat=True)]


def content_hash(report: Report) -> str:
    """What the report says, whatever its number, day and note: whether a plan has changed since."""
    return report_hash(replace(report, version=1, dated=None, note=""))


def owner_places(report: Report) -> frozenset[str]:
    """The places that say who answers for something: roles, never persons."""
    found = []
    for place, _above, action in walk_actions(report):
        found.append(f"{place}.owner")
        found += [f"{place}.involved[{number}]" for number in range(len(action.involved))]
        for name in ("schedule", "parts"):
            found += [f"{place}.{name}[{number}].owner" for number in range(len(getattr(action, name)))]
    return frozenset(found)


def known(organisation: Organisation, plan: Plan | None) -> Known:
    """The school's people, everything internal of its plans, and the names that may stand. A handful of queries."""
    return Known(
        people=tuple(sorted(set(_people(organisation)))),
        internal=tuple(_internal(organisation)),
        fine=tuple(_fine(organisation, plan)),
        held_back=_held_back(organisation, plan),
        held_back_in_reviews=_held_back_in_reviews(organisation, plan),
    )


def _held_back(organisation: Organisation, plan: Plan | None) -> tuple[tuple[str, str], ...]:
    if plan is None or plan.kind not in kinds():
        return ()
    return tuple(measured(plans.plan(organisation, plan.uuid)).held_back)


def _held_back_in_reviews(organisation: Organisation, plan: Plan | None) -> tuple[tuple[str, str], ...]:
    if plan is None or plan.kind not in kinds() or not tells_reviews(plan):
        return ()
    return tuple(reviewed(plans.plan(organisation, plan.uuid)).held_back)


def _people(organisation: Organisation) -> Iterator[str]:
    members = Membership.objects.filter(organisation=organisation).values_list("user__name", flat=True)
    yield from (name for name in members.distinct() if name)
    for people in Commitment.objects.filter(organisation=organisation).values_list("people", flat=True):
        yield from (str(name) for name in people or ())


def _internal(organisation: Organisation) -> Iterator[tuple[str, str]]:
    remarks = Remark.objects.filter(organisation=organisation).values_list("text", flat=True)
    yield from (("remark", text) for text in remarks.iterator())
    actions = Action.objects.filter(Q(internal=True) | Q(reach="one"), organisation=organisation)
    rows = actions.values_list(*_ACTION_TEXTS, "sub_actions__title", "addenda__text", "follow_ups__narrative")
    seen: set[str] = set()
    for row in rows.iterator():
        for text in row:
            if text and text not in seen:
                seen.add(text)
                yield "action", text


def _fine(organisation: Organisation, plan: Plan | None) -> Iterator[str]:
    yield organisation.name
    yield from organisation.parts.values_list("name", flat=True)
    yield from Partner.objects.filter(plan=plan).values_list("name", flat=True)
