"""A document as numbered pieces in reading order: lines of a text, paragraphs and table cells of a file. *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

#: more than any plan holds; a document that is longer is cut up by whoever knows what it is
MOST_PIECES = 60_000
#: MARGIN: what is printed at the head or foot of every page, and what a workbook hides
LINE, HEADING, ITEM, CELL, MARGIN = "line", "heading", "item", "cell", "margin"
#: a text whose headings and bold words are marked by signs
_MARKDOWN = re.compile(r"(#{1,6}) +(?=\S)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,200}?)(?<=\S)\1")
_YEARS = re.compile(r"\d{4}\s*[-–/]\s*\d{2,4}")
_HALFWAY = re.compile(
    r"(?:\b(?:og|eller|samt|på|i|af|til|for|om|med|ved|fra|mod|at|den|det|de|en|et|vi)|[,(/-])$"
)
#: two or three letters that are drawn as one, in a PDF
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_ENDS = tuple('.:;!?”"')


class TooLong(ValueError):
    """The document has more than `MOST_PIECES` pieces."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece. ``number``: the line of a text, else its place in the document, from 1.

    ``gap``: blank lines before it. ``level``: of a heading, 1 the outermost. ``table``, ``row``, ``column``: from 1
    for a cell, else 0; ``down``: how many rows it fills. ``new_page``: the first on its page. ``width``: how long
    the document's lines run.
    """

    number: int
    text: str
    sort: str = LINE
    gap: int = 0
    level: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    down: int = 1
    new_page: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class Original:
    """A whole document and what it is called."""

    name: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All of it, a piece a line."""
        return "\n".join(piece.text for piece in self.pieces)


def of_text(text: str, name: str = "") -> Original:
    """Plain text, pasted or from a TXT or PDF, as pieces: one for each line that isn't blank. Raises `TooLong`."""
    pieces: list[Piece] = []
    gap = 0
    # A form feed ends a page; where it was lost, a page that begins with a blank is what is left of it.
    lines = re.split(r"\r\n|\r|\n", text.replace("\v", "\n"))
    tables = tables_in(lines)
    marked = sum(bool(_MARKDOWN.match(line)) for line in lines) > 1
    for number, line in enumerate(lines, 1):
        if number in tables:
            pieces += tables[number]
            gap = 0
            continue
        heading = _MARKDOWN.match(line) if marked else None
        words = tidy(_EMPHASIS.sub(r"\2", line[heading.end() :] if heading else line) if marked else line)
        if not words:
            gap += 1
            continue
        if heading:
            pieces.append(Piece(number, words, HEADING, gap, heading.end(1)))
            gap = 0
            continue
        new_page = "\f" in line or (line.startswith(" ") and not line.startswith("   "))
        pieces.append(Piece(number, words, LINE, gap, _depth(line, words), new_page=new_page))
        gap = 0
        if len(pieces) > MOST_PIECES:
            raise TooLong(MOST_PIECES)
    lengths = sorted(len(piece.text) for piece in pieces)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    made = (replace(piece, width=width) for piece in pieces)
    # A line of a table is several pieces: then they are numbered instead of the lines.
    return Original(name, tuple(replace(p, number=n) if tables else p for n, p in enumerate(made, 1)))


def tables_in(lines: Sequence[str]) -> dict[int, list[Piece]]:
    """The cells of each line (from 1) that is a row of a pasted table: tabs or bars, two lines or more."""
    found: dict[int, list[Piece]] = {}
    table = 0
    run: list[tuple[int, list[str]]] = []
    for number, line in enumerate([*lines, ""], 1):
        cells = _cells_of_line(line, bool(run) and run[-1][0] == number - 1 and len(run[-1][1]))
        if cells and (not run or run[-1][0] == number - 1):
            run.append((number, cells))
            continue
        if len(run) > 1:
            table += 1
            for row, (at, texts) in enumerate(run, 1):
                found[at] = [
                    Piece(at, words, CELL, table=table, row=row, column=column)
                    for column, text in enumerate(texts, 1)
                    if (words := tidy(text))
                ]
        run = [(number, cells)] if cells else []
    return found


def _cells_of_line(line: str, before: int) -> list[str]:
    """The line's cells; none where it isn't a row. ``before``: how many the row right above has."""
    bare = line.strip()
    if bare.startswith("|") and bare.endswith("|") and bare.count("|") > 2:
        # The rule under a table's headings says nothing.
        return [re.sub(r"^[\s:-]+$", "", one) for one in bare.strip("|").split("|")]
    cells = line.rstrip("\r\n").split("\t")
    filled = sum(bool(cell.strip()) for cell in cells)
    return cells if filled > 1 or (filled and before > 1 and len(cells) == before) else []


def _depth(line: str, words: str) -> int:
    """How far a point is moved in: two blanks or a tab each."""
    if not re.match(r"[-–—•▪●◦‣·*o]\s", words):
        return 0
    before = line[: len(line) - len(line.lstrip())].replace("\t", "  ")
    return len(before) // 2


def tidy(text: str) -> str:
    """One line without control characters, invisible hyphens and double blanks."""
    text = text.translate(_LIGATURES)
    text = text.replace("\u00ad", "").replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "")
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    # No word is so long; looking for words in one that is would take as long as its square.
    return re.sub(r"(\S{500})(?=\S)", r"\1 ", " ".join(text.split()))


def joined(before: str, after: str) -> str:
    """Two lines as one: a word divided at the end of a line becomes whole, ``social-`` ``og`` doesn't."""
    if not before or not after:
        return before or after
    if (
        re.search(r"[^\W\d_]-$", before)
        and after[0].islower()
        and not re.match(r"(?:og|eller|samt)\b", after)
    ):
        last = re.split(r"[\s(/]", before)[-1]
        # AMU-kursus is written so; op-læring was divided.
        # So is Læse-skrive-værksted: the word has such hyphens already.
        return before + after if last[:-1].isupper() or "-" in last[:-1] else before[:-1] + after
    if re.search(r"\d[-–]$", before) and after[0].isdigit():
        # Years, or pages, divided behind their dash.
        return before + after
    return f"{before} {after}"


def begins_paragraph(pieces: Sequence[Piece], place: int) -> bool:
    """Whether the piece begins a new paragraph rather than going on with the line before it."""
    piece = pieces[place]
    if place == 0 or piece.sort != LINE or pieces[place - 1].sort != LINE:
        return True
    if goes_on(pieces, place):
        return False
    if _YEARS.fullmatch(piece.text):
        return True
    return piece.gap > _leading(pieces, place) or ends_short(pieces[place - 1], piece)


def ends_short(before: Piece, piece: Piece, share: float = 0.7) -> bool:
    """Whether a line stopped long before the margin, and not in the middle of a sentence."""
    if not before.width:
        return False
    short = len(before.text) < share * max(60, min(before.width, 100))
    return short and piece.text[0].isupper() and not _HALFWAY.search(before.text)


def goes_on(pieces: Sequence[Piece], place: int) -> bool:
    """Whether the line can only be the rest of the sentence before it."""
    if place == 0:
        return False
    before, text = pieces[place - 1].text, pieces[place].text
    if re.match(r"[a-zæøå][.)]\s", text) or _YEARS.fullmatch(text):
        return False
    # Text recognition reads "In" as "ln", with which no word begins.
    small = text[0].islower() and not re.match(r"ln[a-zæøå]", text)
    begins = small or text[0] in "(,&" or re.match(r"\d+(?![\d.)]*[.)]\s)", text)
    return bool(begins) and not before.endswith(_ENDS) and pieces[place].gap <= 1


def _leading(pieces: Sequence[Piece], place: int) -> int:
    """How many blank lines stand between lines of running text hereabouts (extracted text is often double-spaced)."""
    for step in range(1, 7):
        for near in (place - step, place + step):
            if 0 < near < len(pieces) and goes_on(pieces, near):
                return pieces[near].gap
    return 0
