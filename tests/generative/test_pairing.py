"""Two plans beside each other: every part is somebody's once, and the surest likeness wins."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from pejling.analysis.plans.comparing import ADDED, REMOVED, compare
from pejling.analysis.plans.pairing import Pairs
from pejling.analysis.plans.plan_file import read_plan
from pejling.analysis.plans.plan_model import Action, Goal, Plan
from tests.unit.analysis.plans.test_plan_files import WHOLE

WORDS = st.sampled_from(["elev", "frafald", "praktik", "samtale", "møde"])
TITLES = st.lists(WORDS, max_size=4).map(" ".join)
IDS = st.one_of(
    st.uuids(version=4).map(str), st.sampled_from(["1.a", "2", str(UUID(int=1)), str(UUID(int=2))])
)
LABELS = st.sampled_from(["", "a", "b"])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    def part(sort: type, **more: object) -> object:
        weighed = {"path": "", "weight": None, "result": None, "judgement": None}
        return sort(id=draw(IDS), label=draw(LABELS), title=draw(TITLES), **weighed, **more)

    base = read_plan(WHOLE).plan
    assert base is not None
    goals = [
        part(Goal, actions=tuple(part(Action) for _ in range(draw(st.integers(0, 4)))))
        for _ in range(draw(st.integers(0, 3)))
    ]
    return replace(base, goals=tuple(goals))  # type: ignore[arg-type]


def parts(plan: Plan) -> list[object]:
    return [one for goal in plan.walk() for one in (goal, *goal.actions)]


@given(plans(), plans())
def test_every_part_is_somebodys_once(before: Plan, after: Plan) -> None:
    pairs, told = Pairs(before, after), compare(before, after)
    former = [id(one) for one in pairs.was.values()]
    assert len(former) == len(set(former)) == len(pairs.taken)
    count = {
        what: sum(one.what == what for one in told if one.sort != "commitment") for what in (ADDED, REMOVED)
    }
    assert count[ADDED] == len(parts(after)) - len(former)
    # What lay below a goal that was taken out is told with it, unless it lives on elsewhere.
    assert count[REMOVED] <= len(parts(before)) - len(former)


@given(plans(), st.randoms())
def test_ids_are_the_surest(plan: Plan, random: object) -> None:
    """Each part is found again under any title, label and order, where its id is its own."""
    own = replace(plan, goals=tuple(_numbered(goal, at) for at, goal in enumerate(plan.goals)))
    goals = [replace(goal, title="x", label="y", actions=goal.actions[::-1]) for goal in own.goals]
    random.shuffle(goals)  # type: ignore[attr-defined]
    other = replace(own, goals=tuple(goals))
    pairs = Pairs(own, other)
    assert {one.id: pairs.was[id(one)].id for one in parts(other)} == {one.id: one.id for one in parts(other)}


def _numbered(goal: Goal, at: int) -> Goal:
    actions = [replace(one, id=str(UUID(int=100 * at + n + 1))) for n, one in enumerate(goal.actions)]
    return replace(goal, id=str(UUID(int=100 * at + 99)), actions=tuple(actions))
