"""A plan's dates as a timeline: a picture of what is exact, spans days, recurs or has no end, and its table."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dates import MONTHS_3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pejling.analysis.plans import timeline
from pejling.quality.plans import due
from pejling.quality.plans.models import Milestone, Plan
from pejling.web.components import numbers
from pejling.web.components.listing import Column, Dates, Empty, YesNo, answer, listing
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.board import actions_in
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.narrowing import ByAction, action_filters, goal_filter

#: so many dates are drawn; the table has them all
DRAWN = 60

KIND_WORDS = {
    timeline.DAY: gettext_lazy("A day"),
    timeline.SPAN: gettext_lazy("Some days"),
    timeline.RECURRING: gettext_lazy("Recurs"),
    timeline.OPEN: gettext_lazy("Without an end"),
    timeline.UNKNOWN: gettext_lazy("Not understood"),
}


@of_school("see_plans")
@require_safe
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The dates of one plan and its actions."""
    row = bare(request, plan)
    actions = actions_in(request, row)
    stones = Milestone.objects.filter(Q(plan=row) | Q(action__in=actions.order_by().values("pk")))
    found = listing(
        request, stones.select_related("action"), _columns(request, row), _filters(request, row, actions),
        name="timeline", title=_("Dates"), order="first", file_name="tidslinje",
        empty=Empty(_("No dates yet"), _("Dates are written in the plan's and its actions' schedules.")),
        row_css=lambda stone: "pj-overdue" if is_late(stone) else "",
    )  # fmt: skip
    context = frame(request, row, "plans_timeline", _("Timeline"))
    understood = found.rows.filter(first_day__isnull=False)
    drawn = list(understood.order_by("first_day", "last_day", "pk")[: DRAWN + 1])
    context |= {
        "list": found,
        "picture": _picture(row, drawn[:DRAWN]) if drawn else "",
        "more": understood.count() - DRAWN if len(drawn) > DRAWN else 0,
        "drawn": DRAWN,
    }
    return answer(request, "plans/timeline.html", context)


def is_late(stone: Milestone) -> bool:
    """Whether the date has gone by, not ticked off, on something that is still to be done."""
    goes_on = stone.action is None or stone.action.state in due.OPEN
    return goes_on and stone.done_on is None and stone.last_day is not None and stone.last_day < today()


def _filters(request: HttpRequest, plan: Plan, actions: Any) -> list[Any]:
    own = [*action_filters(request, actions, Plan.objects.filter(pk=plan.pk)), goal_filter(plan)]
    done = YesNo("done", gettext_lazy("Done"), lambda rows, yes: rows.filter(done_on__isnull=not yes))
    return [*(ByAction(one, actions) for one in own), done, Dates("on", gettext_lazy("Dates"), _touching)]


def _touching(rows: Any, span: tuple[Any, Any]) -> Any:
    first, last = span
    rows = rows.filter(first_day__isnull=False)
    if first:
        rows = rows.filter(Q(last_day__gte=first) | Q(last_day__isnull=True))
    return rows.filter(first_day__lte=last) if last else rows


def _kind(stone: Milestone) -> str:
    return str(KIND_WORDS[timeline.kind_of(stone.first_day, stone.last_day, stone.recurring)])


def _last(stone: Milestone) -> Any:
    said = stone.last_day
    if not is_late(stone):
        return said
    return format_html(
        '{} <span class="pj-state pj-state-overdue">{}</span>', numbers.day(said), _("Overdue")
    )


def _columns(request: HttpRequest, plan: Plan) -> list[Column]:
    school = request.school.uuid

    def where(stone: Milestone) -> str:
        if stone.action is None:
            return f"{reverse('plans_one', args=[school, plan.uuid])}#p-{plan.uuid}"
        return reverse("plans_action", args=[school, plan.uuid, stone.action.uuid])

    return [
        Column("title", _("Date of"), lambda one: one.title, sort="title"),
        Column(
            "action", _("Action"), lambda one: one.action.title if one.action else _("The plan"),
            sort="action__title", link=where,
        ),
        Column("when", _("As said"), lambda one: one.when),
        Column("first", _("First day"), lambda one: one.first_day, sort="first_day", keep=True),
        Column("last", _("Last day"), _last, lambda one: one.last_day, sort="last_day", keep=True),
        Column("kind", _("Kind"), _kind, optional=True),
        Column("done", _("Done on"), lambda one: one.done_on, sort="done_on", keep=True),
        Column(
            "state", _("State of the action"), lambda one: one.action.get_state_display() if one.action else "",
            sort="action__state", optional=True,
        ),
    ]  # fmt: skip


def _picture(plan: Plan, stones: list[Milestone]) -> SafeString:
    """Actions in the order of their first date, each with its dates below it."""
    gathered: dict[int | None, list[Milestone]] = {}
    for stone in stones:
        gathered.setdefault(stone.action_id, []).append(stone)
    groups = [
        timeline.Group(
            some[0].action.title if some[0].action else _("The plan"),
            some[0].action.get_state_display() if some[0].action else "",
            tuple(
                timeline.Mark(
                    one.title, one.when, one.first_day, one.last_day, one.recurring, one.done_on is not None,
                    is_late(one),
                )
                for one in some
            ),
        )
        for some in gathered.values()
    ]  # fmt: skip
    words = {kind: str(text) for kind, text in KIND_WORDS.items()}
    words |= {"done": _("Done"), "late": _("Overdue"), "today": _("today")}
    drawn = timeline.svg(
        groups, (plan.period_from, plan.period_to), today=today(), words=words,
        title=_("The plan's dates over its period. The same dates are in the table."),
        months=[str(MONTHS_3[number]).strip(".") for number in range(1, 13)],
    )  # fmt: skip
    return mark_safe(drawn)  # noqa: S308 (every text in it is escaped where it is drawn)
