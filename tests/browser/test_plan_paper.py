"""Plans on paper: what is read is there, folded or not, and what is pressed isn't; nothing is cut off."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page, expect

from pejling.analysis.plans.plan_file import read_plan
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.actions import take_in
from pejling.quality.plans.models import Plan
from tests.browser.test_plans import EXAMPLE, Visit, at

CONTRACT = EXAMPLE.with_name("results_contract_2021.yaml")
A4 = (595, 842)


def taken_in(school: Organisation, path: Path) -> Plan:
    value = read_plan(path.read_text(encoding="utf-8")).plan
    assert value is not None
    return take_in(by=None, organisation=school, plan=value)


def printed(page: Page) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def words_of(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_overview_has_what_is_folded_away_and_nothing_to_press(
    visit: Visit, schools: dict[str, Organisation]
) -> None:
    plan = taken_in(schools["small"], EXAMPLE)
    page = visit("quality_lead")
    page.goto(at(plan))
    expect(page.get_by_text("Skolens kvalitetsrapport 2020")).to_be_hidden()
    said = words_of(printed(page))
    assert "Skolens kvalitetsrapport 2020" in said  # a document that it rests on, folded away on the screen
    for pressed in ("Send i høring", "Hent som fil", "Ret", "Tilføj", "Hop til indhold", "Log ud"):
        assert pressed not in said.split(), pressed
    assert "Send i høring" not in said


def test_a_total_stands_at_the_end_and_only_there(visit: Visit, schools: dict[str, Organisation]) -> None:
    plan = taken_in(schools["small"], CONTRACT)
    page = visit("quality_lead")
    page.goto(at(plan, "score"))
    reader = printed(page)
    assert len(reader.pages) > 1
    assert words_of(reader).count("I alt") == 1


@pytest.mark.parametrize(("tab", "lies"), [("timeline", False), ("board", True), ("cycle", False)])
def test_the_page_lies_down_where_there_is_much_beside_each_other(
    tab: str, lies: bool, visit: Visit, schools: dict[str, Organisation]
) -> None:
    plan = taken_in(schools["small"], EXAMPLE)
    page = visit("quality_lead")
    page.goto(at(plan, tab))
    reader = printed(page)
    wide = [bool(one.mediabox.width > one.mediabox.height) for one in reader.pages]
    assert set(wide) == {lies}
    # Nothing is wider than the paper is between its margins: the browser would cut it off.
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1030 if lies else 702, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
