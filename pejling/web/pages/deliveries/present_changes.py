"""Changed rows in words: whose, which field, what it held, and what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from pejling.analysis.tables import DELIVERED
from pejling.facts.deliveries.changes import ChangedRow
from pejling.facts.deliveries.mapping.rules import MADE_KEYS
from pejling.web.components import numbers
from pejling.web.components.table_words import column_title, table_title, value_title
from pejling.web.components.workbook import Sheet

#: Columns with few values that have words; their names clash with nothing else.
_WORDED = frozenset({"outcome", "unit", "place_kind", "visibility"})
#: Columns a mapping makes of others, joined by bars.
_MADE = frozenset(MADE_KEYS.values())
#: Rows read at once for a workbook.
_BATCH = 2_000

#: (table, state, first row, how many) -> rows
Read = Callable[[str, str, int, int], list[ChangedRow]]


def state_titles() -> dict[str, str]:
    """What can happen to a row, in the order it is shown."""
    return {"changed": _("Changed"), "new": _("New"), "gone": _("Gone")}


def changed_row(table: str, row: ChangedRow) -> dict[str, Any]:
    """One row: its key in words, and its fields as (title, old, new)."""
    return {
        "key": key_text(table, row),
        "fields": [
            (column_title(change.field), value_text(table, change.field, change.old),
             value_text(table, change.field, change.new))
            for change in row.fields
        ],
    }  # fmt: skip


def key_text(table: str, row: ChangedRow) -> list[tuple[str, str]]:
    """The natural key as (title, value); empty parts left out. A made key speaks for itself."""
    names = DELIVERED[table].key
    pairs = [(name, value) for name, value in zip(names, row.key, strict=True) if value]
    return [
        ("", " · ".join(_made_part(part) for part in value.split("|")))
        if name in _MADE
        else (column_title(name), value_text(table, name, value))
        for name, value in pairs
    ]


def _made_part(text: str) -> str:
    """A part of a made key: its days as a reader writes them."""
    try:
        return numbers.day(date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text


def value_text(table: str, name: str, value: str | None) -> str:
    """A value as a reader writes it; empty for none."""
    if value is None:
        return ""
    kind = DELIVERED[table].column(name).type
    if kind == "date":
        return numbers.day(date.fromisoformat(value[:10]))
    if kind == "decimal":
        return numbers.number(float(value), 2 if float(value) % 1 else 0)
    return value_title(value) if name in _WORDED else value


def sheets(tables: dict[str, dict[str, int]], read: Read, most: int) -> Iterator[Sheet]:
    """A sheet per table and state: one line per field of a changed row, one per new or gone row."""
    for table in tables:
        for state, title in state_titles().items():
            count = tables[table].get(state, 0)
            if not count:
                continue
            notes = []
            if count > most:
                notes.append(
                    _("The first %(most)s of %(count)s rows.")
                    % {"most": numbers.number(most), "count": numbers.number(count)}
                )
            make = _changed_lines if state == "changed" else _whole_lines
            heads, lines = make(table, state, read, most)
            yield Sheet(f"{table_title(table)} – {title}", heads, lines, notes)


def _changed_lines(table: str, state: str, read: Read, most: int) -> tuple[list[str], Iterator[list[Any]]]:
    names = list(DELIVERED[table].key)
    heads = [*(column_title(name) for name in names), _("Field"), _("Before"), _("After")]

    def lines() -> Iterator[list[Any]]:
        for row in _all(table, state, read, most):
            key = [typed(table, name, value) for name, value in zip(names, row.key, strict=True)]
            for change in row.fields:
                field = change.field
                old, new = typed(table, field, change.old), typed(table, field, change.new)
                yield [*key, column_title(field), old, new]

    return heads, lines()


def _whole_lines(table: str, state: str, read: Read, most: int) -> tuple[list[str], Iterator[list[Any]]]:
    names = list(DELIVERED[table].names)

    def lines() -> Iterator[list[Any]]:
        for row in _all(table, state, read, most):
            known = dict(zip(DELIVERED[table].key, row.key, strict=True))
            known |= {c.field: (c.new if state == "new" else c.old) or "" for c in row.fields}
            yield [typed(table, name, known.get(name)) for name in names]

    return [column_title(name) for name in names], lines()


def _all(table: str, state: str, read: Read, most: int) -> Iterator[ChangedRow]:
    for first in range(0, most, _BATCH):
        rows = read(table, state, first, min(_BATCH, most - first))
        yield from rows
        if len(rows) < _BATCH:
            return


def typed(table: str, name: str, value: str | None) -> Any:
    """A value as a workbook keeps it: dates and numbers as such."""
    if not value:
        return None
    kind = DELIVERED[table].column(name).type
    if kind == "date":
        return date.fromisoformat(value[:10])
    if kind == "decimal":
        return float(value)
    if kind == "integer":
        return int(value)
    return value_title(value) if name in _WORDED else value
