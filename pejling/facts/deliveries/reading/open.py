"""Any file a school may send, to a `Grid`. *Pure.*"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pejling.facts.deliveries.limits import Limits
from pejling.facts.deliveries.problems import Unreadable
from pejling.facts.deliveries.reading.encoding import to_utf8
from pejling.facts.deliveries.reading.grid import Grid, Wanted
from pejling.facts.deliveries.reading.part import check_size, read_part
from pejling.facts.deliveries.reading.separated import read_separated
from pejling.facts.deliveries.reading.workbook import read_workbook

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: First bytes of files that are no table in text, and what to tell.
_KINDS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_or_locked_workbook"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "compressed"),
    (b"7z\xbc\xaf", "compressed"),
    (b"Rar!", "compressed"),
    (b"PAR1", "binary_table"),
)


@dataclass(frozen=True, slots=True)
class Original:
    """What is kept of the file as it was."""

    sha256: str
    size: int


def name_of(path: Path) -> str:
    """What to call a file: its name, or where it has none (``.``) what was written."""
    return path.name or str(path)


def kind_of(path: Path) -> str:
    """``workbook`` or ``text``, by the file's first bytes. Raises `Unreadable` for what is no table at all."""
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(_ZIP):
        return "workbook"
    for beginning, code in _KINDS:
        if start.startswith(beginning):
            raise Unreadable(code)
    return "text"


def read_file(path: Path, wanted: Wanted, limits: Limits) -> tuple[Grid, Original]:
    """The table in a file and the file's fingerprint. Raises `Unreadable`."""
    if limits.part_bytes and kind_of(path) == "text":
        check_size(path, limits.file_bytes)
        part = read_part(path, limits.part_bytes, wanted.encoding)
        original = Original(hashlib.sha256(part.text).hexdigest(), part.size)
        return read_separated(part.text, part.encoding, wanted, limits), original
    data = _bytes_of(path, limits)
    original = Original(hashlib.sha256(data).hexdigest(), len(data))
    if data.startswith(_ZIP):
        return read_workbook(path, data, wanted, limits), original
    for start, code in _KINDS:
        if data.startswith(start):
            raise Unreadable(code)
    text, encoding = to_utf8(data, wanted.encoding)
    del data
    if len(text) > limits.file_bytes:
        raise Unreadable("too_large", {"limit": limits.file_bytes // 2**20})
    return read_separated(text, encoding, wanted, limits), original


def _bytes_of(path: Path, limits: Limits) -> bytes:
    """The file's bytes, if it is a file of bearable size."""
    data = None
    try:
        if not path.is_file():
            size = -1
        else:
            size = path.stat().st_size
            if size <= limits.file_bytes:
                data = path.read_bytes()
    except OSError:
        size = -1
    if data is not None:
        if not data:
            raise Unreadable("empty_file")
        return data
    if size < 0:
        raise Unreadable("no_such_file", {"file": name_of(path)})
    raise Unreadable("too_large", {"limit": limits.file_bytes // 2**20})
