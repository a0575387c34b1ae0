"""Code lists: a code in a foreign file, and what it stands for. *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pejling.analysis.careful_yaml import read
from pejling.analysis.strict_fields import Fields
from pejling.analysis.tables import OUTCOMES
from pejling.facts.deliveries.mapping.refusing import refusing
from pejling.facts.deliveries.problems import MappingError

#: ``20 - Regretted``: schools print the central code and its text in one cell.
_LEADING = re.compile(r"^0*([0-9]+)(?:\s*[-–:.(/]|\s+)")


@dataclass(frozen=True, slots=True)
class CodeList:
    """Codes in their canonical form with what the list says about each (``outcome``, ``parts``, ``title`` ...)."""

    name: str
    values: Mapping[str, Mapping[str, Any]]
    source: str = ""
    source_year: str = ""
    _folded: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        for code, about in self.values.items():
            for spelling in (code, *about.get("also", ())):
                self._folded.setdefault(spelling.casefold(), code)

    def find(self, text: str) -> str | None:
        """The canonical code for ``text``: letter case, leading zeros and a text after a number don't matter."""
        folded = text.strip().casefold()
        if folded in self._folded:
            return self._folded[folded]
        if folded.isdecimal():
            return self._folded.get(folded.lstrip("0") or "0")
        leading = _LEADING.match(folded)
        return self._folded.get(leading[1]) if leading else None

    def about(self, code: str, what: str) -> Any:
        """What the list says about a canonical code; None where it says nothing."""
        return self.values.get(code, {}).get(what)


def read_codes(name: str, section: Fields) -> CodeList:
    """A code list from a YAML section with ``values``; each value a text (what it gives) or a section."""
    values = read_values(section.section("values"))
    listed = CodeList(name, values, section.text("source", ""), str(section.take("source_year", "")))
    section.take("title", None)
    section.take("note", None)
    section.done()
    return listed


def read_values(section: Fields) -> dict[str, dict[str, Any]]:
    """The codes of a list; ``20: interrupted`` is short for ``20: {outcome: interrupted}``."""
    values: dict[str, dict[str, Any]] = {}
    for code in section.unread():
        what = section.take(code)
        if isinstance(what, dict):
            inner = Fields(what, f"{section.path}.{code}")
            about: dict[str, Any] = {key: inner.text_or_texts(key, ()) for key in ("also", "parts")}
            for key in inner.unread():
                about[key] = inner.text(key)
        else:
            about = {"outcome": str(what)}
        outcome = about.get("outcome")
        if outcome is not None and outcome not in OUTCOMES:
            raise MappingError(
                "unknown_value", f"{section.path}.{code}", {"found": outcome, "known": list(OUTCOMES)}
            )
        values[code] = about
    if not values:
        raise MappingError("empty_section", section.path)
    return values


@cache
@refusing
def shipped_codes(name: str) -> CodeList:
    """A code list that comes with the product: ``leave_codes`` or ``programmes``."""
    file = Path(__file__).resolve().parents[3] / "catalogue" / "codes" / f"{name}.yaml"
    return read_codes(name, Fields(read(file.read_text("utf-8"))))


def outcome_of_code(code: str | None, codes: CodeList | None = None) -> str | None:
    """The outcome a central leave code stands for; None for no code or an unknown one.

    ``codes``: a mapping's own list (`Mapping.leave_codes`); without it the shipped one.
    """
    if code is None:
        return None
    listed = codes or shipped_codes("leave_codes")
    canonical = listed.find(code)
    return None if canonical is None else listed.about(canonical, "outcome")
