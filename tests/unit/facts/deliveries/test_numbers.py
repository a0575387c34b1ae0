"""Numbers with decimal comma or point, thousands, and what can be read both ways."""

from __future__ import annotations

import pytest

from pejling.facts.deliveries.checks.numbers import CODES, parse_numbers


def parsed(*values: str, whole: bool = False, decimal: str | None = None) -> list[float | str | None]:
    numbers, there, codes = parse_numbers(values, whole, decimal)
    return [
        CODES[code] if code else number.item() if known else None
        for number, known, code in zip(numbers, there, codes, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1.234.567,891", 1234567.891), ("12,5", 12.5), ("12.5", 12.5),
        ("-0,25", -0.25), ("−3", -3.0), ("0,125", 0.125), ("1234,567", 1234.567), ("1 234,5", 1234.5),
        ("1\u00a0234", 1234.0), ("1.234.567", 1234567.0), ("7", 7.0), ("+7", 7.0),
    ],
)  # fmt: skip
def test_decimals(text: str, number: float) -> None:
    assert parsed(text) == [number]


def test_the_column_tells_comma_from_point() -> None:
    assert parsed("1.234", "12,5") == [1234.0, 12.5]
    assert parsed("1.234", "12.5") == [1.234, 12.5]
    assert parsed("1,234", "12,5") == [1.234, 12.5]


def test_what_can_be_read_both_ways_is_refused() -> None:
    assert parsed("1.234") == ["ambiguous_number"]
    assert parsed("1.234", "12,5", "12.5") == ["ambiguous_number", 12.5, 12.5]


def test_the_mapping_tells() -> None:
    assert parsed("1.234", "12.5", decimal="comma") == [1234.0, "not_a_number"]
    assert parsed("1.234", decimal="point") == [1.234]


def test_whole_numbers_have_no_decimals() -> None:
    assert parsed("12", "12,0", "12.5", "1.234.567", "", whole=True) == [
        12, "not_whole", "not_whole", 1234567, None,
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["tolv", "1e5", "1,2,3", "12,", ",", "--1", "nan", "inf", "٣", "0x10"])
def test_no_numbers(text: str) -> None:
    assert parsed(text) == ["not_a_number"]


def test_too_many_digits() -> None:
    assert parsed("1" * 16, whole=True) == ["number_too_large"]
