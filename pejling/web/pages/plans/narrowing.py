"""The filters of actions, the same on the list across plans, the board and the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pejling.quality.plans import due
from pejling.quality.plans.models import Action, Goal, Partner, Placing, Plan
from pejling.web.components.danish_order import danish_key
from pejling.web.components.listing import Choice, Text, YesNo
from pejling.web.components.today import today

#: "upcoming" looks so many days ahead
AHEAD = 30
#: stands for "nobody is responsible" in the address; nobody is called so
NOBODY = "-"


def coming_days() -> tuple[Any, Any]:
    """First and last of the days that are "upcoming"."""
    on = today()
    return on, on + timedelta(days=AHEAD)


def action_filters(request: HttpRequest, actions: Any, plans: Any) -> list[Any]:
    """Filters of a query set of actions; ``plans``: those whose partners can be chosen."""
    first, last = coming_days()
    dates = {
        "overdue": due.is_overdue(first),
        "upcoming": due.is_upcoming(first, last),
        "none": due.is_without_date(),
    }
    mine = {"owner_user": request.user}
    return [
        Text("q", gettext_lazy("Title or text holds"), ["title", "description", "owner"]),
        YesNo(
            "mine", gettext_lazy("Mine"),
            lambda rows, yes: rows.filter(**mine) if yes else rows.exclude(**mine),
        ),
        Choice("state", gettext_lazy("State"), [("open", _("Not finished")), *Action.State.choices], _in_state),
        Choice(
            "due", gettext_lazy("Dates"),
            [
                ("overdue", _("Overdue")),
                ("upcoming", _("The next %(days)s days") % {"days": AHEAD}),
                ("none", _("No date to come")),
            ],
            lambda rows, which: rows.filter(dates[which]),
        ),
        Choice("owner", gettext_lazy("Responsible"), lambda: _owners(actions), _of_owner),
        Choice("partner", gettext_lazy("Partner"), lambda: _partners(plans), due.with_partner),
        Choice("approach", gettext_lazy("Approach"), Action.Approach.choices),
    ]  # fmt: skip


def goal_filter(plan: Plan) -> Choice:
    """One of the plan's goals, with what stands below it."""
    return Choice(
        "goal", gettext_lazy("Goal"), lambda: _goals(plan), lambda rows, uuid: _below(rows, plan, uuid)
    )


@dataclass(frozen=True, slots=True)
class ByAction:
    """A filter of actions, let loose on a list of rows that hang on an action."""

    inner: Any
    actions: Any

    @property
    def key(self) -> str:
        return self.inner.key

    @property
    def title(self) -> Any:
        return self.inner.title

    def names(self) -> tuple[str, ...]:
        return self.inner.names()

    def read(self, query: Any) -> Any:
        return self.inner.read(query)

    def is_used(self, chosen: Any) -> bool:
        return self.inner.is_used(chosen)

    def controls(self, chosen: Any) -> list[Any]:
        return self.inner.controls(chosen)

    def in_words(self, chosen: Any) -> str:
        return self.inner.in_words(chosen)

    def narrow(self, rows: Any, chosen: Any) -> Any:
        wanted = set(self.inner.narrow(self.actions, chosen).order_by().values_list("pk", flat=True))
        return [row for row in rows if row.action_id in wanted]


def _in_state(rows: Any, state: str) -> Any:
    return rows.filter(state__in=due.OPEN) if state == "open" else rows.filter(state=state)


def _owners(actions: Any) -> list[tuple[str, Any]]:
    names = set(actions.order_by().values_list("owner", flat=True).distinct()) - {"", NOBODY}
    return [(NOBODY, _("Nobody")), *((name, name) for name in sorted(names, key=danish_key))]


def _of_owner(rows: Any, name: str) -> Any:
    return rows.filter(owner="" if name == NOBODY else name)


def _partners(plans: Any) -> list[tuple[str, str]]:
    names = set(Partner.objects.filter(plan__in=plans.order_by().values("pk")).values_list("name", flat=True))
    return [(name, name) for name in sorted(names, key=danish_key)]


def _goals(plan: Plan) -> list[tuple[str, str]]:
    rows = list(plan.goals.order_by("position", "pk").values("pk", "uuid", "parent_id", "label", "title"))
    below: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        below.setdefault(row["parent_id"], []).append(row)

    def walk(parent: int | None, depth: int) -> list[tuple[str, str]]:
        found = []
        for row in below.get(parent, []):
            found.append((str(row["uuid"]), "– " * depth + f"{row['label']} {row['title']}".strip()[:80]))
            found += walk(row["pk"], depth + 1)
        return found

    return walk(None, 0)


def _below(rows: Any, plan: Plan, uuid: str) -> Any:
    parents = dict(Goal.objects.filter(plan=plan).values_list("pk", "parent_id"))
    top = Goal.objects.filter(plan=plan, uuid=uuid).values_list("pk", flat=True).first()
    wanted = {top}
    # A goal stands after its parent in no certain order: look until no more are found.
    while more := {key for key, parent in parents.items() if parent in wanted} - wanted:
        wanted |= more
    return rows.filter(pk__in=Placing.objects.filter(goal__in=wanted).values("action"))
