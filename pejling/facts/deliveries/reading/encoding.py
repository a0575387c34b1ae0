"""Bytes to UTF-8: which encoding a text file is in, and what is wrong when it is in none. *Pure.*"""

from __future__ import annotations

import codecs
import re

from pejling.facts.deliveries.problems import Unreadable

#: What a mapping may call an encoding, and Python's name for it.
ENCODINGS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "windows-1252": "cp1252",
}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE = 65_536
# Danish and other western letters as two bytes of UTF-8: hardly ever what somebody wrote in Windows-1252.
_UTF8_LETTER = re.compile(rb"(?<![\x80-\xff])\xc3[\x80-\xbf](?![\x80-\xbf])")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_NOT_IN_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def to_utf8(data: bytes, declared: str | None = None) -> tuple[bytes, str]:
    """``data`` as UTF-8 without BOM, and the name of the encoding it was in (a key of ``ENCODINGS``).

    ``declared`` overrules what is found, but for a BOM that says otherwise. Raises `Unreadable`.
    """
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise Unreadable("empty_file")
    encoding = declared or _detect(data)
    for bom, name in _BOMS:
        if data.startswith(bom):
            if declared and not name.startswith(declared):
                raise Unreadable("other_encoding", {"declared": declared, "found": name})
            encoding, data = name, data[len(bom) :]
            break
    else:
        if encoding == "utf-16":
            encoding = _detect(data) if _detect(data).startswith("utf-16") else "utf-16-le"
    text = _decode(data, encoding)
    control = _CONTROL.search(text)
    if control:
        raise Unreadable("binary", {"byte": f"{control[0][0]:02x}", "position": control.start() + 1})
    return text, encoding


def _detect(data: bytes) -> str:
    """The most likely encoding of bytes without a BOM."""
    sample = data[:_SAMPLE]
    if b"\x00" in sample:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        half = max(len(sample) // 2, 1)
        # Western text in UTF-16 has a zero in nearly every second byte, always on the same side.
        if odd > 0.5 * half and even < 0.05 * half:
            return "utf-16-le"
        if even > 0.5 * half and odd < 0.05 * half:
            return "utf-16-be"
        raise Unreadable("binary", {"byte": "00", "position": sample.index(0) + 1})
    wrong = _first_wrong_byte(data, "utf-8")
    if wrong is None:
        return "utf-8"
    if _UTF8_LETTER.search(data):
        if wrong >= len(data) - 4:
            raise Unreadable("truncated", {"encoding": "utf-8"})
        raise Unreadable("mixed_encodings", {"line": data.count(b"\n", 0, wrong) + 1})
    return "windows-1252"


def _first_wrong_byte(data: bytes, encoding: str) -> int | None:
    """Position of the first byte that can't be decoded; None where all can."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _decode(data: bytes, encoding: str) -> bytes:
    """``data`` from ``encoding`` to UTF-8; `Unreadable` says on which line it fails."""
    if encoding == "utf-8":
        wrong = _first_wrong_byte(data, "utf-8")
        if wrong is None:
            return data
        if wrong >= len(data) - 4:
            raise Unreadable("truncated", {"encoding": encoding})
        raise Unreadable("not_in_encoding", {"encoding": encoding, "line": data.count(b"\n", 0, wrong) + 1})
    if encoding == "windows-1252":
        wrong_byte = _NOT_IN_1252.search(data)
        if wrong_byte:
            line = data.count(b"\n", 0, wrong_byte.start()) + 1
            raise Unreadable("not_in_encoding", {"encoding": encoding, "line": line})
        return data.decode("cp1252").encode("utf-8")
    if len(data) % 2:
        raise Unreadable("truncated", {"encoding": encoding})
    wrong = _first_wrong_byte(data, encoding)
    if wrong is None:
        return data.decode(encoding).encode("utf-8")
    if wrong >= len(data) - 2:
        raise Unreadable("truncated", {"encoding": encoding})
    line = data[:wrong].decode(encoding, "replace").count("\n") + 1
    raise Unreadable("not_in_encoding", {"encoding": encoding, "line": line})
