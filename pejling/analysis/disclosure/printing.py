"""Tables with hidden cells as CSV, and everything known about them as JSON for the house.

What is published says which cells are hidden and never why: a reason would itself tell something. Of columns that are
neither key nor count only those are kept that can't tell a count: texts without digits, and what is the same in all
rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from pejling.analysis.disclosure.kept import Kept
from pejling.analysis.disclosure.reading import HIDDEN, SNAPSHOT, TABLE, Asked, ReadTable
from pejling.analysis.disclosure.suppression import Suppressed
from pejling.analysis.disclosure.tables import CountTable, Key

Row = dict[str, str]


def emptied_columns(read: Sequence[ReadTable], asked: Asked) -> list[str]:
    """Columns that might tell counts (they hold digits): they are printed empty."""
    found: dict[str, None] = {}
    for table in read:
        found |= dict.fromkeys(name for name, harmless in _others(table, asked).items() if not harmless)
    return list(found)


def as_csv(made: Suppressed, read: Sequence[ReadTable], asked: Asked) -> str:
    """One table: its own columns in their order, and `hidden`. Several: `table`, the columns of all, and `hidden`."""
    names = list(dict.fromkeys(table.table.name for table in read))
    headers = [_own_header(table) for table in read]
    several = len(names) > 1 or any(table.header[0] == TABLE and TABLE not in asked.by for table in read)
    if several:
        columns = [TABLE, *asked.by, *dict.fromkeys(name for header in headers for name in header)]
        columns = [name for name in dict.fromkeys(columns) if name != asked.count] + [asked.count]
    else:
        columns = list(headers[0])
    separators = {table.separator for table in read}
    out = io.StringIO()
    writer = csv.DictWriter(
        out, [*columns, HIDDEN], restval="", lineterminator="\n",
        delimiter=separators.pop() if len(separators) == 1 else ",",
    )  # fmt: skip
    writer.writeheader()
    published = {(table.name, table.snapshot): table for table in made.tables}
    for table in read:
        shown = published[table.table.name, table.table.snapshot]
        for row in _rows(table, shown, asked):
            if several:
                row = dict.fromkeys(asked.by, asked.total) | row | {TABLE: table.table.name}
            writer.writerow({name: value for name, value in row.items() if name in columns or name == HIDDEN})
    return out.getvalue()


def _own_header(table: ReadTable) -> list[str]:
    return [name for name in table.header if name != HIDDEN]


def _others(table: ReadTable, asked: Asked) -> dict[str, bool]:
    """The columns that are neither key nor count: whether they are harmless."""
    found = {}
    for at, name in enumerate(table.header):
        if name in (*asked.by, asked.count, HIDDEN, TABLE):
            continue
        values = {texts[at].strip() for _key, texts in table.rows}
        found[name] = len(values) == 1 or not any(letter.isdigit() for value in values for letter in value)
    return found


def _rows(table: ReadTable, shown: CountTable, asked: Asked) -> list[Row]:
    harmless = [name for name, good in _others(table, asked).items() if good]
    given = dict(table.rows)
    rows = []
    for key, count in shown.counts.items():
        row = _key_texts(shown, key, asked)
        if key in given:
            row |= {name: given[key][table.header.index(name)] for name in harmless}
        elif shown.snapshot:
            row[SNAPSHOT] = shown.snapshot
        row[asked.count] = "" if count is None else str(count)
        row[HIDDEN] = "yes" if count is None else ""
        rows.append(row)
    return rows


def _key_texts(table: CountTable, key: Key, asked: Asked) -> Row:
    return {name: asked.total if value is None else value for name, value in zip(table.by, key, strict=True)}


def as_json(made: Suppressed, read: Sequence[ReadTable], asked: Asked) -> dict[str, Any]:
    """Everything, counts and reasons too: for the house only."""
    by = {table.table.name: table.table.by for table in read}
    return {
        "cells": [
            {
                "table": cell.table,
                "key": {
                    name: asked.total if value is None else value
                    for name, value in zip(by[cell.table], cell.key, strict=True)
                },
                "count": cell.count,
                "hidden": cell.hidden,
                "reason": cell.reason or None,
                "worked_out": cell.worked_out,
                "known_before": cell.known_before,
            }
            | ({"snapshot": cell.snapshot} if cell.snapshot else {})
            for cell in made.cells
        ],
        "kept": kept_as_json(made.kept),
        "optimal": made.optimal,
        "more_hidden": made.more_hidden,
        "not_linked": list(made.not_linked),
        "ring_left_out": made.ring_left_out,
    }


def kept_as_json(kept: Kept) -> dict[str, Any]:
    """Numbers of cells and counts, and the shares that are still told."""
    return {
        "cells": kept.cells,
        "hidden": kept.hidden,
        "small": kept.small,
        "share_of_cells": round(kept.share_of_cells, 6),
        "share_of_counts": round(kept.share_of_counts, 6),
        "share_of_cells_small_only": round(1 - kept.small / kept.cells, 6) if kept.cells else 1.0,
        "share_of_counts_small_only": round(kept.counts_not_small / kept.counts, 6) if kept.counts else 1.0,
    }
