"""Every encoding a school's program writes gives the same text; what is in none is told apart."""

from __future__ import annotations

import codecs

import pytest

from pejling.facts.deliveries.problems import Unreadable
from pejling.facts.deliveries.reading.encoding import to_utf8

TEXT = "Elevnr;Navn\r\n17;Ærlig Åse Øster\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1252"), "windows-1252"),
    ],
)
def test_found(data: bytes, encoding: str) -> None:
    assert to_utf8(data) == (TEXT.encode(), encoding)


def test_declared() -> None:
    assert to_utf8("Å€".encode("cp1252"), "windows-1252") == ("Å€".encode(), "windows-1252")
    assert to_utf8(TEXT.encode("utf-16"), "utf-16") == (TEXT.encode(), "utf-16-le")


@pytest.mark.parametrize(
    ("data", "declared", "code"),
    [
        (b"", None, "empty_file"),
        (b"\xef\xbb\xbf", None, "empty_file"),
        (b" \r\n \n", None, "empty_file"),
        (TEXT.encode("utf-16")[:-1], None, "truncated"),
        (TEXT.encode("utf-16-le")[:-1], None, "truncated"),
        ("Navn\n😀".encode("utf-16")[:-2], None, "truncated"),
        ("Åse og Øs".encode()[:-2] + b"\xc3", None, "truncated"),
        ("Åse\n".encode() + "Bøje\nhej\n".encode("cp1252"), None, "mixed_encodings"),
        (b"a;b\n1\x00;2\n" * 50, None, "binary"),
        (bytes(range(256)) * 10, None, "binary"),
        (b"a;b\n\x812;3\n", None, "not_in_encoding"),
        ("Åse".encode("cp1252") + b"\n\n\n\n\n", "utf-8", "not_in_encoding"),
        (TEXT.encode("utf-16"), "utf-8", "other_encoding"),
    ],
)
def test_refused(data: bytes, declared: str | None, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        to_utf8(data, declared)
    assert caught.value.code == code
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
