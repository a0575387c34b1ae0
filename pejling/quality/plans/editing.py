"""Changing what a part says: two may write at once, and nobody's words are lost.

A form carries a mark of each value it began with. What only one of the two changed is kept from that one; where both
changed the same field to different texts, nothing is saved: ``Stale`` holds both, to be laid side by side. What a
field said before is kept in ``OldText`` (decision 0017).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models, transaction

from pejling.analysis.plans.workflow import WORDS, may_change
from pejling.analysis.strict_fields import FieldError
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.plans import measured_fields as structured
from pejling.quality.plans.changeable import (
    FIELDS,
    MODELS,
    PERSON,
    ROWS,
    Field,
    current,
    field_of,
    mark,
    read,
    value_of,
    written,
)
from pejling.quality.plans.models import Action, FollowUp, Plan
from pejling.quality.plans.owners import person_called, words_after
from pejling.quality.plans.record_models import OldText
from pejling.quality.plans.review_models import Review, ReviewTheme
from pejling.quality.plans.row_fields import write_rows
from pejling.quality.plans.spans import respan_plan


class Stale(Exception):
    """Somebody else changed the same fields meanwhile. ``theirs``: field -> what it says now."""

    def __init__(self, theirs: dict[str, Any]) -> None:
        super().__init__(", ".join(theirs))
        self.theirs = theirs


class Frozen(Exception):
    """The plan's state doesn't let this be changed; ``area`` says which sort of thing (see ``workflow``)."""

    def __init__(self, area: str) -> None:
        super().__init__(area)
        self.area = area


@dataclass(frozen=True, slots=True)
class Changed:
    """What a save did: the fields that are different now, and those somebody else changed meanwhile."""

    fields: tuple[str, ...]
    merged: tuple[str, ...]


def part_of(plan: Plan, sort: str, uuid: UUID) -> models.Model:
    """A part of that plan; ``DoesNotExist`` (of its model) or KeyError where there is none."""
    model = MODELS[sort]
    where: dict[str, Any] = {
        "plan": {"pk": plan.pk},
        "goal": {"plan": plan},
        "measure": {"goal__plan": plan},
        "placing": {"goal__plan": plan},
        "action": {"placings__goal__plan": plan},
        "commitment": {"goal__plan": plan},
        "follow_up": {"action__placings__goal__plan": plan},
        "review": {"plan": plan},
        "review_theme": {"review__plan": plan},
    }[sort]
    return model.objects.filter(**where).distinct().get(uuid=uuid)


def may_be_changed(plan: Plan, part: models.Model, area: str) -> bool:
    """Whether that sort of thing may be changed now. An action's words are those of every plan it serves."""
    review = part.review if isinstance(part, ReviewTheme) else part
    if isinstance(review, Review) and review.concluded_on is not None:
        return False
    action = part.action if isinstance(part, FollowUp) else part
    if not isinstance(action, Action):
        return may_change(plan.state, area)
    states = set(Plan.objects.filter(goals__placings__action=action).values_list("state", flat=True))
    if area == WORDS:
        return all(may_change(state, area) for state in states)
    return not states or any(may_change(state, area) for state in states)


@transaction.atomic
def change(
    *,
    by: Any,
    organisation: Organisation,
    plan: Plan,
    sort: str,
    part: models.Model,
    given: Mapping[str, Any],
    was: Mapping[str, str],
) -> Changed:
    """Save the values in ``given`` (see ``changeable.read``); ``was``: the marks of what the writer began with.

    Raises Stale, Frozen, and FieldError where the values don't go together. All of it or nothing.
    """
    locked = MODELS[sort].objects.select_for_update(of=("self",)).get(pk=part.pk, organisation=organisation)
    plan = plan if sort not in ("plan", "board") else locked
    fields = {one.name: one for one in FIELDS[sort] if one.name in given}
    here = {name: value_of(locked, one) for name, one in fields.items()}
    mine, merged, theirs = _sorted_out(fields, here, given, was)
    if theirs:
        raise Stale(theirs)
    for name in mine:
        if not may_be_changed(plan, locked, fields[name].area):
            raise Frozen(fields[name].area)
    if not mine:
        return Changed((), tuple(merged))
    if "owner_user" in mine:
        _choose_owner(organisation, locked, fields, here, mine)
    _together(
        sort, locked, {**{n: getattr(locked, n) for n in ("weight", "result") if hasattr(locked, n)}, **mine}
    )
    for name, value in mine.items():
        keep_old(by, organisation, locked, fields[name], here[name])
        if fields[name].sort == ROWS:
            write_rows(organisation, locked, fields[name], value)
        elif fields[name].sort in structured.STRUCTURED:
            structured.put(locked, fields[name].sort, value)
        elif fields[name].sort == PERSON:
            setattr(locked, name, person_called(organisation, value, getattr(locked, name)))
        else:
            setattr(locked, name, value)
    if isinstance(locked, Action) and locked.reach == Action.Reach.ONE:
        locked.internal = True
    locked.revision += 1
    locked.save()
    if isinstance(locked, Plan) and {"period_from", "period_to"} & mine.keys():
        respan_plan(locked)
    verb = "judge_plan" if sort == "board" else "change_plan"
    record(by=by, organisation=organisation, verb=verb, subject=locked, fields=mine)
    return Changed(tuple(mine), tuple(merged))


def _choose_owner(
    organisation: Organisation,
    action: Any,
    fields: dict[str, Field],
    here: dict[str, Any],
    mine: dict[str, Any],
) -> None:
    """The words that say who is responsible follow the person chosen, where they only named the one before."""
    to = person_called(organisation, mine["owner_user"], action.owner_user)
    words = words_after(action, to, mine.get("owner"))
    if words != mine.get("owner", action.owner):
        fields["owner"], here["owner"], mine["owner"] = field_of("action", "owner"), action.owner, words[:300]


def _sorted_out(
    fields: Mapping[str, Field], here: Mapping[str, Any], given: Mapping[str, Any], was: Mapping[str, str]
) -> tuple[dict[str, Any], list[str], dict[str, Any]]:
    """(what the writer changed, what only somebody else changed, what both changed)."""
    mine: dict[str, Any] = {}
    merged: list[str] = []
    theirs: dict[str, Any] = {}
    for name, field in fields.items():
        now, wanted = mark(field, here[name]), mark(field, given[name])
        began = was.get(name, now)
        if wanted == now:
            continue
        if wanted == began:
            merged.append(name)
        elif now == began:
            mine[name] = given[name]
        else:
            theirs[name] = here[name]
    return mine, merged, theirs


def _together(sort: str, part: models.Model, values: Mapping[str, Any]) -> None:
    """What the database would refuse, said in words."""
    if sort == "plan":
        first, last = (values.get(n, getattr(part, n)) for n in ("period_from", "period_to"))
        if last < first:
            raise FieldError("period_to", "ends_before_it_begins")
    payout = values.get("payout")
    if payout is not None and not 0 <= payout <= 100:
        raise FieldError("payout", "out_of_range", found=payout, lowest=0, highest=100)
    weight, result = values.get("weight"), values.get("result")
    if weight is not None and weight <= 0:
        raise FieldError("weight", "weight_not_positive", found=weight)
    if result is not None and weight is None:
        raise FieldError("result", "result_without_weight", found=result)
    if result is not None and not 0 <= result <= weight:
        raise FieldError("result", "result_out_of_range", found=result, weight=weight)


def keep_old(by: Any, organisation: Organisation, part: models.Model, field: Field, before: Any) -> None:
    """Keep what a field said before it is changed."""
    OldText.objects.create(
        organisation=organisation,
        kind=type(part).__name__,
        subject=part.uuid,
        field=field.name,
        text=written(field, before),
        by=getattr(by, "uuid", None),
    )


@transaction.atomic
def bring_back(
    *, by: Any, organisation: Organisation, plan: Plan, sort: str, part: models.Model, old: OldText
) -> Changed:
    """Let a field say again what it said before; what it says now is kept in its turn. KeyError: not its text."""
    field = field_of(sort, old.field)
    if field.sort == ROWS or old.subject != part.uuid or old.organisation_id != organisation.pk:
        raise KeyError(old.field)
    value = read(sort, field, old.text)
    given, was = {field.name: value}, {field.name: mark(field, value_of(part, field))}
    return change(by=by, organisation=organisation, plan=plan, sort=sort, part=part, given=given, was=was)


def began_with(sort: str, part: models.Model) -> dict[str, str]:
    """The marks of every field as it is now."""
    here = current(sort, part)
    return {one.name: mark(one, here[one.name]) for one in FIELDS[sort]}
