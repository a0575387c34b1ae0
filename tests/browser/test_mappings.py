"""Making a mapping by pointing in a browser: with script and without, wide and narrow, by axe's rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import SavedMapping, Upload
from pejling.facts.deliveries.upload_actions import open_upload
from pejling.facts.deliveries.upload_files import Incoming
from tests.browser.test_pages import NARROW, WIDE, faults, fits

Visit = Callable[..., Page]

OWN = "Nr;Linje;Fra;Hvad skete der\n" + "".join(
    f"{1700 + n};SSA;{n % 27 + 1:02d}-01-2025;{('Bestået', 'Stoppet', '')[n % 3]}\n" for n in range(60)
)


@pytest.fixture
def upload(schools: dict[str, Organisation]) -> Upload:
    return open_upload(by=None, organisation=schools["small"], files=[Incoming("liste.csv", [OWN.encode()])])


def pointing(page: Page, upload: Upload) -> Page:
    school = upload.organisation.uuid
    page.goto(f"/schools/{school}/data/mappings/new/?upload={upload.uuid}")
    return page


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_values_are_asked_for_as_soon_as_their_column_is_chosen(
    width: int, visit: Visit, upload: Upload, watched: list[str]
) -> None:
    page = pointing(visit("quality_lead", width=width), upload)
    assert faults(page) == []
    assert fits(page)
    page.focus("#f0-outcome")
    page.select_option("#f0-outcome", "4")
    meanings = page.locator("select[name=f0-outcome-m]")
    expect(meanings).to_have_count(2)
    # A keyboard goes on from where it was.
    assert page.evaluate("document.activeElement.id") == "f0-outcome"
    meanings.nth(0).select_option("completed")
    # What is written while the page is shown anew is still there afterwards.
    page.fill("#title", "Vores liste")
    page.select_option("#f0-programme", "2")
    expect(page.locator("#title")).to_have_value("Vores liste")
    page.locator("#pointing button[value=try]").click()
    expect(page.locator("#tried")).to_contain_text("40 rækker er i orden, 20 holdes ude")
    assert faults(page) == []
    assert fits(page)
    page.locator("#pointing button[value=save]").click()
    page.wait_for_url("**/uploads/**")
    saved = SavedMapping.objects.get(organisation=upload.organisation)
    page.goto(f"/schools/{upload.organisation.uuid}/data/mappings/{saved.uuid}/")
    assert faults(page) == []
    assert fits(page)
    page.goto(f"/schools/{upload.organisation.uuid}/data/mappings/")
    assert faults(page) == []
    assert fits(page)
    assert watched == []


def test_it_can_be_done_without_script(visit: Visit, upload: Upload) -> None:
    page = pointing(visit("quality_lead", scripts=False), upload)
    page.select_option("#f0-outcome", "4")
    page.locator("#pointing button[value=show]").click()
    page.locator("select[name=f0-outcome-m]").nth(0).select_option("completed")
    page.locator("select[name=f0-outcome-m]").nth(1).select_option("interrupted")
    page.fill("#title", "Vores liste")
    page.locator("#pointing button[value=save]").click()
    page.wait_for_url("**/uploads/**")
    assert SavedMapping.objects.filter(organisation=upload.organisation, title="Vores liste").exists()
