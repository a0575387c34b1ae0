"""Danish first: only a choice changes the language."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils.formats import date_format
from django.utils.translation import override

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]


def language_of(client: Client, **headers: str) -> str:
    response = client.get("/log-in/", **headers)
    language = response.headers["Content-Language"]
    assert f'<html lang="{language}"' in response.content.decode()
    return language


def test_a_browser_that_prefers_english_is_answered_in_danish(client: Client) -> None:
    assert language_of(client, HTTP_ACCEPT_LANGUAGE="en-US,en;q=0.9") == "da"


def test_a_reader_who_chose_english_gets_it(client: Client) -> None:
    client.post("/language/", {"language": "en", "next": "/log-in/"})
    assert language_of(client) == "en"


def test_an_unknown_language_is_danish(client: Client) -> None:
    client.cookies["django_language"] = "tlh"
    assert language_of(client) == "da"


def test_no_word_of_the_pages_takes_the_place_of_a_month_or_a_weekday() -> None:
    # A message of one word, such as "May", is looked up among all translations, Django's own names of months too.
    months = "januar februar marts april maj juni juli august september oktober november december"
    days = "mandag tirsdag onsdag torsdag fredag lørdag søndag"
    with override("da"):
        assert [date_format(date(2026, month, 1), "F").lower() for month in range(1, 13)] == months.split()
        assert [date_format(date(2026, 6, day), "l").lower() for day in range(1, 8)] == days.split()
        assert [date_format(date(2026, month, 1), "j. M").lower() for month in (5, 6)] == ["1. maj", "1. jun"]
