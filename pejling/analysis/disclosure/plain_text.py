"""The text of a CSV file, however a spreadsheet saved it: its encoding and what separates its columns."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

from pejling.analysis.disclosure.refusal import Unusable
from pejling.analysis.language import _

SEPARATORS = ";\t|,"
#: A first line that some spreadsheets write and read to say which separator is meant.
SAYS_SEPARATOR = "sep="


def text_of(path: Path) -> str:
    """The file's text: UTF-8, UTF-16 with its byte-order mark, or else Windows-1252. The same letter is the same
    sign, whether it was saved whole or as letter and accent; otherwise two files' labels would not be linked."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unusable(
            _("%(file)s can't be opened: %(why)s"), file=path.name, why=error.strerror or error
        ) from None
    text = _decoded(raw)
    if text is None or "\0" in text:
        raise Unusable(_("%(file)s is not a text file in UTF-8, UTF-16 or Windows-1252"), file=path.name)
    return unicodedata.normalize("NFC", text)


def _decoded(raw: bytes) -> str | None:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def separated(text: str) -> tuple[str, str]:
    """The text that is to be read, and its separator: what the header has most of, or what the first line says."""
    first, end, rest = text.partition("\n")
    said = first.strip('\r" ')
    if said[:-1].lower() == SAYS_SEPARATOR and said[-1] in SEPARATORS:
        # An empty line in its place keeps the numbers of lines.
        return end + rest, said[-1]
    header = next((line for line in text.splitlines() if line.strip()), "")
    return text, max(SEPARATORS, key=header.count)
