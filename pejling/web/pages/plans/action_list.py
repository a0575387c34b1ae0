"""The actions of all plans as one list: mine, overdue, upcoming, by partner, plan, state and so on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pejling.quality.plans import due, queries
from pejling.quality.plans.models import Action, Placing, SubAction
from pejling.web.components import numbers
from pejling.web.components.listing import Choice, Column, Dates, Empty, answer, listing
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.frame import crumbs
from pejling.web.pages.plans.narrowing import AHEAD, action_filters, coming_days
from pejling.web.pages.plans.rooms import rooms


@dataclass(slots=True)
class Row:
    """An action with its places in the plans the reader sees, and its next date."""

    action: Action
    school: Any
    placings: list[Placing] = field(default_factory=list)
    stone: Any = None  #: the date that comes next, or the part

    @property
    def overdue(self) -> bool:
        last = self.stone.last_day if self.stone else None
        return last is not None and last < today() and self.action.state in due.OPEN

    @property
    def address(self) -> str:
        return reverse("plans_action", args=[self.school, self.placings[0].goal.plan.uuid, self.action.uuid])

    @property
    def plans(self) -> dict[Any, str]:
        """The title of each plan, by its UUID."""
        return {one.goal.plan.uuid: one.goal.plan.title for one in self.placings}

    @property
    def plan_links(self) -> list[tuple[str, str]]:
        return [(reverse("plans_one", args=[self.school, uuid]), title) for uuid, title in self.plans.items()]

    @property
    def goals(self) -> str:
        return "; ".join(f"{one.goal.label} {one.goal.title}".strip() for one in self.placings)

    @property
    def coming(self) -> str:
        if self.stone is None:
            return ""
        return in_words(self.stone)


def in_words(stone: Any, *, when: bool = True) -> str:
    """What happens, and when as said; a part of an action is called one."""
    title = part_in_words(stone.title) if isinstance(stone, SubAction) else stone.title
    return f"{title} – {stone.when}" if when and stone.when else title


def part_in_words(title: str) -> str:
    """A part of an action among what is dated."""
    return _("Part: %(title)s") % {"title": title}


def _state(row: Row) -> Any:
    badge = format_html(
        '<span class="pj-state pj-state-{}">{}</span>', row.action.state, row.action.get_state_display()
    )
    if not row.action.internal:
        return badge
    return format_html('{} <span class="pj-state pj-state-internal">{}</span>', badge, _("Internal"))


def _day(row: Row) -> Any:
    if row.stone is None or row.stone.last_day is None:
        return ""
    said = numbers.day(row.stone.last_day)
    if not row.overdue:
        return said
    return format_html('{} <span class="pj-state pj-state-overdue">{}</span>', said, _("Overdue"))


COLUMNS = [
    Column(
        "action", gettext_lazy("Action"), lambda row: row.action.title, sort="title", words=True,
        link=lambda row: row.address,
    ),
    Column("state", gettext_lazy("State"), _state, lambda row: row.action.get_state_display(), sort="state"),
    Column("owner", gettext_lazy("Responsible"), lambda row: row.action.owner, sort="owner"),
    Column("coming", gettext_lazy("Next date"), lambda row: row.coming),
    Column(
        "day", gettext_lazy("At the latest"), _day, lambda row: row.stone.last_day if row.stone else None,
        sort="next_day", keep=True,
    ),
    Column(
        "plans", gettext_lazy("Plans"),
        lambda row: format_html_join("; ", '<a href="{}">{}</a>', row.plan_links),
        lambda row: "; ".join(row.plans.values()),
    ),
    Column("overdue", gettext_lazy("Overdue"), lambda row: row.overdue, optional=True),
    Column("goals", gettext_lazy("Goals"), lambda row: row.goals, words=True, optional=True),
    Column(
        "approach", gettext_lazy("Approach"), lambda row: row.action.get_approach_display(), sort="approach",
        optional=True,
    ),
    Column(
        "reach", gettext_lazy("For whom"), lambda row: row.action.get_reach_display(), sort="reach", optional=True
    ),
    Column(
        "involved", gettext_lazy("Involved"), lambda row: "; ".join(row.action.involved), words=True,
        optional=True,
    ),
]  # fmt: skip


@of_school("see_plans")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every action of the plans the reader may see."""
    actions = due.seen_actions(request.access)
    found = listing(
        request, due.with_next(actions), COLUMNS, _filters(request, actions), name="plans_actions",
        title=_("Actions"), order="day", present=lambda rows: _present(request, rows), file_name="tiltag",
        stacked=True,
        empty=Empty(_("No actions yet"), _("Actions are added to the goals of a plan, and are listed here.")),
        row_css=lambda row: "pj-overdue" if row.overdue else "",
    )  # fmt: skip
    context = {
        "crumbs": crumbs(request, None, _("Actions")),
        "rooms": rooms(request, "plans_actions"),
        "quick": _quick(request, actions),
        "list": found,
    }
    return answer(request, "plans/action_list.html", context)


def _filters(request: HttpRequest, actions: Any) -> list[Any]:
    plans = queries.seen_by(request.access)
    own = action_filters(request, actions, plans)
    return [
        *own[:4],
        Dates("day", gettext_lazy("At the latest"), "next_day"),
        Choice(
            "plan", gettext_lazy("Plan"),
            lambda: [(str(uuid), title) for uuid, title in plans.values_list("uuid", "title")],
            lambda rows, uuid: rows.filter(pk__in=_placed(plans.filter(uuid=uuid))),
        ),
        *own[4:],
    ]  # fmt: skip


def _placed(plans: Any) -> Any:
    return Placing.objects.filter(goal__plan__in=plans.order_by().values("pk")).values("action")


def _quick(request: HttpRequest, actions: Any) -> list[tuple[str, int, str, bool]]:
    """(title, how many, address, whether it is chosen now)."""
    on, last = coming_days()
    counted = actions.order_by().aggregate(
        all=Count("pk"),
        mine=Count("pk", filter=Q(owner_user=request.user, state__in=due.OPEN)),
        overdue=Count("pk", filter=due.is_overdue(on)),
        upcoming=Count("pk", filter=due.is_upcoming(on, last)),
    )
    made = []
    for title, name, asked in (
        (_("All"), "all", {}),
        (_("Mine, not finished"), "mine", {"mine": "yes", "state": "open"}),
        (_("Overdue"), "overdue", {"due": "overdue"}),
        (_("The next %(days)s days") % {"days": AHEAD}, "upcoming", {"due": "upcoming"}),
    ):
        given = {
            key: value for key, value in request.GET.items() if value and key not in ("page", "sort", "size")
        }
        made.append((title, counted[name], f"?{urlencode(asked)}", given == asked))
    return made


def _present(request: HttpRequest, actions: list[Action]) -> list[Row]:
    """The rows with what stands in other tables, fetched for all of them at once."""
    seen = queries.seen_by(request.access).order_by().values("pk")
    placings: dict[int, list[Placing]] = defaultdict(list)
    stones = due.coming(actions)
    for start in range(0, len(actions), due.SOME):
        some = actions[start : start + due.SOME]
        places = Placing.objects.filter(action__in=[one.pk for one in some], goal__plan__in=seen)
        for one in places.select_related("goal__plan").order_by("-goal__plan__period_from", "pk"):
            placings[one.action_id].append(one)
    return [Row(one, request.school.uuid, placings[one.pk], stones.get(one.pk)) for one in actions]
