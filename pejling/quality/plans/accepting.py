"""Gaps that somebody accepts: what the kind of plan asks for, isn't there, and needn't be, with the reason.

A gap is kept by the part's own id, not by its place: it follows the part when the tree is put in another order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from pejling.analysis.plans import plan_model as values
from pejling.analysis.strict_fields import FieldError
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Plan
from pejling.quality.plans.record_models import AcceptedGap


@transaction.atomic
def accept_gaps(
    *, by: Any, organisation: Organisation, plan: Plan, value: values.Plan, gaps: Sequence[str], reason: str
) -> int:
    """Accept them (``Finding.gap`` of the plan's ``value``) for one reason; how many are new."""
    said = " ".join(reason.split())
    if not said:
        raise FieldError("reason", "empty")
    before = set(AcceptedGap.objects.filter(plan=plan).values_list("code", flat=True))
    wanted = dict.fromkeys(code[:200] for code in by_ids(value, gaps).values())
    new = [code for code in wanted if code not in before]
    AcceptedGap.objects.bulk_create(
        AcceptedGap(
            organisation=organisation, plan=plan, code=code, reason=said, by=getattr(by, "uuid", None)
        )
        for code in new
    )
    record(by=by, organisation=organisation, verb="accept_gap", subject=plan, fields=["accepted_gaps"])
    return len(new)


@transaction.atomic
def reject_gap(*, by: Any, organisation: Organisation, plan: Plan, gap: AcceptedGap) -> None:
    """Accept it no longer."""
    AcceptedGap.objects.filter(organisation=organisation, plan=plan, pk=gap.pk).delete()
    record(by=by, organisation=organisation, verb="reject_gap", subject=plan, fields=["accepted_gaps"])


def by_ids(plan: values.Plan, gaps: Iterable[str]) -> dict[str, str]:
    """Gap -> its name with the part's id instead of its place: ``not_said:<uuid>.schedule``."""
    keys = dict(_places(plan))
    return {gap: _by_id(keys, gap) for gap in gaps}


def _by_id(keys: dict[str, str], gap: str) -> str:
    code, _colon, path = gap.partition(":")
    part = path
    while part and part not in keys:
        part = part.rpartition(".")[0]
    return f"{code}:{keys[part]}{path[len(part) :]}" if part else gap


def by_place(plan: values.Plan) -> values.Plan:
    """The plan with its accepted gaps named by the places of today; those of parts that are gone are left out."""
    places = {key: path for path, key in _places(plan)}
    gaps = []
    for name, reason in plan.accepted_gaps:
        code, _colon, rest = name.partition(":")
        key = rest[:36]
        if key in places:
            gaps.append((f"{code}:{places[key]}{rest[36:]}", reason))
        elif not _is_id(key):
            gaps.append((name, reason))
    return replace(plan, accepted_gaps=tuple(gaps))


def _is_id(text: str) -> bool:
    try:
        return len(text) == 36 and bool(UUID(text))
    except ValueError:
        return False


def _places(plan: values.Plan) -> Iterable[tuple[str, str]]:
    for goal in plan.walk():
        for part in (goal, *goal.measures, *goal.actions):
            yield part.path, part.id
