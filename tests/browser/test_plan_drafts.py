"""What is kept of a form that stands on its page for ever: gone when it is saved, there again when it was not."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Placing, Plan
from tests.browser.test_plans import Visit, at, plan

__all__ = ["plan"]
KEPT = "Object.keys(localStorage).length"


@pytest.mark.parametrize(("form", "field"), [("addendum", "text"), ("follow", "narrative")])
def test_saved_words_are_not_offered_again(
    form: str, field: str, visit: Visit, plan: Plan, schools: dict[str, Organisation]
) -> None:
    action = Placing.objects.filter(goal__plan=plan).first().action
    action.follow_ups.create(organisation=schools["small"], day=plan.period_from, narrative="Før")
    page = visit("quality_lead")
    page.goto(at(plan, "actions", str(action.uuid)))
    box = page.locator("details.pj-more").filter(has=page.locator(f'form[data-draft*="-{form}-"]'))
    box.locator("summary").click()
    box.locator(f"textarea[name={field}]").fill("Skrevet én gang")
    assert page.evaluate(KEPT) == 1
    # Lost before it was saved: the form is open with the words in it.
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(box.locator(f"textarea[name={field}]")).to_be_visible()
    expect(box.locator(f"textarea[name={field}]")).to_have_value("Skrevet én gang")
    box.get_by_role("button", name="Gem").click()
    expect(page.locator("main")).to_contain_text("Skrevet én gang")
    assert page.evaluate(KEPT) == 0
    page.reload()
    expect(box.locator(f"textarea[name={field}]")).to_have_value("")
    expect(box.locator("[role=status]")).to_have_count(0)
