"""Kinds of plan: those that are shipped, and a school's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pejling.analysis.cli import main
from pejling.analysis.plans.kinds import plan_kinds, read_kind
from pejling.analysis.strict_fields import FieldError

ROOT = Path(__file__).resolve().parents[4]
EXAMPLE = (ROOT / "examples" / "results_contract_2021.yaml").read_text(encoding="utf-8")


def test_every_kind_is_read_and_named_in_both_languages() -> None:
    kinds = plan_kinds()
    assert set(kinds) == {
        "self_evaluation",
        "strategy",
        "results_contract",
        "school_plan",
        "training_programme",
    }
    assert kinds["strategy"].words["da"].levels == ("Pejlemærke", "Tema")
    assert all(set(kind.words) == {"da", "en"} for kind in kinds.values())


def test_a_kind_with_an_unknown_field_is_refused() -> None:
    text = (ROOT / "pejling" / "catalogue" / "plan_kinds" / "strategy.yaml").read_text(encoding="utf-8")
    with pytest.raises(FieldError, match="unknown_value"):
        read_kind(text.replace("goal: [description, commitments]", "goal: [beskrivelse]"))


def test_the_commands_know_a_schools_own_kinds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A plan of a kind of the school's own goes from one installation to another, too."""
    own = tmp_path / "kinds"
    own.mkdir()
    words = "{title: T, description: D, levels: [Niveau], action: Tiltag, measure: Maal}"
    kind = f"key: own_kind\nda: {words}\nen: {words}\nweights: allowed\n"
    (own / "own_kind.yaml").write_text(kind, encoding="utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "format: 1\nkind: own_kind\ntitle: A\norganisation: B\nperiod: {from: 2026-01-01, to: 2026-12-31}\n"
        "goals: [{title: C, weight: 100, result: 40}]\n",
        encoding="utf-8",
    )
    assert main(["check", str(plan)]) == 1
    assert main(["check", str(plan), "--kinds", str(own)]) == 0
    capsys.readouterr()
    assert main(["score", str(plan), "--json", "--kinds", str(own)]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == "40"
    (own / "own_kind.yaml").write_text(kind.replace("allowed", "perhaps"), encoding="utf-8")
    for wrong, told in ((own, "own_kind.yaml: weights: "), (tmp_path / "nowhere", "nowhere")):
        with pytest.raises(SystemExit) as ended:
            main(["check", str(plan), "--kinds", str(wrong)])
        assert ended.value.code == 2
        assert told in capsys.readouterr().err
