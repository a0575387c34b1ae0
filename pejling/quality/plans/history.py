"""What the fields of a part have said, change by change, with who changed them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models

from pejling.base.accounts.models import User
from pejling.quality.plans.changeable import FIELDS, PERSON, ROWS, Field, value_of, written
from pejling.quality.plans.record_models import OldText


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of one field: what it said ``before`` and ``after``, ``by`` whom ("" where nobody is known)."""

    field: Field
    old: OldText
    before: str
    after: str
    at: datetime
    by: str

    @property
    def can_come_back(self) -> bool:
        """Rows are shown as they were, but aren't put back by a button: they may have moved on."""
        return self.field.sort != ROWS


def history_of(sort: str, part: models.Model) -> list[Turn]:
    """Every change of the part's texts, newest first."""
    fields = {one.name: one for one in FIELDS[sort]}
    olds = OldText.objects.filter(
        organisation=part.organisation_id, kind=type(part).__name__, subject=part.uuid
    )
    after: dict[str, str] = {}
    found: list[OldText] = [old for old in olds if old.field in fields]
    chosen = [old.text for old in found if fields[old.field].sort == PERSON]
    chosen += [str(value_of(part, one)) for one in FIELDS[sort] if one.sort == PERSON]
    names = names_of_users({old.by for old in found if old.by} | {UUID(one) for one in chosen if one})
    turns = []
    for old in found:
        field = fields[old.field]
        now = after.get(old.field)
        now = written(field, value_of(part, field)) if now is None else now
        before = old.text
        if field.sort == PERSON:
            before, now = (names.get(UUID(one), "") if one else "" for one in (before, now))
        turns.append(Turn(field, old, before, now, old.at, names.get(old.by, "")))
        after[old.field] = old.text
    return turns


def last_changed(part: models.Model, names: list[str]) -> dict[str, tuple[str, datetime]]:
    """Who changed each of these fields last, and when."""
    olds = OldText.objects.filter(
        organisation=part.organisation_id, kind=type(part).__name__, subject=part.uuid, field__in=names
    )
    latest: dict[str, OldText] = {}
    for old in olds:
        latest.setdefault(old.field, old)
    called = names_of_users({old.by for old in latest.values() if old.by})
    return {name: (called.get(old.by, ""), old.at) for name, old in latest.items()}


def names_of_users(wanted: set[UUID]) -> dict[UUID, str]:
    """Users' names by their UUIDs, in one query."""
    found: dict[UUID, str] = defaultdict(str)
    found.update(User.objects.filter(uuid__in=wanted).values_list("uuid", "name"))
    return found
