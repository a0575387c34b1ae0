"""The demo school's plans: the examples that come with Pejling, as plans of that school."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pejling.analysis.plans.plan_file import read_plan
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.actions import take_in

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
NAMES = ("self_evaluation_2021", "results_contract_2021", "strategy_2024_2028")


def take_in_examples(school: Organisation) -> None:
    """Each example as a draft of the demo school's; none where Pejling is installed without its examples."""
    for name in NAMES:
        path = EXAMPLES / f"{name}.yaml"
        if not path.is_file():
            continue
        value = read_plan(path.read_text(encoding="utf-8")).plan
        if value is not None:
            take_in(by=None, organisation=school, plan=replace(value, organisation=school.name))
