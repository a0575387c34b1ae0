"""CPR numbers are found wherever they stand, and hashed alike however they are written."""

from __future__ import annotations

import hashlib
import hmac

import pyarrow as pa
import pytest

from pejling.facts.deliveries.cpr import keyed_hash, normalise, scrub_text, scrub_values

FOUND = [
    "0101011234",
    "010101-1234",
    "010101 1234",
    "010101–1234",
    "010101 - 1234",
    "01 01 01 1234",
    "01.01.01-1234",
    "101011234",  # the leading zero lost: 1 January 2001
    "10101-1234",
    "2902001234",  # 29 February 2000
    "3112991234",
]
OTHER = [
    "3202011234",  # day 32
    "3102011234",  # 31 February
    "2902011234",  # 29 February 1901 or 2001: neither was a leap year
    "0113011234",  # month 13
    "01010112345",  # eleven digits
    "12010101123",
    "010101123",  # nine digits that begin with a zero have lost nothing
    "12345678",
    "2025-03-04 10:30:00",
    "01-01-2025",
    "280123",
    "+45 33 92 50 00",
]


@pytest.mark.parametrize("number", FOUND)
@pytest.mark.parametrize("around", ["{}", "Bo, {}, ringet", "cpr{}x", "({})", "12 {} 7"])
def test_found_anywhere(number: str, around: str) -> None:
    assert scrub_text(around.format(number)) == around.format("[CPR]")


@pytest.mark.parametrize("number", OTHER)
def test_other_numbers_stay(number: str) -> None:
    assert scrub_text(f"nr. {number}.") == f"nr. {number}."


def test_a_column_is_scrubbed_as_its_cells_are() -> None:
    texts = [*FOUND, *OTHER, "", "Åse", f"{FOUND[0]} og {FOUND[1]}"]
    scrubbed, mask = scrub_values(pa.array(texts))
    assert scrubbed.to_pylist() == [scrub_text(text) for text in texts]
    assert mask.tolist() == [scrub_text(text) != text for text in texts]
    assert mask.sum() == len(FOUND) + 1


def test_normalised() -> None:
    assert {normalise(text) for text in ("0101011234", "010101-1234", "101011234", " 010101 – 1234 ")} == {
        "0101011234"
    }
    assert normalise("610101-12ab") == "61010112AB"  # a replacement number: day + 60, letters at the end
    assert [normalise(text) for text in ("", "010101", "3202011234", "Bo", "99999999999")] == [None] * 5


def test_the_hash_is_hmac_sha256_in_32_characters() -> None:
    expected = hmac.new(b"key", b"0101011234", hashlib.sha256).hexdigest()[:32]
    assert keyed_hash("0101011234", b"key") == f"h:{expected}"
    assert keyed_hash("0101011234", b"other") != f"h:{expected}"
