"""Fields that consist of rows (schedule, parts of an action, references): what is there is changed, not made anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.changeable import Field, Row
from pejling.quality.plans.models import Action, Goal, Milestone, Plan, Reference, SubAction


def write_rows(organisation: Organisation, part: models.Model, field: Field, rows: Sequence[Row]) -> None:
    """Make the rows of the field those given, in that order; a row keeps its identity by its id."""
    model, whose = _place(part, field.name)
    before = {str(one.pk): one for one in model.objects.filter(**whose)}
    for place, row in enumerate(rows):
        one = before.pop(row["id"], None) or model(organisation=organisation, **whose)
        one.position = place
        for name in field.columns:
            setattr(one, name, _stored(name, row[name]))
        one.save()
    model.objects.filter(pk__in=[one.pk for one in before.values()]).delete()


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
    if isinstance(part, Plan) and name == "references":
        return Reference, {"plan": part, "goal": None}
    return Milestone, {"plan": part}
