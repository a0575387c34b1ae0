"""The annual cycle in a browser: wide and narrow, by axe, and a step marked with the keyboard and without script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Plan
from pejling.web.components.today import today
from tests.browser.test_pages import NARROW, WIDE, faults, fits

Visit = Callable[..., Page]


@pytest.fixture
def plan(schools: dict[str, Organisation]) -> Plan:
    year = today().year
    return Plan.objects.create(
        organisation=schools["small"], kind="self_evaluation", title=f"Selvevaluering {year}",
        period_from=date(year, 1, 1), period_to=date(year, 12, 31),
    )  # fmt: skip


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_year_and_a_step_marked_as_done(width: int, visit: Visit, plan: Plan, watched: list[str]) -> None:
    page = visit("quality_lead", width=width)
    page.goto(f"/schools/{plan.organisation.uuid}/cycle/")
    expect(page.get_by_role("img", name="som hjul")).to_be_visible()
    assert faults(page) == []
    assert fits(page)
    beside = page.locator(".pj-year-list").bounding_box(), page.locator(".pj-year-wheel").bounding_box()
    assert beside[0] and beside[1]
    # Beside each other where there is room; on a telephone the list comes first.
    assert (beside[0]["x"] < beside[1]["x"]) if width == WIDE else (beside[0]["y"] < beside[1]["y"])
    page.get_by_role("link", name="Resultatoverblik").press("Enter")
    step = page.locator("#s-results_overview")
    step.get_by_text("Markér som udført: Resultatoverblik").press("Enter")
    step.get_by_label("Note").fill("Set på chefmødet")
    assert faults(page) == []
    assert fits(page)
    step.locator("input[name=day]").fill(date(today().year, 1, 1).isoformat())
    step.get_by_role("button", name="Markér som udført").press("Enter")
    expect(step).to_contain_text("Set på chefmødet")
    expect(step.get_by_role("button", name="Åbn igen")).to_be_visible()


def test_without_script(visit: Visit, plan: Plan) -> None:
    page = visit("quality_lead", scripts=False)
    page.goto(f"/schools/{plan.organisation.uuid}/plans/{plan.uuid}/cycle/")
    step = page.locator("#s-results_overview")
    step.locator("summary").first.click()
    step.get_by_role("button", name="Markér som udført").click()
    expect(step).to_contain_text("Udført den")


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("rest", ["calendar/", "reminders/", "plans/{plan}/consultation/send/"])
def test_the_other_pages(rest: str, width: int, visit: Visit, plan: Plan, watched: list[str]) -> None:
    page = visit("quality_lead", width=width)
    page.goto(f"/schools/{plan.organisation.uuid}/{rest.format(plan=plan.uuid)}")
    assert faults(page) == []
    assert fits(page)
