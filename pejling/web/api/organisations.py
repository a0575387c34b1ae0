"""The school and its parts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from pejling.base.accounts.access import Access
from pejling.base.organisations.models import Organisation
from pejling.web.api.operation import read
from pejling.web.api.schemas import OrganisationOut

router = Router(tags=["organisations"])


@read(router, "", list[OrganisationOut], "api_organisations")
def organisations(request: HttpRequest) -> list[dict[str, Any]]:
    """The key's school first, then the parts its owner may see figures of, by kind and name."""
    request.access.require("see_figures")
    school = request.school
    parts = school.parts.order_by("kind", "name", "pk")
    return [
        _as_json(school, None),
        *(_as_json(part, school) for part in parts if _is_seen(part, request.access)),
    ]


def _is_seen(part: Organisation, access: Access) -> bool:
    """Whoever is held to some departments (programmes, ...) sees no others, not even their names."""
    return part.kind not in access.held or part.name in access.held[part.kind]


def _as_json(found: Organisation, parent: Organisation | None) -> dict[str, Any]:
    return {
        "id": found.uuid,
        "kind": found.kind,
        "name": found.name,
        "code": found.code,
        "parent": parent.uuid if parent else None,
        "valid_from": found.valid_from,
        "valid_to": found.valid_to,
    }
