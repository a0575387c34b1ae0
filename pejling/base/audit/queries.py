"""Reads of the audit log that other rooms may call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from pejling.base.audit.models import Entry


def entries_of(organisation: Any, people: Iterable[UUID] = ()) -> QuerySet[Entry]:
    """What was done at the school, newest first; and what belongs to no school (a log-in, a new password) where one
    of ``people``, the school's own, did it or it was done to them.
    """
    own = list(people)
    of_nobody = Q(organisation__isnull=True) & (Q(by__in=own) | Q(subject__in=[str(uuid) for uuid in own]))
    return Entry.objects.filter(Q(organisation=organisation.uuid) | of_nobody).order_by("-at", "-id")


def verbs_of(entries: QuerySet[Entry]) -> list[str]:
    """The verbs that occur."""
    return list(entries.order_by("verb").values_list("verb", flat=True).distinct())


def kinds_of(entries: QuerySet[Entry]) -> list[str]:
    """The kinds of objects that occur."""
    return list(entries.exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct())
