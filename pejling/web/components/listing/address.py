"""What an address says of a list beside its filters: order, page, columns shown and rows per page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from pejling.web.components.bad_address import BadAddress
from pejling.web.components.listing.columns import Column

#: More rows per page than the list's own number, for print and for reading through.
LONGER = (200, 1000)


@dataclass(frozen=True, slots=True)
class Asked:
    """The choice of one list. ``sort``: a column's key or "" for the order the rows come in."""

    sort: str
    descending: bool
    page: int
    size: int
    columns: tuple[str, ...]
    excel: bool


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a request's address that belong to one list; every other part is kept as it is."""

    request: HttpRequest
    prefix: str

    def get(self, name: str, otherwise: str = "") -> str:
        """The list's own parameter, as a mapping's."""
        return self.request.GET.get(self.prefix + name, otherwise)

    def all(self, name: str) -> list[str]:
        """A parameter that may stand several times, or be separated by commas."""
        found = self.request.GET.getlist(self.prefix + name)
        return [part for text in found for part in text.split(",") if part]

    def but(self, **changes: str | int | None) -> str:
        """The address with some of the list's parameters changed, None or "" taking one away."""
        return self.without((), **changes)

    def without(self, names: Sequence[str], **changes: str | int | None) -> str:
        """The same with more parameters taken away."""
        query: QueryDict = self.request.GET.copy()
        # An Excel file is asked for once; no link on the page asks again.
        for name in (*names, "excel"):
            query.pop(self.prefix + name, None)
        for name, value in changes.items():
            query.pop(self.prefix + name, None)
            if value not in {None, ""}:
                query[self.prefix + name] = str(value)
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    def kept(self, own: Sequence[str]) -> list[tuple[str, str]]:
        """What the form must carry along: all parameters but ``own``."""
        mine = {self.prefix + name for name in own}
        return [
            (name, value) for name, values in self.request.GET.lists() if name not in mine for value in values
        ]


def asked_of(address: Address, columns: Sequence[Column], order: str, size: int) -> Asked:
    """The choice in an address; BadAddress for a column, page or number of rows that can't be chosen."""
    sort = address.get("sort") or order
    key, descending = sort.removeprefix("-"), sort.startswith("-")
    if key and key not in {column.key for column in columns if column.sort is not None}:
        raise BadAddress("sort", sort)
    return Asked(
        sort=key,
        descending=descending,
        page=_whole(address.get("page"), "page", 1),
        size=_size(address.get("size"), size),
        columns=_columns(address.all("columns"), columns),
        excel=address.get("excel") == "1",
    )


def _columns(chosen: list[str], columns: Sequence[Column]) -> tuple[str, ...]:
    """The keys shown: those chosen, or all that aren't optional. The first column is always there."""
    known = [column.key for column in columns]
    for key in chosen:
        if key not in known:
            raise BadAddress(_("columns"), key)
    shown = set(chosen) if chosen else {column.key for column in columns if not column.optional}
    # Buttons aren't a matter of choice.
    shown |= {column.key for place, column in enumerate(columns) if place == 0 or not column.is_data}
    return tuple(key for key in known if key in shown)


def _size(text: str, size: int) -> int:
    allowed = {size, *LONGER}
    if text and text not in {str(count) for count in allowed}:
        raise BadAddress(_("rows per page"), text)
    return int(text) if text else size


def _whole(text: str, name: str, otherwise: int) -> int:
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        raise BadAddress(name, text)
    return int(text)
