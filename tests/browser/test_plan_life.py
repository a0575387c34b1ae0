"""A plan's life in a browser: a meeting walks through its actions by keyboard; every page wide and narrow, by axe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pejling.analysis.plans.plan_file import read_plan
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.actions import begin_review, revise_plan, take_in
from pejling.quality.plans.models import FollowUp, Plan
from tests.browser.test_pages import NARROW, WIDE, faults, fits

Visit = Callable[..., Page]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def taken_in(school: Organisation, name: str) -> Plan:
    value = read_plan((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")).plan
    assert value is not None
    return take_in(by=None, organisation=school, plan=value)


def at(plan: Plan, *rest: str) -> str:
    return "/".join((f"/schools/{plan.organisation.uuid}/plans/{plan.uuid}", *rest, ""))


def test_a_meeting_walks_through_the_actions_by_keyboard(
    visit: Visit, schools: dict[str, Organisation], watched: list[str]
) -> None:
    plan, page = taken_in(schools["small"], "self_evaluation_2021"), visit("quality_lead", width=WIDE)
    page.goto(at(plan, "follow"))
    assert faults(page) == []
    assert fits(page)
    page.get_by_role("link", name="Gå dem alle igennem").press("Enter")
    first = page.locator("#h-walk").inner_text()
    assert faults(page) == []
    page.locator("textarea[name=narrative]").press_sequentially("Gennemgået")
    page.locator("select[name=decision]").press("F")
    page.get_by_role("button", name="Gem, og videre").press("Enter")
    expect(page.locator("#h-walk")).not_to_have_text(first)
    assert FollowUp.objects.get().narrative == "Gennemgået"
    page.get_by_role("link", name="Forrige").press("Enter")
    expect(page.locator(".pj-leaves")).to_contain_text("Gennemgået")
    assert watched == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_pages_of_a_shared_plan(
    width: int, visit: Visit, schools: dict[str, Organisation], watched: list[str]
) -> None:
    school = schools["small"]
    plan = taken_in(school, "strategy_2024_2028")
    Plan.objects.filter(pk=plan.pk).update(state="adopted", adopted_on=plan.period_from)
    review = begin_review(
        by=None, organisation=school, plan=Plan.objects.get(pk=plan.pk), title="Midtvejs", day="2026-05-04"
    )
    goals = [str(goal.uuid) for goal in plan.goals.exclude(label="1.b")]
    new = revise_plan(
        by=None, organisation=school, plan=plan, title="Ny", period=(date(2026, 1, 1), date(2028, 12, 31)),
        goals=goals, actions=(), commitments=True,
    )  # fmt: skip
    theme, partner = plan.goals.get(label="1.a"), plan.partners.first()
    page = visit("quality_lead", width=width)
    pages = [
        at(plan), at(plan, "partners"), at(plan, "goals", str(theme.uuid), "partners", str(partner.uuid)),
        at(plan, "reviews"), at(plan, "reviews", str(review.uuid)), at(plan, "revise"), at(new, "compare"),
        at(new, "last-year"), at(new, "check"), at(plan, "follow"),
    ]  # fmt: skip
    for where in pages:
        page.goto(where)
        assert faults(page) == [], where
        assert fits(page), where
    assert watched == []
