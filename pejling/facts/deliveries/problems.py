"""What can be wrong with a delivery, as data: codes and parameters, never sentences (``wording`` makes those).

*Pure.* Three degrees: `Unreadable` and `MappingError` stop everything; a `Problem` keeps one row out (quarantine);
a `Notice` is listed beside a row that is accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pejling.facts.deliveries.cpr import scrub_text

#: A value shown to a person is never longer than this.
SHOWN = 80
#: The name of a column is told up to this length: it is what a reader looks for in the file.
COLUMN_SHOWN = 200


def shown(value: Any) -> Any:
    """``value`` fit to be shown: texts without CPR numbers and cut short, in lists and dicts too."""
    if isinstance(value, str):
        return cut(scrub_text(value), SHOWN)
    if isinstance(value, Mapping):
        return {key: shown(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [shown(item) for item in value]
    return value


def cut(text: str, most: int) -> str:
    """The text, with an ellipsis at the end where it had more than ``most`` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


class Unreadable(Exception):
    """A delivery that can't be read at all. ``code`` and ``params`` are for `wording.describe`."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        self.code = code
        self.params: dict[str, Any] = shown(dict(params or {}))
        super().__init__(code, self.params)


class MappingError(Exception):
    """A mapping that can't be used; ``path_in_yaml`` says where, such as ``files.enrolments.columns``."""

    def __init__(self, code: str, path: str = "", params: Mapping[str, Any] | None = None) -> None:
        self.code = code
        self.path_in_yaml = path
        self.params: dict[str, Any] = shown({"path": path, **(params or {})})
        super().__init__(code, path, self.params)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is kept out. ``row`` as a spreadsheet shows it; ``column`` as the source file calls it."""

    file: int
    row: int
    table: str
    column: str
    value: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    student: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know about an accepted row (``row`` None: about the whole file)."""

    code: str
    file: int
    table: str
    row: int | None
    params: dict[str, Any] = field(default_factory=dict)


class Notices:
    """Notices, counted in full and listed up to ``listed`` of each code."""

    def __init__(self, listed: int = 1000) -> None:
        self._listed = listed
        self._counts: dict[str, int] = {}
        self._shown: dict[str, list[Notice]] = {}

    def add(self, notices: Iterable[Notice], code: str, count: int | None = None) -> None:
        """Add notices of one code; ``count`` where there are more than are handed over."""
        kept = self._shown.setdefault(code, [])
        seen = 0
        for notice in notices:
            seen += 1
            if len(kept) < self._listed:
                kept.append(notice)
        self._counts[code] = self._counts.get(code, 0) + (seen if count is None else count)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each code, those not listed included; codes in alphabetical order."""
        return {code: self._counts[code] for code in sorted(self._counts) if self._counts[code]}

    def room(self, code: str) -> int:
        """How many more of this code will be listed."""
        return self._listed - len(self._shown.get(code, ()))

    @property
    def listing(self) -> list[Notice]:
        """The listed notices, by code."""
        return [notice for code in sorted(self._shown) for notice in self._shown[code]]
