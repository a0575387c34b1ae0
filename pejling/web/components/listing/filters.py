"""The filters of a list: what the address may say of each, what that lets through, and its field in the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pejling.facts.deliveries.cpr import scrub_text
from pejling.web.components import numbers
from pejling.web.components.bad_address import BadAddress
from pejling.web.components.listing.columns import part
from pejling.web.components.matching import matching
from pejling.web.components.words_alike import holds

#: What a filter does to the rows (a query set or a list); or the field's name, looked up as it is.
Apply = str | Callable[[Any, Any], Any]
Options = Sequence[tuple[str, str | Promise]]

LONGEST = 200
ALL = gettext_lazy("All")
EITHER = gettext_lazy("Either")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


@dataclass(frozen=True, slots=True)
class Control:
    """A field of the form: ``kind`` text, date or select; ``options`` (value, text, chosen) for select."""

    kind: str
    name: str
    label: str
    value: str = ""
    options: tuple[tuple[str, str, bool], ...] = ()


class Filter(Protocol):
    """What every filter can do. ``read`` gives None where the filter isn't in use."""

    key: str
    title: str | Promise

    def names(self) -> tuple[str, ...]:
        """Its parameters in the address."""

    def read(self, query: Mapping[str, str]) -> Any:
        """The choice in the address; BadAddress where it isn't one."""

    def narrow(self, rows: Any, chosen: Any) -> Any:
        """The rows it lets through."""

    def controls(self, chosen: Any) -> list[Control]:
        """Its fields in the form."""

    def in_words(self, chosen: Any) -> str:
        """The choice in the reader's words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values. ``options``: (value, text) in the order of the form, or a function giving them, which
    is asked once per page. ``apply``: the field that must equal the value (default: ``key``), or a function.
    """

    key: str
    title: str | Promise
    options: Options | Callable[[], Options]
    apply: Apply = ""
    all_text: str | Promise = ALL

    def names(self) -> tuple[str, ...]:
        return (self.key,)

    def read(self, query: Mapping[str, str]) -> tuple[str, Options] | None:
        asked, options = query.get(self.key, ""), self.options() if callable(self.options) else self.options
        if asked and asked not in {value for value, _text in options}:
            raise BadAddress(str(self.title), asked)
        return (asked, options)

    def is_used(self, chosen: tuple[str, Options]) -> bool:
        return bool(chosen[0])

    def narrow(self, rows: Any, chosen: tuple[str, Options]) -> Any:
        return narrowed(rows, self.apply or self.key, chosen[0])

    def controls(self, chosen: tuple[str, Options]) -> list[Control]:
        asked, options = chosen
        made = tuple((value, str(text), value == asked) for value, text in options)
        return [
            Control("select", self.key, str(self.title), asked, (("", str(self.all_text), not asked), *made))
        ]

    def in_words(self, chosen: tuple[str, Options]) -> str:
        return next(str(text) for value, text in chosen[1] if value == chosen[0])


def yes_or_no() -> Options:
    """The two answers."""
    return (("yes", _("yes")), ("no", _("no")))


class YesNo(Choice):
    """Yes, no, or either. ``apply``: a field that is true or false, or a function of (rows, bool)."""

    __slots__ = ()

    def __init__(self, key: str, title: str | Promise, apply: Apply = "") -> None:
        super().__init__(key, title, yes_or_no, apply, EITHER)

    def narrow(self, rows: Any, chosen: tuple[str, Options]) -> Any:
        return narrowed(rows, self.apply or self.key, chosen[0] == "yes")


@dataclass(frozen=True, slots=True)
class Text:
    """Words that must all stand in one of the fields, in any order. ``apply``: field names, or a function of (rows,
    text). It is in the address: never let it look for a student.
    """

    key: str
    title: str | Promise
    apply: Sequence[str] | Callable[[Any, str], Any]

    def names(self) -> tuple[str, ...]:
        return (self.key,)

    def read(self, query: Mapping[str, str]) -> str:
        asked = " ".join(query.get(self.key, "").split())
        if len(asked) > LONGEST or "\x00" in asked:
            raise BadAddress(str(self.title), asked.replace("\x00", " "))
        if (scrubbed := scrub_text(asked)) != asked:
            # Nothing in Pejling is found by a CPR number, and it mustn't stay in an address that is kept.
            raise BadAddress(str(self.title), scrubbed)
        return asked

    def is_used(self, chosen: str) -> bool:
        return bool(chosen)

    def narrow(self, rows: Any, chosen: str) -> Any:
        if callable(self.apply):
            return self.apply(rows, chosen)
        if isinstance(rows, QuerySet):
            return matching(rows, self.apply, chosen)
        return [row for row in rows if holds(" ".join(str(part(row, f) or "") for f in self.apply), chosen)]

    def controls(self, chosen: str) -> list[Control]:
        return [Control("text", self.key, str(self.title), chosen)]

    def in_words(self, chosen: str) -> str:
        return _("“%(text)s”") % {"text": chosen}


@dataclass(frozen=True, slots=True)
class Dates:
    """From and to a day, both included; ``<key>_from`` and ``<key>_to`` in the address. ``apply``: the name of a
    field of dates (``moments``: of moments, taken in Danish time), or a function of (rows, (from, to)), None = open.
    """

    key: str
    title: str | Promise
    apply: Apply = ""
    moments: bool = False

    def names(self) -> tuple[str, ...]:
        return (f"{self.key}_from", f"{self.key}_to")

    def read(self, query: Mapping[str, str]) -> tuple[date | None, date | None]:
        return tuple(self._day(query.get(name, "").strip()) for name in self.names())

    def is_used(self, chosen: tuple[date | None, date | None]) -> bool:
        return chosen != (None, None)

    def narrow(self, rows: Any, chosen: tuple[date | None, date | None]) -> Any:
        if callable(self.apply):
            return self.apply(rows, chosen)
        name = (self.apply or self.key) + ("__date" if self.moments and isinstance(rows, QuerySet) else "")
        first, last = chosen
        if isinstance(rows, QuerySet):
            asked = {f"{name}__gte": first, f"{name}__lte": last}
            return rows.filter(**{key: day for key, day in asked.items() if day})
        low, high = first or date.min, last or date.max
        return [row for row in rows if (day := _day_of(part(row, name))) is not None and low <= day <= high]

    def controls(self, chosen: tuple[date | None, date | None]) -> list[Control]:
        labels = (_("%(what)s from"), _("%(what)s to"))
        return [
            Control("date", name, label % {"what": self.title}, day.isoformat() if day else "")
            for name, label, day in zip(self.names(), labels, chosen, strict=True)
        ]

    def in_words(self, chosen: tuple[date | None, date | None]) -> str:
        first, last = chosen
        if first and last:
            return f"{numbers.day(first)}–{numbers.day(last)}"
        text = _("from %(day)s") if first else _("to %(day)s")
        return text % {"day": numbers.day(first or last)}

    def _day(self, text: str) -> date | None:
        """ISO as browsers send it, or the day first as people write it where a browser has no field for dates."""
        if not text:
            return None
        day_first = _DAY_FIRST.fullmatch(text)
        try:
            if day_first:
                return date(int(day_first[3]), int(day_first[2]), int(day_first[1]))
            return date.fromisoformat(text)
        except ValueError:
            raise BadAddress(str(self.title), text) from None


def _day_of(found: date | datetime | None) -> date | None:
    """A moment's day is the one it was in Denmark."""
    return localtime(found).date() if isinstance(found, datetime) else found


def narrowed(rows: Any, apply: Apply, wanted: Any) -> Any:
    """The rows that a function lets through, or whose field holds the value."""
    if callable(apply):
        return apply(rows, wanted)
    if isinstance(rows, QuerySet):
        return rows.filter(**{apply: wanted})
    return [row for row in rows if part(row, apply) == wanted]
