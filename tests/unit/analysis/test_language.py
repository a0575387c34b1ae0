"""Every text of the life-table command has a Danish translation with the same placeholders."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from pejling.analysis import language

FLOOR = Path(language.__file__).parent


def test_every_text_is_translated() -> None:
    with (FLOOR / "locale/da/LC_MESSAGES/django.po").open("rb") as stream:
        danish = {message.id: message.string for message in read_po(stream)}
    texts = [text for *_where, text, _comments, _context in extract_from_dir(FLOOR, keywords={"_": None})]
    assert len(texts) > 50
    assert [text for text in texts if not danish.get(text)] == []
    placeholders = re.compile(r"%\(\w+\)s")
    for text in texts:
        assert set(placeholders.findall(text)) == set(placeholders.findall(danish[text])), text


def test_a_reader_is_answered_in_their_own_language_and_a_report_speaks_its_own() -> None:
    text = "The plan has no goals yet: add the first."
    danish = "Planen har ingen mål endnu: tilføj det første."
    assert language.translate(text) == danish
    with language.speaking("en"):
        assert language.translate(text) == text
        assert language.translate(text, "da") == danish
    assert language.translate(text) == danish
