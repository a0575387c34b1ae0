"""A report as one frozen value: what is published, whatever form it is written in. *Pure.*

Nothing but what may be read by everybody stands in it. A hidden value has no number anywhere: not in the report, and
so not in any form of it. Codes (``kind``, a column's ``key``, a state) are for programs and marked so; every other
text is shown to a reader (see ``walking``).
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

#: the version of the value's JSON form; a newer one is refused whole
FORMAT = 1
LANGUAGES = ("da", "en")
#: headings below a report's title: as many as Word, the page and the PDF can all tell apart
DEEPEST = 5
COLUMN_KINDS = ("text", "number", "count", "percent", "date", "state")
#: how a picture is drawn of its table
FORMS = ("bars", "columns", "points", "line", "steps")


class ReportError(ValueError):
    """A report can't be so. ``place``: where in it; ``code`` says why."""

    def __init__(self, code: str, place: str = "", **params: object) -> None:
        self.code, self.place, self.params = code, place, params
        super().__init__(f"{place or 'report'}: {code} {params or ''}".rstrip())


def code(default: Any = ...) -> Any:
    """A field for programs: never shown as it stands, and no text to be looked through."""
    return (
        field(metadata={"code": True}) if default is ... else field(default=default, metadata={"code": True})
    )


class Hidden(enum.Enum):
    """A value that is there, but not shown, since few persons are behind it."""

    HIDDEN = "hidden"


HIDDEN = Hidden.HIDDEN
#: what a table's cell may hold: None is not known, and never 0
Cell = str | Decimal | date | Hidden | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``lead``: said larger, at the beginning of a report."""

    text: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Points."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader must know before going on: how few answered, that something isn't fixed yet."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how its cells are written, and what hangs together with it.

    ``kind``: ``COLUMN_KINDS``; a percentage is 0-100. ``counts``: what a count counts, such as ``students``, where
    that is persons: disclosure control looks at those. ``of``: the column that holds the number this one is a share
    or part of, or whose value it would give away: where that is hidden, this is too.
    """

    key: str = code()
    title: str = ""
    kind: str = code("text")
    unit: str = ""
    decimals: int = 0
    counts: str = code("")
    of: str = code("")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under typed columns. The first column says what a row is about.

    ``elsewhere``: the numbers are public already, and stay as they were published. ``total_rows``: the places of rows
    that add others up.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    source: str = ""
    key: str = code("")
    elsewhere: bool = False
    total_rows: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.columns:
            raise ReportError("table_without_columns", self.title)
        keys = [column.key for column in self.columns]
        if len(set(keys)) < len(keys):
            raise ReportError("column_twice", self.title, keys=keys)
        for column in self.columns:
            if column.kind not in COLUMN_KINDS:
                raise ReportError("unknown_column_kind", self.title, found=column.kind)
            if column.of and column.of not in keys:
                raise ReportError("unknown_column", self.title, found=column.of)
        for place, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ReportError("row_of_another_width", f"{self.title}[{place}]", found=len(row))
            for column, cell in zip(self.columns, row, strict=True):
                _fits(column, cell, f"{self.title}[{place}].{column.key}")

    def place(self, key: str) -> int:
        """The place of a column."""
        for place, column in enumerate(self.columns):
            if column.key == key:
                return place
        raise ReportError("unknown_column", self.title, found=key)

    def hide(self, cells: Sequence[tuple[int, str]]) -> Table:
        """The table with these cells (row, column's key) hidden, and with them all that hangs on them."""
        rows = [list(row) for row in self.rows]
        for row, key in cells:
            waiting = [key]
            while waiting:
                gone = waiting.pop()
                rows[row][self.place(gone)] = HIDDEN
                waiting += [
                    column.key
                    for column in self.columns
                    if column.of == gone and rows[row][self.place(column.key)] not in (None, HIDDEN)
                ]
        return replace(self, rows=tuple(map(tuple, rows)))


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with all that is needed to read it.

    ``unit``: ``percent`` (0-100), ``count`` or words ("gennemsnit, skala 1-5"). ``limits``: the 95 % interval.
    ``value`` None and not ``hidden``: not known. ``key``, ``version``, ``snapshot``: the definition, its version and
    the data it was counted in. ``counts``: what is counted where that is persons. ``elsewhere``: public already.
    """

    title: str
    value: Decimal | None
    unit: str
    source: str
    as_of: date | None = None
    n: int | None = None
    limits: tuple[Decimal, Decimal] | None = None
    decimals: int = 1
    period: str = ""
    about: str = ""  #: whom it is about: a school, a programme
    definition: str = ""
    note: str = ""
    key: str = code("")
    version: str = code("")
    snapshot: str = code("")
    counts: str = code("")
    elsewhere: bool = False
    hidden: bool = False

    def __post_init__(self) -> None:
        if self.hidden and not (self.value is None and self.n is None and self.limits is None):
            raise ReportError("hidden_figure_with_numbers", self.title)
        if self.limits is not None and self.limits[0] > self.limits[1]:
            raise ReportError("limits_turned_round", self.title)

    def hide(self) -> Figure:
        """The same figure without any of its numbers."""
        return replace(self, hidden=True, value=None, n=None, limits=None)


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures that are read together."""

    title: str
    figures: tuple[Figure, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """How a table is drawn: ``x`` and ``y`` name columns, ``lower`` and ``upper`` an interval's, ``series`` groups.

    The numbers are the table's own, so that what is hidden there isn't drawn either.
    """

    form: str = code()
    x: str = code()
    y: str = code()
    lower: str = code("")
    upper: str = code("")
    series: str = code("")
    scale: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and the table it is drawn of, which always stands with it. ``alt``: what is to be seen, in words."""

    title: str
    alt: str
    chart: Chart
    table: Table
    note: str = ""

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ReportError("picture_without_alt", self.title)
        chart = self.chart
        if chart.form not in FORMS:
            raise ReportError("unknown_form", self.title, found=chart.form)
        if bool(chart.lower) != bool(chart.upper):
            raise ReportError("half_an_interval", self.title)
        for key in filter(None, (chart.x, chart.y, chart.lower, chart.upper, chart.series)):
            self.table.place(key)


@dataclass(frozen=True, slots=True)
class Point:
    """A field of an action that is said at length: its name and its text."""

    key: str = code()
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens: ``when`` as the plan says it, ``first`` and ``last`` the days that is understood as."""

    title: str
    when: str
    first: date | None = None
    last: date | None = None
    state: str = code("")
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """What was added, or found at a follow-up, on a day."""

    day: date
    text: str
    decision: str = code("")
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """An action as the plan's kind lets it be published. ``owner`` and ``involved`` are roles, never names.

    ``points``: description, needed change, operational goal, strategy, evaluation plan, expected effect, in order.
    """

    title: str
    label: str = ""
    word: str = ""  #: what the plan's kind calls an action
    state: str = code("")
    points: tuple[Point, ...] = ()
    owner: str = ""
    involved: tuple[str, ...] = ()
    schedule: tuple[Step, ...] = ()
    parts: tuple[Step, ...] = ()
    addenda: tuple[Dated, ...] = ()
    follow_ups: tuple[Dated, ...] = ()
    approach: str = code("")
    reach: str = code("")
    weight: Decimal | None = None
    result: Decimal | None = None
    id: str = code("")


@dataclass(frozen=True, slots=True)
class Reference:
    """A document outside the report. ``day`` as said."""

    title: str
    day: str = ""
    link: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.link and not self.link.lower().startswith(("https://", "http://")):
            raise ReportError("not_a_link", self.title, found=self.link)


@dataclass(frozen=True, slots=True)
class References:
    """Documents the report rests on."""

    title: str
    items: tuple[Reference, ...]


Block = Paragraph | Listing | Notice | Table | Figures | Picture | Action | References


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what stands under it, and the headings below it. ``id``: its address on the page."""

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    id: str = code("")


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. ``kind``: a plan's kind, ``follow_up_plan`` or ``key_figures``; ``kind_title`` its name.

    ``dated``: the day the content stands for. ``version``: which edition of the same report, from 1.
    """

    kind: str = code()
    kind_title: str = ""
    title: str = ""
    organisation: str = ""
    period: tuple[date, date] | None = None
    dated: date | None = None
    language: str = code("da")
    subtitle: str = ""
    version: int = 1
    note: str = ""  #: what is new in this edition
    sections: tuple[Section, ...] = ()

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ReportError("unknown_language", found=self.language)
        if not self.title.strip() or not self.organisation.strip():
            raise ReportError("report_without_title")
        if self.version < 1:
            raise ReportError("unknown_version", found=self.version)
        _heading(self.sections, 1)


def _heading(sections: Sequence[Section], depth: int) -> None:
    for section in sections:
        if depth > DEEPEST:
            raise ReportError("headings_too_deep", section.title)
        if not section.title.strip():
            raise ReportError("heading_without_text")
        _heading(section.sections, depth + 1)


def _fits(column: Column, cell: Cell, place: str) -> None:
    if cell is None or cell is HIDDEN:
        return
    if column.kind == "date":
        fits = isinstance(cell, date)
    elif column.kind in ("text", "state"):
        fits = isinstance(cell, str)
    else:
        fits = isinstance(cell, Decimal) and cell.is_finite()
    if not fits:
        raise ReportError("cell_of_another_kind", place, kind=column.kind, found=str(cell)[:40])
