"""The results that others publish, and the school's own surveys: as the results pages show them."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from pejling.analysis.results.figure import KeyFigure
from pejling.analysis.results.sources import OTHER
from pejling.web.api.operation import read
from pejling.web.api.schemas import KeyFiguresOut
from pejling.web.components.snapshot_choice import newest_choice, snapshot_choice
from pejling.web.pages.results.seen import SeenResults, seen_results

router = Router(tags=["key figures"])

#: what is told of a figure as it is
_PLAIN = (
    "indicator", "period", "period_from", "period_to", "place", "place_kind", "subgroup", "value", "unit",
    "scale_from", "scale_to", "n", "sd", "lower", "upper", "response_rate", "whole", "collected_from",
    "collected_to", "retrieved_on", "published_by", "note",
)  # fmt: skip


@read(router, "", KeyFiguresOut, "api_key_figures")
def key_figures(
    request: HttpRequest,
    snapshot: UUID | None = None,
    source: Annotated[str, Query(max_length=60)] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> dict[str, Any]:
    """Every period of every figure, by source and figure, the newest period first; of one ``source`` if one is named.

    ``lower`` and ``upper`` are those that were published with the figure.
    """
    request.access.require("see_results")
    snapshots = snapshot_choice(request.access, str(snapshot)) if snapshot else newest_choice(request.access)
    if snapshots is None:
        return {"count": 0, "items": []}
    found = seen_results(request.access, snapshots.chosen)
    lines = [
        (key, figure)
        for one in found.series
        for figure in one.figures
        if (key := one.source.key if one.source else OTHER) and source in {"", key}
    ]
    shown = lines[offset : offset + limit]
    return {"count": len(lines), "items": [_as_json(key, figure, found) for key, figure in shown]}


def _as_json(source: str, figure: KeyFigure, found: SeenResults) -> dict[str, Any]:
    told = {name: getattr(figure, name) for name in _PLAIN}
    return {"source": source, "series": figure.series, "hidden": found.is_hidden(figure), **told}
