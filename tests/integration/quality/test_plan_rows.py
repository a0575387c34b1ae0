"""Plans in the database: what goes in comes out, on either database, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from pejling.analysis.plans import plan_model as values
from pejling.analysis.plans.attainment import score
from pejling.analysis.plans.plan_file import read_plan
from pejling.analysis.plans.writing import write_plan
from pejling.base.audit.models import Entry
from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation
from pejling.quality.plans import actions, queries
from pejling.quality.plans.models import Action, Plan
from pejling.quality.plans.reading_back import as_value

EXAMPLES = sorted((Path(__file__).resolve().parents[3] / "examples").glob("*.yaml"))


def example(stem: str) -> values.Plan:
    found = read_plan(next(path for path in EXAMPLES if path.stem == stem).read_text(encoding="utf-8")).plan
    assert found is not None
    return found


def without_ids(value: Any) -> Any:
    """The value with every id empty: rows have UUIDs, files the path of labels."""
    if isinstance(value, tuple):
        return tuple(without_ids(one) for one in value)
    if not is_dataclass(value):
        return value
    changed = {f.name: without_ids(getattr(value, f.name)) for f in fields(value)}
    return replace(value, **{**changed, **({"id": ""} if "id" in changed else {})})


@pytest.fixture
def school(db) -> Organisation:
    return organisations.found(by=None, name="Planskolen")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_what_goes_in_comes_out(path: Path, school: Organisation) -> None:
    found = example(path.stem)
    made = actions.take_in(by=None, organisation=school, plan=found)
    back = queries.plan_value(school, made.uuid)
    assert without_ids(back) == without_ids(replace(found, organisation=school.name))
    assert as_value(queries.plan(school, made.uuid)) == back
    # Its file is a backup: read again, and taken in at another school, it is the same plan.
    again = read_plan(write_plan(back)).plan
    assert again == back
    elsewhere = organisations.found(by=None, name="En anden skole")
    copy = actions.take_in(by=None, organisation=elsewhere, plan=again)
    moved = queries.plan_value(elsewhere, copy.uuid)
    assert without_ids(moved) == without_ids(replace(found, organisation="En anden skole"))


def test_the_contract_scores_the_same_from_the_database(school: Organisation) -> None:
    made = actions.take_in(by=None, organisation=school, plan=example("results_contract_2021"))
    assert str(score(queries.plan_value(school, made.uuid)).total) == "75.750000"


def test_one_action_serves_several_plans_with_one_state(school: Organisation) -> None:
    first = actions.take_in(by=None, organisation=school, plan=example("self_evaluation_2021"))
    value = queries.plan_value(school, first.uuid)
    action = Action.objects.get(organisation=school, title="Forberedelse til oplæring")
    key = str(action.uuid)
    other = example("school_plan_2024_2025")
    shared = replace(value.goals[0].actions[5], id=key)
    second = actions.take_in(
        by=None, organisation=school, plan=replace(other, goals=(replace(other.goals[0], actions=(shared,)),))
    )
    Action.objects.filter(pk=action.pk).update(state="done")
    states = {
        found.state
        for uuid in (first.uuid, second.uuid)
        for _goal, found in queries.plan_value(school, uuid).actions()
        if found.title == action.title
    }
    assert states == {"done"}
    assert Action.objects.filter(title=action.title).count() == 1


def test_another_schools_action_is_never_taken(school: Organisation) -> None:
    """A file that names another school's action by its id gets an action of its own."""
    actions.take_in(by=None, organisation=school, plan=example("training_programme_2023"))
    theirs = Action.objects.filter(organisation=school).first()
    assert theirs is not None
    stranger = organisations.found(by=None, name="Fremmed skole")
    plan = example("training_programme_2023")
    stolen = replace(plan.goals[0].actions[0], id=str(theirs.uuid))
    actions.take_in(
        by=None, organisation=stranger, plan=replace(plan, goals=(replace(plan.goals[0], actions=(stolen,)),))
    )
    assert theirs.placings.count() == 1
    assert Action.objects.filter(organisation=stranger).count() == 1


def test_the_number_of_queries_does_not_grow_with_the_plan(
    school: Organisation, django_assert_max_num_queries: Any
) -> None:
    small = actions.take_in(by=None, organisation=school, plan=example("training_programme_2023"))
    large = actions.take_in(by=None, organisation=school, plan=example("strategy_2024_2028"))
    for made in (small, large):
        with django_assert_max_num_queries(16):
            queries.plan_value(school, made.uuid)


def test_another_schools_plan_is_not_here(school: Organisation) -> None:
    made = actions.take_in(by=None, organisation=school, plan=example("training_programme_2023"))
    stranger = organisations.found(by=None, name="Fremmed skole")
    with pytest.raises(Plan.DoesNotExist):
        queries.plan_value(stranger, made.uuid)


def test_taking_in_leaves_a_trace(school: Organisation) -> None:
    made = actions.take_in(by=None, organisation=school, plan=example("training_programme_2023"))
    assert Entry.objects.filter(
        verb="take_in_plan", subject=str(made.uuid), organisation=school.uuid
    ).exists()
