"""The scrubbed copies of delivered files, row by row: whose each row is, and how rows are taken out again.

A row is a person's by the column that the mapping takes the student from. Where the mapping can't tell any more (it
was changed, or is gone) it is the column in which most values are students the school knows.
"""

from __future__ import annotations

import csv
import os
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.conf import settings

from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.mapping.model import Cases, FirstOf, Mapping, Rule, Take
from pejling.facts.deliveries.mapping.recognise import match_header, match_positions
from pejling.facts.deliveries.models import DeliveredFile
from pejling.facts.deliveries.problems import MappingError
from pejling.facts.deliveries.saved_mappings import mapping_by_name

#: rows looked at to find the column of students where the mapping can't tell
_LOOKED_AT = 2_000
#: the share of them that must be known students
_ENOUGH = 0.5
_LONGEST_CELL = 16 * 1024 * 1024

#: Whether a text is the number of somebody who is looked for, or of a student the school knows.
Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy. ``places``: the columns that say whose a row is; () where it holds no students, None where nobody
    can tell. ``header``: the names of the columns; [] where there are none.
    """

    file: DeliveredFile
    path: Path
    header: list[str]
    places: tuple[int, ...] | None


def copies_of(organisation: Organisation, known: Known) -> Iterator[Copy]:
    """The copies that are still kept, oldest first; ``known``: whether a text is a student of the school's."""
    files = DeliveredFile.objects.filter(organisation=organisation).exclude(kept="")
    mappings: dict[str, Mapping | None] = {}
    for file in files.select_related("delivery__source").order_by("delivery_id", "position"):
        path = Path(settings.PEJLING_HOME) / file.kept
        if not path.is_file():
            continue
        name = file.delivery.source.name
        if name not in mappings:
            mappings[name] = _mapping(organisation, name)
        yield _copy(file, path, mappings[name], known)


def rows_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers, as a spreadsheet shows them; blank ones are left out."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        with path.open(newline="", encoding="utf-8") as stream:
            for number, cells in enumerate(csv.reader(stream, delimiter=";"), start=1):
                if cells:
                    yield number, cells
    finally:
        csv.field_size_limit(before)


def rows_about(copy: Copy, wanted: Known) -> Iterator[tuple[int, list[str]]]:
    """The rows of those who are looked for. A row of another width is theirs if any of its cells is."""
    if copy.places == ():
        return
    width = len(copy.header)
    for number, cells in rows_of(copy.path):
        usual = copy.places is not None and (not width or len(cells) == width)
        places = copy.places if usual else range(len(cells))
        if any(place < len(cells) and wanted(plain(cells[place])) for place in places):
            yield number, cells


def take_out(copy: Copy, numbers: set[int]) -> None:
    """Leave these rows blank, so that the others keep their numbers; all or nothing, and safe to repeat."""
    beside = copy.path.with_name(f"{copy.path.name}.part")
    last = 0
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8",
                   newline="") as stream:  # fmt: skip
        writer = csv.writer(stream, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
        for number, cells in rows_of(copy.path):
            stream.write("\n" * (number - last - 1))
            if number in numbers:
                stream.write("\n")
            else:
                writer.writerow(cells)
            last = number
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(copy.path)


def remove(file: DeliveredFile) -> None:
    """Delete a copy, and say so in its row."""
    if file.kept:
        (Path(settings.PEJLING_HOME) / file.kept).unlink(missing_ok=True)
        DeliveredFile.objects.filter(pk=file.pk).update(kept="")
        file.kept = ""


def plain(text: str) -> str:
    """A cell as it becomes an identifier: trimmed, in one Unicode form."""
    return unicodedata.normalize("NFC", text).strip()


def _mapping(organisation: Organisation, name: str) -> Mapping | None:
    try:
        return mapping_by_name(organisation, name)
    except MappingError:
        return None


def _copy(file: DeliveredFile, path: Path, mapping: Mapping | None, known: Known) -> Copy:
    role = next((role for role in mapping.files if role.name == file.role), None) if mapping else None
    if role is not None:
        labels = {
            label
            for rule in mapping.rules
            if rule.file == role.name
            for label in _labels(rule.columns.get("student"))
        }
        if not labels:
            return Copy(file, path, _first_cells(file, path), ())
        for cells in _heads(file, path):
            match = match_header(role, cells) if file.header_row != 0 else match_positions(role, len(cells))
            places = tuple(sorted({match.places[label] for label in labels if label in match.places}))
            if places:
                return Copy(file, path, cells if file.header_row != 0 else [], places)
    return Copy(file, path, _first_cells(file, path), _by_content(path, known))


def _labels(rule: Rule | None) -> set[str]:
    if isinstance(rule, Take):
        return {rule.label}
    if isinstance(rule, FirstOf):
        return set().union(*(_labels(one) for one in rule.rules))
    if isinstance(rule, Cases):
        return set().union(_labels(rule.otherwise), *(_labels(case.rule) for case in rule.cases))
    return set()


def _heads(file: DeliveredFile, path: Path) -> list[list[str]]:
    """The row that may be the header: the one noted, else the first rows."""
    first = list(islice(rows_of(path), 50))
    if file.header_row:
        return [cells for number, cells in first if number == file.header_row]
    return [cells for _number, cells in first[: 1 if file.header_row == 0 else 20]]


def _first_cells(file: DeliveredFile, path: Path) -> list[str]:
    if file.header_row == 0:
        return []
    heads = _heads(file, path)
    return heads[0] if heads else []


def _by_content(path: Path, known: Known) -> tuple[int, ...] | None:
    hits: Counter[int] = Counter()
    filled: Counter[int] = Counter()
    for _number, cells in islice(rows_of(path), _LOOKED_AT):
        for place, cell in enumerate(cells):
            if text := plain(cell):
                filled[place] += 1
                hits[place] += known(text)
    best: Sequence[tuple[int, int]] = hits.most_common(1)
    if not best or best[0][1] < _ENOUGH * filled[best[0][0]]:
        return None
    return (best[0][0],)
