"""A measure's rule and a plan's score in a browser: with script and without, wide and narrow, by axe's rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pejling.analysis.plans.plan_file import read_plan
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.actions import take_in
from pejling.quality.plans.models import Goal, Measure, Plan
from tests.browser.test_pages import NARROW, WIDE, faults, fits
from tests.browser.test_plans import at

Visit = Callable[..., Page]
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "results_contract_2021.yaml"


@pytest.fixture
def plan(schools: dict[str, Organisation]) -> Plan:
    value = read_plan(EXAMPLE.read_text(encoding="utf-8")).plan
    assert value is not None
    return take_in(by=None, organisation=schools["small"], plan=value)


@pytest.mark.parametrize(("width", "scripts"), [(WIDE, True), (NARROW, True), (NARROW, False)])
def test_a_rule_of_another_kind_is_written(
    width: int, scripts: bool, visit: Visit, plan: Plan, watched: list[str]
) -> None:
    """Nothing at 15 per cent, all at 10: 11 per cent gives 1.6 of the weight 2."""
    measure = Measure.objects.get(goal__plan=plan, rule__kind="threshold")
    page = visit("quality_lead", width=width, scripts=scripts)
    page.goto(at(plan, "measured", "measure", str(measure.uuid)))
    page.get_by_role("link", name="Ændr reglen og dens værdier").click()
    page.select_option("#r-kind", "linear")
    if not scripts:
        page.get_by_role("button", name="Vis felterne").click()
    expect(page.locator("#r-nothing_at")).to_be_visible()
    page.fill("#r-nothing_at", "15")
    page.fill("#r-value", "11")
    page.get_by_role("button", name="Gem").click()
    expect(page.locator("#r-all_at-error")).to_be_visible()
    if scripts:
        assert faults(page) == []
        assert fits(page)
    page.fill("#r-all_at", "10")
    page.get_by_role("button", name="Gem").click()
    expect(page.locator(".pj-gives")).to_have_text("Tallet er 11 %: giver 1,6 af 2")
    if scripts:
        assert faults(page) == []
        assert fits(page)
        page.wait_for_function("Object.keys(localStorage).length === 0")
    # The browser itself notes an answer that isn't 200; nothing else is amiss.
    assert [said for said in watched if "422" not in said] == []


@pytest.mark.parametrize(("width", "scripts"), [(WIDE, True), (NARROW, True), (NARROW, False)])
def test_what_if_shows_the_total_and_saves_nothing(
    width: int, scripts: bool, visit: Visit, plan: Plan, watched: list[str]
) -> None:
    goal = Goal.objects.get(plan=plan, weight=5)
    page = visit("board" if scripts else "quality_lead", width=width, scripts=scripts)
    if scripts:  # the board reads what has been adopted, and may try as well as anybody
        Plan.objects.filter(pk=plan.pk).update(state="adopted", adopted_on=plan.period_from)
    page.goto(at(plan, "score"))
    expect(page.locator("#score-total")).to_contain_text("75,75 af 100")
    if scripts:
        assert faults(page) == []
        assert fits(page)
    page.locator(f'details:has([name="w-{goal.uuid}"]) summary').click()
    page.fill(f'[name="w-{goal.uuid}"]', "5")
    if not scripts:
        page.get_by_role("button", name="Se det samlede tal").click()
    expect(page.locator("#score-total")).to_contain_text("78,25 af 100")
    expect(page.locator("#score-total")).to_contain_text("75,75 af 100")
    expect(page.locator(f'[name="w-{goal.uuid}"]')).to_have_value("5")
    if scripts:
        # Whoever writes goes on writing, and sees the total meanwhile.
        expect(page.locator(f'[name="w-{goal.uuid}"]')).to_be_focused()
        expect(page.locator("#score-total")).to_be_in_viewport()
        assert faults(page) == []
    goal.refresh_from_db()
    assert goal.result == 2.5
    assert watched == []
