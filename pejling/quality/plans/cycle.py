"""The annual cycle of plans that are there: each step with its days and its state, derived or by somebody's word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q

from pejling.analysis.plans.cycle import CycleStep, Turn, needed_by, state_of, turns_of
from pejling.analysis.plans.kinds import PlanKind
from pejling.quality.plans.consultation_models import Consultation
from pejling.quality.plans.cycle_models import StepMark
from pejling.quality.plans.models import Goal, Plan
from pejling.quality.plans.review_models import Review

#: what must have happened since the step began: a plan is published, and reviewed, more than once
SINCE = ("published", "reviewed")
#: a plan's cycle is over so long after its period, whatever was done
OVER_AFTER = timedelta(days=366)
#: (whether it is done, the day it was where one is known)
Derived = tuple[bool, date | None]
_NOT: Derived = (False, None)


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step of one plan. ``state``: done, left_out, late, now, ahead, or passed: nobody has said that it was done,
    but what builds on it is. ``derived``: told by the plan itself.

    ``usual``: the days of the kind, where the plan has others; ``by``: the user whose word it is.
    """

    plan: Plan
    turn: Turn
    first: date
    last: date
    state: str
    done_on: date | None = None
    derived: bool = False
    note: str = ""
    by: UUID | None = None
    usual: tuple[date, date] | None = None

    @property
    def step(self) -> CycleStep:
        return self.turn.step

    @property
    def key(self) -> str:
        return self.turn.key

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in ("late", "now", "ahead")


def steps_of(
    plans: Iterable[Plan],
    kinds: Mapping[str, PlanKind],
    today: date,
    published: Mapping[int, date] | None = None,
) -> list[PlanStep]:
    """Every step of the plans, by plan and then by day, in a fixed number of queries.

    ``published``: plan's key -> the day it was last published, from the room that knows.
    """
    rows = [plan for plan in plans if plan.kind in kinds and kinds[plan.kind].cycle]
    marks: dict[tuple[int, str], StepMark] = {
        (mark.plan_id, mark.key): mark for mark in StepMark.objects.filter(plan__in=rows)
    }
    told = _told(rows, published or {})
    found = []
    for plan in rows:
        cycle = kinds[plan.kind].cycle
        made = [
            _step(
                plan, turn, marks.get((plan.pk, turn.key)), told[plan.pk].get(turn.step.derived, _NOT), today
            )
            for turn in turns_of(cycle, (plan.period_from, plan.period_to))
        ]
        # Reasons alone prove nothing: a draft copied from last year's has them from its first day.
        done = (one.step.key for one in made if one.state == "done" and one.step.derived != "reasons")
        behind = needed_by(cycle, done)
        made = [
            replace(one, state="passed") if one.state == "late" and one.step.key in behind else one
            for one in made
        ]
        found += sorted(made, key=lambda step: (step.first, step.last))
    return found


def is_running(plan: Plan, today: date) -> bool:
    """Whether a plan's dates still matter: it isn't closed, and its period not long over."""
    return plan.state != Plan.State.CLOSED and today <= plan.period_to + OVER_AFTER


def _step(plan: Plan, turn: Turn, mark: StepMark | None, told: Derived, today: date) -> PlanStep:
    moved = mark is not None and mark.first_day is not None
    first, last = (mark.first_day, mark.last_day) if moved else (turn.first, turn.last)
    usual = (turn.first, turn.last) if moved else None
    if mark is not None and mark.left_out:
        return PlanStep(plan, turn, first, last, "left_out", note=mark.note, by=mark.by, usual=usual)
    if mark is not None and mark.done_on:
        return PlanStep(
            plan, turn, first, last, "done", mark.done_on, note=mark.note, by=mark.by, usual=usual
        )
    done, on = told
    if turn.step.derived in SINCE:
        done = done and on is not None and on >= first
        on = on if done else None
    return PlanStep(
        plan, turn, first, last, state_of(first, last, today, done=done), on, derived=done, usual=usual
    )


def _told(plans: list[Plan], published: Mapping[int, date]) -> dict[int, dict[str, Derived]]:
    """What each plan tells by itself."""
    reasons = dict(
        Goal.objects.filter(plan__in=plans, parent__isnull=True)
        .values_list("plan")
        .annotate(silent=Count("pk", filter=Q(reason="")))
        .order_by()
        .values_list("plan", "silent")
    )
    asked = dict(
        Consultation.objects.filter(plan__in=plans).order_by("sent_on", "pk").values_list("plan", "ended_on")
    )
    concluded = Review.objects.filter(plan__in=plans, concluded_on__isnull=False).order_by("concluded_on")
    reviewed = dict(concluded.values_list("plan", "concluded_on"))
    found: dict[int, dict[str, Derived]] = defaultdict(dict)
    for plan in plans:
        adopted = plan.state not in (Plan.State.DRAFT, Plan.State.HEARING)
        found[plan.pk] = {
            "adopted": (adopted, plan.adopted_on if adopted else None),
            "reasons": (reasons.get(plan.pk) == 0, None),
            "board": (bool(plan.board_text), plan.board_day),
            "evaluated": (plan.state in (Plan.State.EVALUATED, Plan.State.CLOSED), None),
            "published": (plan.pk in published, published.get(plan.pk)),
            "reviewed": (plan.pk in reviewed, reviewed.get(plan.pk)),
            "consultation": (asked.get(plan.pk) is not None, asked.get(plan.pk)),
        }
    return found
