"""One file of a delivery, read, recognised and free of CPR numbers, with its copy kept. *Pure.*"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pejling.facts.deliveries.checks.cells import Cells, make_cells
from pejling.facts.deliveries.cpr import keyed_hash, normalise, scrub_text
from pejling.facts.deliveries.limits import Limits
from pejling.facts.deliveries.mapping.model import Mapping, SourceColumn
from pejling.facts.deliveries.mapping.recognise import Match, column_at, recognise, wanted_of
from pejling.facts.deliveries.problems import Unreadable
from pejling.facts.deliveries.reading.chosen import Chosen
from pejling.facts.deliveries.reading.copy import write_copy
from pejling.facts.deliveries.reading.grid import Grid
from pejling.facts.deliveries.reading.open import Original, name_of, read_file

_UNUSED = SourceColumn("")


@dataclass(slots=True)
class Delivered:
    """A file of a delivery. ``cells``: by label, those the mapping uses; ``ragged``: scrubbed.

    ``headers``: what each column is called, or ``column n`` where there is no header.
    """

    name: str
    place: int
    original: Original
    grid: Grid
    match: Match
    headers: tuple[str, ...]
    cells: dict[str, Cells]
    ragged: list[tuple[int, list[str]]]
    cpr_removed: int
    scrubbed: Path | None = None


def receive(
    path: Path,
    place: int,
    mapping: Mapping,
    *,
    hash_key: bytes,
    keep_in: Path | None,
    limits: Limits,
    chosen: Chosen,
) -> Delivered:
    """Read one file, as ``chosen`` or found, and take the CPR numbers out. Raises `Unreadable`, naming the file."""
    name = scrub_text(name_of(path))
    wrong: Unreadable | None = None
    try:
        mapping = chosen.narrowed(mapping)
        wanted = chosen.over(wanted_of(mapping, path.name))
        grid, original = read_file(path, wanted, limits)
        if chosen.header and grid.header is None:
            raise Unreadable("no_such_header_row", {"row": chosen.header})
        match = recognise(mapping, name, grid.header, grid.width)
        if not len(grid.rows) and not grid.ragged:
            raise Unreadable("only_a_header" if grid.header else "empty_file")
    except Unreadable as error:
        wrong = Unreadable(error.code, {"file": name, **error.params})
    if wrong:
        raise wrong
    file = _without_cpr(name, place, grid, original, match, hash_key, chosen.from_copy)
    if keep_in is not None:
        keep_in.mkdir(parents=True, exist_ok=True)
        file.scrubbed = keep_in / f"{place + 1:02d}.csv"
        write_copy(file.scrubbed, file.headers, grid, file.ragged)
    # From here on only the scrubbed cells of the used columns are needed.
    grid.columns = []
    return file


def _without_cpr(
    name: str, place: int, grid: Grid, original: Original, match: Match, hash_key: bytes, from_copy: bool
) -> Delivered:
    """The file with every cell, header and skipped line scrubbed; the raw cells are gone afterwards."""
    at: dict[int, list[str]] = {}
    for label, column in match.places.items():
        at.setdefault(column, []).append(label)
    removed = 0
    headers: list[str] = []
    cells: dict[str, Cells] = {}
    declared: dict[int, SourceColumn] = {}
    for column in range(grid.width):
        header = scrub_text(grid.header[column].strip()) if grid.header else f"{column + 1}"
        headers.append(header)
        labels = at.get(column, [])
        source = column_at(match, labels[0], grid.header) if labels else _UNUSED
        declared[column] = source
        made = make_cells(grid.columns[column], source, header, hash_key, from_copy=from_copy)
        grid.columns[column] = made.scrubbed()
        if made.flawed.any():
            removed += int(np.count_nonzero(made.flawed[made.indices]))
        for label in labels:
            cells[label] = made
    hashed = {column for column, source in declared.items() if source.hash}
    ragged, more = _scrubbed_rows(grid.ragged, hashed, hash_key)
    grid.ragged = ragged
    above, still_more = _scrubbed_rows(grid.above)
    grid.above = above
    names = sum(scrub_text(header) != header for header in grid.header or ())
    if grid.header:
        grid.header = list(headers)
    total = removed + more + still_more + names
    return Delivered(name, place, original, grid, match, tuple(headers), cells, ragged, total)


def _scrubbed_rows(
    rows: list[tuple[int, list[str]]], hashed: Collection[int] = (), key: bytes = b""
) -> tuple[list[tuple[int, list[str]]], int]:
    """Rows without CPR numbers, those in exempt columns too: in a ragged row nobody knows which column is which.

    What stands where a hashed column should be is hashed if it can be: it says whose row is being kept out.
    """
    clean: list[tuple[int, list[str]]] = []
    removed = 0
    for number, cells in rows:
        scrubbed = [scrub_text(cell) for cell in cells]
        removed += sum(before != after for before, after in zip(cells, scrubbed, strict=True))
        for place in hashed:
            known = normalise(cells[place]) if place < len(cells) else None
            if known:
                scrubbed[place] = keyed_hash(known, key)
        clean.append((number, scrubbed))
    return clean, removed
