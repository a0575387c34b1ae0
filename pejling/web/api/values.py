"""The values of an indicator, masked as on its page: of one snapshot, cut by one dimension, and over time."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Query, Router

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.base.accounts.access import Access, Denied
from pejling.facts.snapshots.models import Snapshot
from pejling.web.api.definitions import definition_named
from pejling.web.api.operation import read
from pejling.web.api.schemas import PastOut, ValuesOut
from pejling.web.components import reading
from pejling.web.components.sight import Seen, sight_for
from pejling.web.components.snapshot_choice import snapshot_choice
from pejling.web.pages.figures.asking import Answer, answer
from pejling.web.pages.figures.question import Question

router = Router(tags=["values"])

Text = Annotated[str, Query(max_length=60)]


@read(router, "/{indicator}", ValuesOut, "api_values")
def values(
    request: HttpRequest,
    indicator: str,
    snapshot: UUID | None = None,
    variant: Text = "",
    window: Annotated[int | None, Query(ge=0, le=100_000)] = None,
    by: Text = "",
) -> dict[str, Any]:
    """Without ``by``: the figure in every variant and window its page shows. With it: the one asked for, by group.

    ``snapshot``: the newest without one. ``variant``, ``window`` and ``by`` are those of the definition.
    """
    question = {"snapshot": str(snapshot or ""), "variant": variant, "window": _text(window), "by": by}
    found = _answer(request, indicator, question)
    seen = found.groups if by else found.beside
    if not by and (variant or window is not None):
        seen = [found.chosen]
    taken = found.snapshots.chosen
    items = [_value(one, found.definition, taken, by) for one in seen]
    return {"indicator": indicator, "snapshot": taken.uuid, "as_of": taken.as_of, "items": items}


@read(router, "/{indicator}/history", PastOut, "api_history")
def history(
    request: HttpRequest,
    indicator: str,
    variant: Text = "",
    window: Annotated[int | None, Query(ge=0, le=100_000)] = None,
) -> dict[str, Any]:
    """The figure in earlier snapshots, one per date, the oldest first."""
    found = _answer(request, indicator, {"variant": variant, "window": _text(window)})
    items = [_value(seen, found.definition, None, "") for _day, seen in found.history]
    chosen = found.chosen.value
    return {"indicator": indicator, "variant": chosen.variant, "window": chosen.months, "items": items}


def _answer(request: HttpRequest, indicator: str, query: dict[str, str]) -> Answer:
    """What the figure's page would show; Http404 where it has nothing, Denied where it would refuse."""
    access: Access = request.access
    access.require("see_figures")
    definition = definition_named(indicator)
    question = Question.parse(query, definition)
    if question.by and question.by not in access.cuts:
        raise Denied("cut")
    if access.smallest and question.length not in {None, *definition.window.shown}:
        # Windows a month apart would tell how many left in between.
        raise Denied("window")
    snapshots = snapshot_choice(access, question.snapshot)
    if snapshots is None or not reading.can_hold(definition, access):
        raise Http404
    sight_at = partial(sight_for, request.auth.user, access)
    return answer(definition, question, request.school, access, snapshots, sight_at)


def _text(window: int | None) -> str:
    return "" if window is None else str(window)


def _value(seen: Seen, definition: IndicatorDefinition, snapshot: Snapshot | None, by: str) -> dict[str, Any]:
    value = seen.value
    group = value.by.get(by) if by else None
    return {
        "indicator": definition.key,
        "version": definition.version,
        "snapshot": snapshot.uuid if snapshot else value.snapshot,
        "as_of": value.as_of,
        "variant": value.variant,
        "window": value.months,
        "by": by or None,
        "group": None if group is None else str(group),
        "estimate": value.estimate,
        "lower": value.lower,
        "upper": value.upper,
        "n": None if seen.hidden else value.n,
        "events": value.events,
        "complete": bool(value.complete),
        "hidden": seen.hidden,
        "reason": value.reason,
        "excluded": dict(value.excluded),
    }
