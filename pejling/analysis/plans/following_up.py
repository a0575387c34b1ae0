"""What is missing in how an action is followed up, and what comes next. *Pure*: the day and the dates are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

#: how often a kind of plan is followed up -> days after which a follow-up is late
DAYS = {"month": 45, "quarter": 107, "half year": 198, "year": 380}
NEVER, LATE, UNDECIDED, NOT_STOPPED, NOBODY, PASSED = (
    *("never", "late", "undecided", "not_stopped", "nobody", "passed"),
)
_OVER = frozenset({"done", "stopped"})


@dataclass(frozen=True, slots=True)
class Dated:
    """Something in an action's schedule: the days it spans as understood (None: not), and whether it is done."""

    title: str
    when: str
    first: date | None
    last: date | None
    recurring: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class Followed:
    """One follow-up: its day and decision ("": nothing yet)."""

    day: date
    decision: str


def lacking(
    *,
    state: str,
    owner: str,
    follow_ups: Sequence[Followed],
    schedule: Iterable[Dated],
    begins: date,
    rhythm: str,
    today: date,
) -> list[str]:
    """What is missing, the most pressing first; [] for an action that is as it should be.

    ``begins``: the first day of the plan: before it nothing need be followed up. ``rhythm``: the kind's review.
    """
    found = []
    last = max(follow_ups, key=lambda one: one.day, default=None)
    if last is not None and last.decision == "stop" and state not in _OVER:
        found.append(NOT_STOPPED)
    if last is None and begins <= today and state != "planned":
        found.append(NEVER)
    elif last is not None and state not in _OVER and _is_late(last.day, rhythm, today):
        found.append(LATE)
    if last is not None and not last.decision:
        found.append(UNDECIDED)
    if state not in _OVER:
        if any(
            one.last is not None and one.last < today and not one.done and not one.recurring
            for one in schedule
        ):
            found.append(PASSED)
        if not owner:
            found.append(NOBODY)
    return found


def coming(schedule: Iterable[Dated], today: date) -> Dated | None:
    """What is next in the schedule: the first that isn't done and isn't over; one that recurs is last of all."""
    open_ = [
        one for one in schedule if not one.done and one.first and (one.last is None or one.last >= today)
    ]
    return min(
        open_, key=lambda one: (one.recurring, max(one.first or today, today), one.title), default=None
    )


def _is_late(last: date, rhythm: str, today: date) -> bool:
    return rhythm in DAYS and today - last > timedelta(days=DAYS[rhythm])
