"""Lists, search and keys in a real browser: by keyboard, without script, narrow, and by axe's rules."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import NARROW, WIDE, Visit, faults, fits, path_of


def at(page: Page, rest: str) -> Page:
    """The page of that address at the school."""
    page.goto(path_of(page, rest))
    return page


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_with_lists_have_no_faults(width: int, visit: Visit, watched: list[str]) -> None:
    page = visit("administrator", width=width)
    start = page.url
    for rest in (
        "/administration/audit/?kind=Delivery&sort=-at",
        "/administration/audit/?subject=ffffffffffff",
        "/access-keys/",
        "/figures/?state=complete&columns=value",
        "/search/",
    ):
        page.goto(start)
        at(page, rest)
        assert faults(page) == [], rest
        assert fits(page), rest
    page.goto("/definitions/?q=frafald")
    assert faults(page) == []
    assert fits(page)
    assert watched == []


def test_a_list_is_filtered_in_place_and_focus_is_not_lost(visit: Visit, watched: list[str]) -> None:
    page = at(visit("administrator"), "/administration/audit/")
    page.locator("#audit-kind").select_option("Delivery")
    page.get_by_role("button", name="Vis", exact=True).first.press("Enter")
    page.wait_for_url("**kind=Delivery**")
    expect(page.locator("#audit-status")).to_have_text("4 rækker fundet")  # two received, two noted
    expect(page.locator("#audit tbody tr")).to_have_count(4)
    chip = page.get_by_role("link", name="Fjern filteret Slags: Leverance")
    chip.press("Enter")
    expect(chip).to_have_count(0)
    expect(page.locator("#audit-found")).to_be_focused()
    assert "kind=" not in page.url
    heading = page.locator("#audit-sort-at")
    heading.press("Enter")
    expect(page.locator('#audit th[aria-sort="ascending"]')).to_have_count(1)
    expect(page.locator("#audit-sort-at")).to_be_focused()
    page.go_back()
    expect(page.locator('#audit th[aria-sort="descending"]')).to_have_count(1)
    assert watched == []


def test_back_comes_to_the_same_place(visit: Visit) -> None:
    page = at(visit("quality_lead"), "/figures/?q=frafald")
    page.locator("#figures tbody a").first.click()
    page.locator(".breadcrumbs a", has_text="Nøgletal").click()
    page.wait_for_url("**/figures/?q=frafald")


def test_a_list_works_without_script(visit: Visit) -> None:
    page = at(visit("administrator", scripts=False), "/administration/audit/")
    page.locator("#audit-kind").select_option("Delivery")
    page.get_by_role("button", name="Vis", exact=True).first.click()
    expect(page.locator("#audit tbody tr")).to_have_count(4)
    page.get_by_text("Kolonner og rækker pr. side").click()
    page.locator("#audit-column-fields").check()
    page.locator("#audit .pj-chooser button").click()
    expect(page.locator("#audit thead th:visible")).to_have_count(6)
    assert "kind=Delivery" in page.url
    expect(page.get_by_role("button", name="Kopiér link")).to_have_count(0)


def test_searching_by_keyboard_leaves_no_name_in_the_address(visit: Visit, watched: list[str]) -> None:
    page = visit("quality_lead")
    page.locator("#header-q").fill("Anna N24-1")
    page.locator("#header-q").press("Enter")
    page.wait_for_url("**/search/")
    expect(page.get_by_role("link", name="Anna N24-1 (N24-1)")).to_be_visible()
    assert faults(page) == []
    page.reload()
    expect(page.get_by_role("link", name="Anna N24-1 (N24-1)")).to_be_visible()
    assert watched == []


def test_a_key_is_made_and_copied(visit: Visit, watched: list[str]) -> None:
    page = at(visit("quality_lead"), "/access-keys/")
    page.get_by_label("Navn").fill("Regneark")
    page.get_by_label("Tal og øjebliksbilleder").press("Space")
    page.get_by_role("button", name="Opret nøglen").press("Enter")
    key = page.locator("pre code").inner_text()
    assert key.startswith("pejling_")
    assert faults(page) == []
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopiér nøglen").click()
    expect(page.locator("#key-copied")).to_have_text("Kopieret")
    assert page.evaluate("navigator.clipboard.readText()") == key
    page.get_by_role("link", name="Jeg har kopieret den").click()
    expect(page.locator("#tokens tbody tr")).to_have_count(1)
    assert key not in page.content()
    assert watched == []


def test_unsaved_work_is_not_left_without_a_warning(visit: Visit, watched: list[str]) -> None:
    asked: list[str] = []
    page = at(visit("administrator"), "/organisation/add/")

    def answer(dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss() if len(asked) == 1 else dialog.accept()

    page.on("dialog", answer)
    page.goto(path_of_school(page, "/organisation/"))
    assert asked == []  # nothing has been written
    page.goto(path_of_school(page, "/organisation/add/"))
    page.locator("form[data-unsaved] input[type=text]").first.fill("Vest")
    page.locator(".breadcrumbs a").first.click(no_wait_after=True)
    expect(page.locator("form[data-unsaved] input[type=text]").first).to_have_value("Vest")
    assert asked == ["beforeunload"]
    page.locator(".breadcrumbs a").first.click()
    page.wait_for_url("**/retention/**")
    assert asked == ["beforeunload", "beforeunload"]
    assert watched == []


def path_of_school(page: Page, rest: str) -> str:
    """An address at the school of the page, whichever page it is."""
    before, after = page.url.split("/schools/")
    return f"{before}/schools/{after[:36]}{rest}"
