"""A plan's dates as a timeline: a picture of what is exact, spans days, recurs or has no end, and its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
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
from pejling.quality.plans.models import Action, Milestone, Plan, SubAction
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


@dataclass(frozen=True, slots=True)
class Line:
    """One date: of the plan (``action`` is None), of an action, or of a part of one (``part``)."""

    key: int
    action: Action | None
    title: str
    when: str
    first_day: date | None
    last_day: date | None
    recurring: str
    done_on: date | None
    part: str = ""  #: the state of the part

    @property
    def action_id(self) -> int | None:
        return self.action.pk if self.action else None

    @property
    def state(self) -> str:
        """The state of what has the date; "" for the plan's own."""
        return self.part or (self.action.state if self.action else "")

    @property
    def done(self) -> bool:
        """Ticked off; a part is done when its state says so."""
        return self.done_on is not None or self.part == Action.State.DONE

    @property
    def late(self) -> bool:
        """Whether it has gone by, not done, on something that is still to be done."""
        goes_on = all(
            state in due.OPEN for state in (self.part, self.action.state if self.action else "") if state
        )
        return goes_on and not self.done and self.last_day is not None and self.last_day < today()


@of_school("see_plans")
@require_safe
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The dates of one plan and its actions."""
    row = bare(request, plan)
    actions = actions_in(request, row)
    found = listing(
        request, list(_lines(row, actions)), _columns(request, row), _filters(request, row, actions),
        name="timeline", title=_("Dates"), order="first", file_name="tidslinje",
        empty=Empty(_("No dates yet"), _("Dates are written in the plan's and its actions' schedules.")),
        row_css=lambda line: "pj-overdue" if line.late else "",
    )  # fmt: skip
    context = frame(request, row, "plans_timeline", _("Timeline"))
    understood = [line for line in found.rows if line.first_day is not None]
    drawn = sorted(understood, key=lambda line: (line.first_day, line.last_day or date.max))[:DRAWN]
    context |= {
        "list": found,
        "picture": _picture(row, drawn) if drawn else "",
        "more": max(len(understood) - DRAWN, 0),
        "drawn": DRAWN,
    }
    return answer(request, "plans/timeline.html", context)


def _lines(plan: Plan, actions: Any) -> Iterator[Line]:
    """The dates of the plan, then those of its actions, then those of their parts."""
    of = {one.pk: one for one in actions.order_by().only("uuid", "title", "state")}
    fields = ("pk", "action", "title", "when", "first_day", "last_day", "recurring")
    below = {"action__in": actions.order_by().values("pk")}
    stones = Milestone.objects.filter(Q(plan=plan) | Q(**below))
    for pk, action, *said, done_on in stones.order_by("pk").values_list(*fields, "done_on"):
        yield Line(pk, of.get(action), *said, done_on)
    parts = SubAction.objects.filter(**below).exclude(when="")
    for pk, action, *said, state in parts.order_by("pk").values_list(*fields, "state"):
        yield Line(pk, of[action], *said, None, state)


def _filters(request: HttpRequest, plan: Plan, actions: Any) -> list[Any]:
    own = [*action_filters(request, actions, Plan.objects.filter(pk=plan.pk)), goal_filter(plan)]
    done = YesNo("done", gettext_lazy("Done"))
    return [*(ByAction(one, actions) for one in own), done, Dates("on", gettext_lazy("Dates"), _touching)]


def _touching(lines: list[Line], span: tuple[date | None, date | None]) -> list[Line]:
    first, last = span[0] or date.min, span[1] or date.max
    return [
        line for line in lines
        if line.first_day is not None and line.first_day <= last and (line.last_day or date.max) >= first
    ]  # fmt: skip


def _kind(line: Line) -> str:
    return str(KIND_WORDS[timeline.kind_of(line.first_day, line.last_day, line.recurring)])


def _title(line: Line) -> str:
    return _("Part: %(title)s") % {"title": line.title} if line.part else line.title


def _last(line: Line) -> Any:
    said = line.last_day
    if not line.late:
        return said
    return format_html(
        '{} <span class="pj-state pj-state-overdue">{}</span>', numbers.day(said), _("Overdue")
    )


def _done(line: Line) -> Any:
    """The day, of a date that is ticked off; of a part that is done nobody has said the day."""
    return line.done_on or (_("Done") if line.done else None)


def _columns(request: HttpRequest, plan: Plan) -> list[Column]:
    school = request.school.uuid

    def where(line: Line) -> str:
        if line.action is None:
            return f"{reverse('plans_one', args=[school, plan.uuid])}#p-{plan.uuid}"
        return reverse("plans_action", args=[school, plan.uuid, line.action.uuid])

    return [
        Column("title", _("Date of"), _title, sort="title"),
        Column(
            "action", _("Action"), lambda line: line.action.title if line.action else _("The plan"),
            sort="action__title", link=where,
        ),
        Column("when", _("As said"), lambda line: line.when),
        Column("first", _("First day"), lambda line: line.first_day, sort="first_day", keep=True),
        Column("last", _("Last day"), _last, lambda line: line.last_day, sort="last_day", keep=True),
        Column("kind", _("Kind"), _kind, optional=True),
        Column("done", _("Done on"), _done, sort="done_on", keep=True),
        Column("state", _("State"), _state, sort=_state, optional=True),
    ]  # fmt: skip


def _state(line: Line) -> str:
    """Of the action, or of the part."""
    return str(Action.State(line.state).label) if line.state else ""


def _picture(plan: Plan, lines: list[Line]) -> SafeString:
    """Actions in the order of their first date, each with its dates below it."""
    gathered: dict[int | None, list[Line]] = {}
    for line in lines:
        gathered.setdefault(line.action_id, []).append(line)
    groups = [
        timeline.Group(
            some[0].action.title if some[0].action else _("The plan"),
            some[0].action.get_state_display() if some[0].action else "",
            tuple(
                timeline.Mark(
                    _title(line), line.when, line.first_day, line.last_day, line.recurring, line.done, line.late
                )
                for line in some
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
