"""A real OpenID Connect server, and a browser that goes to it and back."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.conftest import ROOT, missing
from tests.integration.web.conftest import danish

SECRET = "only-for-tests-0123456789"
BACK = "http://testserver/log-in/back/skole/"
LOGIN_FILE = """\
systems:
  - key: skole
    name: Skolens login
    server: {server}
    client: pejling
    secret_env: PEJLING_TEST_SECRET
    scopes: [openid, email, profile, groups]
    claim: groups
    second_factor: {{claim: loa, values: [Substantial, High]}}
    link_by_email: {link}
    access:
      - {{value: kvalitet, school: Småskolen, role: quality_lead}}
      - {{value: nord, school: Småskolen, role: counsellor, held_to: {{department: [Nord]}}}}
      - {{value: tom, school: Tomskolen, role: board}}
      - {{value: forsvundet, school: Skolen der lukkede, role: board}}
"""


@pytest.fixture(autouse=True)
def _passwords_checked_quickly(settings) -> None:
    """The usual way is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def openid_server() -> Iterator[str]:
    """The issuer's address."""
    if shutil.which("node") is None or not (ROOT / "node_modules" / "oidc-provider").is_dir():
        missing("the OpenID Connect server is not here: npm ci")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = Path(__file__).with_name("openid_server.mjs")
    command = ["node", str(script), str(port), SECRET, BACK]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@dataclass
class Elsewhere:
    """The other system as a reader meets it."""

    server: str
    file: Path
    link: bool = False
    client: Client = field(default_factory=danish)

    def write(self, **changes: str) -> None:
        """Write login.yaml, with texts replaced."""
        text = LOGIN_FILE.format(server=self.server, link="true" if self.link else "false")
        for old, new in changes.items():
            text = text.replace(old, new)
        before = self.file.stat().st_mtime_ns if self.file.exists() else 0
        self.file.write_text(text, "utf-8")
        if self.file.stat().st_mtime_ns == before:  # a coarse clock: the file must look changed
            os.utime(self.file, ns=(before + 1, before + 1))

    def log_in(self, claims: dict | None, go_on: str = "", client: Client | None = None) -> HttpResponse:
        """Go there, be who the claims say (None: break off), and come back; the answer of our own page."""
        client = client or self.client
        away = client.get(reverse("openid_connect_login", args=["skole"]), {"next": go_on})
        assert away.status_code == 302, away.content.decode()
        return client.get(self.through(away["Location"], claims))

    def through(self, address: str, claims: dict | None) -> str:
        """Through the other system by its own pages; the path it sends the browser back to."""
        browser = requests.Session()
        page = browser.get(address)
        assert page.status_code == 200, page.text
        answer = browser.post(
            page.url,
            data={"account": json.dumps(claims)} if claims else {"cancel": "1"},
            allow_redirects=False,
        )
        while answer.status_code in {302, 303}:
            where = urljoin(answer.url, answer.headers["Location"])
            if where.startswith("http://testserver"):
                parts = urlsplit(where)
                return f"{parts.path}?{parts.query}"
            answer = browser.get(where, allow_redirects=False)
        raise AssertionError(f"{answer.status_code} {answer.url} {re.sub('<[^>]+>', ' ', answer.text)[:500]}")


@pytest.fixture
def elsewhere(openid_server: str, settings, tmp_path: Path, monkeypatch, school) -> Elsewhere:
    """The other system, which the installation knows."""
    monkeypatch.setenv("PEJLING_TEST_SECRET", SECRET)
    settings.LOGIN_FILE = tmp_path / "login.yaml"
    made = Elsewhere(openid_server, settings.LOGIN_FILE)
    made.write()
    return made
