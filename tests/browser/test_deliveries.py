"""Files delivered in a real browser: dropped or chosen, with and without script, wide and narrow, by axe's rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from pejling.base.jobs.doing import run_waiting
from pejling.facts.deliveries.models import Delivery
from tests.browser.test_pages import NARROW, WIDE, Visit, faults, fits, path_of
from tests.integration.facts.school_files import ENROLMENTS, enrolment, write
from tests.integration.web.small_school import SECOND, rows_on

_DROP = """([name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name, {type: "text/csv"}));
  document.querySelector("[data-drop-zone]").dispatchEvent(
    new DragEvent("drop", {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""


def changed_file(folder: Path) -> Path:
    """The small school's newest extract with one class changed and one row that can't be read."""
    rows = rows_on(SECOND)
    rows[0] = {**rows[0], "Hold": "NYT"}
    return write(folder / "udtraek.csv", ENROLMENTS, [*rows, enrolment("RET-1", "32-13-2026", Tilmeldt="")])


def faultless(page: Page) -> None:
    assert faults(page) == [], page.url
    assert fits(page), page.url


def worked(page: Page) -> None:
    """The worker does what waits; the page is asked for anew, unless it goes on by itself in that moment."""
    run_waiting()
    try:
        page.reload()
    except Error:
        page.wait_for_load_state()


@pytest.mark.parametrize(("width", "scripts"), [(WIDE, True), (NARROW, False)])
def test_a_delivery_from_files_to_mending_and_undo(
    width: int, scripts: bool, visit: Visit, watched: list[str], tmp_path: Path
) -> None:
    file = changed_file(tmp_path)
    page = visit("quality_lead", width=width, scripts=scripts)
    check = faultless if scripts else (lambda _page: None)  # axe needs script
    page.goto(path_of(page, "/data/new/"))
    check(page)
    if scripts:
        page.evaluate(_DROP, [file.name, file.read_text(encoding="utf-8")])
        expect(page.locator("[data-drop-list] li")).to_have_text("udtraek.csv")
    else:
        page.set_input_files("#files", str(file))
    page.get_by_role("button", name="Send filerne").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("udtraek.csv")
    expect(page.locator("#id_mapping")).to_have_value("uddata")
    check(page)
    page.locator("form[data-unsaved] .button-primary").click()
    worked(page)
    expect(page.get_by_role("heading", name="Hvad der ville blive ændret")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Se det felt for felt").click()
    expect(page.locator("ins")).to_have_text("NYT")
    check(page)
    page.go_back()
    page.get_by_role("button", name=re.compile("^Tag de andre")).click()
    worked(page)
    page.get_by_role("link", name=re.compile("^Se leverancen")).click()
    check(page)

    page.get_by_role("link", name="Ret rækkerne her").click()
    check(page)
    page.get_by_label("Startdato").fill("01-09-2026")
    page.get_by_label("Tilmeldt").fill("01-09-2026") if page.get_by_label("Tilmeldt").count() else None
    page.get_by_role("button", name="Prøv de ændrede rækker").click()
    worked(page)
    page.get_by_role("button", name=re.compile("^Tag ")).click()
    worked(page)
    page.get_by_role("link", name=re.compile("^Se leverancen")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rettelser til")
    page.get_by_role("link", name=re.compile("^Fortryd leverancen")).click()
    check(page)
    page.get_by_role("button", name="Ja, fortryd den").click()
    worked(page)
    assert [d.state for d in Delivery.objects.order_by("-id")[:2]] == ["undone", "active"]
    assert watched == []
