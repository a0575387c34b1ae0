"""The days of dates as said are kept beside the words, whatever changes either."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pejling.analysis.plans.plan_file import read_plan
from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation
from pejling.quality.plans import actions
from pejling.quality.plans.editing import began_with
from pejling.quality.plans.models import Action, Milestone, Plan, SubAction

PLAN = """
format: 1
kind: self_evaluation
title: Selvevaluering
organisation: Planskolen
period: {from: 2021-01-01, to: 2021-12-31}
milestones: [{title: Høring, when: uge 38}]
goals:
  - title: Mål
    actions:
      - title: Møder
        schedule:
          - {title: Opsamling, when: ultimo september}
          - {title: Opfølgning, when: hver måned}
          - {title: Ukendt, when: når det passer}
        sub_actions: [{title: Indkald, when: 24.3}]
"""


@pytest.fixture
def school(db: Any) -> Organisation:
    return organisations.found(by=None, name="Planskolen")


@pytest.fixture
def plan(school: Organisation) -> Plan:
    value = read_plan(PLAN).plan
    assert value is not None
    return actions.take_in(by=None, organisation=school, plan=value)


def days(title: str) -> tuple[date | None, date | None, str]:
    model = SubAction if title == "Indkald" else Milestone
    row = model.objects.get(title=title)
    return row.first_day, row.last_day, row.recurring


def test_a_plan_taken_in_knows_the_days(plan: Plan) -> None:
    # Week 38 of 2021 is 20-26 September; "ultimo" is from the 21st on.
    assert days("Høring") == (date(2021, 9, 20), date(2021, 9, 26), "")
    assert days("Opsamling") == (date(2021, 9, 21), date(2021, 9, 30), "")
    assert days("Opfølgning") == (date(2021, 1, 1), date(2021, 12, 31), "month")
    assert days("Ukendt") == (None, None, "")
    assert days("Indkald") == (date(2021, 3, 24), date(2021, 3, 24), "")


def change(plan: Plan, sort: str, part: Any, **given: Any) -> None:
    actions.change(
        by=None, organisation=plan.organisation, plan=plan, sort=sort, part=part, given=given,
        was=began_with(sort, part),
    )  # fmt: skip


def test_another_period_moves_the_days(plan: Plan) -> None:
    change(plan, "plan", plan, period_from=date(2022, 1, 1), period_to=date(2022, 12, 31))
    assert days("Høring") == (date(2022, 9, 19), date(2022, 9, 25), "")
    assert days("Opsamling")[0] == date(2022, 9, 21)
    assert days("Indkald")[0] == date(2022, 3, 24)


def test_a_row_written_in_the_form_knows_its_days(plan: Plan) -> None:
    action = Action.objects.get(title="Møder")
    row = {"id": "", "title": "Workshop", "when": "16/9", "done_on": ""}
    change(plan, "action", action, schedule=[row])
    assert days("Workshop") == (date(2021, 9, 16), date(2021, 9, 16), "")
    change(plan, "plan", plan, milestones=[{"id": "", "title": "Møde", "when": "medio maj", "done_on": ""}])
    assert days("Møde") == (date(2021, 5, 11), date(2021, 5, 20), "")


def test_an_action_of_several_plans_goes_by_all_their_periods(plan: Plan) -> None:
    school, action = plan.organisation, Action.objects.get(title="Møder")
    older = actions.make_plan(
        by=None, organisation=school, kind="self_evaluation", title="Ældre",
        period=(date(2020, 1, 1), date(2020, 12, 31)),
    )  # fmt: skip
    goal = actions.add_part(by=None, organisation=school, plan=older, sort="goal", title="Mål", below=None)
    placed = actions.place_action(by=None, organisation=school, plan=older, goal=goal, action=action)
    assert days("Indkald")[0] == date(2020, 3, 24)
    assert days("Opfølgning") == (date(2020, 1, 1), date(2021, 12, 31), "month")
    removed = actions.remove_part(by=None, organisation=school, plan=older, part=placed)
    assert days("Indkald")[0] == date(2021, 3, 24)
    actions.undo_removal(by=None, organisation=school, removed=removed)
    assert days("Indkald")[0] == date(2020, 3, 24)


def test_what_comes_back_after_the_period_changed_goes_by_the_new_one(plan: Plan) -> None:
    action = Action.objects.get(title="Møder")
    removed = actions.remove_part(
        by=None, organisation=plan.organisation, plan=plan, part=action.placings.get()
    )
    assert days("Indkald") == (None, None, "")  # in no plan: no year is known
    change(plan, "plan", plan, period_from=date(2023, 1, 1), period_to=date(2023, 12, 31))
    actions.undo_removal(by=None, organisation=plan.organisation, removed=removed)
    assert days("Indkald")[0] == date(2023, 3, 24)
