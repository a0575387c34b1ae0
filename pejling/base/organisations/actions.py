"""Writes on organisations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from pejling.base.audit.actions import record
from pejling.base.organisations.models import FormerName, Organisation


@transaction.atomic
def found(*, by: Any, name: str, is_demo: bool = False) -> Organisation:
    """Make a school; IntegrityError where one of that name exists."""
    school = Organisation.objects.create(kind=Organisation.Kind.SCHOOL, name=name, is_demo=is_demo)
    record(by=by, organisation=school, verb="found", subject=school, fields=["name", "is_demo"])
    return school


@transaction.atomic
def add_parts(*, by: Any, school: Organisation, kind: str, names: Iterable[str]) -> list[Organisation]:
    """Add the parts of that kind which ``school`` hasn't got yet; returns the new ones, sorted by name.

    A name that a part had before is known: a file that still says it makes no second part.
    """
    have = set(school.parts.filter(kind=kind).values_list("name", flat=True))
    have |= set(
        FormerName.objects.filter(part__parent=school, part__kind=kind).values_list("name", flat=True)
    )
    new = [
        Organisation(kind=kind, parent=school, name=name) for name in sorted({n for n in names if n} - have)
    ]
    Organisation.objects.bulk_create(new)
    if new:
        record(by=by, organisation=school, verb=f"add_{kind}s", subject=school, fields=["parts"])
    return new
