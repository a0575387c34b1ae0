"""The demo school's plans: the examples that come with Pejling, as plans of that school.

The strategy and the results contract are adopted, so that the board and the partners have something to read; the
self-evaluation is a draft, so that there is something to change. The municipality's training programme and the other
school's plan are there, too, and say in their titles whose they are.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pejling.analysis.plans.checking import missing
from pejling.analysis.plans.kinds import plan_kinds
from pejling.analysis.plans.plan_file import read_plan
from pejling.analysis.plans.plan_model import Plan as PlanValue
from pejling.base.organisations.models import Organisation
from pejling.facts.snapshots.queries import newest
from pejling.flows.demo.plan_life import at_home, followed_up
from pejling.quality.indicators.asked import make_ready
from pejling.quality.plans.actions import accept_gaps, take_in, take_step
from pejling.quality.plans.figures import asked_by_plans
from pejling.quality.plans.models import Plan
from pejling.quality.plans.queries import plan_value

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
#: example -> whether it is adopted
NAMES = {
    "self_evaluation_2021": False,
    "results_contract_2021": True,
    "strategy_2024_2028": True,
    "training_programme_2023": True,
    "school_plan_2024_2025": False,
}
#: plans of organisations of another sort than the demo school
FOREIGN = {
    "training_programme_2023": "eksempel fra en kommune",
    "school_plan_2024_2025": "eksempel fra en folkeskole",
}
REASON = "Kilden til eksemplet siger det ikke (demo)"


def take_in_examples(school: Organisation) -> None:
    """Each example as a plan of the demo school's; none where Pejling is installed without its examples."""
    for name, adopted in NAMES.items():
        path = EXAMPLES / f"{name}.yaml"
        if not path.is_file():
            continue
        value = read_plan(path.read_text(encoding="utf-8")).plan
        if value is None:
            continue
        made = take_in(by=None, organisation=school, plan=_as_ours(name, value, school.name))
        if adopted:
            _adopt(school, made)
    snapshot = newest(school)
    if snapshot is not None:
        make_ready(by=None, organisation=school, snapshot=snapshot, asked=asked_by_plans(school))


def _as_ours(name: str, plan: PlanValue, school: str) -> PlanValue:
    """The example as a plan of the demo school's."""
    if name in FOREIGN:
        return replace(plan, title=f"{plan.title} ({FOREIGN[name]})")
    plan = replace(plan, organisation=school)
    if name == "strategy_2024_2028":
        return at_home(plan, school)
    return followed_up(plan) if name == "self_evaluation_2021" else plan


def _adopt(school: Organisation, plan: Plan) -> None:
    kinds = plan_kinds()
    value = plan_value(school, plan.uuid)
    gaps = [found.gap for found in missing(value, kinds[value.kind])]
    if gaps:
        accept_gaps(by=None, organisation=school, plan=plan, value=value, gaps=gaps, reason=REASON)
    take_step(by=None, organisation=school, plan=plan, step="adopt", kinds=kinds, on=plan.period_from)
