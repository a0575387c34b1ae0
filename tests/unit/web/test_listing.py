"""The list component, asked as a browser would: what an address lets through, in which order, on which page."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.html import format_html

from pejling.web.components.bad_address import BadAddress
from pejling.web.components.listing import Choice, Column, Dates, Empty, Listing, Text, YesNo, listing
from pejling.web.components.listing.excel import excel
from tests.integration.web.reading_pages import _Tables

TOWNS = [
    {"name": "Aabenraa", "people": 58_000, "since": date(1335, 5, 1), "sea": True, "part": "Syd"},
    {"name": "Æbeltoft", "people": 7_600, "since": date(1301, 1, 2), "sea": True, "part": "Midt"},
    {"name": "Billund", "people": 7_000, "since": date(1964, 11, 1), "sea": False, "part": "Syd"},
    {"name": "Ørsted", "people": None, "since": date(1231, 12, 31), "sea": False, "part": "Midt"},
    {"name": "Zealand", "people": 12, "since": date(2000, 2, 29), "sea": True, "part": "Øst"},
]
COLUMNS = [
    Column("name", "Town", lambda town: town["name"], sort="name", link=lambda town: f"/{town['people']}/"),
    Column("people", "People", lambda town: town["people"], sort="people", numeric=True),
    Column("since", "Since", lambda town: town["since"], sort="since"),
    Column("sea", "By the sea", lambda town: town["sea"]),
    Column("part", "Part", lambda town: format_html("<b>{}</b>", town["part"]), optional=True),
]
FILTERS = [
    Text("q", "Name holds", ["name", "part"]),
    Choice("part", "Part", [("Syd", "South"), ("Midt", "Middle"), ("Øst", "East")]),
    Dates("since", "Since"),
    YesNo("sea", "By the sea"),
]


def ask(query: str = "", rows: Any = TOWNS, **more: Any) -> Listing:
    request = RequestFactory().get(f"/towns/{query}")
    return listing(request, rows, COLUMNS, FILTERS, **({"name": "towns", "title": "Towns"} | more))


def names(found: Listing) -> list[str]:
    return [line.row["name"] for line in found.lines]


def query_of(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["Aabenraa", "Æbeltoft", "Billund", "Ørsted", "Zealand"]),
        ("?part=Syd", ["Aabenraa", "Billund"]),
        ("?sea=no", ["Billund", "Ørsted"]),
        ("?sea=yes&part=Midt", ["Æbeltoft"]),
        ("?q=ÆBEL", ["Æbeltoft"]),
        ("?q=b+syd", ["Aabenraa", "Billund"]),  # every word, wherever it stands
        ("?since_from=1301-01-02", ["Aabenraa", "Æbeltoft", "Billund", "Zealand"]),  # both ends included
        ("?since_to=2.1.1301", ["Æbeltoft", "Ørsted"]),  # the day first, as people write it
        ("?since_from=1302-01-01&since_to=1999-12-31", ["Aabenraa", "Billund"]),
        ("?q=nowhere", []),
    ],
)
def test_filters_let_through(query: str, wanted: list[str]) -> None:
    found = ask(query)
    assert names(found) == wanted
    assert found.found == len(wanted)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        # Danish order: Æ, Ø, and Aa last of all
        ("?sort=name", ["Billund", "Zealand", "Æbeltoft", "Ørsted", "Aabenraa"]),
        ("?sort=-name", ["Aabenraa", "Ørsted", "Æbeltoft", "Zealand", "Billund"]),
        # nothing comes last either way
        ("?sort=people", ["Zealand", "Billund", "Æbeltoft", "Aabenraa", "Ørsted"]),
        ("?sort=-people", ["Aabenraa", "Æbeltoft", "Billund", "Zealand", "Ørsted"]),
    ],
)
def test_sorting(query: str, wanted: list[str]) -> None:
    assert names(ask(query)) == wanted


@pytest.mark.parametrize(
    "query",
    [
        "?part=Nord", "?sea=maybe", "?sort=sea", "?sort=--name", "?page=0", "?page=x", "?page=-1", "?page=1.5",
        "?columns=secret", "?size=7", "?since_from=2025-02-30", "?since_to=yesterday", "?q=" + "x" * 201,
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_told(query: str) -> None:
    with pytest.raises(BadAddress):
        ask(query)


def test_pages_and_a_page_that_is_no_longer_there() -> None:
    first, second = ask(size=2), ask("?page=2&part=&sort=name", size=2)
    assert names(first) == ["Aabenraa", "Æbeltoft"]
    assert (first.previous, query_of(first.next)) == ("", {"page": ["2"]})
    assert names(second) == ["Æbeltoft", "Ørsted"]
    assert query_of(second.next) == {"page": ["3"], "sort": ["name"]}
    assert query_of(second.previous) == {"sort": ["name"]}
    last = ask("?page=9", size=2)
    assert (last.page, names(last)) == (3, ["Zealand"])


def test_each_filter_in_use_can_be_taken_away_alone() -> None:
    found = ask("?part=Syd&since_from=1300-01-01&since_to=1999-12-31&sort=name&page=1&other=kept")
    away = {chip.title: query_of(chip.address) for chip in found.chips}
    assert away["Part"] == {
        "since_from": ["1300-01-01"], "since_to": ["1999-12-31"], "sort": ["name"], "other": ["kept"],
    }  # fmt: skip
    assert away["Since"] == {"part": ["Syd"], "sort": ["name"], "other": ["kept"]}
    assert query_of(found.cleared) == {"sort": ["name"], "other": ["kept"]}
    assert found.in_words == "Part: South; Since: 1.1.1300–31.12.1999"


def test_two_lists_on_a_page_keep_each_others_choices() -> None:
    request = RequestFactory().get("/towns/?a-part=Syd&b-sort=-name&b-page=2")
    one = listing(request, TOWNS, COLUMNS, FILTERS, name="a", title="A", prefix="a-")
    two = listing(request, TOWNS, COLUMNS, FILTERS, name="b", title="B", prefix="b-", size=2)
    assert names(one) == ["Aabenraa", "Billund"]
    assert names(two) == ["Æbeltoft", "Zealand"]
    assert query_of(one.cleared) == {"b-sort": ["-name"], "b-page": ["2"]}
    assert query_of(two.next) == {"a-part": ["Syd"], "b-sort": ["-name"], "b-page": ["3"]}


def test_columns_are_chosen_and_the_rest_is_for_paper_and_excel() -> None:
    found = ask("?columns=since&columns=part")
    shown = [head.column.key for head in found.heads if head.shown]
    assert shown == ["name", "since", "part"]
    assert [head.column.key for head in found.heads] == ["name", "people", "since", "sea", "part"]
    assert [head.column.key for head in ask().heads if head.shown] == ["name", "people", "since", "sea"]


def test_the_workbook_has_every_row_and_column_typed() -> None:
    found = ask("?part=Midt&columns=since&page=1&excel=1", size=1)
    assert found.wants_excel
    response = excel(found)
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    rows = [tuple(row) for row in book["Towns"].iter_rows(values_only=True)]
    assert rows[0] == ("Town", "People", "Since", "By the sea", "Part")
    assert [row[0] for row in rows[1:]] == ["Æbeltoft", "Ørsted"]
    assert rows[1][1] == 7600
    assert rows[2][1] is None
    assert (rows[1][3], rows[1][4]) == (True, "Midt")  # without the tags of the page
    about = {row[0]: row[1] for row in book.worksheets[1].iter_rows(values_only=True)}
    assert about["Valgt"] == "Part: Middle"
    assert about["Rækker"] == 2


def page(found: Listing) -> str:
    return render_to_string("components/listing.html", {"list": found, "request": found.request})


def test_the_page_shows_numbers_as_a_dane_writes_them() -> None:
    parser = _Tables()
    parser.feed(page(ask("?sort=-people")))
    (table,) = parser.tables
    assert table[1] == ["Aabenraa", "58.000", "1.5.1335", "ja", "Syd"]


def test_the_page_tells_which_column_is_sorted() -> None:
    text = page(ask("?sort=-people"))
    assert text.count("aria-sort") == 1
    assert 'aria-sort="descending"' in text
    assert 'href="/towns/?sort=people"' in text


def test_nothing_yet_and_nothing_that_fits_are_two_things() -> None:
    nothing = page(ask(rows=[], empty=Empty("No towns yet", "Found one.", "/found/", "Found")))
    assert "No towns yet" in nothing
    assert 'href="/found/"' in nothing
    assert "<form" not in nothing
    none = page(ask("?q=nowhere"))
    assert "Intet passer" in none
    assert 'href="/towns/"' in none
    assert "<table" not in none


def test_what_is_written_in_the_address_is_never_markup() -> None:
    text = page(ask("?q=%3Cscript%3E&other=%22%3E%3Cb%3E"))
    assert "<script>" not in text
    assert '"><b>' not in text


def test_a_stacked_list_stays_a_table_to_who_hears_it() -> None:
    """Its rows become cards on a narrow screen, where CSS would take the table's roles from it."""
    text = page(ask(stacked=True))
    assert [text.count(f'role="{role}"') for role in ("table", "row", "rowheader", "columnheader")] == [
        1,
        6,
        5,
        5,
    ]
    assert (text.count('role="cell"'), text.count('data-title="Since"')) == (20, 5)
    assert 'role="table"' not in page(ask())
