"""The public pages in a browser, served by the server they have: wide and narrow, without script, printed, by axe."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from pejling.public.application import Public
from pejling.public.settings import Settings
from pejling.quality.publishing import actions
from tests.browser.test_pages import NARROW, WIDE, fits
from tests.integration.quality.publishing.conftest import Made, made  # noqa: F401

PAGES = (
    "", "selvevaluering-2024/", "selvevaluering-2024/udgave-1/", "selvevaluering-2024/udgave-2/", "soeg/",
    "soeg/?q=mentor", "tilgaengelighed/", "indlejring/", "indlejret/", "findes/ikke/her/",
)  # fmt: skip


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Tell nobody."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture
def site(made: Made) -> Iterator[str]:  # noqa: F811
    """Two editions, the first of another plan's words; served."""
    first = made.publish(made.ready())
    made.publish(made.ready("Nye datoer"))
    actions.withdraw(by=made.lead, organisation=made.school, edition=first, reason="Et tal var forkert")
    server = make_server("127.0.0.1", 0, Public(Settings(made.public)), _Server, _Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/aaskolen/"
    server.shutdown()
    server.server_close()


def test_the_pages_wide_and_narrow(site: str, browser: Browser) -> None:
    said: list[str] = []
    for width in (WIDE, NARROW):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="da-DK")
        page = context.new_page()
        page.on("console", lambda one: said.append(one.text) if one.type in {"error", "warning"} else None)
        for path in PAGES:
            page.goto(site + path)
            found = Axe().run(page).response["violations"]
            assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == [], path
            assert fits(page), path
        context.close()
    # The browser tells of pages that are gone or aren't there, and of nothing else.
    assert [text for text in said if "404" not in text and "410" not in text] == []


def test_search_and_editions_without_script_by_keyboard(site: str, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False, locale="da-DK")
    page = context.new_page()
    page.goto(site)
    page.get_by_role("navigation").first.get_by_role("link", name="Søg").click()
    page.get_by_label("Ord, der skal søges efter").fill("mentor")
    page.keyboard.press("Enter")
    assert page.locator("mark").first.text_content().lower() == "mentor"
    page.locator(".hits a").first.click()
    assert "/selvevaluering-2024/" in page.url
    page.get_by_text("Alle udgaver").click()
    page.get_by_role("link", name="Udgave 1").click()
    assert "Et tal var forkert" in page.locator("main").inner_text()
    page.goto(f"{site}selvevaluering-2024/")
    page.emulate_media(media="print")
    assert not page.locator(".site-bar").is_visible()
    context.close()
