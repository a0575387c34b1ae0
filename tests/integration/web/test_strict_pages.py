"""No page carries what the strict Content-Security-Policy forbids, and every answer carries the policy."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.test import Client

from pejling.base.accounts.roles import ROLES
from pejling.base.organisations.models import Organisation
from tests.integration.web.every_address import ALL, OF_SCHOOL, POSTED, address, without_school

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
#: without those of the API, which answer JSON to whoever shows a key (tests/integration/web/api)
OTHERS = sorted(
    name for name in set(ALL) - POSTED if ALL[name].callback.gate.kind not in {"of_school", "key"}
)


class Forbidden(HTMLParser):
    """Collects what the policy would stop: code and style in the page, and what comes from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = dict(attributes)
        self._in = tag
        self.found += [
            f"{tag} {name}" for name in said if name == "style" or name.startswith(("on", "hx-on"))
        ]
        if tag == "style" or (
            tag == "script" and "src" not in said and said.get("type") != "application/json"
        ):
            self.found.append(tag)
        loaded = [said.get("src"), said.get("href") if tag == "link" else None]
        self.found += [
            f"{tag} {place}"
            for place in loaded
            if place and place.startswith(("http", "//", "javascript:", "data:text"))
        ]
        if (said.get("href") or "").startswith("javascript:") or (said.get("hx-vals") or "").startswith(
            "js:"
        ):
            self.found.append(f"{tag} javascript:")


def check(answer) -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if part.strip()
    )
    assert policy == STRICT
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    if answer["Content-Type"].startswith("text/html") and not answer.streaming:
        reader = Forbidden()
        reader.feed(answer.content.decode())
        assert reader.found == []


@pytest.mark.parametrize("name", OF_SCHOOL)
def test_pages_of_a_school(name: str, school: Organisation, clients: dict[str, Client]) -> None:
    verb = ALL[name].callback.gate.verb
    for role in sorted(role for role, found in ROLES.items() if verb in found.verbs)[:2]:
        check(clients[role].get(address(name, school)))


@pytest.mark.parametrize("name", OTHERS)
def test_other_pages(name: str, school: Organisation, clients: dict[str, Client]) -> None:
    for reader in ("anonymous", "quality_lead"):
        check(clients[reader].get(without_school(name)))


def test_refusals_too(school: Organisation, clients: dict[str, Client]) -> None:
    for path in (
        f"/schools/{school.uuid}/retention/?months=x",
        "/not/here/",
        f"/schools/{school.uuid}/data/",
    ):
        for reader in ("board", "anonymous"):
            check(clients[reader].get(path))


def test_the_reader_would_notice() -> None:
    for page in (
        "<style>p{}</style>", "<script>1</script>", '<p style="a">', '<p onclick="a">', '<script src="https://a/b.js">',
        '<a href="javascript:1">', '<div hx-on:click="a">', '<link href="//a/b.css">',
    ):  # fmt: skip
        reader = Forbidden()
        reader.feed(page)
        assert reader.found, page
    calm = Forbidden()
    calm.feed(
        '<script type="application/json">{}</script><script src="/static/a.js"></script><img src="data:image/x">'
    )
    assert calm.found == []
