"""A list as the template shows it: the rows of one page, and the addresses of every other way to see them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from pejling.web.components.file_names import file_name as called
from pejling.web.components.listing.address import LONGER, Address, Asked, asked_of
from pejling.web.components.listing.columns import Column
from pejling.web.components.listing.filters import Control, Filter
from pejling.web.components.paging import Paging

#: As many rows as a sheet of Excel has room for, less its heading.
MOST_IN_EXCEL = 1_048_000
BATCH = 2000
NOTHING_YET = gettext_lazy("Nothing here yet")


@dataclass(frozen=True, slots=True)
class Empty:
    """What a list says that has nothing in it yet: what will be here, and how it comes there."""

    heading: str | Promise = NOTHING_YET
    text: str | Promise = ""
    address: str = ""
    action: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: ``address`` sorts by it; ``sorted`` is ascending, descending or ""; not ``shown``: on paper only."""

    column: Column
    shown: bool
    address: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the page; ``opening``: its element's tag, the same for every row."""

    column: Column
    opening: str
    text: str
    link: str

    @property
    def content(self) -> str:
        """The text, or the link."""
        return format_html('<a href="{}">{}</a>', self.link, self.text) if self.link else self.text


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the page: the object it shows, its cells, and a class of its own."""

    row: Any
    cells: list[Cell]
    css: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use; ``address`` takes it away."""

    title: str
    text: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One list on one page. ``name`` tells lists apart; ``found``: how many rows the filters let through."""

    request: HttpRequest
    name: str
    title: str
    caption: str
    columns: Sequence[Column]
    filters: Sequence[Filter]
    chosen: Sequence[Any]
    asked: Asked
    address: Address
    rows: Any
    found: int
    page: int
    is_empty: bool
    empty: Empty
    size: int
    order: str
    file_name: str
    present: Callable[[list[Any]], Sequence[Any]] | None = None
    row_css: Callable[[Any], str] | None = None
    notes: Sequence[tuple[str, Any]] = field(default_factory=tuple)
    stacked: bool = False

    @property
    def wants_excel(self) -> bool:
        """Whether the address asks for the workbook instead of the page."""
        return self.asked.excel

    @property
    def paging(self) -> Paging:
        first = (self.page - 1) * self.asked.size
        pages = max(-(-self.found // self.asked.size), 1)
        last = min(first + self.asked.size, self.found)
        return Paging(self.page, pages, first + 1 if self.found else 0, last, self.found)

    @property
    def heads(self) -> list[Head]:
        """The headings, also of columns that are only printed."""
        return [self._head(column) for column in self.columns if column.is_data or self._shown(column)]

    @cached_property
    def lines(self) -> list[Line]:
        """The rows of this page."""
        first = (self.page - 1) * self.asked.size
        rows = list(self.rows[first : first + self.asked.size]) if self.found else []
        shown = [column for column in self.columns if column.is_data or self._shown(column)]
        tags = [(column, self._opening(column, place == 0)) for place, column in enumerate(shown)]
        return [
            Line(row, [_cell(*tag, row) for tag in tags], self.row_css(row) if self.row_css else "")
            for row in (self.present(rows) if self.present else rows)
        ]

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters in use."""
        return [
            Chip(str(found.title), found.in_words(chosen), self.address.without((*found.names(), "page")))
            for found, chosen in zip(self.filters, self.chosen, strict=True)
            if found.is_used(chosen)
        ]

    @property
    def in_words(self) -> str:
        """The filters in use, for paper and workbooks."""
        return "; ".join(f"{chip.title}: {chip.text}" for chip in self.chips)

    @property
    def controls(self) -> list[Control]:
        """The fields of the form; their names are those of the list's own, without its prefix."""
        pairs = zip(self.filters, self.chosen, strict=True)
        return [control for found, chosen in pairs for control in found.controls(chosen)]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form of the filters carries along beside its fields."""
        return self.address.kept([*self._filter_names, "page", "excel"])

    @property
    def kept_by_chooser(self) -> list[tuple[str, str]]:
        """What the form of the columns carries along."""
        return self.address.kept(["columns", "size", "page", "excel"])

    @property
    def choosable(self) -> list[tuple[str, str, bool]]:
        """(key, title, shown) of the columns that may be chosen; [] where there is no choice to make."""
        made = [
            (column.key, str(column.title), self._shown(column))
            for column in self.columns[1:]
            if column.is_data
        ]
        return made if len(made) > 1 else []

    @property
    def sizes(self) -> list[tuple[str, int, bool]]:
        """(value, rows, chosen) of the numbers of rows per page."""
        counts = sorted({self.size, *LONGER})
        return [
            ("" if count == self.size else str(count), count, count == self.asked.size) for count in counts
        ]

    @property
    def excel_address(self) -> str:
        return self.address.but(page=None, excel=1)

    @property
    def cleared(self) -> str:
        """The address without filters; order and columns stay."""
        return self.address.without([*self._filter_names, "page"])

    @property
    def plain_columns(self) -> str:
        """The address with the columns and the rows per page that the list has by itself."""
        return self.address.without(["columns", "size", "page"])

    @property
    def previous(self) -> str:
        return self.address.but(page=self.page - 1 if self.page > 2 else None) if self.page > 1 else ""

    @property
    def next(self) -> str:
        return self.address.but(page=self.page + 1) if self.page < self.paging.pages else ""

    def all_rows(self) -> Iterator[Any]:
        """Every row that the filters let through, as the columns want them."""
        rows = self.rows[:MOST_IN_EXCEL]
        batches = _batches(rows.iterator(BATCH) if isinstance(rows, QuerySet) else iter(rows))
        for batch in batches:
            yield from self.present(batch) if self.present else batch

    @property
    def _filter_names(self) -> list[str]:
        return [name for found in self.filters for name in found.names()]

    def _shown(self, column: Column) -> bool:
        return column.key in self.asked.columns

    def _head(self, column: Column) -> Head:
        is_chosen = column.key == self.asked.sort
        direction = ("descending" if self.asked.descending else "ascending") if is_chosen else ""
        # Numbers are looked at from the largest, words from A.
        descending = not self.asked.descending if is_chosen else column.numeric
        sort = f"-{column.key}" if descending else column.key
        address = self.address.but(sort=None if sort == self.order else sort, page=None)
        return Head(column, self._shown(column), "" if column.sort is None else address, direction)

    def _opening(self, column: Column, first: bool) -> str:
        """The tag of a column's cells; a row's first cell is its heading."""
        css = f"{column.css}{'' if self._shown(column) else ' pj-paper'}{'' if column.is_data else ' pj-actions'}"
        if first:
            role = mark_safe(' role="rowheader"') if self.stacked else ""
            return format_html('<th scope="row"{} class="{}">', role, css)
        role = format_html(' role="cell" data-title="{}"', column.title) if self.stacked else ""
        return format_html('<td{} class="{}">', role, css)


def _cell(column: Column, opening: str, row: Any) -> Cell:
    # What a template shows needs no text of its own.
    text = "" if column.template else column.text(row)
    return Cell(column, opening, text, column.link(row) if column.link and not column.template else "")


def listing(
    request: HttpRequest,
    rows: Any,
    columns: Sequence[Column],
    filters: Sequence[Filter] = (),
    *,
    name: str,
    title: str | Promise,
    order: str = "",
    size: int = 50,
    prefix: str = "",
    caption: str | Promise = "",
    empty: Empty | None = None,
    present: Callable[[list[Any]], Sequence[Any]] | None = None,
    row_css: Callable[[Any], str] | None = None,
    file_name: str = "",
    notes: Sequence[tuple[str, Any]] = (),
    stacked: bool = False,
) -> Listing:
    """The list that the request's address asks for; BadAddress where it asks for what can't be chosen.

    ``rows``: a query set or a list. ``order``: the key of the column sorted by at first, "-key" for descending, ""
    for the order the rows come in. ``prefix``: put before every parameter where a page has more than one list.
    ``present``: turns the raw rows of one page into those the columns take, so that what they need is fetched for a
    page at a time. ``file_name``: the workbook's, without ending; without one it is called by the title. ``notes``:
    (what, value) lines for the workbook's sheet "About". ``stacked``: on a narrow screen each row stands as a card
    with its cells below one another, for rows of long texts. At most three queries: how many, the page's rows, and,
    only where nothing was found, whether there is anything at all.
    """
    address = Address(request, prefix)
    asked = asked_of(address, columns, order, size)
    chosen = [found.read(address) for found in filters]
    kept = rows
    for found, choice in zip(filters, chosen, strict=True):
        if found.is_used(choice):
            kept = found.narrow(kept, choice)
    if asked.sort:
        column = next(column for column in columns if column.key == asked.sort)
        kept = column.ordered(kept, descending=asked.descending)
    count = kept.count() if isinstance(kept, QuerySet) else len(kept)
    is_empty = not count and not (rows.exists() if isinstance(rows, QuerySet) else len(rows))
    return Listing(
        request=request,
        name=name,
        title=str(title),
        caption=str(caption or title),
        columns=columns,
        filters=filters,
        chosen=chosen,
        asked=asked,
        address=address,
        rows=kept,
        found=count,
        # A list may have become shorter since the address was kept: then its last page is shown.
        page=min(asked.page, max(-(-count // asked.size), 1)),
        is_empty=is_empty,
        empty=empty or Empty(),
        size=size,
        order=order,
        file_name=file_name or called(str(title)),
        present=present,
        row_css=row_css,
        notes=notes,
        stacked=stacked,
    )


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
