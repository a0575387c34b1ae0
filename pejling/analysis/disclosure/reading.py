"""Long-format CSV files of counts, as suppressor and attacker both read them.

A file that begins with a column `table` holds several tables. A blank count is hidden. A column `snapshot` that isn't
a key says which snapshot a row is of.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pejling.analysis.disclosure.plain_text import separated, text_of
from pejling.analysis.disclosure.refusal import Unusable
from pejling.analysis.disclosure.tables import LARGEST, CountTable, Key, in_words
from pejling.analysis.language import _

TABLE, HIDDEN, SNAPSHOT = "table", "hidden", "snapshot"
LONGEST_SAID = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """Which columns are what. `by`: the key's columns; `total`: the word that stands for a total."""

    count: str
    by: tuple[str, ...]
    total: str = "Total"


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table and how it stood in its file: `header`, `separator`, and the rows' keys and other texts in order."""

    table: CountTable
    header: tuple[str, ...]
    separator: str
    rows: tuple[tuple[Key, tuple[str, ...]], ...]
    lines: Mapping[Key, int] = field(default_factory=dict)


def read_files(paths: Iterable[Path], asked: Asked) -> list[ReadTable]:
    """Every table in the files, in order. Unusable, with file, line and cell, where one can't be used."""
    _check_asked(asked)
    found: list[ReadTable] = []
    paths = list(paths)
    short = [path.stem for path in paths]
    for path in paths:
        name = path.stem if short.count(path.stem) == 1 else str(path)
        found += _read_file(path, name, asked)
    names = [(read.table.name, read.table.snapshot) for read in found]
    twice = next((name for name, snapshot in names if names.count((name, snapshot)) > 1), None)
    if TABLE in asked.by and len(set(names)) > 1:
        raise Unusable(
            _('the column "%(column)s" says something else in what is printed; give yours another name'),
            column=TABLE,
        )  # fmt: skip
    if twice is not None:
        raise Unusable(_('two tables are called "%(name)s"; give them different names'), name=twice)
    return found


def check_columns(found: Iterable[ReadTable], asked: Asked) -> None:
    """Unusable, naming them, where the key has columns that no file has."""
    found = list(found)
    missing = [column for column in asked.by if not any(column in read.table.by for read in found)]
    if missing:
        raise Unusable(
            _("no file has the column %(columns)s; the columns are: %(known)s"),
            columns=", ".join(f'"{column}"' for column in missing),
            known=", ".join(f'"{name}"' for name in dict.fromkeys(n for read in found for n in read.header)),
        )


def _check_asked(asked: Asked) -> None:
    if not asked.by:
        raise Unusable(_("--by names no column"))
    for number, column in enumerate(asked.by):
        if column in asked.by[:number] or column == asked.count:
            raise Unusable(
                _('the column "%(column)s" can be named only once in --count and --by'), column=column
            )
    for column in (HIDDEN, *([TABLE] if asked.count == TABLE else [])):
        if column in (asked.count, *asked.by):
            raise Unusable(
                _('the column "%(column)s" says something else in what is printed; give yours another name'),
                column=column,
            )  # fmt: skip


def _read_file(path: Path, name: str, asked: Asked) -> list[ReadTable]:
    text, separator = separated(text_of(path))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        lines = [(reader.line_num, values) for values in reader if any(value.strip() for value in values)]
    except csv.Error as error:
        raise Unusable(_("%(file)s can't be read as CSV: %(why)s"), file=path.name, why=error) from None
    if not lines:
        raise Unusable(_("%(file)s is empty"), file=path.name)
    header = tuple(value.strip() for value in lines[0][1])
    _check_header(path.name, header, asked)
    several = header[0] == TABLE and TABLE not in asked.by
    parts: dict[str, list[tuple[int, list[str]]]] = {} if several else {name: []}
    for line, values in lines[1:]:
        if len(values) != len(header):
            raise Unusable(
                _("%(file)s, line %(line)s: %(found)s values, but the header has %(expected)s"),
                file=path.name, line=line, found=len(values), expected=len(header),
            )  # fmt: skip
        parts.setdefault(values[0].strip() if several else name, []).append((line, values))
    return [
        part for part_name, rows in parts.items()
        for part in _tables(path.name, part_name, header, separator, rows, asked)
    ]  # fmt: skip


def _check_header(file: str, header: Sequence[str], asked: Asked) -> None:
    for name in (asked.count, *asked.by):
        if header.count(name) > 1:
            raise Unusable(_('%(file)s has two columns called "%(column)s"'), file=file, column=name)
    if asked.count not in header:
        raise Unusable(
            _('%(file)s has no column "%(column)s"; its columns are: %(known)s'),
            file=file, column=asked.count, known=", ".join(f'"{name}"' for name in header),
        )  # fmt: skip


def _tables(
    file: str, name: str, header: tuple[str, ...], separator: str,
    rows: list[tuple[int, list[str]]], asked: Asked,
) -> list[ReadTable]:  # fmt: skip
    """One table, or one for each snapshot the rows name."""
    own = tuple(column for column in asked.by if column in header)
    if header[0] == TABLE and TABLE not in asked.by:
        # Tables that share a file share its header: a column a table isn't cut by is blank in all its rows.
        own = tuple(name for name in own if any(values[header.index(name)].strip() for _line, values in rows))
    places = [header.index(column) for column in own]
    moment = header.index(SNAPSHOT) if SNAPSHOT in header and SNAPSHOT not in (*own, asked.count) else None
    by_snapshot: dict[str, list[tuple[int, list[str]]]] = {}
    for line, values in rows:
        by_snapshot.setdefault("" if moment is None else values[moment].strip(), []).append((line, values))
    if not rows:
        raise Unusable(_("%(file)s has no rows"), file=file)
    made = []
    for snapshot, some in by_snapshot.items():
        counts: dict[Key, int | None] = {}
        lines: dict[Key, int] = {}
        kept = []
        for line, values in some:
            key = tuple(
                _value(file, line, column, values[at], asked) for column, at in zip(own, places, strict=True)
            )
            cell = in_words(own, key, asked.total)
            if key in counts:
                raise Unusable(
                    _("%(file)s, line %(line)s: %(cell)s is there already, in line %(earlier)s"),
                    file=file, line=line, cell=cell or name, earlier=lines[key],
                )  # fmt: skip
            counts[key] = _count(file, line, cell, values[header.index(asked.count)])
            lines[key] = line
            kept.append((key, tuple(values)))
        made.append(ReadTable(CountTable(name, own, counts, snapshot), header, separator, tuple(kept), lines))
    return made


def shortened(text: str) -> str:
    """As much of a text as a message can hold."""
    return text if len(text) <= LONGEST_SAID else text[:LONGEST_SAID] + "..."


def _value(file: str, line: int, column: str, text: str, asked: Asked) -> str | None:
    value = text.strip()
    if not value:
        raise Unusable(
            _('%(file)s, line %(line)s: the column "%(column)s" is empty (a total is written "%(total)s")'),
            file=file, line=line, column=column, total=asked.total,
        )  # fmt: skip
    return None if value == asked.total else value


def _count(file: str, line: int, cell: str, text: str) -> int | None:
    value = text.strip()
    if not value:
        return None
    if value.isascii() and value.isdigit() and len(value) < 20 and int(value) <= LARGEST:
        return int(value)
    raise Unusable(
        _('%(file)s, line %(line)s: %(cell)s: "%(value)s" is not a count (a whole number from 0 to %(largest)s)'),
        file=file, line=line, cell=cell, value=shortened(value), largest=LARGEST,
    )  # fmt: skip
