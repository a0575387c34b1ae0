"""A file as an `Original`: text as it is; Word, Excel and PDF by a process of their own with limits. *Pure.*"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pejling.analysis.plans.taking_in import document_child
from pejling.analysis.plans.taking_in.originals import (
    HEADING,
    ITEM,
    LINE,
    MARGIN,
    MOST_PIECES,
    Original,
    Piece,
    TooLong,
    of_text,
    tidy,
)
from pejling.analysis.plans.taking_in.pages import pieces_of_pages
from pejling.analysis.plans.taking_in.tables import cells_of, renumbered

MOST_BYTES = 20_000_000
MOST_UNPACKED = 300_000_000
MEMORY = 2**30
SECONDS = 60
#: what a Word or Excel file that is locked by a password holds
LOCKED = "EncryptedPackage".encode("utf-16-le")
#: the endings that can be read, and what reads them
SORTS: Mapping[str, str] = {
    ".docx": "docx", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xlsx", ".ods": "xlsx", ".pdf": "pdf",
    ".csv": "csv", ".txt": "text", ".md": "text", ".text": "text", "": "text",
}  # fmt: skip


class UnreadableDocument(ValueError):
    """The file can't be read; ``code`` and ``params`` say why, in words of `wording`."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def read_document(path: Path, name: str = "", memory: int = MEMORY, seconds: int = SECONDS) -> Original:
    """The file's pieces. ``name``: its name, where the path has another. Raises `UnreadableDocument`, OSError."""
    called = name or path.name
    ending = Path(called).suffix.lower()
    sort = SORTS.get(ending)
    if sort is None:
        raise UnreadableDocument("unknown_sort_of_file", found=ending, known=[one for one in SORTS if one])
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise UnreadableDocument("file_too_large", found=size // 1_000_000, limit=MOST_BYTES // 1_000_000)
    stem = Path(called).stem
    try:
        if sort == "text":
            return _filled(of_text(_decoded(path.read_bytes()), stem))
        if sort == "csv":
            return _filled(Original(stem, _pieces([["table", 0, _rows(_decoded(path.read_bytes()))]])))
        _check_size(path, memory)
        answer = _asked(sort, path, memory, seconds)
        if "lines" in answer:
            return _filled(Original(stem, pieces_of_pages(answer["lines"])), "no_text_in_pdf")
        return _filled(Original(stem, _pieces(answer["blocks"])))
    except TooLong as error:
        raise UnreadableDocument("too_many_pieces", limit=MOST_PIECES) from error


def _filled(original: Original, code: str = "empty_file") -> Original:
    if not original.pieces:
        raise UnreadableDocument(code)
    return original


def _decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 where the text says so, else the Windows letters that older Danish files are in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: Sequence[str] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableDocument("not_a_text")


def _rows(text: str) -> list[list[str]]:
    """The rows of separated values; Danish files have semicolons between them."""
    first = text.split("\n", 1)[0]
    separator = max(";\t,", key=first.count)
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def _check_size(path: Path, limit: int) -> None:
    """Refuse what unpacks to more than can be read. Raises `UnreadableDocument`."""
    if not zipfile.is_zipfile(path):
        # An old workbook or a PDF; or damaged, which its reader says. Locked ones are wrapped in the old way.
        if path.suffix.lower() in {".docx", ".xlsx", ".xlsm"} and LOCKED in path.read_bytes():
            raise UnreadableDocument("locked_file")
        return
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableDocument("damaged_file", sort=path.suffix) from error
    if unpacked > MOST_UNPACKED:
        raise UnreadableDocument("too_demanding", limit=limit // 2**20)


def _asked(sort: str, path: Path, memory: int, seconds: int) -> dict[str, Any]:
    command = [
        sys.executable,
        "-I",
        document_child.__file__,
        sort,
        str(path.resolve()),
        str(memory),
        str(seconds),
    ]
    done = None
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=seconds * 2, check=False
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is not None and done.returncode == document_child.LOCKED:
        raise UnreadableDocument("locked_file")
    if done is not None and done.returncode == document_child.CANNOT_OPEN:
        raise UnreadableDocument("damaged_file", sort=path.suffix)
    if done is None or done.returncode:
        raise UnreadableDocument("too_demanding", limit=memory // 2**20)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _pieces(blocks: Sequence[Any]) -> tuple[Piece, ...]:
    made: list[Piece] = []
    tables = 0
    for sort, level, content, *merged in blocks:
        if sort == "table":
            tables += 1
            made += cells_of(content, tables, len(made) + 1, *merged)
        elif text := tidy(content):
            kind = {"heading": HEADING, "item": ITEM, "margin": MARGIN}.get(sort, LINE)
            # A paragraph of a word processor is a paragraph: never the rest of the line before it.
            made.append(Piece(len(made) + 1, text, kind, 2, level))
        if len(made) > MOST_PIECES:
            raise TooLong(MOST_PIECES)
    return renumbered(made)
