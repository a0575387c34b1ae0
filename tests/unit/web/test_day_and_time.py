"""Moments are written as the reader writes them: the expected texts are the Danish and the English custom."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override


@pytest.mark.parametrize(("language", "text"), [("da", "4.3.2025 14.05"), ("en", "4 March 2025 14:05")])
def test_a_moment(language: str, text: str) -> None:
    with override(language):
        assert date_format(datetime(2025, 3, 4, 14, 5), "SHORT_DATETIME_FORMAT") == text
