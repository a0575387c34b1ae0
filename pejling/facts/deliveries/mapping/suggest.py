"""Suggestions for a mapping: what a file holds, and which column is which, each with the reason. *Pure.*

A suggestion is never acted on by itself: a person sees it, with examples, and confirms it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass

from pejling.facts.deliveries.mapping.codes import CodeList, shipped_codes
from pejling.facts.deliveries.mapping.column_names import SAME, Names, likeness
from pejling.facts.deliveries.mapping.pointing import KINDS, NUMBER, Field, fields_of
from pejling.facts.deliveries.previewing import ColumnPreview, FilePreview

#: Why a column is suggested: its name is a known one, is like one, or its cells look like it.
REASONS = ("same_name", "name_alike", "cpr", "dates", "codes", "different", "mapping")
_BY_LOOKS = 0.4
_NUMBERS = ("integer", "decimal")
#: So many of the required fields must be named for a kind of file to be taken for certain.
_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A column (from 1) for a field, and why (one of ``REASONS``)."""

    position: int
    reason: str


def suggest(kind: str, shown: FilePreview, names: Names) -> dict[str, Suggestion]:
    """Field -> suggestion, for a file of that kind. No column is suggested twice."""
    fields = fields_of(kind)
    rated = [
        (score, -order, column, field, reason)
        for order, field in enumerate(fields)
        for column in shown.columns
        if not (kind == "spells" and field.key == NUMBER)
        for score, reason in [_rate(field, column, names)]
        if score
    ]
    rated.sort(key=lambda one: (one[0], one[1], -one[2].position), reverse=True)
    made: dict[str, Suggestion] = {}
    taken: set[int] = set()
    for _, _, column, field, reason in rated:
        if field.key not in made and column.position not in taken:
            made[field.key] = Suggestion(column.position, reason)
            taken.add(column.position)
    for field in fields:
        if field.key not in made:
            found = _by_looks(field, shown, taken)
            if found:
                made[field.key] = found
                taken.add(found.position)
    _one_column_says_both(kind, made)
    return made


def suggest_kind(shown: FilePreview, names: Names) -> str:
    """What a file holds; "" where nothing speaks for any kind."""
    best, most = "", 0.0
    for kind in KINDS:
        found = suggest(kind, shown, names)
        required = [field for field in fields_of(kind) if field.required]
        told = [found[field.key] for field in required if field.key in found]
        sure = sum(one.reason == "same_name" for one in found.values())
        score = len(told) / len(required) + 0.05 * sure
        if _told_enough(told, len(required)) and score > most:
            best, most = kind, score
    return best


def suggest_meanings(values: Iterable[str]) -> dict[str, str]:
    """The outcomes of the leave codes among these values, by the shipped list; "" for an unknown one."""
    listed = shipped_codes("leave_codes")
    found = {value: listed.find(value) for value in values}
    return {value: (code and listed.about(code, "outcome")) or "" for value, code in found.items()}


def _rate(field: Field, column: ColumnPreview, names: Names) -> tuple[float, str]:
    """How well a column fits a field by its name, and the reason; 0 where its cells can't be that."""
    kind = column.looks_like
    if kind == "cpr":
        return (SAME - 0.2, "cpr") if field.key == "student" else (0.0, "")
    alike = likeness(column.header, field.table if field.table != "students" else "spells", field.key, names)
    if field.table == "students":
        alike = max(alike, likeness(column.header, "students", field.key, names))
    if not alike or not _can_be(field, kind, alike):
        return 0.0, ""
    # Of two columns with known names the one with something in it is meant.
    return alike + 0.02 * column.filled, "same_name" if alike > SAME - 0.1 else "name_alike"


def _can_be(field: Field, kind: str, alike: float) -> bool:
    """Whether cells that look like that can fill the field."""
    if kind == "empty":
        return alike >= SAME - 0.05
    if field.type == "date":
        return kind == "date"
    if field.type in _NUMBERS:
        return kind == "number"
    return kind != "date"


def _by_looks(field: Field, shown: FilePreview, taken: set[int]) -> Suggestion | None:
    """A column for a field that no name speaks for."""
    free = [column for column in shown.columns if column.position not in taken]
    if field.type == "date" and field.required:
        dates = [column for column in free if column.looks_like == "date"]
        return Suggestion(dates[0].position, "dates") if dates else None
    if field.coded:
        # The school's own reason may stand in the same cells as the code.
        return _listed(shown.columns, shipped_codes("leave_codes"), words=True)
    if field.key == "programme" and field.required:
        return _listed(free, shipped_codes("programmes"))
    if field.key == "student" and field.required:
        rows = max((column.distinct for column in shown.columns), default=0)
        for column in free:
            many = column.filled > 0.99 and column.distinct >= max(2, rows * 0.3)
            if many and column.looks_like in ("number", "code", "text"):
                return Suggestion(column.position, "different")
    return None


def _told_enough(told: Sequence[Suggestion], required: int) -> bool:
    """Whether what speaks for a kind of file is enough: names for most that is needed, or all of it by its looks."""
    named = sum(one.reason in ("same_name", "name_alike", "cpr") for one in told)
    known = any(one.reason == "codes" for one in told)
    return (named >= _ENOUGH * required and len(told) >= required - 1) or (known and len(told) == required)


def _listed(columns: Iterable[ColumnPreview], codes: CodeList, words: bool = False) -> Suggestion | None:
    """The first column most of whose values the list knows. ``words``: bare numbers don't count: they may be ages."""
    for column in columns:
        if column.looks_like not in ("code", "text"):
            # A date such as 01/13/2025 begins with a code, too.
            continue
        texts = [text for text, _ in column.values if not (words and text.isdecimal())]
        known = sum(codes.find(text) is not None for text in texts)
        if known >= 2 and known >= 0.6 * len(column.values):
            return Suggestion(column.position, "codes")
    return None


def _one_column_says_both(kind: str, made: Dict[str, Suggestion]) -> None:
    """Where enrolments have a leave code but no outcome, the code says it: one column is pointed at twice."""
    if kind != "spells":
        return
    if "outcome" not in made and "leave_code" in made:
        made["outcome"] = made["leave_code"]
    elif "leave_code" not in made and "outcome" in made and made["outcome"].reason == "codes":
        made["leave_code"] = made["outcome"]
