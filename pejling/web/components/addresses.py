"""Addresses with a query, for links that change one thing and keep the rest."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict


def as_query(found: Mapping[str, str]) -> QueryDict:
    """What the template tag ``querystring`` starts from."""
    query = QueryDict(mutable=True)
    query.update(dict(found))
    return query
