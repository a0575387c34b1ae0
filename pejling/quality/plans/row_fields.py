"""Fields that consist of rows (schedule, parts of an action, references): what is there is changed, not made anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models

from pejling.analysis.strict_fields import FieldError
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.changeable import Field, Row
from pejling.quality.plans.dated import Dated
from pejling.quality.plans.models import Action, Goal, Milestone, Partner, Plan, Reference, SubAction
from pejling.quality.plans.partners import part_called, part_of
from pejling.quality.plans.spans import Period, periods_of, span_of


def write_rows(organisation: Organisation, part: models.Model, field: Field, rows: Sequence[Row]) -> None:
    """Make the rows of the field those given, in that order; a row keeps its identity by its id."""
    model, whose = _place(part, field.name)
    before = {str(one.pk): one for one in model.objects.filter(**whose)}
    period = _period(part) if issubclass(model, Dated) else None
    for place, row in enumerate(rows):
        one = before.pop(row["id"], None) or model(organisation=organisation, **whose)
        one.position = place
        for name in field.columns:
            if name == "part":
                continue
            setattr(one, name, _stored(name, row[name]))
        if isinstance(one, Partner):
            # A new partner that says nothing is linked by its name; one that was there may be held apart.
            one.part = part_of(organisation, row["part"]) or (
                None if one.pk else part_called(organisation, one.name)
            )
        if isinstance(one, Dated):
            for name, value in span_of(one.when, period).items():
                setattr(one, name, value)
        one.save()
    gone = [one for one in before.values() if isinstance(one, Partner) and one.commitments.exists()]
    if gone:
        raise FieldError(field.name, "partner_has_part", partner=gone[0].name)
    model.objects.filter(pk__in=[one.pk for one in before.values()]).delete()


def _period(part: models.Model) -> Period:
    """The days that dates of the part are taken from where they don't say them."""
    return (
        (part.period_from, part.period_to) if isinstance(part, Plan) else periods_of([part.pk]).get(part.pk)
    )


def _stored(name: str, text: str) -> Any:
    if name == "done_on":
        return date.fromisoformat(text) if text else None
    return text


def _place(part: models.Model, name: str) -> tuple[type[models.Model], dict[str, Any]]:
    """The rows' model and what they hang on."""
    if isinstance(part, Action):
        return (Milestone if name == "schedule" else SubAction), {"action": part}
    if isinstance(part, Goal):
        return Reference, {"plan": part.plan, "goal": part}
    if name == "partners":
        return Partner, {"plan": part}
    if isinstance(part, Plan) and name == "references":
        return Reference, {"plan": part, "goal": None}
    return Milestone, {"plan": part}
