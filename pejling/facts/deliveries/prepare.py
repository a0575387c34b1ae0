"""Foreign files to canonical tables: read, recognise, remove CPR numbers, map, check. *Pure.*

What can't be read at all raises `Unreadable`. A row with an error is kept out and listed with row, column, value and
what is wrong; an oddity is listed beside a row that is accepted. Nothing is dropped or guessed silently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from pejling.facts.deliveries.checks.collect import collect
from pejling.facts.deliveries.checks.fill import fill
from pejling.facts.deliveries.checks.unite import connect
from pejling.facts.deliveries.cpr import scrub_text
from pejling.facts.deliveries.limits import Limits
from pejling.facts.deliveries.mapping.model import FileRole, Mapping
from pejling.facts.deliveries.problems import Notice, Notices, Problem, Unreadable
from pejling.facts.deliveries.reading.chosen import Chosen
from pejling.facts.deliveries.reading.delivered import Delivered, receive

#: Hears how far a delivery is: (done, of, stage). What it raises stops the delivery.
Progress = Callable[[int, int, str], None]


def unheard(done: int, of: int, stage: str) -> None:
    """The progress of a delivery that nobody waits for."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file as it was read. ``rows``: rows with something in them below the header, faulty ones included.

    ``header``: whether there is one, and in which row (0: none);
    ``skipped``: rows above it; ``ignored``: columns the mapping has no use for;
    ``scrubbed``: the copy without CPR numbers, where one was asked for.
    """

    name: str
    sha256: str
    size: int
    encoding: str
    separator: str
    header: bool
    header_row: int
    rows: int
    role: str
    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    skipped: int
    sheet: str | None
    scrubbed: Path | None
    cpr_removed: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """A delivery ready to be compared and taken in."""

    files: tuple[ReadFile, ...]
    tables: dict[str, pa.Table]
    quarantine: list[Problem]
    warnings: list[Notice]
    _counts: dict[str, int]

    def warning_counts(self) -> dict[str, int]:
        """How many warnings of each code, the ones not listed included."""
        return dict(self._counts)

    def notices(self) -> list[Notice]:
        """The listed warnings (the first thousand of each code)."""
        return self.warnings

    def quarantined_rows(self) -> dict[str, int]:
        """How many rows each table has lost to the quarantine."""
        return dict(Counter(table for table, _, _ in {(p.table, p.file, p.row) for p in self.quarantine}))


def prepare(
    paths: Sequence[Path],
    mapping: Mapping,
    *,
    as_of: date,
    hash_key: bytes,
    keep_in: Path | None = None,
    limits: Limits | None = None,
    chosen: Sequence[Chosen] | None = None,
    progress: Progress = unheard,
) -> Prepared:
    """The tables in a delivery's files.

    ``as_of``: the date of extraction. ``hash_key``: for CPR columns the mapping wants hashed. ``keep_in``: a folder
    for scrubbed copies. ``chosen``: what somebody chose for each file. ``progress`` hears of each file read
    (stage ``reading``) and that the checks begin (``checking``). Raises `Unreadable` or `MappingError`.
    """
    limits = limits or Limits()
    if not paths:
        raise Unreadable("no_files")
    notices = Notices(limits.listed_notices)
    received = []
    for place, path in enumerate(paths):
        progress(place, len(paths), "reading")
        choice = chosen[place] if chosen else Chosen()
        received.append(
            receive(
                Path(path), place, mapping, hash_key=hash_key, keep_in=keep_in, limits=limits, chosen=choice
            )
        )
    _no_file_twice(received)
    _note_files(received, notices)
    progress(0, 0, "checking")
    filled = fill(mapping, received, as_of, notices)
    progress(0, 0, "checking")
    with connect(limits.engine_memory) as engine:
        tables, problems = collect(mapping, filled, engine, notices)
    files = tuple(_read_file(file) for file in received)
    return Prepared(files, tables, problems, notices.listing, notices.counts)


def _no_file_twice(received: Sequence[Delivered]) -> None:
    seen: dict[str, str] = {}
    for file in received:
        if file.original.sha256 in seen:
            raise Unreadable("file_twice", {"file": file.name, "other": seen[file.original.sha256]})
        seen[file.original.sha256] = file.name


def _note_files(received: Sequence[Delivered], notices: Notices) -> None:
    """What there is to say about whole files."""
    for file in received:
        role: FileRole = file.match.role
        if file.cpr_removed:
            note = Notice(
                "cpr_removed", file.place, role.name, None, {"count": file.cpr_removed, "file": file.name}
            )
            notices.add([note], "cpr_removed", file.cpr_removed)
        for row in file.grid.cell_errors:
            notices.add([Notice("formula_error", file.place, role.name, row, {})], "formula_error")
        for row in file.grid.without_value:
            made = Notice("formula_without_value", file.place, role.name, row, {})
            notices.add([made], "formula_without_value")
        for where in file.grid.merged:
            notices.add(
                [Notice("merged_cells", file.place, role.name, None, {"cells": where})], "merged_cells"
            )
        if file.grid.above:
            rows = [number for number, _ in file.grid.above]
            text = scrub_text(" ".join(" ".join(cells) for _, cells in file.grid.above).strip())
            params = {"count": len(rows), "text": text[:80]}
            notices.add(
                [Notice("skipped_lines", file.place, role.name, rows[0], params)], "skipped_lines", len(rows)
            )


def _read_file(file: Delivered) -> ReadFile:
    grid = file.grid
    used = {cells.header for cells in file.cells.values()}
    return ReadFile(
        name=file.name,
        sha256=file.original.sha256,
        size=file.original.size,
        encoding=grid.encoding,
        separator=grid.separator,
        header=grid.header is not None,
        header_row=grid.header_row or 0 if grid.header is not None else 0,
        rows=len(grid.rows) + len(grid.ragged),
        role=file.match.role.name,
        columns=file.headers,
        ignored=tuple(header for header in file.headers if header and header not in used),
        skipped=len(grid.above),
        sheet=grid.sheet,
        scrubbed=file.scrubbed,
        cpr_removed=file.cpr_removed,
    )
