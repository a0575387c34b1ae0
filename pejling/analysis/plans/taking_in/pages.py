"""The lines of a PDF as pieces: headings by their size, tables by their columns, what pages repeat apart. *Pure.*

A PDF says where a text is drawn, not what it is. Larger than most of the text is a heading, and so is a short bold
line. A row of headings that are known as columns begins a table; its cells are drawn row by row, so that a cell to
the left of the one before it begins a new row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pejling.analysis.plans.taking_in.originals import (
    CELL,
    HEADING,
    LINE,
    MARGIN,
    MOST_PIECES,
    Piece,
    TooLong,
    joined,
    tidy,
)
from pejling.analysis.plans.taking_in.table_heads import find_head

_BOLD_HEADING = 8  # a level below every larger one
_NEAR = 4.0  # points


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as drawn."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class _Line:
    page: int
    texts: tuple[_Text, ...]

    @property
    def text(self) -> str:
        return tidy("".join(one.text for one in self.texts))

    @property
    def size(self) -> float:
        return max(one.size for one in self.texts)

    @property
    def bold(self) -> bool:
        return all(one.bold for one in self.texts)

    @property
    def y(self) -> float:
        return self.texts[0].y


def pieces_of_pages(drawn: Sequence[Any]) -> tuple[Piece, ...]:
    """Every line of every page in order. Raises `TooLong`."""
    lines = [_Line(page, tuple(_Text(*one) for one in texts)) for page, texts in drawn]
    lines = [line for line in lines if line.text]
    if len(lines) > MOST_PIECES:
        raise TooLong(MOST_PIECES)
    margins = _margins(lines)
    levels = _levels([line for place, line in enumerate(lines) if place not in margins])
    step = _step(lines)
    made: list[Piece] = []
    tables = 0
    before: _Line | None = None
    place = 0
    while place < len(lines):
        line = lines[place]
        if place in margins:
            made.append(Piece(0, line.text, MARGIN))
            place += 1
            continue
        cells, used = _table(lines, place, margins, levels)
        if cells:
            tables += 1
            made += [replace(cell, table=tables) for cell in cells]
            # A table that goes on across pages has their margins in it.
            made += [Piece(0, lines[p].text, MARGIN) for p in range(place, place + used) if p in margins]
            place += used
            before = None
            continue
        place += 1
        level = _level_of(line, levels)
        new_page = before is not None and before.page != line.page
        apart = before is not None and not new_page and before.y - line.y > step * 1.35
        if (
            level
            and made
            and made[-1].sort == HEADING
            and made[-1].level == level
            and not apart
            and not new_page
        ):
            made[-1] = replace(made[-1], text=joined(made[-1].text, line.text))
        else:
            made.append(
                Piece(0, line.text, HEADING if level else LINE, int(apart), level or 0, new_page=new_page)
            )
        before = line
    lengths = sorted(len(piece.text) for piece in made if piece.sort == LINE)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    return tuple(replace(piece, number=number, width=width) for number, piece in enumerate(made, 1))


def _margins(lines: Sequence[_Line]) -> set[int]:
    """The lines that most pages have at one place of their head or foot, alike but for numbers, and not large."""
    pages: dict[int, list[int]] = {}
    for place, line in enumerate(lines):
        pages.setdefault(line.page, []).append(place)
    if len(pages) < 3:
        return set()
    body = _levels(lines)[-1]
    found: dict[tuple[str, int], set[int]] = {}
    for places in pages.values():
        by_height = sorted(places, key=lambda place: lines[place].y)
        for place in {*by_height[:2], *by_height[-2:]}:
            line = lines[place]
            if line.size <= body * 1.1:
                found.setdefault((re.sub(r"\d+", "0", line.text), round(line.y / 6)), set()).add(place)
    return {place for same in found.values() if len(same) * 2 > len(pages) for place in same}


def _levels(lines: Sequence[_Line]) -> list[float]:
    """The sizes of headings, the largest first; none where most lines would be headings."""
    written: Counter[float] = Counter()
    for line in lines:
        written[line.size] += len(line.text)
    if not written:
        return []
    body = written.most_common(1)[0][0]
    sizes = sorted({line.size for line in lines if line.size > body * 1.1}, reverse=True)
    return [*sizes, body]


def _level_of(line: _Line, levels: Sequence[float]) -> int:
    """Of a heading, from 1; 0 of what isn't one."""
    text = line.text
    if not levels or len(text) > 120 or text.endswith((".", ",", ";")) or not re.search(r"[^\W\d]", text):
        return 0
    if line.size in levels[:-1]:
        return levels.index(line.size) + 1
    return _BOLD_HEADING if line.bold and len(line.texts) == 1 and len(text) < 90 and text[0].isupper() else 0


def _step(lines: Sequence[_Line]) -> float:
    """How far lines of running text stand from each other."""
    steps = Counter(
        round(before.y - after.y, 0)
        for before, after in pairwise(lines)
        if before.page == after.page and 4 < before.y - after.y < 60
    )
    return steps.most_common(1)[0][0] if steps else 14.0


def _table(
    lines: Sequence[_Line], place: int, margins: set[int], levels: Sequence[float]
) -> tuple[list[Piece], int]:
    """The cells of the table whose row of headings begins at ``place``, and how many lines it takes; none, 0."""
    head = lines[place].texts
    if len(head) < 3 or find_head([_row(head, 1)], False) is None:
        return [], 0
    texts: list[_Text] = []
    end = place + 1
    while end < len(lines):
        line = lines[end]
        if end not in margins:
            if line.size in levels[:-1] and len(line.texts) == 1:
                break
            texts += line.texts
        end += 1
    starts = _starts(texts, len(head))
    if not starts:
        return [], 0
    cells = _row(head, 1)
    row, column = 2, -1
    used = place + 1
    while used < end:
        line = lines[used]
        if used not in margins:
            columns = [_column(one, starts) for one in line.texts]
            if None in columns or (len(columns) == 1 and _runs_over(line.texts[0], columns[0] or 0, starts)):
                break
            for one, found in zip(line.texts, columns, strict=True):
                if found is None:
                    continue
                if found < column:
                    row += 1
                column = found
                _add(cells, row, found + 1, tidy(one.text))
        used += 1
    return cells, used - place


def _row(head: Sequence[_Text], row: int) -> list[Piece]:
    return [Piece(0, tidy(one.text), CELL, row=row, column=column) for column, one in enumerate(head, 1)]


def _starts(texts: Sequence[_Text], count: int) -> list[float]:
    """Where the columns begin: the places at which most texts begin, as many as there are headings."""
    places: Counter[float] = Counter()
    for one in texts:
        near = next((x for x in places if abs(x - one.x) < _NEAR), one.x)
        places[near] += 1
    common = [x for x, _times in places.most_common(count)]
    return sorted(common) if len(common) == count else []


def _column(one: _Text, starts: Sequence[float]) -> int | None:
    return next((place for place, x in enumerate(starts) if abs(x - one.x) < _NEAR), None)


def _runs_over(one: _Text, column: int, starts: Sequence[float]) -> bool:
    """Whether the text is too long for its column: the table has ended."""
    if column + 1 >= len(starts):
        return False
    return len(one.text) * one.size * 0.4 > (starts[column + 1] - starts[column]) * 1.5


def _add(cells: list[Piece], row: int, column: int, text: str) -> None:
    """A line of a cell; the next line of the same cell goes on with it."""
    last = cells[-1]
    if last.row == row and last.column == column:
        cells[-1] = replace(last, text=joined(last.text, text))
    elif text:
        cells.append(Piece(0, text, CELL, row=row, column=column))
