"""Plans in a browser: changed in place, with script and without, with a lost connection, wide and narrow, by axe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pejling.analysis.plans.plan_file import read_plan
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.actions import take_in
from pejling.quality.plans.models import Goal, Plan
from tests.browser.test_pages import NARROW, WIDE, faults, fits

Visit = Callable[..., Page]
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "self_evaluation_2021.yaml"


@pytest.fixture
def plan(schools: dict[str, Organisation]) -> Plan:
    value = read_plan(EXAMPLE.read_text(encoding="utf-8")).plan
    assert value is not None
    return take_in(by=None, organisation=schools["small"], plan=value)


def at(plan: Plan, *rest: str) -> str:
    return "/".join((f"/schools/{plan.organisation.uuid}/plans/{plan.uuid}", *rest, ""))


def first_goal(plan: Plan) -> Goal:
    return plan.goals.filter(parent=None).order_by("position").first()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_goal_is_changed_where_it_stands(width: int, visit: Visit, plan: Plan, watched: list[str]) -> None:
    goal, page = first_goal(plan), visit("quality_lead", width=width)
    page.goto(at(plan))
    assert faults(page) == []
    assert fits(page)
    part = page.locator(f"#p-{goal.uuid}")
    part.locator("[data-edit]").press("Enter")
    field = part.locator("textarea[name=reason]")
    expect(field).to_be_visible()
    assert page.url.endswith(at(plan))
    assert faults(page) == []
    assert fits(page)
    field.fill("En ny begrundelse")
    part.get_by_role("button", name="Gem").click()
    expect(part.locator("form.pj-part-form")).to_have_count(0)
    expect(part).to_contain_text("En ny begrundelse")
    goal.refresh_from_db()
    assert goal.reason == "En ny begrundelse"
    # A keyboard goes on from where it was, and nothing waits to be put back.
    assert page.evaluate("document.activeElement.hasAttribute('data-edit')")
    page.wait_for_function("Object.keys(localStorage).length === 0")


def test_what_is_written_without_a_connection_is_there_again(visit: Visit, plan: Plan) -> None:
    goal, page = first_goal(plan), visit("quality_lead", width=WIDE)
    where = at(plan, "parts", "goal", str(goal.uuid))
    page.goto(where)
    page.fill("textarea[name=reason]", "Skrevet i toget")
    page.context.set_offline(True)
    page.get_by_role("button", name="Gem").click()
    expect(page.locator("textarea[name=reason]")).to_have_value("Skrevet i toget")
    page.context.set_offline(False)
    # The tab is closed; another day the page is opened anew.
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(where)
    expect(page.locator("textarea[name=reason]")).to_have_value("Skrevet i toget")
    notice = page.locator("form.pj-part-form [role=status]")
    expect(notice).to_contain_text("sat ind igen")
    page.get_by_role("button", name="Gem").click()
    expect(page.locator("form.pj-part-form")).to_have_count(0)
    goal.refresh_from_db()
    assert goal.reason == "Skrevet i toget"
    page.wait_for_function("Object.keys(localStorage).length === 0")


def test_a_draft_is_undone(visit: Visit, plan: Plan) -> None:
    goal, page = first_goal(plan), visit("quality_lead", width=WIDE)
    where = at(plan, "parts", "goal", str(goal.uuid))
    page.goto(where)
    page.fill("textarea[name=reason]", "Noget andet")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(where)
    page.get_by_role("button", name="Fortryd kladden").click()
    expect(page.locator("textarea[name=reason]")).to_have_value(goal.reason)
    page.wait_for_function("Object.keys(localStorage).length === 0")


def test_who_logs_out_leaves_no_draft_behind(visit: Visit, plan: Plan) -> None:
    page = visit("quality_lead", width=WIDE)
    page.goto(at(plan, "parts", "goal", str(first_goal(plan).uuid)))
    page.fill("textarea[name=reason]", "Noget andet")
    assert page.evaluate("Object.keys(localStorage).length") == 1
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Log ud").click()
    expect(page.get_by_role("button", name="Log ud")).to_have_count(0)
    page.wait_for_function("Object.keys(localStorage).length === 0")


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("rest", [("check",), ("compare",), ("step", "send_to_consultation")])
def test_the_other_pages(
    rest: tuple[str, ...], width: int, visit: Visit, plan: Plan, watched: list[str]
) -> None:
    page = visit("quality_lead", width=width)
    page.goto(at(plan, *rest))
    assert faults(page) == []
    assert fits(page)


def test_a_weight_mended_in_place_takes_the_warning_away(
    visit: Visit, schools: dict[str, Organisation]
) -> None:
    """The contract's six goals weigh 100 together, the first of them 30; it is changed, and changed back."""
    value = read_plan(EXAMPLE.with_name("results_contract_2021.yaml").read_text(encoding="utf-8")).plan
    assert value is not None
    made = take_in(by=None, organisation=schools["small"], plan=value)
    page, told = visit("quality_lead"), "Vægtene går ikke op endnu"
    page.goto(at(made))
    expect(page.get_by_text(told)).to_have_count(0)
    part = page.locator(f"#p-{made.goals.get(weight=30).uuid}")
    for weight, warnings in (("31", 1), ("30", 0)):
        part.get_by_role("link", name="Ret").first.click()
        part.locator("input[name=weight]").fill(weight)
        part.get_by_role("button", name="Gem").click()
        expect(part.locator("input[name=weight]")).to_have_count(0)
        expect(page.get_by_text(told)).to_have_count(warnings)
