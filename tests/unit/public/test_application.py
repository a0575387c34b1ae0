"""The public server: what an address leads to, how it is answered, and what it never lets out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pejling.public.application import Public
from pejling.public.settings import Settings
from tests.unit.public.conftest import Answer

Get = Callable[..., Answer]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "Skoler"),
        ("/skolen/", "Skolen"),
        ("/skolen/plan/v2/", "plan/v2"),
        ("/skolen/index.html", "Skolen"),
    ],
)
def test_pretty_addresses_are_folders(path: str, said: str, get: Get) -> None:
    answer = get(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert said in answer.content.decode()


def test_a_missing_slash_is_put_right_and_the_question_kept(get: Get) -> None:
    answer = get("/skolen/soeg", query="q=frafald")
    assert (answer.status, answer.headers["Location"]) == (301, "/skolen/soeg/?q=frafald")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt", "/skolen/../../secret.txt", "/skolen/..%2f..%2fsecret.txt", "/skolen/plan\\..\\x",
        "//skolen/", "/skolen//index.html", "/skolen/.hidden", "/.skolen.aside/", "/skolen/plan/v2/\0",
        "/skolen/link.txt", "/skolen/" + "a" * 300, "/" + "a/" * 900, "skolen", "/skolen/v3/", "/other/index.html",
        "/skolen/index.html/", "/skolen/look",
    ],
)  # fmt: skip
def test_nothing_outside_the_folder_comes_out(path: str, get: Get, folder: Path) -> None:
    (folder / "skolen" / "link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "skolen" / "look" / "index.html").unlink()
    answer = get(path)
    assert answer.status == 404
    assert b"hemmeligt" not in answer.content and b"skjult" not in answer.content


def test_a_page_that_is_told_elsewhere_finds_its_look(get: Get) -> None:
    """Its relative links must not go out from the address that was asked for."""
    assert '<base href="/skolen/">' in get("/skolen/no/such/page/").content.decode()
    assert '<base href="/">' in get("/nobody/").content.decode()
    assert "base-uri 'self'" in get("/nobody/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/skolen/plan/v1/", "/skolen/plan/v1", "/skolen/plan/v1/tal.csv"])
def test_what_is_withdrawn_says_so_at_all_of_its_addresses(path: str, get: Get) -> None:
    answer = get(path)
    assert (answer.status, "plan/v1" in answer.content.decode()) == (410, True)
    assert '<base href="/skolen/plan/v1/">' in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_headers_let_no_script_run_and_nobody_frame_it(get: Get) -> None:
    headers = get("/skolen/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy and "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy and headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    framed = get("/skolen/indlejret/").headers
    assert "frame-ancestors *" in framed["Content-Security-Policy"] and "X-Frame-Options" not in framed


def test_head_says_the_same_without_the_content(get: Get) -> None:
    whole, head = get("/skolen/plan/v2/tal.csv"), get("/skolen/plan/v2/tal.csv", method="HEAD")
    assert (head.status, head.content, head.headers) == (200, b"", whole.headers)
    assert whole.headers["Content-Length"] == "10"
    assert get("/skolen/plan/v1/", method="HEAD").content == b""


def test_nobody_writes(get: Get) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        answer = get("/skolen/", method=method)
        assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_what_the_reader_has_is_not_sent_again(get: Get) -> None:
    first = get("/skolen/")
    tag = first.headers["ETag"]
    for said in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = get("/skolen/", if_none_match=said)
        assert (again.status, again.content) == (304, b"")
    assert get("/skolen/", if_none_match='"other"').status == 200
    assert get("/skolen/", if_modified_since=first.headers["Last-Modified"]).status == 304
    assert get("/skolen/").headers["Cache-Control"] == "public, max-age=300"
    assert "immutable" in get("/skolen/look/site-1.css").headers["Cache-Control"]


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("bytes=0-0", 206, b"0"), ("bytes=2-4", 206, b"234"), ("bytes=7-", 206, b"789"), ("bytes=-2", 206, b"89"),
        ("bytes=8-99", 206, b"89"), ("bytes=20-", 416, b""), ("bytes=1-2,4-5", 200, b"0123456789"),
        ("lines=1-2", 200, b"0123456789"),
    ],
)  # fmt: skip
def test_parts_of_a_file(asked: str, status: int, content: bytes, get: Get) -> None:
    answer = get("/skolen/plan/v2/tal.csv", range=asked)
    assert (answer.status, answer.content) == (status, content)


def test_a_part_of_what_has_changed_is_the_whole(get: Get) -> None:
    tag = get("/skolen/plan/v2/tal.csv").headers["ETag"]
    assert get("/skolen/plan/v2/tal.csv", range="bytes=2-4", if_range=tag).status == 206
    assert get("/skolen/plan/v2/tal.csv", range="bytes=2-4", if_range='"old"').status == 200


def test_search_answers_without_script(get: Get) -> None:
    answer = get("/skolen/soeg/", query="q=FRAFALD").content.decode()
    # A word in a heading weighs more than one in a text.
    assert answer.index("Frafald</a>") < answer.index("Trivsel</a>")
    assert "2 steder" in answer and 'value="FRAFALD"' in answer and "<p>Alt</p>" not in answer
    assert "Om <mark>frafald</mark> &amp; &lt;b&gt;trivsel&lt;/b&gt;." in answer
    assert "<p>Alt</p>" in get("/skolen/soeg/").content.decode()


@pytest.mark.parametrize(
    "query", ["&".join(f"a{n}=1" for n in range(50)), "q", "=", "q=%ff%fe", "q=%00", "&;&"]
)
def test_a_question_that_is_none_of_the_forms_is_answered_all_the_same(query: str, get: Get) -> None:
    answer = get("/skolen/soeg/", query=query)
    assert answer.status == 200 and b"</form>" in answer.content


@pytest.mark.parametrize("path", [b"/skolen/\xff\xfe", b"/skolen/\xc3(", b"\xed\xa0\x80"])
def test_an_address_that_is_no_text_leads_nowhere(path: bytes, folder: Path) -> None:
    told: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path.decode("latin-1")}
    page = b"".join(Public(Settings(folder))(environ, lambda status, _headers: told.append(status)))
    assert (told[0][:3], b"Findes ikke" in page) == ("404", True)


def test_search_knows_yesterdays_words_and_runs_no_script(get: Get) -> None:
    assert "Frafald</a>" in get("/skolen/soeg/", query="q=praktik").content.decode()
    attack = get("/skolen/soeg/", query="q=%3Cscript%3Ealert(1)%3C/script%3E%22").content.decode()
    assert "<script" not in attack and "Intet om" in attack


def test_while_a_new_folder_takes_its_place_the_old_one_is_served(get: Get, folder: Path) -> None:
    (folder / "skolen").rename(folder / ".skolen.aside")
    assert get("/skolen/plan/v2/").status == 200
    assert get("/skolen/plan/v1/").status == 410
