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
