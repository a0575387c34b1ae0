"""A folder as it is published, small, and a reader of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest

from pejling.public.application import Public
from pejling.public.settings import Settings

SEARCH_PAGE = (
    "<html><head><title>Søg</title></head><body><form><input name=\"q\" value=\"\"></form>"
    "<!--results--><p>Alt</p><!--/results--></body></html>"
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Outside it lies a secret; inside a school with a plan in two versions, the first of them withdrawn."""
    (tmp_path / "secret.txt").write_text("hemmeligt", encoding="utf-8")
    top = tmp_path / "public"
    school = top / "skolen"
    for name in ("plan/v1", "plan/v2", "look", "soeg", "indlejret"):
        (school / name).mkdir(parents=True)
        (school / name / "index.html").write_text(f"<html><head></head>{name}</html>", encoding="utf-8")
    (top / "404.html").write_text("<html><head></head>Findes ikke</html>", encoding="utf-8")
    (top / "index.html").write_text("<html><head></head>Skoler</html>", encoding="utf-8")
    (school / "index.html").write_text("<html><head></head>Skolen</html>", encoding="utf-8")
    (school / "404.html").write_text("<html><head></head>Findes ikke her</html>", encoding="utf-8")
    (school / "look" / "site-1.css").write_text("body{}", encoding="utf-8")
    (school / "plan" / "v2" / "tal.csv").write_bytes(b"0123456789")
    (school / "soeg" / "index.html").write_text(SEARCH_PAGE, encoding="utf-8")
    (school / ".hidden").write_text("skjult", encoding="utf-8")
    (school / "site.json").write_text(json.dumps({"gone": ["plan/v1"]}), encoding="utf-8")
    entries = [
        {"title": "Plan", "heading": "Frafald", "address": "../plan/#a", "text": "Færre falder fra i oplæringen."},
        {"title": "Plan", "heading": "Trivsel", "address": "../plan/#b", "text": "Om frafald & <b>trivsel</b>."},
    ]  # fmt: skip
    words = {"none": "Intet om “%(q)s”", "one": "Ét sted", "more": "%(n)s steder", "most": "De første %(n)s"}
    said = {"entries": entries, "words": words, "alike": [["praktik", "oplæring"]]}
    (school / "search.json").write_text(json.dumps(said), encoding="utf-8")
    return top


@pytest.fixture
def get(folder: Path) -> Callable[..., Answer]:
    """Ask for an address, as a server would."""
    public = Public(Settings(folder))

    def ask(path: str, method: str = "GET", query: str = "", **headers: str) -> Answer:
        environ: dict = {}
        setup_testing_defaults(environ)
        environ |= {"REQUEST_METHOD": method, "PATH_INFO": path.encode().decode("latin-1")}
        environ |= {"QUERY_STRING": query, **{f"HTTP_{name.upper()}": text for name, text in headers.items()}}
        began: list = []
        chunks = public(environ, lambda status, said: began.append((status, said)))
        content = b"".join(chunks)
        getattr(chunks, "close", lambda: None)()
        status, said = began[0]
        return Answer(int(status.split()[0]), dict(said), content)

    return ask
