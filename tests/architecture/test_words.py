"""Every word a user sees stands in Danish, and no translation is left behind."""

from __future__ import annotations

import re

import pytest

from scripts.update_messages import FLOORS, gaps, read

PLACEHOLDER = re.compile(r"%\(\w+\)[sdrf]|%[sdr]|\{\w*\}")


@pytest.mark.parametrize("floor", FLOORS)
def test_the_danish_is_complete(floor: str) -> None:
    assert gaps(floor) == []


@pytest.mark.parametrize("floor", FLOORS)
def test_translations_keep_the_placeholders(floor: str) -> None:
    for message in read(floor):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, list | tuple) else [message.id]
        strings = message.string if isinstance(message.string, list | tuple) else [message.string]
        for text in strings:
            assert set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(ids[-1])), text
            if len(ids) == 1:
                assert set(PLACEHOLDER.findall(ids[0])) == set(PLACEHOLDER.findall(text)), text


def test_an_english_text_has_one_danish_on_all_floors() -> None:
    """Django looks a text up among all floors: of two translations one would be shown in both places.

    The analysis floor has a catalogue of its own (``analysis/language``).
    """
    found: dict[str, dict[str, list[str]]] = {}
    for floor in FLOORS:
        if floor == "analysis":
            continue
        for message in read(floor):
            if isinstance(message.id, str) and message.id and not message.context:
                found.setdefault(message.id, {}).setdefault(str(message.string), []).append(floor)
    assert {text: danish for text, danish in found.items() if len(danish) > 1} == {}
