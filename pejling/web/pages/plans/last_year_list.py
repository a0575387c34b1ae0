"""The list of an earlier plan's actions, as they are evaluated for the next one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pejling.quality.plans.models import Action, Goal, Placing, Plan
from pejling.quality.plans.read_rows import ReadRows
from pejling.web.components import numbers
from pejling.web.components.listing import Choice, Column, Empty, Listing, Text, YesNo, listing
from pejling.web.components.words_alike import holds
from pejling.web.pages.plans.following import Told, follow_ups_of
from pejling.web.pages.plans.frame import plan_address
from pejling.web.pages.plans.walking import goals_in_order


@dataclass(slots=True)
class Earlier:
    """One action of the earlier plan, a plain row of the database; ``here``: the goals of this plan that it serves
    already; ``followed``: whether it has been followed up."""

    place: int
    action: Any
    goal: Goal
    here: list[str]
    followed: bool


@dataclass(slots=True)
class Evaluated:
    """The same where it is shown: the action with its follow-ups, newest first."""

    action: Action
    goal: Goal
    here: list[str]
    told: list[Told]
    address: str
    walk: str


def _followed(row: Evaluated) -> str:
    """What the follow-ups say, for a workbook."""
    made = []
    for one in row.told:
        decision = f" ({one.row.get_decision_display()})" if one.row.decision else ""
        figures = [f"{figure.title}: {text}" for figure, text in one.figures]
        made.append("\n".join([f"{numbers.day(one.row.day)}{decision}: {one.row.narrative}", *figures]))
    return "\n".join(made)


COLUMNS = [
    Column("title", gettext_lazy("Action"), lambda row: row.action.title, words=True,
           sort=lambda row: row.action.title, link=lambda row: row.address),
    Column("state", gettext_lazy("State"), lambda row: row.action.get_state_display(),
           sort=lambda row: Action.State.values.index(row.action.state)),
    Column("followed", gettext_lazy("What was found"), lambda row: _followed(row), words=True,
           template="plans/last_year_told.html"),
    Column("here", gettext_lazy("In this plan"), lambda row: "; ".join(row.here), words=True,
           sort=lambda row: bool(row.here), template="plans/last_year_here.html"),
    Column("effect", gettext_lazy("Expected effect"), lambda row: row.action.expected_effect, words=True,
           optional=True),
    Column("goal", gettext_lazy("Belongs to"), lambda row: f"{row.goal.label} {row.goal.title}".strip(),
           sort=lambda row: row.place, words=True, optional=True),
    Column("owner", gettext_lazy("Responsible"), lambda row: row.action.owner, sort=lambda row: row.action.owner,
           optional=True),
]  # fmt: skip


def _where(test: Callable[[Earlier], object]) -> Callable[[list[Earlier], bool], list[Earlier]]:
    return lambda rows, yes: [row for row in rows if bool(test(row)) is yes]


FILTERS = [
    Text("q", gettext_lazy("Title holds"), lambda rows, text: [row for row in rows if holds(row.action.title, text)]),
    Choice("state", gettext_lazy("State"), Action.State.choices,
           lambda rows, state: [row for row in rows if row.action.state == state]),
    YesNo("followed", gettext_lazy("Followed up"), _where(lambda row: row.followed)),
    YesNo("here", gettext_lazy("In this plan"), _where(lambda row: row.here)),
]  # fmt: skip


def earlier_list(request: HttpRequest, plan: Plan, earlier: Plan) -> Listing:
    """The actions of the ``earlier`` plan, in its order; ``plan``: the one they may be carried on in."""
    return listing(
        request, _rows(plan, earlier), COLUMNS, FILTERS, name="last_year",
        title=_("Last year's actions"), caption=earlier.title,
        empty=Empty(_("It has no actions."), "", plan_address(request, plan), _("To the plan")),
        present=lambda rows: _evaluated(request, earlier, rows),
        notes=[(_("Plan"), plan.title), (_("Earlier plan"), earlier.title)], stacked=True,
    )  # fmt: skip


def _evaluated(request: HttpRequest, earlier: Plan, rows: list[Earlier]) -> list[Evaluated]:
    """The rows of a page with what stands in other tables."""
    found = Action.objects.prefetch_related("follow_ups").in_bulk([row.action.id for row in rows])
    made = []
    for row in rows:
        action = found[row.action.id]
        address, walk = (
            reverse(name, args=[request.school.uuid, earlier.uuid, action.uuid])
            for name in ("plans_action", "plans_walk")
        )
        told = follow_ups_of(request, action, names=False)
        made.append(Evaluated(action, row.goal, row.here, told, address, walk))
    return made


def _rows(plan: Plan, earlier: Plan) -> list[Earlier]:
    here: dict[int, list[str]] = defaultdict(list)
    for action, label, title in Placing.objects.filter(goal__plan=plan).values_list(
        "action", "goal__label", "goal__title"
    ):
        here[action].append(f"{label} {title}".strip())
    placed = ReadRows(earlier, {"follow_ups": ()})
    made: dict[int, Earlier] = {}
    for goal in goals_in_order(earlier):
        for action in map(placed.action, placed.placings(goal)):
            if action.id not in made:
                followed = bool(placed.parts(action, "follow_ups"))
                made[action.id] = Earlier(len(made), action, goal, here[action.id], followed)
    return list(made.values())
