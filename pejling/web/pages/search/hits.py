"""What a search finds, and how a provider of hits is declared. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from pejling.base.accounts.access import Access

#: As many of one kind as are shown; the page says when there are more.
MOST = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its name, what tells it apart from others of that name, and where it is ("" = no page)."""

    title: str
    text: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind; ``more``: there are others beyond the first ``MOST``."""

    title: str
    hits: list[Hit] = field(default_factory=list)
    more: bool = False


@dataclass(frozen=True, slots=True)
class Provider:
    """One kind of thing that can be found. ``verb``: whoever lacks it isn't searched for (None: anybody may).

    ``find(access, text)`` gives at most ``MOST + 1`` hits in a constant number of queries, only of what ``access``
    may open.
    """

    title: str | Promise
    find: Callable[[Access, str], list[Hit]]
    verb: str | None = None


def found_by(provider: Provider, access: Access, text: str) -> Group | None:
    """The provider's hits; None where it has none or may not be asked."""
    if provider.verb and not access.may(provider.verb):
        return None
    hits = provider.find(access, text)
    return Group(str(provider.title), hits[:MOST], len(hits) > MOST) if hits else None
