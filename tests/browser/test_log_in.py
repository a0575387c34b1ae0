"""Log-in in a real browser: a security key, and the end of a session while somebody writes."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from pejling.base.accounts import actions as accounts
from pejling.base.organisations.models import Organisation
from tests.browser.test_pages import faults, fits

Visit = Callable[..., Page]
PASSWORD = "tre gule ord i snor"
OF_STATUS = "Failed to load resource"


def with_a_key(page: Page) -> None:
    """Plug a security key into the browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True, "isUserVerified": True,
           "hasUserVerification": True}  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})


def log_in(page: Page) -> None:
    page.goto("/log-in/")
    page.get_by_label("E-mail").fill("karen@skole.example")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_security_key_is_added_and_asked_for(
    width: int, visit: Visit, schools: dict[str, Organisation], watched: list[str]
) -> None:
    user = accounts.add_user(by=None, email="karen@skole.example", name="Karen", password=PASSWORD)
    accounts.grant(by=None, user=user, organisation=schools["small"], role="quality_lead")
    page = visit(width=width)
    with_a_key(page)
    log_in(page)
    page.wait_for_url("**/retention/")
    page.goto("/account/")
    assert faults(page) == [] and fits(page)
    page.get_by_role("link", name="Tilføj en nøgle").click()
    page.get_by_label("Nøglens navn").fill("Nøgleringen")
    assert faults(page) == [] and fits(page)
    page.get_by_role("button", name="Tilføj nøglen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dine nødkoder")
    assert faults(page) == [] and fits(page)
    page.goto("/account/")
    expect(page.get_by_text("Nøgleringen").first).to_be_visible()
    page.get_by_role("button", name="Log ud").click()
    log_in(page)
    page.wait_for_url("**/second-factor/")
    assert faults(page) == [] and fits(page)
    page.get_by_role("button", name="Brug din sikkerhedsnøgle").click()
    page.wait_for_url("**/retention/")
    page.goto(page.url.replace("/retention/", "/data/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Data")
    assert watched == []


def silent_for(seconds: int) -> None:
    """Make every session's last sign of life that old."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for row in Session.objects.all():
        session = store(row.session_key)
        session["seen_at"] = int(time.time()) - seconds
        session.save()


def test_the_end_is_warned_of_and_what_was_written_survives_it(visit: Visit, watched: list[str]) -> None:
    page = visit("quality_lead")
    page.goto("/account/")
    page.clock.install()
    page.reload()
    expect(page.locator("#idle")).to_be_attached()
    silent_for(29 * 60)
    page.clock.fast_forward(29 * 60 * 1000)
    warning = page.get_by_role("dialog", name="Er du der stadig?")
    expect(warning).to_be_visible()
    assert faults(page) == [] and fits(page)
    warning.get_by_role("button", name="Bliv logget ind").click()
    expect(warning).to_be_hidden()
    silent_for(31 * 60)
    page.clock.fast_forward(31 * 60 * 1000)
    ended = page.get_by_role("dialog", name="Du er logget ud")
    expect(ended).to_be_visible()
    expect(page.locator("main")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(ended).to_be_visible()
    other = page.context.new_page()
    other.goto("/log-in/")
    other.get_by_role("button", name="quality_lead Småskolen").click()
    other.wait_for_url("**/retention/")
    ended.get_by_role("button", name="Jeg er logget ind igen").click()
    expect(ended).to_be_hidden()
    expect(page.locator("main")).to_be_visible()
    # The page's own forms carry the new session's token.
    page.get_by_role("button", name="EN – English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert [said for said in watched if OF_STATUS not in said] == []
