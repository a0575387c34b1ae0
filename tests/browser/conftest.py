"""A live server with the small school and an empty one, and the system's Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.models import User
from pejling.base.accounts.roles import ROLES
from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation
from tests.conftest import missing
from tests.integration.web.conftest import PLAIN_FILES, deliver, held_to_nord
from tests.integration.web.small_school import FIRST, SECOND, rows_on

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
VENDOR = Path(__file__).resolve().parents[2] / "pejling" / "web" / "static" / "vendor"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; skipped with the reason where it isn't installed, except in CI."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        missing("Chromium is not installed: apt-get install chromium")
    if not VENDOR.is_dir():
        missing("the look has not been gathered: npm ci && python scripts/assets.py")
    # Playwright's own loop runs in this thread, and Django must be allowed to use the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield made
        made.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture(scope="session")
def live_server(django_db_setup, tmp_path_factory) -> Iterator[LiveServer]:
    """pytest-django's own, started with static files served from where they lie."""
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static"), STORAGES=PLAIN_FILES):
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def schools(transactional_db, tmp_path: Path) -> Iterator[dict[str, Organisation]]:
    """The small school as a demo, an empty demo school, and one demo user per role at each."""
    home = tmp_path / "home"
    for folder in ("deliveries", "snapshots", "keys", "locks", "static"):
        (home / folder).mkdir(parents=True)
    with override_settings(PEJLING_HOME=home, STATIC_ROOT=home / "static", STORAGES=PLAIN_FILES, DEMO=True):
        small = organisations.found(by=None, name="Småskolen", is_demo=True)
        for as_of in (FIRST, SECOND):
            deliver(small, tmp_path, as_of, rows_on(as_of))
        empty = organisations.found(by=None, name="Tomskolen", is_demo=True)
        for school in (small, empty):
            for role in ROLES.values():
                user = accounts.add_user(
                    by=None,
                    email=f"{role.key}@{school.pk}.example",
                    name=f"{role.key} {school.name}",
                    is_demo=True,
                )
                own = {key: held_to_nord(school)[key] for key in role.needs[:1]}
                accounts.grant(by=None, user=user, organisation=school, role=role.key, scopes=own)
        yield {"small": small, "empty": empty}


@pytest.fixture
def watched() -> list[str]:
    """What the browser complained of: errors in the console, refusals of the CSP, broken requests."""
    return []


@pytest.fixture
def visit(
    browser: Browser, live_server, schools: dict[str, Organisation], watched: list[str]
) -> Iterator[Callable[..., Page]]:
    """Open a page as a role, by its demo button; ``scripts=False``: without JavaScript."""
    contexts = []

    def opened(role: str = "", school: str = "small", width: int = 1280, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="da-DK", java_script_enabled=scripts,
            base_url=live_server.url,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda said: watched.append(said.text) if said.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: watched.append(str(error)))
        page.on("requestfailed", broken_off(watched))
        page.goto("/log-in/")
        if role:
            user = User.objects.get(email=f"{role}@{schools[school].pk}.example")
            page.locator(f'button[value="{user.uuid}"]').click()
            page.wait_for_url("**/retention/")
        return page

    yield opened
    for context in contexts:
        context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def broken_off(watched: list[str]) -> Callable[[Request], None]:
    """Note a request that failed; one given up because the reader went on to the next page is no fault."""

    def note(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            watched.append(f"failed: {request.url} {request.failure}")

    return note
