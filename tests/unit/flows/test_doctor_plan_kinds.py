"""The doctor reads the installation's own kinds of plan, and says where one is wrong."""

from __future__ import annotations

from pathlib import Path

from pejling.analysis.plans.kinds import CATALOGUE
from pejling.flows.doctor.home import _plan_kinds


def test_a_kind_that_cannot_be_read_is_told_with_its_place(tmp_path: Path) -> None:
    text = (CATALOGUE / "strategy.yaml").read_text(encoding="utf-8")
    own = tmp_path / "strategy.yaml"
    own.write_text(text, encoding="utf-8")
    assert _plan_kinds(tmp_path).level == "ok"
    assert "strategy.yaml" not in _plan_kinds(tmp_path).text
    own.write_text(text.replace("share: 50", "share: 150"), encoding="utf-8")
    found = _plan_kinds(tmp_path)
    assert "strategy.yaml" in found.text
    assert "when.share" in found.text
    assert found.level == "error"
    assert found.mend
