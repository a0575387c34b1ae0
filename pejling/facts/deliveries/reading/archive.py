"""A spreadsheet's ZIP, looked through before anything opens it. *Pure.*

What an archive's directory says of sizes can be a lie, so everything is unpacked once, counted and thrown away.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from xml.etree import ElementTree

from pejling.facts.deliveries.limits import Limits
from pejling.facts.deliveries.problems import Unreadable
from pejling.facts.deliveries.reading.formulas import REACH, find_without_value

_CHUNK = 1 << 20
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]{0,200}?ref\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']"
)
_SMALL_PARTS = 5_000_000
_NESTED = (".zip", ".xlsx", ".xlsm", ".7z", ".rar", ".gz")


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: first row, last row (from 1) and how a spreadsheet writes it."""

    first: int
    last: int
    written: str


@dataclass(slots=True)
class Found:
    """What was found on a sheet: merged ranges, and rows (from 1) with a formula whose value was never stored."""

    merged: list[Merge] = field(default_factory=list)
    without_value: set[int] = field(default_factory=set)


def look_through(data: bytes, limits: Limits) -> dict[str, Found]:
    """What was found on each sheet, by the sheet's name. Raises `Unreadable` for anything but a sound XLSX."""
    archive = _open(data)
    with archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        _check_kind(names)
        if len(entries) > limits.zip_entries:
            raise Unreadable("zip_bomb", {"entries": len(entries)})
        found: dict[str, Found] = {}
        total = 0
        for entry in entries:
            if entry.flag_bits & 1:
                raise Unreadable("old_or_locked_workbook")
            if entry.filename.casefold().endswith(_NESTED):
                raise Unreadable("zip_bomb", {"entries": len(entries)})
            total = _unpack(archive, entry, total, len(data), limits, found)
        return _by_sheet(archive, found)


def _open(data: bytes) -> zipfile.ZipFile:
    archive = None
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        archive = None
    if archive is None:
        raise Unreadable("not_a_workbook")
    return archive


def _check_kind(names: set[str]) -> None:
    """Only XLSX: other formats in a ZIP are told apart by what they hold."""
    if "mimetype" in names and "content.xml" in names:
        raise Unreadable("opendocument")
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise Unreadable("not_a_workbook")


def _unpack(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    total: int,
    packed: int,
    limits: Limits,
    found: dict[str, Found],
) -> int:
    """Unpack one entry, noting what is odd on a sheet; the bytes unpacked so far, this entry included."""
    looked_for = entry.filename.startswith("xl/worksheets/")
    whole = copy.copy(entry)
    # Read to the end of the stream, whatever length the directory claims.
    whole.file_size = 1 << 62
    tail = b""
    code = ""
    try:
        with archive.open(whole) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > limits.file_bytes * 2 or (
                    total > limits.small_bytes and total > packed * limits.zip_ratio
                ):
                    code = "zip_bomb"
                    break
                if looked_for:
                    _look_at(tail + chunk, len(tail), found.setdefault(entry.filename, Found()))
                    tail = (tail + chunk)[-REACH:]
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        OverflowError,
        MemoryError,
    ):
        code = "damaged_workbook"
    if code:
        raise Unreadable(code, {"entries": len(archive.infolist())})
    return total


def _look_at(text: bytes, seen: int, sheet: Found) -> None:
    """Note what stands in ``text`` and ends after what was ``seen`` already."""
    for found in _MERGED.finditer(text):
        if found.end() > seen and len(sheet.merged) < 10_000:
            left, first, right, last = (part.decode() for part in found.groups())
            sheet.merged.append(Merge(int(first), int(last), f"{left}{first}:{right}{last}"))
    find_without_value(text, seen, sheet.without_value)


def _by_sheet(archive: zipfile.ZipFile, found: dict[str, Found]) -> dict[str, Found]:
    """What was found in the entries under the names of their sheets."""
    found = {name: sheet for name, sheet in found.items() if sheet.merged or sheet.without_value}
    if not found:
        return {}
    targets = {
        part.get("Id"): part.get("Target", "")
        for part in _parts(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    by_sheet: dict[str, Found] = {}
    for sheet in _parts(archive, "xl/workbook.xml", "sheet"):
        identity = next((value for key, value in sheet.items() if key.endswith("}id")), None)
        target = targets.get(identity, "").lstrip("/")
        entry = target if target.startswith("xl/") else f"xl/{target}"
        if entry in found:
            by_sheet[sheet.get("name", "")] = found[entry]
    return by_sheet


def _parts(archive: zipfile.ZipFile, name: str, tag: str) -> list[ElementTree.Element]:
    """The elements of that tag in a small part of the archive; DTDs are refused, they are how XML explodes."""
    parts: list[ElementTree.Element] | None = None
    try:
        text = archive.read(name)
        if len(text) <= _SMALL_PARTS and b"<!DOCTYPE" not in text and b"\x00" not in text:
            root = ElementTree.fromstring(text)  # noqa: S314 - no DTD, small
            parts = [element for element in root.iter() if element.tag.rpartition("}")[2] == tag]
    except (KeyError, ElementTree.ParseError, ValueError, LookupError):
        parts = None
    if parts is None:
        raise Unreadable("damaged_workbook")
    return parts
