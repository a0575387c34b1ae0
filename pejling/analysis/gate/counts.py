"""Disclosure control over a whole report: what few persons are behind is hidden, and can't be worked out. *Pure.*

Every column that counts persons is a table of counts, and every percentage of such a column one of who is in it and
who isn't; columns of the same key hang together across the report's tables, and with what was published before.
Numbers that are public elsewhere stay as they are. Where a table can't be understood as counts that add up
(percentages are rounded), it is hidden more: whole columns in which anything is small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pejling.analysis.disclosure.refusal import Unprotectable, Unusable
from pejling.analysis.disclosure.tables import CountTable, Key, Settings
from pejling.analysis.language import _, translate
from pejling.analysis.reports.report import HIDDEN, Column, Figure, Picture, Report, Table
from pejling.analysis.reports.walking import at, put, walk_figures, walk_tables

#: counts from 1 to one less are small
THRESHOLD = 5
YES, NO = "yes", "no"
NOT_DRAWN = _("The table below as a picture. Values that the table hides are not drawn.")


@dataclass(frozen=True, slots=True)
class Counted:
    """One column of a report's table as counts: ``cells`` says which of the report's cells a key stands for."""

    place: str
    column: str
    what: str  #: what is counted: only the same hangs together
    table: CountTable
    cells: dict[Key, int]  #: key -> row


def protected(report: Report, earlier: Sequence[Report] = (), seconds: float = 20.0) -> tuple[Report, int]:
    """The report with what must be hidden hidden, and how many cells and figures that are.

    ``earlier``: what has been published before, as it was published.
    """
    tables = {place: table for place, table in walk_tables(report) if not table.elsewhere}
    hide: dict[str, set[tuple[int, str]]] = {}
    counted = [one for place, table in tables.items() for one in counted_columns(place, table)]
    before = [
        one
        for number, old in enumerate(earlier)
        for place, table in walk_tables(old)
        if not table.elsewhere
        for one in counted_columns(f"{number}:{place}", table)
    ]
    for what in dict.fromkeys(one.what for one in counted):
        some = [one for one in counted if one.what == what]
        old = [one.table for one in before if one.what == what]
        for one, rows in _hidden(some, old, seconds):
            hide.setdefault(one.place, set()).update((row, one.column) for row in rows)
    for place, table in tables.items():
        if found := set(_few(table)):
            hide.setdefault(place, set()).update(found)
    changes = {place: tables[place].hide(sorted(cells)) for place, cells in hide.items()}
    figures = {place: one.hide() for place, one in walk_figures(report) if is_small_figure(one)}
    # What a picture shows is also told in words: those must not tell what its table hides.
    said = translate(NOT_DRAWN, report.language)
    words = {
        f"{place.removesuffix('.table')}.alt": said
        for place in hide
        if isinstance(at(report, place.removesuffix(".table")), Picture)
    }
    return put(report, {**changes, **figures, **words}), sum(map(len, hide.values())) + len(figures)


def counted_columns(place: str, table: Table) -> Iterator[Counted]:
    """The columns of a table that tell how many persons: counts, and percentages of counts."""
    by = [number for number, column in enumerate(table.columns) if column.kind in ("text", "state", "date")]
    for column in table.columns:
        if column.kind == "count" and column.counts:
            yield _counts(place, table, by, column)
        elif column.kind == "percent" and table.total_rows and (whole := _whole(table, column)):
            # Where no row adds the others up, each stands by itself: see ``_few``.
            yield _shares(place, table, by, column, whole)


def _whole(table: Table, column: Column) -> Column | None:
    """The column that a percentage is of: the one it names, or the only one that counts persons."""
    if column.of:
        found = table.columns[table.place(column.of)]
        return found if found.counts else None
    counting = [one for one in table.columns if one.kind == "count" and one.counts]
    return counting[0] if len(counting) == 1 else None


def _keys(table: Table, by: Sequence[int]) -> list[Key]:
    """Each row's key: its texts, or the total over all of them; a row that repeats another's is one of its own."""
    seen: set[Key] = set()
    keys: list[Key] = []
    for number, row in enumerate(table.rows):
        key: Key = tuple(None if number in table.total_rows else str(row[place]) for place in by)
        if key in seen:
            key = (*(f"{one or ''} #{number}" for one in key[:1]), *key[1:])
        seen.add(key)
        keys.append(key)
    return keys


def _names(table: Table, by: Sequence[int]) -> tuple[str, ...]:
    return tuple(table.columns[place].key for place in by)


def _counts(place: str, table: Table, by: Sequence[int], column: Column) -> Counted:
    at, counts, cells = table.place(column.key), {}, {}
    for number, key in enumerate(_keys(table, by)):
        cell = table.rows[number][at]
        if cell is HIDDEN or isinstance(cell, Decimal):
            counts[key] = None if cell is HIDDEN else int(cell)
            cells[key] = number
    made = CountTable(f"{place}.{column.key}", _names(table, by), counts)
    return Counted(place, column.key, column.counts, made, cells)


def _shares(place: str, table: Table, by: Sequence[int], column: Column, whole: Column) -> Counted:
    """Who is in it and who isn't, row by row and in all."""
    counts: dict[Key, int | None] = {}
    cells: dict[Key, int] = {}
    keys = _keys(table, by)
    for number, part, n in _parts(table, column, whole):
        key = keys[number]
        counts |= {(*key, YES): part, (*key, NO): n - part, (*key, None): n}
        cells[(*key, YES)] = cells[(*key, NO)] = number
    made = CountTable(f"{place}.{column.key}", (*_names(table, by), column.key), counts)
    return Counted(place, column.key, whole.counts, made, cells)


def _parts(table: Table, column: Column, whole: Column) -> Iterator[tuple[int, int, int]]:
    """(row, how many are in it, of how many), worked out of the percentage as any reader can."""
    at_, of = table.place(column.key), table.place(whole.key)
    for number, row in enumerate(table.rows):
        share, n = row[at_], row[of]
        if isinstance(share, Decimal) and isinstance(n, Decimal):
            yield number, part_of(share, n), int(n)


def _few(table: Table) -> Iterator[tuple[int, str]]:
    """Percentages that tell of few: in it, or not in it."""
    for column in table.columns:
        whole = _whole(table, column) if column.kind == "percent" else None
        if whole is not None:
            for number, part, n in _parts(table, column, whole):
                if 0 < part < THRESHOLD or 0 < n - part < THRESHOLD:
                    yield number, column.key


def part_of(share: Decimal, n: Decimal | int) -> int:
    """How many a percentage of ``n`` are."""
    return int((share * int(n) / 100).quantize(Decimal(1), ROUND_HALF_UP))


def _hidden(
    counted: Sequence[Counted], earlier: Sequence[CountTable], seconds: float
) -> Iterator[tuple[Counted, set[int]]]:
    """Each column with the rows to hide in it."""
    # The solver takes a second to import: only who looks through a report pays for it.
    from pejling.analysis.disclosure.suppression import suppress

    whole = [one for one in counted if one.table.counts and None not in one.table.counts.values()]
    try:
        made = suppress(
            [one.table for one in whole],
            Settings(threshold=THRESHOLD, seconds=seconds),
            previous=earlier,
        )
    except (Unusable, Unprotectable):
        yield from ((one, _more(one)) for one in whole)
        return
    shown = {table.name: table.counts for table in made.tables}
    for one in whole:
        rows = {row for key, row in one.cells.items() if shown[one.table.name].get(key, 0) is None}
        if rows:
            yield one, rows


def _more(one: Counted) -> set[int]:
    """Where nothing can be proven: everything, as soon as anything is small."""
    small = any(count is not None and 0 < count < THRESHOLD for count in one.table.counts.values())
    return set(one.cells.values()) if small else set()


def is_small_figure(figure: Figure) -> bool:
    """Whether a figure by itself tells of few persons: behind it, in it, or not in it."""
    if figure.elsewhere or figure.hidden or not figure.counts:
        return False
    if figure.unit == "count" and figure.value is not None:
        return 0 < figure.value < THRESHOLD
    if figure.n is not None and 0 < figure.n < THRESHOLD:
        return True
    if figure.unit == "percent" and figure.value is not None and figure.n:
        part = part_of(figure.value, figure.n)
        return 0 < part < THRESHOLD or 0 < figure.n - part < THRESHOLD
    return False
