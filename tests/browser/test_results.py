"""The results pages in a real browser: by axe's rules, wide and narrow, by keyboard, without script, and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from pejling.base.organisations.models import Organisation
from tests.browser.test_pages import NARROW, WIDE, Visit, faults, fits, path_of
from tests.integration.web.test_results_pages import ROWS
from tests.integration.web.test_results_pages import deliver as deliver_results

PAGES = ("/results/", "/results/dropout/", "/results/sources/etu/", "/results/sources/umv/")


@pytest.fixture
def results(schools: dict[str, Organisation], tmp_path: Path) -> Iterator[None]:
    """Results of others at the small school; none at the empty one."""
    with override_settings(DEMO=True):
        deliver_results(schools["small"], tmp_path, ROWS)
        yield


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("role", "school"), [("quality_lead", "small"), ("board", "small"), ("board", "empty")]
)
def test_no_faults(
    role: str, school: str, width: int, results: None, visit: Visit, watched: list[str]
) -> None:
    page = visit(role, school, width)
    start = path_of(page, "")
    for rest in PAGES:
        page.goto(start + rest)
        assert faults(page) == [], rest
        assert fits(page), rest
    assert watched == []


def opened(page: Page) -> None:
    page.get_by_role("link", name="Resultater", exact=True).click()
    page.get_by_role("link", name="Læringsmiljø").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_menu_to_one_figure_and_back(
    scripts: bool, results: None, visit: Visit, watched: list[str]
) -> None:
    page = visit("quality_lead", scripts=scripts)
    opened(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Læringsmiljø")
    picture = page.get_by_role("img", name="Tallet periode for periode")
    expect(picture).to_be_visible()
    # An address that holds the picture itself must be let through by the page's own rules.
    assert picture.evaluate("one => one.complete && one.naturalWidth > 0")
    if scripts:
        assert faults(page) == []
    page.get_by_role("link", name="Resultater").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Resultater")
    assert watched == []


def test_on_paper_every_table_is_whole(results: None, visit: Visit) -> None:
    page = visit("quality_lead")
    page.goto(path_of(page, "/results/"))
    page.emulate_media(media="print")
    assert page.locator(".pj-scroll").first.evaluate("one => getComputedStyle(one).overflowX") == "visible"
    expect(page.get_by_role("link", name="Alt i Excel")).to_be_hidden()
    expect(page.get_by_role("heading", name="Elevtrivselsundersøgelsen (ETU)")).to_be_visible()
