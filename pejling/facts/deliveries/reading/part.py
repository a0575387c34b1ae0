"""The beginning of a text file, cut where a row ends: enough to see what it holds. *Pure.*"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from pejling.facts.deliveries.problems import Unreadable
from pejling.facts.deliveries.reading.encoding import to_utf8

#: A row that goes on over more line breaks than this was hardly meant to.
_ROWS_BACK = 2_000


@dataclass(frozen=True, slots=True)
class Part:
    """Text in UTF-8, the encoding it was in, and how many of the file's bytes it was made of."""

    text: bytes
    encoding: str
    taken: int
    size: int

    @property
    def whole(self) -> bool:
        """Whether it is all there is."""
        return self.taken == self.size


def read_part(path: Path, most: int, declared: str | None = None) -> Part:
    """The first ``most`` bytes of a file or a little less. Raises `Unreadable`, as reading it all would."""
    size = path.stat().st_size
    with path.open("rb") as file:
        data = file.read(most)
    if len(data) == size:
        return Part(*to_utf8(data, declared), size, size)
    data = _to_line_end(data, _line_break(data, declared))
    text, encoding = to_utf8(data, declared)
    cut = _to_row_end(text)
    return Part(cut, encoding, round(len(data) * len(cut) / max(len(text), 1)), size)


def _line_break(data: bytes, declared: str | None) -> bytes:
    """A line break in these bytes: of one byte, or of two in UTF-16."""
    if declared and not declared.startswith("utf-16"):
        return b"\n"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return b"\n\x00" if data.startswith(codecs.BOM_UTF16_LE) else b"\x00\n"
    start = data[:1000]
    if b"\x00" not in start:
        return b"\n"
    # Western text in UTF-16 has a zero in nearly every second byte.
    return b"\n\x00" if start[1::2].count(0) > start[::2].count(0) else b"\x00\n"


def _to_line_end(data: bytes, line_break: bytes) -> bytes:
    """The data up to its last line break; all of it (but for half a sign) where there is none."""
    end = len(data)
    while (end := data.rfind(line_break, 0, end)) >= 0:
        if end % len(line_break) == 0:
            return data[: end + len(line_break)]
        end += len(line_break) - 1
    return data[: len(data) // 4 * 4]


def _to_row_end(text: bytes) -> bytes:
    """The text without a last row that is open: in which a cell in quotation marks had begun."""
    if text.count(b'"') % 2 == 0:
        return text
    end = len(text)
    for _ in range(_ROWS_BACK):
        start = text.rfind(b"\n", 0, end - 1) + 1
        if start <= 0:
            break
        if text.count(b'"', start, end) % 2:
            return text[:start]
        end = start
    return text


def check_size(path: Path, most: int) -> None:
    """Refuse a file that isn't there, is empty, or is larger than ``most`` bytes."""
    size = -1
    try:
        if path.is_file():
            size = path.stat().st_size
    except OSError:
        size = -1
    if size < 0:
        raise Unreadable("no_such_file", {"file": path.name or str(path)})
    if size == 0:
        raise Unreadable("empty_file")
    if size > most:
        raise Unreadable("too_large", {"limit": most // 2**20})
