"""What is kept of a form that stands on its page for ever: gone when it is saved, there again when it was not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.catalogue import kinds
from pejling.quality.plans.consulting import Asked, open_consultation
from pejling.quality.plans.models import Placing, Plan
from pejling.web.components.today import today
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


def test_an_answer_to_a_consultation_survives_a_lost_connection(
    visit: Visit, plan: Plan, schools: dict[str, Organisation]
) -> None:
    open_consultation(
        by=None, organisation=schools["small"], plan=plan, kinds=kinds(), parties=[Asked("luu"), Asked("staff")],
        on=today(), until=today() + timedelta(days=14),
    )  # fmt: skip
    page = visit("luu")
    page.goto(at(plan, "consultation"))
    page.locator("textarea[name=text]").fill("Vi savner oplæringsvejlederne")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send svaret").click()
    page.context.set_offline(False)
    page.goto(at(plan, "consultation"))
    expect(page.locator("textarea[name=text]")).to_have_value("Vi savner oplæringsvejlederne")
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_text("Dit svar er gemt")).to_be_visible()
    assert page.evaluate(KEPT) == 0


def test_who_saves_without_a_connection_is_told_beside_the_button(visit: Visit, plan: Plan) -> None:
    goal = plan.goals.first()
    page = visit("quality_lead")
    page.goto(at(plan, "parts", "goal", str(goal.uuid)))
    page.locator("textarea[name=reason]").fill("Skrevet uden net")
    page.context.set_offline(True)
    page.get_by_role("button", name="Gem").click()
    told = page.get_by_role("alert").filter(has_text="ingen forbindelse")
    expect(told).to_be_in_viewport()
    # The form still holds what isn't saved: leaving it asks.
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.context.set_offline(False)
    page.evaluate("window.location.reload()")
    expect(page.locator("textarea[name=reason]")).to_have_value("Skrevet uden net")
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Gem").click()
    expect(page.locator("main")).to_contain_text("Skrevet uden net")
    expect(told).to_have_count(0)
    goal.refresh_from_db()
    assert goal.reason == "Skrevet uden net"


@pytest.mark.parametrize("lost", ["connection", "server"])
def test_words_that_were_sent_and_not_saved_wait_though_other_pages_are_read_first(
    lost: str, visit: Visit, plan: Plan
) -> None:
    goal = plan.goals.first()
    page = visit("quality_lead")
    where = at(plan, "parts", "goal", str(goal.uuid))
    page.goto(where)
    page.locator("textarea[name=reason]").fill("Skrevet forgæves")
    if lost == "connection":
        page.context.set_offline(True)
    else:
        page.route(
            "**" + where, lambda route: route.fulfill(status=500, body="<main id=main-content>!</main>")
        )
    page.get_by_role("button", name="Gem").click()
    if lost == "server":
        expect(page.locator("main")).to_have_text("!")
        page.unroute("**" + where)
    page.context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(at(plan))
    page.goto(where)
    expect(page.locator("textarea[name=reason]")).to_have_value("Skrevet forgæves")
