"""Long lists a page at a time; the number of the page is in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from pejling.web.components.bad_address import BadAddress

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in the list we are; numbers begin at 1."""

    number: int
    pages: int
    first: int
    last: int
    total: int

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def page_of(rows: Sequence[T], asked: str, size: int) -> tuple[Sequence[T], Paging]:
    """The rows of the page asked for ("" is the first); BadAddress for one that doesn't exist."""
    pages = max(-(-len(rows) // size), 1)
    if asked and not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:9]) <= pages):
        raise BadAddress("page", asked)
    number = int(asked) if asked else 1
    first = (number - 1) * size
    shown = rows[first : first + size]
    return shown, Paging(number, pages, first + 1 if shown else 0, first + len(shown), len(rows))
