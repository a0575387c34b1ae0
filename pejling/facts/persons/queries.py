"""Reads on requests about persons that other rooms may call."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from pejling.base.organisations.models import Organisation
from pejling.facts.persons.models import KeepingRule, PersonRequest


def requests_of(organisation: Organisation) -> QuerySet[PersonRequest]:
    """The school's requests, newest first."""
    return (
        PersonRequest.objects.filter(organisation=organisation).select_related("organisation").order_by("-id")
    )


def request(organisation: Organisation, uuid: UUID | str) -> PersonRequest:
    """One of them; PersonRequest.DoesNotExist for any other school's."""
    return requests_of(organisation).get(uuid=uuid)


def kept_by_school(organisation: Organisation) -> dict[str, int | None]:
    """The periods that the school has chosen itself, by rule."""
    rules = KeepingRule.objects.filter(organisation=organisation)
    return {rule.key: rule.keep for rule in rules}
