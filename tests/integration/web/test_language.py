"""Danish first: only a choice changes the language."""

from __future__ import annotations

import pytest
from django.test import Client

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
