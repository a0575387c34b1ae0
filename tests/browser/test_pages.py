"""The pages in a real browser: wide and narrow, by keyboard, without script, and by axe's rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
ROLES = ("administrator", "quality_lead", "counsellor", "board")
WIDE, NARROW, NARROWEST = 1280, 360, 320


def settled(page: Page) -> Page:
    """Wait until the pictures are drawn: then nothing on the page moves any more."""
    page.wait_for_load_state("load")
    for place in page.locator("[data-picture]").all():
        expect(place.locator("svg")).to_be_visible()
    return page


def faults(page: Page) -> list[str]:
    """What axe finds wrong, in one line each."""
    found = Axe().run(settled(page)).response["violations"]
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in found
        for node in fault["nodes"]
    ]


def fits(page: Page) -> bool:
    """Whether the page itself doesn't scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def path_of(page: Page, rest: str) -> str:
    """An address at the school of the page."""
    return page.url.split("/retention/")[0] + rest


@pytest.mark.parametrize("role", ROLES)
def test_each_role_walks_the_pages_wide_and_narrow(role: str, visit: Visit, watched: list[str]) -> None:
    for width in (WIDE, NARROW):
        page = visit(role, width=width)
        assert faults(page) == []
        assert fits(page)
        for rest in (
            "/figures/",
            "/figures/dropout/?by=department",
            *(["/data/"] if role in ROLES[:2] else []),
        ):
            page.goto(path_of(page, "") + rest if "/retention/" not in page.url else path_of(page, rest))
            assert faults(page) == [], rest
            assert fits(page), rest
            page.go_back()
            page.wait_for_url("**/retention/")
    assert watched == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_empty_and_error_states_have_no_faults(width: int, visit: Visit, watched: list[str]) -> None:
    page = visit("quality_lead", "empty", width)
    for rest in ("/retention/", "/figures/", "/figures/absence/", "/data/"):
        page.goto(f"{page.url.split('/schools/')[0]}/schools/{page.url.split('/schools/')[1][:36]}{rest}")
        assert faults(page) == [], rest
        assert fits(page), rest
    assert watched == []
    for rest in ("/retention/?months=13", "/figures/nonsense/"):
        page.goto(f"{page.url.split('/schools/')[0]}/schools/{page.url.split('/schools/')[1][:36]}{rest}")
        assert faults(page) == [], rest
    board = visit("board", width=width)
    board.goto(f"{board.url}?rows=class")
    expect(board.get_by_role("heading", level=1)).to_have_text("Du har ikke adgang hertil")
    assert faults(board) == []


def test_log_in_and_its_errors_have_no_faults(visit: Visit, watched: list[str]) -> None:
    for width in (WIDE, NARROWEST):
        page = visit(width=width)
        assert faults(page) == []
        page.get_by_label("E-mail").fill("ingen@skole.example")
        page.get_by_label("Adgangskode").fill("forkert")
        with page.expect_navigation():
            page.get_by_role("button", name="Log ind", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("passer ikke til en konto")
        assert faults(page) == []
        assert fits(page)
        for address in ("/accessibility/", "/definitions/", "/personal-data/", "/nowhere/"):
            page.goto(address)
            assert faults(page) == [], address
            assert fits(page), address
    assert [said for said in watched if "400" not in said and "404" not in said] == []


def test_the_filters_are_reached_and_used_by_keyboard_alone(visit: Visit, watched: list[str]) -> None:
    page = settled(visit("quality_lead"))
    page.keyboard.press("Tab")
    expect(page.locator("a.skipnav")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
    for _presses in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "f-department":
            break
    expect(page.locator("#f-department")).to_be_focused()
    page.keyboard.type("Nord")
    while page.evaluate("document.activeElement.textContent.trim()") != "Vis":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**department=Nord**")
    expect(page.locator("#results .pj-facts")).to_contain_text("47")  # 20 + 24 + 3 at Nord
    settled(page)
    region = page.locator("#results [role=region]").first
    region.focus()
    expect(region).to_be_focused()
    assert watched == []


def test_without_script_everything_is_there(visit: Visit) -> None:
    page = visit("quality_lead", scripts=False)
    page.locator("#f-programme").select_option("SSA")
    page.get_by_role("button", name="Vis", exact=True).click()
    page.wait_for_url("**programme=SSA**")
    picture = page.locator(".pj-picture img")
    expect(picture).to_be_visible()
    answer = page.request.get(picture.get_attribute("src"))
    assert answer.ok and answer.text().startswith("<svg")


def test_the_language_is_switched_and_stays(visit: Visit, watched: list[str]) -> None:
    page = settled(visit("quality_lead"))
    page.get_by_role("button", name="EN – English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Retention")
    assert page.locator("html").get_attribute("lang") == "en"
    assert faults(page) == []
    assert watched == []


def test_the_narrowest_screen_scrolls_no_page(visit: Visit) -> None:
    page = settled(visit("quality_lead", width=NARROWEST))
    assert fits(page)
    page.goto(path_of(page, "/figures/interruption/"))
    assert fits(settled(page))
