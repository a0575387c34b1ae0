"""A plan's actions as a board: a column for each state; moved by a select, by keyboard or by dragging."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pejling.analysis.plans.workflow import GOES, may_change
from pejling.quality.plans import due
from pejling.quality.plans.models import Action, Placing, Plan
from pejling.web.components.listing import Column, answer, listing
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.action_list import in_words
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.narrowing import action_filters, goal_filter
from pejling.web.pages.plans.undoing import offered

#: cards shown in a column; the others are in the list
MOST = 30
COLUMNS = [Column("action", "", lambda action: action.title, sort="title")]


@dataclass(slots=True)
class Card:
    """An action on the board; ``movable``: whether this reader may give it another state."""

    action: Action
    movable: bool
    placings: list[Placing] = field(default_factory=list)
    options: str = ""  #: the states it may be given, its own chosen
    coming: str = ""  #: what comes next, and when
    late: bool = False


@dataclass(slots=True)
class Lane:
    """One state with its cards; ``n`` in all, ``rest``: the address of those that aren't shown."""

    state: str
    title: str
    n: int
    cards: list[Card]
    rest: str


@of_school("see_plans")
@require_safe
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The board of one plan."""
    row = bare(request, plan)
    actions = actions_in(request, row)
    found = listing(
        request, due.with_next(actions), COLUMNS, board_filters(request, row, actions), name="board",
        title=_("Action board"),
    )  # fmt: skip
    context = frame(request, row, "plans_board", _("Action board"))
    lanes, offer = _lanes(request, row, found.rows), offered(request)
    context |= {
        "list": found,
        "lanes": lanes,
        "offer": offer,
        # On the card that was moved, so that undoing it is the next thing by keyboard, too.
        "on_card": _shown(lanes, offer.get("beside", "")) if offer else None,
        "movable": may_change(row.state, GOES) and context["may_edit"],
    }
    return answer(request, "plans/board.html", context)


def _shown(lanes: list[Lane], uuid: str) -> UUID | None:
    """The action's id where its card is among those shown."""
    cards = (card.action.uuid for lane in lanes for card in lane.cards)
    return next((one for one in cards if str(one) == uuid), None)


def actions_in(request: HttpRequest, plan: Plan) -> Any:
    """The plan's actions that the reader may see, each once."""
    placed = Placing.objects.filter(goal__plan=plan).values("action")
    return due.seen_actions(request.access).filter(pk__in=placed)


def board_filters(request: HttpRequest, plan: Plan, actions: Any) -> list[Any]:
    """Those of the list of actions but for the state, which is the board's columns; and the goal."""
    own = action_filters(request, actions, Plan.objects.filter(pk=plan.pk))
    return [one for one in own if one.key != "state"] + [goal_filter(plan)]


def _options(chosen: str) -> str:
    """The states as a select's options; the same for every card of a column, so made once."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (value, mark_safe(" selected") if value == chosen else "", text)
            for value, text in Action.State.choices
        ),
    )


def _lanes(request: HttpRequest, plan: Plan, rows: Any) -> list[Lane]:
    plain = rows.order_by()
    counted = dict(plain.values_list("state").annotate(n=Count("pk")))
    ordered = rows.order_by(F("next_day").asc(nulls_last=True), "title", "pk")
    by_state = {
        state: list(ordered.filter(state=state)[:MOST]) for state in Action.State.values if counted.get(state)
    }
    shown = [action for some in by_state.values() for action in some]
    placings: dict[int, list[Placing]] = defaultdict(list)
    places = Placing.objects.filter(goal__plan=plan, action__in=[one.pk for one in shown])
    for place in places.select_related("goal").order_by("goal__position", "position", "pk"):
        placings[place.action_id].append(place)
    stones, options = due.coming(shown), {state: _options(state) for state in by_state}
    open_now, may_edit, on = may_change(plan.state, GOES), request.access.may("edit_plans"), today()

    def card(action: Action) -> Card:
        movable = open_now and (may_edit or action.owner_user_id == request.user.pk)
        late = action.next_day is not None and action.next_day < on and action.state in due.OPEN
        coming = in_words(stones[action.pk]) if action.pk in stones else ""
        return Card(action, movable, placings[action.pk], options[action.state], coming, late)

    listed = reverse("plans_actions", args=[request.school.uuid])
    return [
        Lane(
            state, str(title), counted.get(state, 0), [card(one) for one in by_state.get(state, [])],
            f"{listed}?plan={plan.uuid}&state={state}",
        )
        for state, title in Action.State.choices
    ]  # fmt: skip
