"""A plan as frozen values: what a self-evaluation, a strategy, a results contract and a school plan are alike in.

*Pure.* Dates of a schedule are kept as said (see ``fuzzy_dates``); weights and results are exact decimals. ``result``
is in the unit of the weight: of a goal that weighs 30, a result of 27.5 is reached. None is not known, and never 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pejling.analysis.plans.rules import Rule

#: what an action or part of one can be
STATES = ("planned", "running", "done", "paused", "stopped")
#: what a partner's commitment can be, beside those
COMMITMENT_STATES = (*STATES, "not_chosen")
APPROACHES = ("preventive", "anticipatory", "intervening")
REACHES = ("all", "group", "one")
REVIEW_STATES = ("on_track", "attention", "behind", "unknown")
DECISIONS = ("continue", "adjust", "stop")


@dataclass(frozen=True, slots=True)
class Reference:
    """A document outside the plan that it rests on. ``day`` as the plan says it."""

    title: str
    day: str = ""
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that happens ``when`` (as said): a meeting, a workshop, a date to be done by."""

    title: str
    when: str


@dataclass(frozen=True, slots=True)
class SubAction:
    """A part of an action with a state of its own."""

    title: str
    state: str = "planned"
    when: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Addendum:
    """What was added to an action after the plan was published."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class KeptFigure:
    """A figure as it was when somebody decided by it; ``key`` and ``version`` lead back to its definition.

    ``value`` with its interval is in ``unit`` ("%" or a count's word); None: there was none, and ``note`` says why.
    ``events``: how many of ``n`` it tells of, where it is a share. ``snapshot`` is the data's id.
    """

    title: str
    value: Decimal | None
    unit: str = ""
    n: int | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    as_of: date | None = None
    source: str = ""
    key: str = ""
    version: str = ""
    snapshot: str = ""
    events: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What was found at a follow-up, on what evidence, and what was decided (``DECISIONS``; "": nothing yet)."""

    day: date
    narrative: str
    evidence: str = ""
    decision: str = ""
    figures: tuple[KeptFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """The figure a measure reads: the school's own (``key`` and what it is asked for), or one taken in from others.

    Of others: ``source``, its ``parameter`` ("": each of them), and ``place`` and ``subgroup`` where it isn't about
    the school as a whole. Either ``key`` or ``source`` is filled.
    """

    key: str = ""
    variant: str = ""
    window: int | None = None
    where: tuple[tuple[str, str], ...] = ()
    source: str = ""
    parameter: str = ""
    place: str = ""
    subgroup: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A figure that was taken into a rule: which one, and everything by which it can be found again.

    ``name``: of the rule's parameter ("": its one value). ``as_of``: the day the figure stands for. ``version``: of
    the definition; of others' figures there is none, but a ``period``. ``on``: the day it was taken.
    """

    value: Decimal
    name: str = ""
    n: int | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    as_of: date | None = None
    period: str = ""
    snapshot: str = ""
    version: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Who judged what, when and why."""

    text: str
    by: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What goals, measures and actions are alike in: a place in the tree, a share of the whole and a result."""

    id: str
    label: str
    title: str
    path: str  #: where it stands in the file, such as ``goals[2].measures[1]``
    weight: Decimal | None = None
    result: Decimal | None = None
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Measure(Weighed):
    """What a goal is measured by: a figure (``indicator``), a ``rule`` over values, or somebody's judgement."""

    description: str = ""
    indicator: Indicator | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    unit: str = ""
    rule: Rule | None = None
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Action(Weighed):
    """Something that is done. It may carry weight and result of its own (a contract's strategies do)."""

    description: str = ""
    needed_change: str = ""
    operational_goal: str = ""
    strategy: str = ""
    owner: str = ""
    involved: tuple[str, ...] = ()
    evaluation_plan: str = ""
    expected_effect: str = ""
    schedule: tuple[Milestone, ...] = ()
    state: str = "planned"
    approach: str = ""
    reach: str = ""
    internal: bool = False
    moves: tuple[Indicator, ...] = ()  #: the figures it is meant to move
    rule: Rule | None = None
    sub_actions: tuple[SubAction, ...] = ()
    addenda: tuple[Addendum, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()


@dataclass(frozen=True, slots=True)
class Commitment:
    """What one partner does about a theme; ``not_chosen`` is a state like the others."""

    partner: str
    text: str = ""
    people: tuple[str, ...] = ()
    state: str = "planned"


@dataclass(frozen=True, slots=True)
class ReviewedTheme:
    """What a review said about a theme: ``status`` one of ``REVIEW_STATES``, "" where nothing was said."""

    label: str
    title: str
    status: str = ""
    done: str = ""
    assessment: str = ""
    next_steps: tuple[str, ...] = ()
    figures: tuple[KeptFigure, ...] = ()
    commitments: tuple[Commitment, ...] = ()  #: what the partners did, and how far, that day


@dataclass(frozen=True, slots=True)
class Review:
    """A review of a running plan, theme by theme. ``participants``: roles and organisations, not persons."""

    day: date
    title: str
    participants: tuple[str, ...] = ()
    summary: str = ""
    concluded_on: date | None = None
    themes: tuple[ReviewedTheme, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal(Weighed):
    """A goal, focus area, guidepost or theme: what it is called is said by the kind of plan and its depth."""

    description: str = ""
    reason: str = ""
    concerns: str = ""  #: what it is about, in words the kind of plan knows (such as "teaching")
    references: tuple[Reference, ...] = ()
    measures: tuple[Measure, ...] = ()
    actions: tuple[Action, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    goals: tuple[Goal, ...] = ()

    @property
    def parts(self) -> tuple[Weighed, ...]:
        """Everything below that may carry weight: measures, actions, goals."""
        return (*self.measures, *self.actions, *self.goals)


@dataclass(frozen=True, slots=True)
class Board:
    """The board's judgement and approval of a contract, and the share that is paid out (in per cent)."""

    judgement: Judgement | None = None
    approved_on: date | None = None
    payout: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan. ``period``: first and last day. ``revises``: the title of the plan it takes the place of."""

    kind: str
    title: str
    organisation: str
    period: tuple[date, date]
    about: str = ""
    partners: tuple[str, ...] = ()
    revises: str = ""
    adopted_on: date | None = None
    references: tuple[Reference, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    goals: tuple[Goal, ...] = ()
    board: Board | None = None
    reviews: tuple[Review, ...] = ()
    accepted_gaps: tuple[tuple[str, str], ...] = field(
        default=()
    )  #: (code of the gap, who accepted it and why)

    def walk(self) -> Iterator[Goal]:
        """Every goal, each before the goals below it."""
        waiting = list(reversed(self.goals))
        while waiting:
            goal = waiting.pop()
            yield goal
            waiting.extend(reversed(goal.goals))

    def actions(self) -> Iterator[tuple[Goal, Action]]:
        """Every action with the goal it belongs to."""
        for goal in self.walk():
            for action in goal.actions:
                yield goal, action
