"""Reads on organisations that other rooms may call."""

from __future__ import annotations

from django.db.models import QuerySet

from pejling.base.organisations.models import Organisation


def schools() -> QuerySet[Organisation]:
    """All schools, by name."""
    return Organisation.objects.filter(kind=Organisation.Kind.SCHOOL).order_by("name")


def school_named(name: str | None) -> Organisation:
    """The school of that name, or the only one when ``name`` is None.

    Organisation.DoesNotExist / MultipleObjectsReturned where there is none or a choice must be made.
    """
    return schools().get(name=name) if name else schools().get()


def parts_of(school: Organisation, kind: str) -> QuerySet[Organisation]:
    """The school's parts of one kind, by name."""
    return school.parts.filter(kind=kind).order_by("name")
