"""The contract as somebody else's program writes it: loaded by PyYAML, one thing changed, and dumped in any style."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pejling.analysis.cli import main

EXAMPLE = Path(__file__).resolve().parents[4] / "examples" / "results_contract_2021.yaml"
BASE = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
Told = dict[str, Any]
Run = Callable[[str, str | bytes], tuple[int, Told]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def made(verb: str, content: str | bytes) -> tuple[int, Told]:
        path = tmp_path / "plan.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = main([verb, str(path), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return made


def dumped(change: Callable[[Any], object] = lambda plan: None, **style: Any) -> str:
    plan = copy.deepcopy(BASE)
    change(plan)
    return yaml.safe_dump(plan, allow_unicode=True, sort_keys=False, **style)


@pytest.mark.parametrize(
    "style",
    [{}, {"default_style": '"'}, {"default_style": "'"}, {"canonical": True}, {"default_flow_style": True},
     {"indent": 8, "width": 20}],
    ids=["plain", "double", "single", "canonical", "flow", "wide"],
)  # fmt: skip
def test_every_style_of_yaml_gives_the_contracts_total(run: Run, style: dict[str, Any]) -> None:
    code, told = run("score", dumped(**style))
    assert (code, told["total"], told["weight"]) == (0, "75.75", "100")
    assert [goal["result"] for goal in told["goals"]] == ["27.5", "18", "11", "11.75", "2.5", "5"]


def test_json_is_yaml_too(run: Run) -> None:
    assert run("score", json.dumps(BASE, default=str))[1]["total"] == "75.75"


@pytest.mark.parametrize("count", [5, 10_000])
def test_the_same_action_many_times_is_written_as_aliases(run: Run, count: int) -> None:
    same = {"title": "Den samme"}
    text = dumped(lambda plan: plan["goals"][0]["actions"].extend([same] * count))
    assert text.count("*id001") == count - 1
    code, told = run("score", text)
    assert (code, told["total"], len(told["goals"][0]["parts"])) == (0, "75.75", 8 + count)


@pytest.mark.parametrize("change", [lambda plan: plan.pop("goals"), lambda plan: plan.update(goals=[])])
def test_a_contract_without_goals_does_not_weigh_what_it_must(
    run: Run, change: Callable[[Any], object]
) -> None:
    code, told = run("score", dumped(change))
    assert (code, [(one["path"], one["code"]) for one in told["errors"]]) == (
        1, [("goals", "weights_of_whole")],
    )  # fmt: skip


def test_a_partial_goal_is_named_by_its_whole_label(run: Run) -> None:
    def divide(plan: Any) -> None:
        parts = [{"title": "En", "weight": 10}, {"title": "To", "weight": 20, "measures": [
            {"title": "Måling", "weight": 19}]}]  # fmt: skip
        plan["goals"][0] = {"title": "Delt", "weight": 30, "goals": parts}

    code, told = run("check", dumped(divide))
    assert (code, [error["path"] for error in told["errors"]]) == (1, ["goals[1].goals[2]"])
    assert "1.2" in told["errors"][0]["message"]


@pytest.mark.parametrize(
    ("where", "path"),
    [
        ({"key": "entrant", "where": {"part": "GF1"}}, "indicator.key"),
        ({"key": "entrants", "where": {"pat": "GF1"}}, "indicator.where.pat"),
        ({"key": "dropout", "variant": "brutto"}, "indicator.variant"),
    ],
)
def test_a_figure_nobody_defines_is_pointed_out(run: Run, where: dict[str, Any], path: str) -> None:
    text = dumped(lambda plan: plan["goals"][0]["measures"][0].update(indicator=where))
    code, told = run("check", text)
    assert code == 0
    assert [one["path"] for one in told["warnings"] if one["code"] == "unknown_figure"] == [
        f"goals[1].measures[1].{path}"
    ]
    assert not [one for one in run("check", dumped())[1]["warnings"] if one["code"] == "unknown_figure"]


def test_two_plans_in_one_file_are_told_as_such(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEJLING_LANGUAGE", "en")
    code, told = run("check", dumped() + "---\n" + dumped())
    assert (code, told["errors"][0]["code"]) == (2, "not_yaml")
    assert "another document" in told["errors"][0]["message"]


@pytest.mark.parametrize(("name", "reason"), [("nowhere.yaml", "no such file"), (".", "a folder")])
def test_why_a_file_can_not_be_opened(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    reason: str,
) -> None:
    monkeypatch.setenv("PEJLING_LANGUAGE", "en")
    assert main(["score", str(tmp_path / name), "--json"]) == 2
    told = capsys.readouterr()
    assert reason in json.loads(told.out)["errors"][0]["message"]
    assert reason in told.err


def test_a_number_of_forty_digits_is_told_as_too_long(run: Run) -> None:
    code, told = run("check", dumped(lambda plan: plan["goals"][0].update(result=10**40)))
    assert (code, told["errors"][0]["code"]) == (1, "too_many_digits")
