"""A plan's life: made, arranged, completed, adopted, revised; and what was taken out comes back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pejling.analysis.plans.kinds import plan_kinds
from pejling.analysis.plans.plan_file import read_plan
from pejling.analysis.plans.workflow import WORKFLOW
from pejling.analysis.plans.writing import write_plan
from pejling.analysis.strict_fields import FieldError
from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation
from pejling.quality.plans import actions, queries
from pejling.quality.plans.adopting import NoSuchStep, NotReady
from pejling.quality.plans.arranging import Refused
from pejling.quality.plans.editing import Frozen
from pejling.quality.plans.models import Action, Goal, Placing, Plan
from pejling.quality.plans.record_models import Version
from pejling.quality.plans.removing import CannotPutBack

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
YEAR = (date(2027, 1, 1), date(2027, 12, 31))
KINDS = plan_kinds()


@pytest.fixture
def school() -> Organisation:
    return organisations.found(by=None, name="Planskolen")


def taken_in(school: Organisation, name: str) -> Plan:
    value = read_plan((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")).plan
    assert value is not None
    return actions.take_in(by=None, organisation=school, plan=value)


def text_of(school: Organisation, plan: Plan) -> str:
    return write_plan(queries.plan_value(school, plan.uuid))


def step(school: Organisation, plan: Plan, name: str) -> Plan:
    return actions.take_step(
        by=None, organisation=school, plan=plan, step=name, kinds=KINDS, on=date(2026, 3, 1)
    )


def accept_all(school: Organisation, plan: Plan) -> None:
    from pejling.quality.plans.adopting import in_the_way

    found = in_the_way(queries.plan_value(school, plan.uuid), KINDS)
    actions.accept_gaps(
        by=None, organisation=school, plan=plan, value=queries.plan_value(school, plan.uuid),
        gaps=[one.gap for one in found], reason="Aftalt på ledermødet",
    )  # fmt: skip


# --- taken out and put back


@pytest.mark.parametrize("name", ["results_contract_2021", "self_evaluation_2021", "strategy_2024_2028"])
def test_a_goal_that_is_taken_out_comes_back_as_it_was(name: str, school: Organisation) -> None:
    plan = taken_in(school, name)
    before = text_of(school, plan)
    goal = plan.goals.filter(parent=None).first()
    removed = actions.remove_part(by=None, organisation=school, plan=plan, part=goal)
    assert goal.title not in text_of(school, plan)
    assert Action.objects.filter(organisation=school).exists() or name == "strategy_2024_2028"
    actions.undo_removal(by=None, organisation=school, removed=removed)
    assert text_of(school, plan) == before
    with pytest.raises(CannotPutBack):
        actions.undo_removal(by=None, organisation=school, removed=removed)


def test_a_goal_whose_parts_are_older_than_itself_comes_back(school: Organisation) -> None:
    plan = taken_in(school, "training_programme_2023")
    inner = plan.goals.first()
    outer = actions.add_part(by=None, organisation=school, plan=plan, sort="goal", title="Over", below=None)
    actions.move_to(by=None, organisation=school, plan=plan, part=inner, goal=outer)
    before = text_of(school, plan)
    removed = actions.remove_part(by=None, organisation=school, plan=plan, part=outer)
    actions.undo_removal(by=None, organisation=school, removed=removed)
    assert text_of(school, plan) == before


def test_what_stood_in_something_that_is_gone_cannot_come_back(school: Organisation) -> None:
    plan = taken_in(school, "results_contract_2021")
    measure = plan.goals.first().measures.first()
    first = actions.remove_part(by=None, organisation=school, plan=plan, part=measure)
    goal = actions.remove_part(by=None, organisation=school, plan=plan, part=plan.goals.first())
    with pytest.raises(CannotPutBack):
        actions.undo_removal(by=None, organisation=school, removed=first)
    actions.undo_removal(by=None, organisation=school, removed=goal)
    actions.undo_removal(by=None, organisation=school, removed=first)


def test_a_whole_draft_comes_back(school: Organisation) -> None:
    plan = taken_in(school, "training_programme_2023")
    before = text_of(school, plan)
    removed = actions.remove_part(by=None, organisation=school, plan=plan, part=plan)
    assert not Plan.objects.exists()
    actions.undo_removal(by=None, organisation=school, removed=removed)
    assert text_of(school, Plan.objects.get()) == before


# --- the tree


def test_parts_are_put_in_another_order_and_below_another_goal(school: Organisation) -> None:
    plan = actions.make_plan(by=None, organisation=school, kind="strategy", title="Ny", period=YEAR)
    a, b, c = (
        actions.add_part(by=None, organisation=school, plan=plan, sort="goal", title=title, below=None)
        for title in "abc"
    )
    actions.move_by(by=None, organisation=school, plan=plan, part=c, steps=-1)
    assert [goal.title for goal in plan.goals.all()] == ["a", "c", "b"]
    with pytest.raises(Refused, match="at_the_end"):
        actions.move_by(by=None, organisation=school, plan=plan, part=a, steps=-1)
    actions.move_to(by=None, organisation=school, plan=plan, part=b, goal=a)
    b.refresh_from_db()
    assert b.parent == a
    a.refresh_from_db()
    for target in (a, b):
        with pytest.raises(Refused, match="circular"):
            actions.move_to(by=None, organisation=school, plan=plan, part=a, goal=target)


def test_one_action_serves_two_plans_and_each_weighs_it(school: Organisation) -> None:
    one = taken_in(school, "self_evaluation_2021")
    other = taken_in(school, "results_contract_2021")
    action = Placing.objects.filter(goal__plan=one).first().action
    goal = other.goals.first()
    made = actions.place_action(by=None, organisation=school, plan=other, goal=goal, action=action)
    Placing.objects.filter(pk=made.pk).update(weight=Decimal("2.5"))
    assert {str(place.weight) for place in action.placings.all()} == {"None", "2.500000"}
    with pytest.raises(Refused, match="already_placed"):
        actions.place_action(by=None, organisation=school, plan=other, goal=goal, action=action)
    actions.remove_part(by=None, organisation=school, plan=other, part=made)
    action.refresh_from_db()
    assert action.placings.count() == 1


def test_a_copied_action_has_the_words_and_a_state_of_its_own(school: Organisation) -> None:
    plan = taken_in(school, "self_evaluation_2021")
    action = Placing.objects.filter(goal__plan=plan).first().action
    Action.objects.filter(pk=action.pk).update(state="done")
    action.refresh_from_db()
    goal = plan.goals.last()
    made = actions.copy_action(by=None, organisation=school, plan=plan, goal=goal, action=action).action
    assert made.pk != action.pk
    assert (made.title, made.description, made.state) == (action.title, action.description, "planned")
    assert (action.placings.count(), made.schedule.count()) == (1, 0)


def test_an_adopted_plan_is_not_rearranged(school: Organisation) -> None:
    plan = taken_in(school, "training_programme_2023")
    Plan.objects.filter(pk=plan.pk).update(state="adopted", adopted_on=date(2023, 1, 1))
    goal = plan.goals.first()
    tries = (
        lambda: actions.add_part(by=None, organisation=school, plan=plan, sort="goal", title="x", below=None),
        lambda: actions.move_by(by=None, organisation=school, plan=plan, part=goal, steps=1),
        lambda: actions.remove_part(by=None, organisation=school, plan=plan, part=goal),
    )
    for one in tries:
        with pytest.raises(Frozen):
            one()
    made = actions.add_addendum(
        by=None,
        organisation=school,
        plan=plan,
        action=Action.objects.first(),
        day=date(2023, 5, 1),
        text="Mere",
    )
    assert made.text == "Mere"


# --- states, versions, copies


def test_adoption_asks_for_what_is_missing_until_it_is_accepted(school: Organisation) -> None:
    plan = actions.make_plan(by=None, organisation=school, kind="results_contract", title="Ny", period=YEAR)
    with pytest.raises(NotReady) as told:
        step(school, plan, "adopt")
    # Whoever accepts that there are no goals yet can still not adopt a contract that weighs nothing.
    assert [one.code for one in told.value.findings] == ["weights_of_whole", "no_goals"]
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_weights_that_do_not_add_up_are_in_the_way_and_cannot_be_accepted(school: Organisation) -> None:
    plan = taken_in(school, "results_contract_2021")
    Goal.objects.filter(plan=plan, label="1").update(weight=Decimal(1), result=None)
    accept_all(school, plan)
    with pytest.raises(NotReady) as told:
        step(school, plan, "adopt")
    assert {"weights_of_whole", "weights_of_goal"} <= {one.code for one in told.value.findings}


def test_adoption_keeps_a_version_that_nothing_changes(school: Organisation) -> None:
    plan = taken_in(school, "results_contract_2021")
    accept_all(school, plan)
    adopted = step(school, plan, "adopt")
    assert (adopted.state, adopted.adopted_on) == ("adopted", date(2026, 3, 1))
    version = Version.objects.get(plan=plan)
    value = read_plan(version.text).plan
    assert value is not None
    # 75.75 in all: the source's own figure (mission RC3).
    assert sum(goal.result for goal in value.goals) == Decimal("75.75")
    with pytest.raises(NoSuchStep):
        step(school, plan, "adopt")
    assert step(school, plan, "reopen").adopted_on is None
    assert step(school, plan, "adopt").state == "adopted"
    assert list(Version.objects.filter(plan=plan).values_list("number", flat=True)) == [2, 1]


def test_every_step_of_the_workflow_leads_where_it_says(school: Organisation) -> None:
    for state, steps in WORKFLOW.items():
        for name, there in steps.items():
            plan = taken_in(school, "results_contract_2021")
            accept_all(school, plan)
            day = None if state in ("draft", "hearing") else date(2021, 1, 1)
            Plan.objects.filter(pk=plan.pk).update(state=state, adopted_on=day)
            assert step(school, plan, name).state == there.to


def test_next_years_plan_has_the_words_and_weights_and_nothing_of_how_it_went(school: Organisation) -> None:
    plan = taken_in(school, "results_contract_2021")
    old = queries.plan_value(school, plan.uuid)
    made = actions.copy_plan(
        by=None, organisation=school, plan=plan, title="Kontrakt 2027", period=YEAR, revises=True
    )
    new = queries.plan_value(school, made.uuid)
    assert made.revises == plan
    assert [(g.title, g.weight) for g in new.walk()] == [(g.title, g.weight) for g in old.walk()]
    assert {g.result for g in new.walk()} == {None}
    assert {action.state for _goal, action in new.actions()} <= {"planned"}
    assert {a.id for _g, a in new.actions()}.isdisjoint({a.id for _g, a in old.actions()})
    assert queries.plan_value(school, plan.uuid) == old


def test_a_plan_that_ends_before_it_begins_is_not_made(school: Organisation) -> None:
    with pytest.raises(FieldError, match="ends_before_it_begins"):
        actions.make_plan(by=None, organisation=school, kind="strategy", title="x", period=(YEAR[1], YEAR[0]))


# --- gaps


def test_an_accepted_gap_follows_its_part(school: Organisation) -> None:
    plan = actions.make_plan(by=None, organisation=school, kind="strategy", title="Ny", period=YEAR)
    for title in ("Et", "To"):
        actions.add_part(by=None, organisation=school, plan=plan, sort="goal", title=title, below=None)
    value = queries.plan_value(school, plan.uuid)
    kept = {"gaps": ["not_said:goals[1].description"], "reason": "Følger med"}
    assert actions.accept_gaps(by=None, organisation=school, plan=plan, value=value, **kept) == 1
    assert actions.accept_gaps(by=None, organisation=school, plan=plan, value=value, **kept) == 0
    actions.move_by(by=None, organisation=school, plan=plan, part=plan.goals.first(), steps=1)
    now = queries.plan_value(school, plan.uuid)
    assert now.accepted_gaps == (("not_said:goals[2].description", "Følger med"),)
    # Out in a file and in again: the places are those of the file.
    again = actions.take_in(by=None, organisation=school, plan=replace(now, title="Igen"))
    assert queries.plan_value(school, again.uuid).accepted_gaps == now.accepted_gaps
    plan.goals.get(title="Et").delete()
    assert queries.plan_value(school, plan.uuid).accepted_gaps == ()


def test_a_gap_is_not_accepted_without_a_reason(school: Organisation) -> None:
    plan = taken_in(school, "training_programme_2023")
    value = queries.plan_value(school, plan.uuid)
    given: dict[str, Any] = {"value": value, "gaps": ["no_goals:goals"], "reason": "  "}
    with pytest.raises(FieldError, match="empty"):
        actions.accept_gaps(by=None, organisation=school, plan=plan, **given)
