"""A plan with every kind of rule and part through the database and its file, twice: nothing is lost or moved."""

from __future__ import annotations

import re

import pytest

from pejling.analysis.plans.attainment import score
from pejling.analysis.plans.plan_file import read_plan
from pejling.analysis.plans.writing import write_plan
from pejling.base.organisations import actions as organisations
from pejling.quality.plans import actions, queries
from pejling.quality.plans.reading_back import as_value
from tests.unit.analysis.plans.test_plan_files import WHOLE

RICH = """
format: 1
kind: results_contract
title: "Kontrakt: <b>æøå</b> 'x' \\"y\\""
organisation: Skolen
period: {from: 2021-01-01, to: 2021-12-31}
about: |
  Første.

    indrykket linje
  - liste
partners: [A, B]
revises: Kontrakt 2020
adopted_on: 2021-02-01
references: [{title: R, day: ultimo 2020, link: "https://x.example", note: n}]
milestones: [{title: M, when: hver måned}, {title: N, when: "10/3"}]
goals:
  - title: Ét
    label: I
    weight: 60.5
    judgement: {text: godt, by: Bestyrelsen, day: 2022-01-01}
    goals:
      - {title: d, label: I.1, weight: 20.25, result: 0}
      - title: e
        weight: 40.25
        measures:
          - {title: q, weight: 10, rule: {kind: quota, agreed: 12.5, reached: 3, partly: true}}
          - title: h
            weight: 10.25
            rule: {kind: held, better: lower, all_needed: true, parameters: [
              {name: x, baseline: 3.25, value: 3}, {name: "y: z", baseline: 0}]}
          - {title: c, weight: 5, rule: {kind: coverage, of: 10, done: 9, partly: true}}
          - {title: l, weight: 5, rule: {kind: linear, nothing_at: -1.5, all_at: 80, value: 75.125}}
          - {title: j, weight: 5, rule: {kind: judged, percent: 33.3, reason: Fordi}}
          - title: a
            weight: 5
            rule: {kind: all_of, rules: [{kind: judged, percent: 0}, {kind: threshold, at_most: 8, value: 8}]}
  - title: To
    weight: 39.5
    result: 39.499999
    concerns: teaching
    reason: grund
    commitments: [{partner: A, state: done, people: [X, Y], text: "t\\nu"}]
    actions:
      - title: kun én
        reach: one
        weight: 39.5
        rule: {kind: steps, steps: [{at: 1, percent: 100}], value: 2}
        follow_ups:
          - {day: 2021-12-15, narrative: Virker, evidence: Tal, decision: stop, figures: [
              {title: t, value: 3.25, unit: pct, n: 10, lower: 1, upper: 5, as_of: 2021-01-01, source: s}]}
board:
  judgement: {text: Godkendt, by: Bestyrelsen, day: 2022-02-01}
  approved_on: 2022-02-01
  payout: 75.75
reviews:
  - day: 2021-06-01
    title: Halvvejs
    participants: [A]
    summary: ok
    concluded_on: 2021-06-02
    themes: [{label: I, title: Ét, status: on_track, done: d, assessment: a, next_steps: [x]}]
accepted_gaps: [{code: nothing, reason: r}]
"""
# 20.25 x 0 + 2.4 + (unknown 10.25) + 4.5 + 5 x 76.625/81.5 + 1.665 + 0, and 39.499999
SO_FAR = "52.765919"


def without_ids(text: str) -> str:
    """A part is named by its labels in a file, and by an id of its own in the database."""
    return re.sub(r"\n *(?:- )?id: .*", "", text)


@pytest.mark.django_db
@pytest.mark.parametrize("text", [WHOLE, RICH], ids=["self-evaluation", "contract"])
def test_what_is_taken_in_and_written_and_taken_in_again_is_the_same(text: str) -> None:
    found = read_plan(text)
    assert not found.errors
    assert found.plan is not None
    school = organisations.found(by=None, name="Skolen")
    made = actions.take_in(by=None, organisation=school, plan=found.plan)
    value = queries.plan_value(school, made.uuid)
    assert as_value(queries.plan(school, made.uuid)) == value
    first = write_plan(value)
    assert without_ids(first) == without_ids(write_plan(found.plan))
    again = read_plan(first).plan
    assert again is not None
    elsewhere = organisations.found(by=None, name="En anden skole")
    moved = actions.take_in(by=None, organisation=elsewhere, plan=again)
    back = queries.plan_value(elsewhere, moved.uuid)
    there = write_plan(back).replace("organisation: En anden skole", "organisation: Skolen")
    assert without_ids(there) == without_ids(first)
    assert score(back).so_far == score(found.plan).so_far


def test_the_contracts_score_is_what_can_be_worked_out_by_hand() -> None:
    plan = read_plan(RICH).plan
    assert plan is not None
    made = score(plan)
    assert (made.total, str(made.so_far), str(made.unknown_weight)) == (None, SO_FAR, "10.25")
