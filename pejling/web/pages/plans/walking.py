"""Follow-up of a whole plan: what has been followed up and what hasn't, and a walk through it in a meeting."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from pejling.analysis.plans.following_up import Dated, Followed, coming, lacking
from pejling.analysis.plans.workflow import GOES, may_change
from pejling.quality.plans.due import OPEN
from pejling.quality.plans.models import Action, FollowUp, Goal, Plan
from pejling.quality.plans.read_rows import ReadRows
from pejling.web.components import numbers
from pejling.web.components.listing import Choice, Column, Empty, Text, answer, listing
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.action_list import part_in_words
from pejling.web.pages.plans.following import follow_ups_of, form_of, save
from pejling.web.pages.plans.frame import bare, frame, plan_address
from pejling.web.pages.plans.kinds import kinds

LACKS = {
    "never": gettext_lazy("never followed up"),
    "late": gettext_lazy("follow-up is late"),
    "undecided": gettext_lazy("nothing decided at the last follow-up"),
    "not_stopped": gettext_lazy("decided to stop, but not stopped"),
    "passed": gettext_lazy("a date has passed and isn't ticked off"),
    "nobody": gettext_lazy("nobody is responsible"),
}
#: what is needed of each sort of part
DATED = {
    "follow_ups": ("id", "day", "decision", "narrative"),
    "schedule": ("title", "when", "first_day", "last_day", "recurring", "done_on"),
    "sub_actions": ("title", "when", "first_day", "last_day", "recurring", "state"),
}
#: the filter's way to say "something"
ANYTHING = "anything"


@dataclass(slots=True)
class Row:
    """One action of the plan as it is followed up; ``action`` and ``last`` are plain rows of the database."""

    place: int
    action: Any
    goal: Goal
    way: tuple[UUID, UUID]  #: of the school and the plan
    last: Any = None
    next: Dated | None = None
    lacks: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The action's page of the walk."""
        return reverse("plans_walk", args=[*self.way, self.action.uuid])


def rows_of(request: HttpRequest, plan: Plan) -> list[Row]:
    """The plan's actions in its order, each once."""
    placed = ReadRows(plan, DATED)
    kind = kinds().get(plan.kind)
    rhythm, on, way = kind.review if kind else "year", today(), (request.school.uuid, plan.uuid)
    rows: dict[int, Row] = {}
    for goal in goals_in_order(plan):
        for action in map(placed.action, placed.placings(goal)):
            if action.id in rows:
                continue
            followed, schedule = list(placed.parts(action, "follow_ups")), _dated(placed, action)
            rows[action.id] = Row(
                len(rows),
                action,
                goal,
                way,
                max(followed, key=lambda one: (one.day, one.id), default=None),
                coming(schedule, on),
                lacking(
                    state=action.state, owner=action.owner, schedule=schedule, begins=plan.period_from,
                    rhythm=rhythm, today=on,
                    follow_ups=[Followed(one.day, one.decision) for one in followed],
                ),
            )  # fmt: skip
    return list(rows.values())


def goals_in_order(plan: Plan) -> list[Goal]:
    """The plan's goals as they stand in its tree, each before those below it."""
    below: dict[int | None, list[Goal]] = defaultdict(list)
    for goal in plan.goals.all():
        below[goal.parent_id].append(goal)
    made: list[Goal] = []

    def walk(parent: int | None) -> None:
        for goal in below[parent]:
            made.append(goal)
            walk(goal.pk)

    walk(None)
    return made


def _dated(placed: ReadRows, action: Any) -> list[Dated]:
    """What is dated in an action; a part that isn't finished has its date like any other of the action's."""
    stones = [
        Dated(one.title, one.when, one.first_day, one.last_day, bool(one.recurring), one.done_on is not None)
        for one in placed.parts(action, "schedule")
    ]
    parts = [
        Dated(
            part_in_words(one.title),
            one.when,
            one.first_day,
            one.last_day,
            bool(one.recurring),
            one.state not in OPEN,
        )
        for one in placed.parts(action, "sub_actions")
    ]
    return [*stones, *parts]


COLUMNS = [
    Column("title", gettext_lazy("Action"), lambda row: row.action.title, words=True,
           sort=lambda row: row.action.title, link=lambda row: row.address),
    Column("goal", gettext_lazy("Belongs to"), lambda row: f"{row.goal.label} {row.goal.title}".strip(),
           sort=lambda row: row.place, words=True, optional=True),
    Column("owner", gettext_lazy("Responsible"), lambda row: row.action.owner, sort=lambda row: row.action.owner),
    Column("state", gettext_lazy("State"), lambda row: Action.State(row.action.state).label,
           sort=lambda row: Action.State.values.index(row.action.state)),
    Column("last", gettext_lazy("Last followed up"), lambda row: row.last and row.last.day,
           sort=lambda row: row.last and row.last.day, keep=True),
    Column("decision", gettext_lazy("Decision"), lambda row: _decision(row),
           sort=lambda row: row.last.decision if row.last else ""),
    Column("narrative", gettext_lazy("What was found"), lambda row: row.last.narrative if row.last else "",
           words=True, optional=True),
    Column("next", gettext_lazy("Next date"), lambda row: _next(row), words=True,
           sort=lambda row: row.next and row.next.first),
    Column("lacks", gettext_lazy("Missing"), lambda row: "; ".join(str(LACKS[one]) for one in row.lacks),
           words=True, sort=lambda row: -len(row.lacks)),
]  # fmt: skip


def _next(row: Row) -> str:
    return f"{row.next.when}: {row.next.title}" if row.next else ""


def _decision(row: Row) -> str:
    return str(FollowUp.Decision(row.last.decision).label) if row.last and row.last.decision else ""


def _lacking(rows: list[Row], what: str) -> list[Row]:
    return [row for row in rows if (row.lacks if what == ANYTHING else what in row.lacks)]


FILTERS = [
    Text("q", gettext_lazy("Title holds"), lambda rows, text: [
        row for row in rows if all(word in row.action.title.casefold() for word in text.casefold().split())
    ]),
    Choice("state", gettext_lazy("State"), Action.State.choices,
           lambda rows, state: [row for row in rows if row.action.state == state]),
    Choice("lacks", gettext_lazy("Missing"), [(ANYTHING, gettext_lazy("anything")), *LACKS.items()], _lacking),
]  # fmt: skip


@of_school("see_plan_work")
@require_safe
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Every action with its last follow-up, its next date and what is missing."""
    row = bare(request, plan)
    rows = rows_of(request, row)
    context = frame(request, row, "plans_follow", _("Follow-up"))
    missing = [one for one in rows if one.lacks]
    context |= {
        "list": listing(
            request, rows, COLUMNS, FILTERS, name="follow", title=_("Follow-up of the plan's actions"),
            empty=Empty(
                _("No actions yet"),
                _("What is done is added to a goal on the plan's page."),
                plan_address(request, row),
                _("To the plan"),
            ),
            notes=[(_("Plan"), row.title)],
            stacked=True,
        ),
        "first": rows[0].address if rows else "",
        "first_missing": f"{missing[0].address}?only=missing" if missing else "",
        "missing": len(missing),
        "writes": context["may_edit"] and may_change(row.state, GOES),
    }  # fmt: skip
    return answer(request, "plans/follow.html", context)


@of_school("see_plan_work")
@require_http_methods(["GET", "HEAD", "POST"])
def walk(request: HttpRequest, plan: UUID, action: UUID) -> HttpResponse:
    """One action of the walk: what was said last, the form of a new follow-up, and the way on."""
    row = bare(request, plan)
    rows = rows_of(request, row)
    here = next((one for one in rows if one.action.uuid == action), None)
    if here is None:
        raise Http404
    only = request.GET.get("only") == "missing"
    before, after = _beside(rows, here, only)
    if request.method == "POST":
        request.access.require("edit_plans")
        said, saved = save(request, row, Action.objects.get(pk=here.action.id))
        if saved is not None:
            return HttpResponseRedirect(
                after or reverse("plans_follow", args=[request.school.uuid, row.uuid])
            )
        return _walk(request, row, here, (before, after, len(rows)), said, 422 if said.raw else 400)
    return _walk(request, row, here, (before, after, len(rows)))


def _beside(rows: list[Row], here: Row, only: bool) -> tuple[str, str]:
    """The addresses of the one before and the one after; "" where there is none."""
    query = "?only=missing" if only else ""
    wanted = [one for one in rows if one.lacks or not only]
    before = [one for one in wanted if one.place < here.place]
    after = [one for one in wanted if one.place > here.place]
    return (before[-1].address + query if before else "", after[0].address + query if after else "")


def _walk(
    request: HttpRequest,
    plan: Plan,
    here: Row,
    way: tuple[str, str, int],
    said: Any = None,
    status: int = 200,
) -> HttpResponse:
    before, after, total = way
    context = frame(request, plan, "plans_follow", _("Follow-up"), here.action.title)
    action = Action.objects.select_related("owner_user").get(pk=here.action.id)
    writes = context["may_edit"] and may_change(plan.state, GOES)
    context |= {
        "action": action,
        "goal": here.goal,
        "lacks": [LACKS[one] for one in here.lacks],
        "next_date": _next(here),
        "before": before,
        "after": after,
        "where": _("%(number)s of %(total)s")
        % {"number": numbers.number(here.place + 1), "total": numbers.number(total)},
        "follow_ups": follow_ups_of(request, action),
        "writes": writes,
        "errors": bool(said and said.errors),
        "dirty": said is not None,
        "all_address": reverse("plans_follow", args=[request.school.uuid, plan.uuid]),
    }
    if writes:
        context |= form_of(request, plan, action, said)
        context["new_address"] = request.get_full_path()
        context["new_button"] = _("Save, and the next") if after else _("Save, and finish")
    return render(request, "plans/walk.html", context, status=status)
