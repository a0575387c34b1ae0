"""A published report's page as a reader meets it: without script, at both widths, with nothing for axe to find."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from pejling.analysis.reports import bundle, forms
from pejling.analysis.reports.bundle import write_bundle
from tests.unit.analysis.reports.samples import REPORT

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path, monkeypatch):
    """Where the page lies; the documents beside it are tried elsewhere."""
    monkeypatch.setattr(
        bundle, "FORMS", tuple(form for form in forms.FORMS if form.key in ("figures", "page"))
    )
    write_bundle(REPORT, tmp_path / "report", links={"Tilgængelighedserklæring": "../statement/"})
    return f"file://{tmp_path / 'report' / 'index.html'}"


@pytest.mark.parametrize("width", [1280, 360])
def test_the_page_is_there_without_script_and_axe_finds_nothing(browser, address, width):
    # axe is put in past the page's own policy; what the policy refuses is looked for by the test below.
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    assert page.title() == "Selvevaluering 2025 – Ågård Social- og Sundhedsskole"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    context.close()


def test_its_own_policy_lets_style_and_fonts_through_and_the_keyboard_skips_to_the_report(browser, address):
    context = browser.new_context(java_script_enabled=True)
    page = context.new_page()
    complaints = []
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None
    )
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto(address)
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"IBM Plex Sans\"'))")
    assert page.locator("header.top").evaluate("one => getComputedStyle(one).borderTopWidth") == "8px"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert complaints == []
    context.close()
