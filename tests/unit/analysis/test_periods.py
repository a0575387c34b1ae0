"""Periods however they are written, in one form, with their days."""

from __future__ import annotations

from datetime import date

import pytest

from pejling.analysis.periods import parse_period


@pytest.mark.parametrize(
    ("texts", "label", "first", "last"),
    [
        (["2024", " 2024 "], "2024", date(2024, 1, 1), date(2024, 12, 31)),
        (
            ["2023/24", "2023/2024", "2023-2024", "Skoleåret 2023/2024", "2023 / 24"],
            "2023/24",
            date(2023, 8, 1),
            date(2024, 7, 31),
        ),
        (["1999/00", "1999/2000"], "1999/00", date(1999, 8, 1), date(2000, 7, 31)),
        (
            ["2024K1", "2024-K1", "2024Q1", "1. kvartal 2024", "1 kv 2024"],
            "2024-K1",
            date(2024, 1, 1),
            date(2024, 3, 31),
        ),
        (
            ["2024-02", "2024M02", "02-2024", "2/2024", "februar 2024", "feb. 2024"],
            "2024-02",
            date(2024, 2, 1),
            date(2024, 2, 29),
        ),
        (["2025-03-04", "04-03-2025", "4.3.2025", "4/3/2025"], "2025-03-04", date(2025, 3, 4), date(2025, 3, 4)),
    ],
)  # fmt: skip
def test_one_form_for_each_period(texts: list[str], label: str, first: date, last: date) -> None:
    for text in texts:
        found = parse_period(text)
        assert found is not None, text
        assert (found.label, found.first, found.last) == (label, first, last), text


@pytest.mark.parametrize(
    "text",
    ["", "i alt", "24", "2023/25", "2023-2025", "2024-13", "2024K5", "31-02-2024", "0000", "1899", "2101", "ma 2024",
     "juni-august 2024", "2024; DROP"],
)  # fmt: skip
def test_what_is_no_period(text: str) -> None:
    assert parse_period(text) is None


def test_the_canonical_text_means_itself() -> None:
    for text in ("2024", "2023/24", "2024-K3", "2024-11", "2024-11-30"):
        assert parse_period(text).label == text
