"""One column of a list: what stands in a cell on the page, what in Excel, and what it is sorted by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from typing import Any

from django.db.models import F, QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from pejling.web.components import numbers
from pejling.web.components.danish_order import danish_key
from pejling.web.components.workbook import Share

#: What a list of rows is sorted by: for query sets a field (or several), for lists also a function of the row.
Sort = str | Sequence[str] | Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """``cell`` gives what the page shows: text, safe HTML, or a number, Share, date, moment or bool, which is written
    as the reader writes it. ``value`` is what Excel gets (without it: the cell's own value, HTML without its tags).

    ``sort``: None where the column can't be sorted by. ``link``: the address a cell leads to ("" for none).
    ``optional``: shown only when chosen. ``template``: renders the cell (with ``row`` and the page's context) instead
    of ``cell``; such a column is for buttons, and stays out of Excel and print unless it has a ``value``.
    Counts of persons must be masked before they get here, in ``cell``, ``value`` and ``sort`` alike.
    """

    key: str
    title: str | Promise
    cell: Callable[[Any], Any] | None = None
    value: Callable[[Any], Any] | None = None
    sort: Sort | None = None
    numeric: bool = False
    optional: bool = False
    link: Callable[[Any], str] | None = None
    template: str = ""
    words: bool = False  #: long text: gets room
    keep: bool = False  #: never broken over two lines

    @property
    def is_data(self) -> bool:
        """Whether the column says something on paper and in a workbook."""
        return self.cell is not None or self.value is not None

    @property
    def css(self) -> str:
        wanted = (("num", self.numeric), ("words", self.words), ("keep", self.keep))
        return " ".join(name for name, is_so in wanted if is_so)

    def text(self, row: Any) -> str:
        """What stands on the page."""
        return "" if self.cell is None else as_text(self.cell(row))

    def typed(self, row: Any) -> Any:
        """What stands in a workbook."""
        if self.value is not None:
            return self.value(row)
        found = self.cell(row) if self.cell else None
        return strip_tags(found) if isinstance(found, SafeString) else found

    def ordered(self, rows: Any, *, descending: bool) -> Any:
        """The rows by this column; those without a value come last either way."""
        if isinstance(rows, QuerySet):
            names = [self.sort] if isinstance(self.sort, str) else list(self.sort)
            made = [
                F(name).desc(nulls_last=True) if descending else F(name).asc(nulls_last=True)
                for name in names
            ]
            return rows.order_by(*made, "-pk" if descending else "pk")
        with_value = [(key, row) for row in rows if (key := sort_key(self.sort, row)) is not None]
        without = [row for row in rows if sort_key(self.sort, row) is None]
        with_value.sort(key=lambda found: found[0], reverse=descending)
        return [row for _key, row in with_value] + without


def sort_key(sort: Sort, row: Any) -> Any:
    """What a row of a list is sorted by: texts in Danish order; None where there is nothing."""
    if callable(sort):
        found = sort(row)
    elif isinstance(sort, str):
        found = part(row, sort)
    else:
        found = tuple(sort_key(name, row) for name in sort)
        return None if None in found else found
    if isinstance(found, str | Promise):
        return danish_key(str(found)) or None
    return found


def part(row: Any, name: str) -> Any:
    """A row's part: an entry of a dict or an attribute; ``a__b`` goes one further, as in a query."""
    return reduce(
        lambda found, step: found.get(step) if isinstance(found, dict) else getattr(found, step, None),
        name.split("__"),
        row,
    )


def as_text(found: Any) -> str:
    """A value as a reader writes it; safe HTML stays so."""
    if found is None:
        return ""
    if isinstance(found, SafeString):
        return found
    if isinstance(found, bool):
        return _("yes") if found else _("no")
    if isinstance(found, Share):
        return numbers.share(found.value)
    if isinstance(found, int):
        return numbers.number(found)
    if isinstance(found, float | Decimal):
        decimals = max(-Decimal(str(found)).normalize().as_tuple().exponent, 0)
        return numbers.number(found, min(decimals, 2))
    if isinstance(found, datetime):
        return date_format(localtime(found), "SHORT_DATETIME_FORMAT")
    if isinstance(found, date):
        return numbers.day(found)
    return str(found)
