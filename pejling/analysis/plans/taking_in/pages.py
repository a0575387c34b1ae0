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

from pejling.analysis.plans.taking_in import drawn_points
from pejling.analysis.plans.taking_in.drawn_points import drawn_width
from pejling.analysis.plans.taking_in.originals import (
    CELL,
    HEADING,
    ITEM,
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
#: what a line begins with that isn't the rest of a word
_WORD = re.compile(r"(?:og|i|på|med|af|til|for|der|som|ved|fra|om|samt|eller|skal|kan|har|den|det|de|at)\b")


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
        """Its words; where the next text is drawn well to the right there is a blank between them."""
        words = self.texts[0].text
        for before, one in pairwise(self.texts):
            apart = one.x - before.x > drawn_width(before.text, before.size) + before.size * 0.15
            words += f" {one.text}" if apart else one.text
        return tidy(words)

    @property
    def size(self) -> float:
        return max(one.size for one in self.texts)

    @property
    def bold(self) -> bool:
        return all(one.bold for one in self.texts)

    @property
    def x(self) -> float:
        return self.texts[0].x

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
    points = points_of(lines, levels, step)
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
        if (
            not level
            and before is not None
            and made
            and _heading_goes_on(made[-1], before, line, step, levels)
        ):
            level = made[-1].level
        new_page = before is not None and before.page != line.page
        apart = before is not None and not new_page and before.y - line.y > step * 1.35
        # Lines of a large heading stand further from each other than those of running text.
        parted = apart and before is not None and before.y - line.y > line.size * 1.6
        if (
            level
            and made
            and made[-1].sort == HEADING
            and made[-1].level == level
            and not parted
            and not new_page
            and (before is None or before.bold == line.bold)
        ):
            made[-1] = replace(made[-1], text=joined(made[-1].text, line.text))
        else:
            made.append(
                Piece(
                    0,
                    line.text,
                    HEADING if level else ITEM if place - 1 in points else LINE,
                    int(apart),
                    level or 0,
                    new_page=new_page,
                )
            )
        before = line
    lengths = sorted(len(piece.text) for piece in made if piece.sort == LINE)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    return tuple(replace(piece, number=number, width=width) for number, piece in enumerate(made, 1))


def points_of(lines: Sequence[_Line], levels: Sequence[float], step: float) -> set[int]:
    """Where points of lists begin whose marks are drawn as pictures; see `drawn_points`."""
    places = [place for place, line in enumerate(lines) if len(line.texts) == 1 and line.size == levels[-1]]
    found = drawn_points.find([lines[place] for place in places], step)
    return {places[number] for number in found}


def _heading_goes_on(last: Piece, before: _Line, line: _Line, step: float, levels: Sequence[float]) -> bool:
    """Whether the line is the rest of a heading that was too long for its line."""
    if last.sort != HEADING or line.size != before.size or before.page != line.page:
        return False
    if line.size in levels[:-1]:
        # Only years, say.
        return 0 < before.y - line.y <= line.size * 1.6 and len(line.text) < 60
    bold = last.level == _BOLD_HEADING and line.bold and before.bold
    return bold and line.text[0].islower() and 0 < before.y - line.y <= step * 1.35


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
    head, below = _head(lines, place, margins)
    if not head:
        return [], 0
    texts: list[_Text] = []
    end = place + below
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
    widths = _widths(texts, starts)
    said = [tidy(one.text) for one in lines[place].texts]
    cells = _row(head, 1)
    row, column = 2, -1
    before: _Text | None = None
    used = place + below
    while used < end:
        line = lines[used]
        if used in margins:
            if [tidy(one.text) for one in line.texts] == said:
                # The headings again on the next page, as the reader of tables knows them.
                row += 1
                cells += _row(head, row)
                row, column = row + 1, -1
                margins.difference_update(range(used, used + below))
                used += below - 1
        else:
            drawn = _whole(line.texts, starts)
            columns = [_column(one, starts) for one in drawn]
            if None in columns or (len(columns) == 1 and _runs_over(drawn[0], columns[0] or 0, starts)):
                break
            for one, found in zip(drawn, columns, strict=True):
                if found is None:
                    continue
                if found < column:
                    row += 1
                column = found
                _add(cells, row, found + 1, before, one, widths[found])
                before = one
        used += 1
    return cells, used - place


def _head(lines: Sequence[_Line], place: int, margins: set[int]) -> tuple[list[_Text], int]:
    """The headings of columns at ``place``, and how many lines they fill: a narrow one goes on in the next."""
    head = list(lines[place].texts)
    if len(head) < 3:
        return [], 0
    starts = [one.x for one in head]
    count = 1
    for line in lines[place + 1 : place + 3]:
        columns = [_column(one, starts) for one in line.texts]
        if None in columns or not all(tidy(one.text)[:1].islower() for one in line.texts):
            break
        for one, found in zip(line.texts, columns, strict=True):
            if found is not None:
                head[found] = replace(head[found], text=joined(tidy(head[found].text), tidy(one.text)))
        count += 1
    return (head, count) if find_head([_row(head, 1)], False) else ([], 0)


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


def _whole(texts: Sequence[_Text], starts: Sequence[float]) -> list[_Text]:
    """The texts of a line; one that begins where the one before it ends, and in no column, is the rest of it."""
    made: list[_Text] = []
    for one in texts:
        end = made[-1].x + drawn_width(made[-1].text.strip(), made[-1].size) if made else 0.0
        if made and _column(one, starts) is None and abs(one.x - end) < one.size:
            made[-1] = replace(made[-1], text=f"{made[-1].text} {one.text.strip()}")
        else:
            made.append(one)
    return made


def _column(one: _Text, starts: Sequence[float]) -> int | None:
    return next((place for place, x in enumerate(starts) if abs(x - one.x) < _NEAR), None)


def _runs_over(one: _Text, column: int, starts: Sequence[float]) -> bool:
    """Whether the text is too long for its column: the table has ended."""
    if column + 1 >= len(starts):
        return False
    return len(one.text) * one.size * 0.4 > (starts[column + 1] - starts[column]) * 1.5


def _widths(texts: Sequence[_Text], starts: Sequence[float]) -> list[float]:
    """How wide the widest line of each column is; what is wider than its column stands below the table.

    Without an end where no line is drawn with the blank that it was broken at: there a cut word can't be told.
    """
    if sum(one.text.endswith(" ") for one in texts) * 5 < len(texts):
        return [float("inf")] * len(starts)
    widths = [0.0] * len(starts)
    rooms = [after - start for start, after in pairwise([*starts, float("inf")])]
    for one in texts:
        column = _column(one, starts)
        width = drawn_width(one.text.strip(), one.size)
        if column is not None and width < rooms[column]:
            widths[column] = max(widths[column], width)
    return widths


def _add(cells: list[Piece], row: int, column: int, before: _Text | None, one: _Text, width: float) -> None:
    """A line of a cell; the next line of the same cell goes on with it. ``before``: the text drawn before."""
    text, last = tidy(one.text), cells[-1]
    if last.row == row and last.column == column:
        cut = before is not None and _is_cut(before, one, width)
        cells[-1] = replace(last, text=last.text + text if cut else joined(last.text, text))
    elif text:
        cells.append(Piece(0, text, CELL, row=row, column=column))


def _is_cut(before: _Text, one: _Text, width: float) -> bool:
    """Whether a word longer than its column was cut where the column ends, without a hyphen."""
    text = tidy(one.text)
    if re.match(r"[.,;:!?)]", text):
        return True
    # Where a line ends between words, the blank is drawn, too, if there is room for it.
    whole = before.text.endswith(" ") or " " in before.text
    full = drawn_width(before.text, before.size) > width * 0.85
    return not whole and full and text[0].islower() and before.text[-1].isalpha() and not _WORD.match(text)
