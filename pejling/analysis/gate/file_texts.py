"""Every text in a finished file, as a reader or a program could find it. *Pure.*

Words that are shown, and what a file says of itself: of web pages, PDF, Word and Excel; of anything else the letters
in it. What a file cuts in pieces (runs in Word, lines in PDF) is put together: nothing hides between two pieces.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

#: what is longer isn't one of our files
LARGEST = 400_000_000
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "code",
        "em",
        "i",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "wbr",
    }
)
_BREAKS = frozenset({"br", "cr", "tab"})
_PARAGRAPHS = frozenset({"p", "si", "is", "tc", "text"})
#: an attribute that says something to people: words, an e-mail or other address, a number with a dash
_SAYS = re.compile(r"[ @%]|^\w+:|\d-\d")
_LETTERS = re.compile(r"[^\x00-\x1f\x7f-\x9f]{5,}")


class TooLarge(ValueError):
    """A file can't be looked through."""


def texts_of(path: Path) -> Iterator[tuple[str, str]]:
    """(where in the file, text). TooLarge; an unreadable file is an error of its own kind, and never passed over."""
    if path.stat().st_size > LARGEST:
        raise TooLarge(path.name)
    suffix = path.suffix.lower()
    if suffix in {".html", ".svg"}:
        yield from _page(path)
    elif suffix == ".pdf":
        yield from _pdf(path)
    elif suffix in {".docx", ".xlsx"}:
        yield from _parts(path)
    elif suffix == ".json":
        yield path.name, "\n".join(_strings(json.loads(path.read_text(encoding="utf-8"))))
    else:
        yield path.name, _plain(path.read_bytes())


def folder_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Those of every file below a folder; places begin with the file's path."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            inside = path.relative_to(folder).as_posix()
            for place, text in texts_of(path):
                yield inside + place.removeprefix(path.name), text


class _Reader(HTMLParser):
    """What is shown, and what attributes say; comments too: they are sent to everybody."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.shown.append("\n")
        self.said += [unquote(value) for _name, value in attrs if value and len(value) > 3]

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.shown.append("\n")

    def handle_data(self, data: str) -> None:
        # A line break in the source is a blank on the page.
        self.shown.append(re.sub(r"\s+", " ", data))

    def handle_comment(self, data: str) -> None:
        self.said.append(data)


def _page(path: Path) -> Iterator[tuple[str, str]]:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    yield path.name, "".join(reader.shown)
    yield f"{path.name} (attributes)", "\n".join(reader.said)


def _pdf(path: Path) -> Iterator[tuple[str, str]]:
    from pypdf import PdfReader

    with path.open("rb") as stream:
        reader = PdfReader(stream)
        for number, page in enumerate(reader.pages, 1):
            yield f"{path.name}, {number}", page.extract_text()
        said = [str(value) for value in (reader.metadata or {}).values()]
        xmp = reader.xmp_metadata
        if xmp is not None:
            said.append(_xml(xmp.stream.get_data()))
        said += [unquote(one) for one in _said_in(reader)]
        yield f"{path.name} (metadata)", "\n".join(said)


def _strings(value: object) -> Iterator[str]:
    """Every text of a JSON value, with line breaks as they are meant."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _said_in(reader: object) -> Iterator[str]:
    """Every text in the structure of a PDF: alternative and spoken texts, titles, the outline, addresses of links."""
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        try:
            found = reader.get_object(number)
        except Exception:  # noqa: S112  (a number that nothing has)
            continue
        yield from _texts_in(found)


def _texts_in(value: object) -> Iterator[str]:
    """The texts of one object, and of what lies within it; what it only refers to is an object of its own."""
    from pypdf.generic import ByteStringObject, NameObject

    if isinstance(value, dict):
        for one in value.values():
            yield from _texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts_in(one)
    elif isinstance(value, str) and not isinstance(value, NameObject | ByteStringObject) and len(value) > 3:
        yield value


def _parts(path: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as archive:
        if sum(one.file_size for one in archive.infolist()) > LARGEST:
            raise TooLarge(path.name)
        for one in archive.infolist():
            content = archive.read(one)
            text = _xml(content) if one.filename.endswith((".xml", ".rels")) else _plain(content)
            yield f"{path.name}/{one.filename}", text


def _xml(content: bytes) -> str:
    """All text of an XML part, that of one paragraph together; and what attributes say."""
    made: list[str] = []
    said: list[str] = []

    def walk(node: ElementTree.Element, inside: bool) -> None:
        name = str(node.tag).rsplit("}", 1)[-1]
        paragraph = name in _PARAGRAPHS
        said.extend(
            unquote(value) for value in node.attrib.values() if len(value) > 5 and _SAYS.search(value)
        )
        made.append("\n" if name in _BREAKS else node.text or "")
        for child in node:
            walk(child, inside or paragraph)
            made.append(child.tail or "")
        if not inside:
            made.append("\n")

    walk(ElementTree.fromstring(content), False)  # noqa: S314  (a file that was just written here)
    return "".join(made) + "\n" + "\n".join(said)


def _plain(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(_LETTERS.findall(content.decode("latin-1")))
