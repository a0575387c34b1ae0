"""A plan as a workbook to follow it up by: a row an action, the measures on a sheet of their own."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pejling.quality.plans.due import OPEN, soonest_of
from pejling.quality.plans.models import Action, Goal, Milestone, Placing, Plan
from pejling.web.components import numbers
from pejling.web.components.file_names import file_name
from pejling.web.components.today import today
from pejling.web.components.workbook import Sheet, as_download
from pejling.web.gate import of_school
from pejling.web.pages.plans.action_list import in_words
from pejling.web.pages.plans.field_words import field_title
from pejling.web.pages.plans.frame import found, period_in_words
from pejling.web.pages.plans.kinds import words_of
from pejling.web.pages.plans.tree import ACTION_TEXTS


@of_school("see_plans")
@require_safe
def excel(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The workbook; internal actions for those who may see them only, comments and notes for nobody."""
    row = found(request, plan)
    at_school = request.access.may("see_plan_work")
    sheets = [_actions(row, at_school=at_school), _measures(row), _about(request, row)]
    return as_download(sheets, f"{file_name(row.title, 'plan')}-{localtime().date().isoformat()}")


def _ordered(plan: Plan) -> Iterator[Goal]:
    """The goals as the tree has them."""
    below: dict[int | None, list[Goal]] = {}
    for goal in plan.goals.all():
        below.setdefault(goal.parent_id, []).append(goal)

    def walk(parent: int | None) -> Iterator[Goal]:
        for goal in below.get(parent, []):
            yield goal
            yield from walk(goal.pk)

    yield from walk(None)


def _actions(plan: Plan, *, at_school: bool) -> Sheet:
    heads = [
        _("Goal"), _("Goal's title"), _("Label"), _("Action"), *(field_title(name) for name in ACTION_TEXTS[:4]),
        field_title("owner"), field_title("involved"), *(field_title(name) for name in ACTION_TEXTS[4:]),
        field_title("schedule"), _("Next date"), _("At the latest"), _("Overdue"), field_title("state"),
        field_title("sub_actions"), field_title("follow_ups"), _("Last decision"), field_title("addenda"),
        field_title("approach"), field_title("reach"), field_title("weight"), field_title("result"),
        field_title("judgement"),
    ]  # fmt: skip
    if at_school:
        heads.append(field_title("internal"))
    rows = []
    for goal in _ordered(plan):
        for place in goal.placings.all():
            if at_school or not place.action.internal:
                row = _action(goal, place)
                rows.append([*row, place.action.internal] if at_school else row)
    return Sheet(_("Actions"), heads, rows)


def _action(goal: Goal, place: Placing) -> list[Any]:
    action = place.action
    follow_ups = list(action.follow_ups.all())
    decided = next((one for one in reversed(follow_ups) if one.decision), None)
    coming = _next(action)
    return [
        goal.label, goal.title, place.label, action.title,
        *(getattr(action, name) for name in ACTION_TEXTS[:4]),
        action.owner, "\n".join(action.involved),
        *(getattr(action, name) for name in ACTION_TEXTS[4:]),
        "\n".join(_stone(stone) for stone in action.schedule.all()),
        in_words(coming) if coming else "",
        coming.last_day if coming else None,
        _is_late(action, coming),
        action.get_state_display(),
        "\n".join(_part(part) for part in action.sub_actions.all()),
        "\n".join(
            f"{numbers.day(one.day)}: {one.narrative}" + (f" ({one.get_decision_display()})" if one.decision else "")
            for one in follow_ups
        ),
        decided.get_decision_display() if decided else "",
        "\n".join(f"{numbers.day(one.day)}: {one.text}" for one in action.addenda.all()),
        action.get_approach_display(), action.get_reach_display(),
        _number(place.weight), _number(place.result), place.judgement_text,
    ]  # fmt: skip


def _next(action: Action) -> Any:
    """What comes first of the dates not ticked off and the parts not finished."""
    waiting = [one for one in action.schedule.all() if one.done_on is None and one.first_day is not None]
    parts = [one for one in action.sub_actions.all() if one.state in OPEN and one.first_day is not None]
    return soonest_of(*waiting, *parts)


def _is_late(action: Action, coming: Any) -> bool:
    return (
        action.state in OPEN
        and coming is not None
        and coming.last_day is not None
        and coming.last_day < today()
    )


def _stone(stone: Milestone) -> str:
    said = f"{stone.title} – {stone.when}" if stone.when else stone.title
    if stone.done_on is None:
        return said
    return _("%(what)s (done %(day)s)") % {"what": said, "day": numbers.day(stone.done_on)}


def _part(part: Any) -> str:
    said = [part.title, part.when, part.owner]
    return f"{' – '.join(text for text in said if text)} ({part.get_state_display()})"


def _measures(plan: Plan) -> Sheet:
    names = ("description", "baseline", "target", "unit", "weight", "result", "judgement")
    heads = [_("Goal"), _("Goal's title"), _("Label"), _("Measure"), *(field_title(name) for name in names)]
    rows: list[list[Any]] = []
    for goal in _ordered(plan):
        if goal.weight is not None or goal.result is not None:
            rows.append(
                [goal.label, goal.title, "", _("The goal as a whole"), goal.description, None, None, "",
                 _number(goal.weight), _number(goal.result), goal.judgement_text]
            )  # fmt: skip
        rows += [
            [goal.label, goal.title, one.label, one.title, one.description, _number(one.baseline),
             _number(one.target), one.unit, _number(one.weight), _number(one.result), one.judgement_text]
            for one in goal.measures.all()
        ]  # fmt: skip
    return Sheet(_("Measures"), heads, rows)


def _about(request: HttpRequest, plan: Plan) -> Sheet:
    lines = [
        [_("School"), request.school.name],
        [field_title("title"), plan.title],
        [field_title("kind"), str(words_of(plan.kind).title)],
        [field_title("period"), period_in_words(plan.period_from, plan.period_to)],
        [field_title("state"), plan.get_state_display()],
        [field_title("adopted_on"), plan.adopted_on],
        [_("Made"), localtime().replace(tzinfo=None)],
    ]
    lines += [[field_title("milestones"), _stone(stone)] for stone in plan.milestones.all()]
    return Sheet(_("About"), [_("What"), _("Value")], lines)


def _number(value: Decimal | None) -> float | None:
    """A number as Excel keeps it; what isn't known stays an empty cell."""
    return None if value is None else float(value)
