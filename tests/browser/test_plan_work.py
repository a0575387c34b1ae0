"""Working on a plan in a browser: a card moved by keyboard and by dragging; pages wide and narrow, by axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Action, Plan
from tests.browser.test_pages import NARROW, WIDE, faults, fits
from tests.integration.web.worked_plan import worked_plan

Visit = Callable[..., Page]


@pytest.fixture
def plan(schools: dict[str, Organisation]) -> Plan:
    return worked_plan(schools["small"])


def at(plan: Plan, *rest: str) -> str:
    return "/".join((f"/schools/{plan.organisation.uuid}/plans", *rest, ""))


def state(title: str) -> str:
    return Action.objects.get(title=title).state


def test_a_card_is_moved_by_keyboard_and_by_dragging(visit: Visit, plan: Plan, watched: list[str]) -> None:
    page = visit("quality_lead", width=WIDE)
    page.goto(at(plan, str(plan.uuid), "board"))
    action = Action.objects.get(title="Sent")
    page.locator(f"#state-{action.uuid}").select_option("paused")
    page.locator(f"#a-{action.uuid} button").press("Enter")
    expect(page.locator("[data-lane=paused]")).to_contain_text("Sent")
    assert state("Sent") == "paused"
    # Undone where it is told: one step by keyboard from the card that was moved.
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Fortryd")).to_be_focused()
    page.get_by_role("button", name="Fortryd").click()
    expect(page.locator("[data-lane=running]")).to_contain_text("Sent")
    page.locator(f"#a-{action.uuid} .pj-card-title").drag_to(page.locator("[data-lane=stopped]"))
    expect(page.locator("[data-lane=stopped]")).to_contain_text("Sent")
    assert state("Sent") == "stopped"


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_pages_have_no_faults_and_fit(width: int, visit: Visit, plan: Plan, watched: list[str]) -> None:
    page, action = visit("quality_lead", width=width), Action.objects.get(title="Sent")
    where = at(plan, str(plan.uuid), "actions", str(action.uuid))
    page.goto(where)
    page.fill("#text-comment", "Skal vi flytte mødet?")
    page.get_by_role("button", name="Skriv kommentaren").click()
    expect(page.locator(".pj-remark")).to_contain_text("Skal vi flytte mødet?")
    # What is saved isn't put back as a draft.
    expect(page.locator("#text-comment")).to_have_value("")
    for address in (
        where,
        at(plan, "actions"),
        at(plan, "mentions"),
        at(plan, str(plan.uuid), "board"),
        at(plan, str(plan.uuid), "timeline"),
        at(plan, str(plan.uuid), "parts", "goal", str(plan.goals.first().uuid), "remarks"),
        at(plan, str(plan.uuid), "actions", str(action.uuid), "copy"),
    ):
        page.goto(address)
        assert faults(page) == [], address
        assert fits(page), address
