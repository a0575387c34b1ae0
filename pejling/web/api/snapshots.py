"""The snapshots that figures are computed from."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import snapshots_of
from pejling.quality.indicators.released import released
from pejling.web.api.operation import read
from pejling.web.api.schemas import SnapshotsOut

router = Router(tags=["snapshots"])


@read(router, "", SnapshotsOut, "api_snapshots")
def snapshots(
    request: HttpRequest,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    """The newest first, ``limit`` of them after the first ``offset``; without small counts the released ones only."""
    request.access.require("see_figures")
    if request.access.smallest:
        listed = released(request.school)
        return {"count": len(listed), "items": [_as_json(one) for one in listed[offset : offset + limit]]}
    found = snapshots_of(request.school)
    return {"count": found.count(), "items": [_as_json(one) for one in found[offset : offset + limit]]}


def _as_json(found: Snapshot) -> dict[str, Any]:
    sources = {delivery["source"] for delivery in found.manifest.get("deliveries", [])}
    return {"id": found.uuid, "as_of": found.as_of, "made_at": found.made_at, "sources": sorted(sources)}
