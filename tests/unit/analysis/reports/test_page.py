"""The page for the web: nothing from elsewhere, everything escaped, in order, in its language."""

from __future__ import annotations

import dataclasses
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from pejling.analysis.reports.forms import Shared, _page
from pejling.analysis.reports.report import Paragraph, Report, Section
from tests.unit.analysis.reports.samples import REPORT

NASTY = "<script>alert(1)</script> & \"'><img src=x onerror=alert(1)>"


class Seen(HTMLParser):
    """Tags with their attributes, and the text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.said = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.said.append(data)


@pytest.fixture(scope="module")
def sample():
    return _page(Shared(REPORT))["index.html"].decode()


def test_nothing_is_run_or_fetched(sample):
    seen = Seen(sample)
    assert "script" not in {tag for tag, _ in seen.tags}
    assert not [name for _tag, found in seen.tags for name in found if name.startswith("on")]
    assert not [found for tag, found in seen.tags if tag in ("link", "img", "iframe")]
    # The one address that leaves the page is the report's own reference, as a link.
    assert [found["href"] for tag, found in seen.tags if tag == "a" and "//" in found["href"]] == [
        "https://example.org/etu"
    ]
    policy = next(found["content"] for tag, found in seen.tags if found.get("http-equiv"))
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_what_is_written_into_a_report_stays_text():
    report = dataclasses.replace(
        REPORT,
        title=NASTY,
        organisation=NASTY,
        subtitle=NASTY,
        sections=(Section(NASTY, (Paragraph(NASTY),)),),
    )
    seen = Seen(_page(Shared(report))["index.html"].decode())
    assert not {"script", "img"} & {tag for tag, _ in seen.tags}
    # the page's title twice, organisation at head and foot, title, subtitle, heading, paragraph
    assert "".join(seen.said).count(NASTY) == 8


def test_headings_come_in_order_and_tables_say_what_they_are(sample):
    seen = Seen(sample)
    levels = [int(tag[1]) for tag, _ in seen.tags if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()]
    main = [1, *levels[levels.index(1) + 1 :]]
    assert all(after - before <= 1 for before, after in pairwise(main))
    tags = [tag for tag, _ in seen.tags]
    assert tags.count("table") == tags.count("caption") == 4
    assert {found.get("scope") for tag, found in seen.tags if tag == "th"} == {"col", "row"}
    assert {"header", "main", "nav", "footer"} <= set(tags)
    ids = [found["id"] for _tag, found in seen.tags if "id" in found]
    assert len(set(ids)) == len(ids)
    assert '<html lang="da">' in sample
    [svg] = [found for tag, found in seen.tags if tag == "svg"]
    assert (svg["role"], svg["aria-label"][:6]) == ("img", "Kurven")


def test_numbers_are_danish_and_hidden_ones_are_a_word(sample):
    said = " ".join(Seen(sample).said)
    assert "1.234" in said and "12,3\N{NO-BREAK SPACE}%" in said and "10,6–14,3" in said
    assert said.count("skjult") == 8  # three cells, three of the figure, and what it means at both tables


def test_the_page_is_small_and_the_rest_is_not_needed(sample):
    picture = sample[sample.index("<svg") : sample.index("</svg>")]
    assert len(sample.encode()) - len(picture.encode()) < 50_000


def test_an_empty_report_says_so():
    report = Report(kind="school_plan", title="Skoleplan", organisation="Skolen")
    assert "Der er endnu intet i denne rapport." in _page(Shared(report))["index.html"].decode()


def test_english_is_english():
    report = dataclasses.replace(REPORT, language="en")
    text = _page(Shared(report))["index.html"].decode()
    assert '<html lang="en">' in text and "4\N{NO-BREAK SPACE}March 2025" in text and "1,234" in text
