"""Scores worked out by hand; the sums of the source's contract are its own (75.75 of 100)."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pejling.analysis.cli import main
from pejling.analysis.plans import rules
from pejling.analysis.plans.attainment import score
from pejling.analysis.plans.plan_file import read_plan

EXAMPLE = Path(__file__).resolve().parents[4] / "examples" / "results_contract_2021.yaml"
D = Decimal


def test_the_contract_of_2021_gives_75_75_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(EXAMPLE), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["total"], told["weight"], told["unknown_weight"]) == ("75.75", "100", "0")
    assert [(g["label"], g["weight"], g["result"]) for g in told["goals"]] == [
        ("1", "30", "27.5"), ("2", "28", "18"), ("3", "13", "11"), ("4", "18", "11.75"), ("5", "5", "2.5"),
        ("6", "6", "5"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "share"),
    [
        (rules.Threshold(D("10"), True, D("10")), 1),
        (rules.Threshold(D("10"), True, D("10.1")), 0),
        (rules.Threshold(D("80"), False, D("79.99")), 0),
        (rules.Threshold(D("80")), None),
        (rules.Quota(D(120), D(90), True), Fraction(3, 4)),
        (rules.Quota(D(120), D(130), True), 1),
        (rules.Quota(D(120), D(119)), 0),
        (rules.Coverage(41, 41), 1),
        (rules.Coverage(41, 40), 0),
        (rules.Coverage(40, 30, True), Fraction(3, 4)),
        (
            rules.EachOf((rules.Item("a", True), rules.Item("b", False), rules.Item("c", True))),
            Fraction(2, 3),
        ),
        (rules.EachOf((rules.Item("a", True), rules.Item("b"))), None),
        (
            rules.Steps((rules.Step(D(70), D(50)), rules.Step(D(80), D(100))), False, D("79.9")),
            Fraction(1, 2),
        ),
        (rules.Steps((rules.Step(D(12), D(50)), rules.Step(D(10), D(100))), True, D(10)), 1),
        (rules.Steps((rules.Step(D(70), D(50)),), False, D(60)), 0),
        (rules.Linear(D(60), D(80), D(75)), Fraction(3, 4)),
        (rules.Linear(D(20), D(10), D(12)), Fraction(4, 5)),
        (rules.Linear(D(60), D(80), D(95)), 1),
        (rules.Judged(D("62.5"), "grund"), Fraction(5, 8)),
        (rules.AllOf((rules.Judged(D(100)), rules.Threshold(D(8), False, D("7.9")))), 0),
        (rules.AllOf((rules.Judged(), rules.Threshold(D(8), False, D("7.9")))), 0),
        (rules.AllOf((rules.Judged(), rules.Threshold(D(8), False, D(9)))), None),
    ],
)
def test_a_rule_gives_an_exact_share(rule: rules.Rule, share: Fraction | int | None) -> None:
    assert rule.share() == share


def test_held_or_improved_goes_parameter_by_parameter() -> None:
    """Four of the six indicators of a student survey are held: two thirds, or nothing where all are needed."""
    values = [("3.9", "3.9"), ("4.0", "3.9"), ("3.5", "3.6"), ("4.2", "4.3"), ("3.8", "3.7"), ("3.3", "3.3")]
    parameters = tuple(rules.Parameter(str(n), D(before), D(now)) for n, (before, now) in enumerate(values))
    assert rules.Held(parameters).share() == Fraction(4, 6)
    assert rules.Held(parameters, all_needed=True).share() == 0
    assert rules.Held(parameters, lower_is_better=True).share() == Fraction(4, 6)
    unknown = rules.Parameter("ny", D(4))
    assert rules.Held((*parameters, unknown)).share() is None
    # One that isn't held decides where all are needed; while all that are known are held, nothing is decided.
    assert rules.Held((*parameters, unknown), all_needed=True).share() == 0
    assert rules.Held((parameters[0], unknown), all_needed=True).share() is None


PLAN = """
format: 1
kind: results_contract
title: Kontrakt
organisation: Skolen
period: {from: 2021-01-01, to: 2021-12-31}
goals:
  - title: Frafald
    weight: 60
    measures:
      - title: Fire grundforløb
        weight: 40
        rule:
          kind: each_of
          items:
            - {name: A, met: true}
            - {name: B, met: true}
            - {name: C, met: false}
            - {name: D, met: true}
    actions:
      - {title: Screening, weight: 20, result: 12.5}
  - title: Kapacitet
    weight: 40
    actions:
      - {title: Analyse, weight: 40}
"""


def test_what_is_not_known_is_never_nothing() -> None:
    plan = read_plan(PLAN).plan
    assert plan is not None
    made = score(plan)
    assert (made.total, made.so_far, made.unknown_weight) == (None, D("42.5"), D(40))
    assert [goal.how for goal in made.goals] == ["parts", "unknown"]


def test_what_if_a_result_were_another() -> None:
    plan = read_plan(PLAN).plan
    assert plan is not None
    assert score(plan, {"2.a": D(30)}).total == D("72.5")
    assert score(plan, {"1.m1": D(0), "2.a": D(40)}).total == D("52.5")
    contract = read_plan(EXAMPLE.read_text(encoding="utf-8")).plan
    assert contract is not None
    assert score(contract, {"4": D("18")}).total == D("82")
    # One part alone doesn't make the goal known: the others' results never were.
    assert score(contract, {"4.m1": D(5)}).total is None


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6), st.data())
def test_a_goal_is_the_sum_of_its_parts_whatever_their_order(weights: list[int], data: st.DataObject) -> None:
    """Integers of sixteenths are exact in decimals: the total is their sum over 16."""
    results = [data.draw(st.integers(0, weight * 16)) for weight in weights]
    lines = "".join(
        f"      - {{title: t, weight: {weight}, result: {D(part) / 16:f}}}\n"
        for weight, part in zip(weights, results, strict=True)
    )
    text = f"{PLAN.split('goals:')[0]}goals:\n  - title: g\n    weight: {sum(weights)}\n    actions:\n{lines}"
    plan = read_plan(text).plan
    assert plan is not None
    assert score(plan).total == D(sum(results)) / 16


def test_a_third_is_rounded_and_says_so() -> None:
    text = PLAN.replace("- {name: D, met: true}", "").replace(
        "weight: 40\n        rule", "weight: 20\n        rule"
    )
    plan = read_plan(text).plan
    assert plan is not None
    part = score(plan).goals[0].parts[0]
    assert (part.result, part.rounded) == (D("13.333333"), True)


THIRDS = """
format: 1
kind: results_contract
title: Kontrakt
organisation: Skolen
period: {from: 2021-01-01, to: 2021-12-31}
goals:
  - title: Tre tredjedele
    weight: 100
    measures:
"""


@pytest.mark.parametrize(("count", "total", "rounded"), [(3, "25", False), (2, "16.666667", True)])
def test_thirds_are_added_up_before_they_are_rounded(count: int, total: str, rounded: bool) -> None:
    met = "\n".join(
        f"      - {{title: M{n}, weight: 25, rule: {{kind: quota, agreed: 3, reached: 1, partly: true}}}}"
        for n in range(count)
    )
    plan = read_plan(f"{THIRDS}{met}\n      - {{title: N, weight: {100 - 25 * count}, result: 0}}\n").plan
    assert plan is not None
    made = score(plan)
    assert (made.total, made.rounded) == (D(total), rounded)
    assert made.goals[0].parts[0].result == D("8.333333")


def test_a_plan_without_goals_has_no_total() -> None:
    plan = read_plan(THIRDS.split("goals:")[0]).plan
    assert plan is not None
    assert score(plan).total is None
