"""What a plan's file may hold, what is said of one that is wrong, and that what is written reads the same."""

from __future__ import annotations

import ast
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from pejling.analysis.cli import main
from pejling.analysis.plans import cli, wording
from pejling.analysis.plans.checking import check
from pejling.analysis.plans.kinds import plan_kinds
from pejling.analysis.plans.plan_file import UnreadablePlan, read_plan
from pejling.analysis.plans.writing import write_plan

ROOT = Path(__file__).resolve().parents[4]
EXAMPLE = (ROOT / "examples" / "results_contract_2021.yaml").read_text(encoding="utf-8")

WHOLE = """
format: 1
kind: self_evaluation
title: Selvevaluering
organisation: Skolen
period: {from: 2021-01-01, to: 2021-12-31}
partners: [Skolen]
adopted_on: 2021-02-01
references:
  - {title: Rapport 2020, day: ultimo 2020, link: "https://skole.example/2020"}
goals:
  - label: "1.a"
    title: 'Frafald: "ja, 10 %"'
    reason: |
      Første afsnit.

      Andet afsnit.
    concerns: teaching
    commitments:
      - {partner: Skolen, state: not_chosen, people: [Lederen]}
    measures:
      - title: Frafald
        target: 10
        baseline: 12.5
        unit: procent
        indicator: {key: dropout, variant: gross, window: 12, where: {programme: SSA}}
        rule: {kind: steps, better: lower, steps: [{at: 12, percent: 50}, {at: 10, percent: 100}]}
        taken:
          - {value: 11.25, n: 204, lower: 7.5, upper: 16, as_of: 2021-11-01, version: 6e64f523, on: 2021-12-01}
    actions:
      - title: Opfølgning hver måned
        owner: Kvalitetsansvarlig
        involved: [LUU, Elever]
        state: running
        approach: anticipatory
        reach: group
        internal: true
        moves: [{source: etu, parameter: Oplæring, subgroup: HF}, {key: dropout, window: 3}]
        schedule:
          - {title: Evaluering, when: ultimo september}
          - {title: "- [ ] liste", when: "no"}
        sub_actions:
          - {title: Kontakt, state: done, when: uge 38, owner: Kontaktlærer}
        addenda:
          - {day: 2021-10-01, text: Udvidet til august-optaget}
        follow_ups:
          - {day: 2021-12-15, narrative: Virker, evidence: Tal, decision: continue}
accepted_gaps:
  - {code: "not_said:goals[1].actions[1].strategy", reason: "Lederen: står i rapporten"}
"""


def test_the_board_and_what_is_empty_are_read() -> None:
    text = EXAMPLE.replace("goals:", BOARD + "goals:", 1).replace("label: 6", "label:", 1)
    plan = read_plan(
        text.replace("weight: 13", "weight: 13.0000000", 1).replace("weight: 28", "weight: +28,0", 1)
    ).plan
    assert plan is not None
    assert plan.board is not None
    assert (plan.board.payout, str(plan.board.approved_on)) == (Decimal("75.75"), "2022-02-01")
    assert plan.board.judgement is not None
    assert plan.board.judgement.by == "Bestyrelsen"
    # A label that is there, but says nothing, is the goal's place; a rule that is empty is none.
    assert plan.goals[5].id == "6"
    assert [goal.weight for goal in plan.goals] == [30, 28, 13, 18, 5, 6]
    assert read_plan(write_plan(plan)).plan == plan


BOARD = """
board:
  judgement: {text: Godkendt, by: Bestyrelsen, day: 2022-02-01}
  approved_on: 2022-02-01
  payout: 75.75
"""


@pytest.mark.parametrize("text", [WHOLE, EXAMPLE], ids=["self-evaluation", "contract"])
def test_what_is_written_reads_the_same(text: str) -> None:
    found = read_plan(text)
    assert found.plan is not None
    assert not found.errors
    written = write_plan(found.plan)
    again = read_plan(written)
    # The place of a part in the file is the same, too: nothing has moved.
    assert again.plan == found.plan
    assert write_plan(found.plan) == written
    assert not re.search(r"(weight|result|target): ['\"]", written)


def errors_of(text: str) -> list[tuple[str, str]]:
    found = read_plan(text)
    if found.errors or found.plan is None:
        return [(error.path, error.code) for error in found.errors]
    return [(error.path, error.code) for error in check(found.plan, plan_kinds()).errors]


@pytest.mark.parametrize(
    ("before", "after", "path", "code"),
    [
        ("weight: 28", "weight: 27", "goals", "weights_of_whole"),
        ("weight: 8\n", "weight: 8.5\n", "goals[2]", "weights_of_goal"),
        ("weight: 13", "weight: 13 %", "goals[3].weight", "not_a_decimal"),
        ("weight: 13", "weight: -13", "goals[3].weight", "weight_not_positive"),
        ("    weight: 13\n", "", "goals[3].weight", "weight_missing"),
        ("result: 27.5", "result: 30.5", "goals[1].result", "result_out_of_range"),
        ("result: 27.5", "result: mange", "goals[1].result", "not_a_decimal"),
        ("result: 27.5", "resultat: 27.5", "goals[1].resultat", "unknown_key"),
        ("kind: results_contract", "kind: resultscontract", "kind", "unknown_kind"),
        ("  to: 2021-12-31", "  to: 2020-12-31", "period.to", "ends_before_it_begins"),
        ("at_most: 10", "at_most: ti", "goals[2].measures[4].rule.at_most", "not_a_decimal"),
        ("label: 6", "label: 5", "goals[6]", "id_twice"),
        ("weight: 13", "weight: 13.0000001", "goals[3].weight", "too_many_digits"),
        ("result: 27.5", "result: .nan", "goals[1].result", "not_a_decimal"),
        ("result: 27.5", "result: 1e1", "goals[1].result", "not_a_decimal"),
        ("at_most: 10", "at_most: 10\n          at_least: 2", "goals[2].measures[4].rule.at_least", "both_bounds"),
        ("goals:", "board:\n  payout: 101\ngoals:", "board.payout", "out_of_range"),
        ("- label: a\n        title: Opsøgende", "- label: a\n        titel: Opsøgende", "goals[5].actions[1].title",
         "missing_key"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(before: str, after: str, path: str, code: str) -> None:
    assert before in EXAMPLE
    assert (path, code) in errors_of(EXAMPLE.replace(before, after, 1))


def test_every_mistake_is_told_not_only_the_first() -> None:
    text = EXAMPLE.replace("weight: 13", "weight: x", 1).replace("result: 5\n", "result: y\n", 1)
    assert [path for path, _code in errors_of(text)] == ["goals[3].weight", "goals[6].result"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_document"),
        ("- a\n", "not_a_plan"),
        ("title: x\n", "missing_format"),
        ("format: 2\ntitle: x\n", "newer_format"),
        ("format: en\n", "unknown_format"),
        ("format: true\n", "unknown_format"),
        ("format: 1.1\n", "newer_format"),
        ("format: 1\ntitle: [\n", "not_yaml"),
        ("format: 1\ngoals: &g\n  - goals: *g\n", "too_many_aliases"),
        ("format: 1\nformat: 1\n", "key_twice"),
    ],
)
def test_what_is_not_a_plan_is_refused_whole(text: str, code: str) -> None:
    with pytest.raises(UnreadablePlan) as caught:
        read_plan(text)
    assert caught.value.code == code


def warnings_of(text: str) -> list[tuple[str, str]]:
    found = read_plan(text)
    assert found.plan is not None
    assert not found.errors
    return [(warning.path, warning.code) for warning in check(found.plan, plan_kinds()).warnings]


def test_the_contract_has_a_date_after_it_was_made_and_strategies_that_nothing_will_judge() -> None:
    told = warnings_of(EXAMPLE)
    assert [path for path, code in told if code == "reference_later_than_plan"] == ["goals[1].references[3]"]
    unjudged = [path for path, code in told if code == "no_way_of_judging"]
    # Seventeen strategies; of one the contract says how its experience will be gathered.
    assert len(unjudged) == 16
    assert "goals[2].actions[1]" not in unjudged
    assert len(told) == 17


def test_what_the_rules_ask_for_is_told_until_somebody_accepts_that_it_is_not_there() -> None:
    told = warnings_of(WHOLE)
    lacking = {path.rsplit(".", 1)[1] for path, code in told if code == "not_said"}
    # The strategy is missing, too, but that has been accepted with a reason.
    assert lacking == {"description", "needed_change", "operational_goal", "evaluation_plan"}
    assert ("goals", "nothing_about") in warnings_of(WHOLE.replace("concerns: teaching", "concerns: other"))
    assert ("goals[1].actions[1].schedule[2]", "date_not_understood") in told


WEIGHED = """
format: 1
kind: results_contract
title: Kontrakt
organisation: Skolen
period: {from: 2021-01-01, to: 2021-12-31}
goals:
  - title: A
    weight: 100
"""


def test_a_goal_that_weighs_and_has_nothing_to_be_judged_by_is_pointed_out() -> None:
    assert ("goals[1]", "no_way_of_judging") in warnings_of(WEIGHED)
    measured = WEIGHED + "    measures:\n      - {title: M, rule: {kind: judged}}\n"
    assert ("goals[1]", "no_way_of_judging") not in warnings_of(measured)


@pytest.mark.parametrize(
    ("stated", "second", "code"),
    [
        (50, "rule: {kind: judged, percent: 100}", "result_differs_from_parts"),
        (70, "rule: {kind: judged, percent: 100}", None),
        (71, "rule: {kind: judged}", "result_beyond_parts"),
        (29, "rule: {kind: judged}", "result_beyond_parts"),
        (30, "rule: {kind: judged}", None),
    ],
)
def test_a_goal_that_states_another_result_than_its_parts(stated: int, second: str, code: str | None) -> None:
    text = f"""{WEIGHED}    result: {stated}
    measures:
      - {{title: M, weight: 60, result: 30}}
      - {{title: N, weight: 40, {second}}}
"""
    told = [found for path, found in warnings_of(text) if path == "goals[1].result"]
    assert told == ([code] if code else [])


def test_dates_that_can_not_all_be_right_are_pointed_out() -> None:
    schedule = """        schedule:
          - {title: Arbejdsgruppen nedsættes, when: efteråret 2021}
          - {title: Første møde i arbejdsgruppen, when: 9. august}
          - {title: Feedback, when: 24.3}
          - {title: feedback, when: 10/3}
          - {title: Workshop, when: marts 2022}
          - {title: Indsatsen går i gang, when: 12. marts}
"""
    start = WHOLE.index("        schedule:")
    end = WHOLE.index("        sub_actions:")
    told = warnings_of(WHOLE[:start] + schedule + WHOLE[end:])
    at = "goals[1].actions[1].schedule"
    assert (f"{at}[2]", "before_the_group") in told
    assert (f"{at}[4]", "two_dates") in told
    assert (f"{at}[4]", "before_the_beginning") in told
    assert (f"{at}[5]", "after_the_plan") in told


def test_the_verbs_say_it_and_their_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "plan.yaml"
    bad.write_text(EXAMPLE.replace("weight: 28", "weight: 27", 1), encoding="utf-8")
    assert main(["check", str(bad), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(error["path"], error["code"]) for error in told["errors"]] == [
        ("goals", "weights_of_whole"), ("goals[2]", "weights_of_goal"),
    ]  # fmt: skip
    assert "27" in told["errors"][0]["message"]
    assert main(["score", str(bad)]) == 1
    assert capsys.readouterr().out == ""
    assert main(["check", str(tmp_path / "nowhere.yaml")]) == 2
    bad.write_bytes(EXAMPLE.encode("utf-16"))
    assert main(["score", str(bad)]) == 2
    capsys.readouterr()
    for unreadable in (bad, tmp_path):
        assert main(["check", str(unreadable), "--json"]) == 2
        told = json.loads(capsys.readouterr().out)
        assert [error["code"] for error in told["errors"]] == ["unreadable_file"]
    bad.write_text(EXAMPLE, encoding="utf-8")
    assert main(["check", str(bad)]) == 0
    assert main(["score", str(bad), "--what-if", "5=5"]) == 0
    assert "78.25" in capsys.readouterr().out
    assert main(["score", str(bad), "--what-if", "5=6"]) == 1


def test_every_code_has_words() -> None:
    """Each code that is raised or found in this package, in the sources as they stand."""
    codes = set()
    for file in Path(cli.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {
                "FieldError",
                "Finding",
                "UnreadablePlan",
            }:
                code = node.args[1]
                codes |= {code.value} if isinstance(code, ast.Constant) else set()
    assert len(codes) > 30
    assert codes - {"levels_differ", "key_is_not_the_files_name"} <= set(wording._MESSAGES)


def test_the_examples_are_good_and_their_sources_contradictions_are_pointed_out() -> None:
    """The four contradictions that examples/README.md names, and no other."""
    kinds, told = (
        {"two_dates", "before_the_group", "before_the_beginning", "reference_later_than_plan"},
        set(),
    )
    for path in sorted((ROOT / "examples").glob("*.yaml")):
        found = read_plan(path.read_text(encoding="utf-8"))
        assert found.plan is not None
        assert not found.errors, path.name
        checked = check(found.plan, plan_kinds())
        assert not checked.errors, path.name
        told |= {
            (path.stem, warning.path, warning.code) for warning in checked.warnings if warning.code in kinds
        }
        assert read_plan(write_plan(found.plan)).plan == found.plan
    assert told == {
        ("school_plan_2024_2025", "milestones[2]", "two_dates"),
        ("self_evaluation_2021", "goals[1].actions[4].schedule[2]", "before_the_group"),
        ("self_evaluation_2021", "goals[1].actions[7].schedule[4]", "before_the_beginning"),
        ("results_contract_2021", "goals[1].references[3]", "reference_later_than_plan"),
    }


JUDGED = """
format: 1
kind: results_contract
title: A
organisation: B
period: {from: 2026-01-01, to: 2026-12-31}
milestones: [{title: Opstart, when: når vi når det}, {title: Uden dag}]
goals:
  - title: C
    weight: 100
    references: [{title: D}]
    measures:
      - {title: Uden grund, weight: 25, rule: {kind: judged, percent: 80}}
      - {title: Ikke endnu, weight: 25, rule: {kind: judged}}
      - {title: Med grund, weight: 25, rule: {kind: judged, percent: 80, reason: Referat}}
      - title: Inden i
        weight: 25
        rule: {kind: all_of, rules: [{kind: judged, percent: 0}, {kind: coverage, of: 2}]}
"""


def test_what_is_judged_says_why_and_a_plans_own_dates_are_dates() -> None:
    plan = read_plan(JUDGED).plan
    assert plan is not None
    assert [(one.code, one.path) for one in check(plan, plan_kinds()).odd] == [
        ("judged_without_reason", "goals[1].measures[1].rule"),
        ("judged_without_reason", "goals[1].measures[4].rule"),
        ("date_not_understood", "milestones[1]"),
    ]


SHARED = """
format: 1
kind: strategy
title: A
organisation: B
period: {from: 2026-01-01, to: 2026-12-31}
partners: [Fjordby, Havnestrand]
goals: [{title: C, description: D, commitments: [{partner: E, text: F}]}]
"""


@pytest.mark.parametrize(
    ("accepted", "left"),
    [
        ("", {"Fjordby", "Havnestrand"}),
        ("partner_silent:goals[1].commitments#Fjordby", {"Havnestrand"}),
        # As it was written before partners were told apart: of all of them.
        ("partner_silent:goals[1].commitments", set()),
    ],
)
def test_the_silence_of_one_partner_is_accepted_and_not_that_of_the_others(
    accepted: str, left: set[str]
) -> None:
    gaps = f'accepted_gaps: [{{code: "{accepted}", reason: Aftalt}}]' if accepted else ""
    plan = read_plan(SHARED + gaps).plan
    assert plan is not None
    silent = [one for one in check(plan, plan_kinds()).gaps if one.code == "partner_silent"]
    assert {one.params["partner"] for one in silent} == left
