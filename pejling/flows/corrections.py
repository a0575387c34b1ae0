"""Rows kept out are mended in the browser: the mended rows are an upload like any other, a delivery of their own.

Nothing is changed in what was delivered. The correction is tried and shows what it changes before it counts, and is
undone by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from pejling.base.jobs.models import Job
from pejling.facts.deliveries import upload_actions
from pejling.facts.deliveries.kept_rows import as_file, mended, rows_of
from pejling.facts.deliveries.mapping.model import Mapping as FileMapping
from pejling.facts.deliveries.models import DeliveredFile, Delivery, QuarantinedRow, SavedMapping, Upload
from pejling.facts.deliveries.problems import MappingError
from pejling.facts.deliveries.reading.chosen import Chosen
from pejling.facts.deliveries.saved_mappings import mapping_by_name
from pejling.facts.deliveries.upload_files import Incoming
from pejling.flows import correction_drafts, uploads

#: (file, row) -> {place of the cell: what it is to hold}
Changes = Mapping[tuple[int, int], Mapping[int, str]]


class NotMendable(Exception):
    """The rows can't be mended here; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Broken:
    """One row kept out: its cells as they were delivered, and what is wrong. ``places``: of the cells to look at."""

    file: DeliveredFile
    row: int
    header: tuple[str, ...]
    cells: tuple[str, ...]
    problems: tuple[QuarantinedRow, ...]
    places: tuple[int, ...]


def mendable(delivery: Delivery) -> None:
    """Raise NotMendable where rows of this delivery can't be mended here."""
    if delivery.state != Delivery.State.ACTIVE:
        raise NotMendable("mend_undone")
    if not any(file.kept and _path(file).is_file() for file in delivery.files.all()):
        raise NotMendable("mend_no_copy")
    try:
        mapping_by_name(delivery.organisation, delivery.source.name)
    except MappingError:
        raise NotMendable("mend_no_mapping") from None


def broken_rows(delivery: Delivery, keys: Sequence[tuple[int, int]]) -> list[Broken]:
    """The rows at those (file, row), in that order, read from the scrubbed copies; those not found there left out."""
    files = {file.position: file for file in delivery.files.all()}
    problems: dict[tuple[int, int], list[QuarantinedRow]] = {}
    for problem in delivery.quarantine.filter(file__in={f for f, _ in keys}, row__in={r for _, r in keys}):
        problems.setdefault((problem.file, problem.row), []).append(problem)
    made: dict[tuple[int, int], Broken] = {}
    for position, file in files.items():
        numbers = [row for one, row in keys if one == position]
        if not numbers or not file.kept or not _path(file).is_file():
            continue
        header, rows = rows_of(_path(file), numbers, file.header_row or 0)
        for number, cells in rows.items():
            wrong = problems.get((position, number))
            if wrong:
                width = max(len(cells), len(header))
                padded = (*cells, *[""] * (width - len(cells)))
                places = _places(header, wrong, width)
                made[position, number] = Broken(file, number, tuple(header), padded, tuple(wrong), places)
    return [made[key] for key in keys if key in made]


@transaction.atomic
def correct(*, by: Any, delivery: Delivery, changes: Changes) -> tuple[Upload, Job]:
    """Make an upload of the changed rows and have it tried. Raises NotMendable, and what an upload raises."""
    mendable(delivery)
    rows = [
        row
        for row in broken_rows(delivery, list(changes))
        if _changed(row, changes[row.file.position, row.row])
    ]
    if not rows:
        raise NotMendable("nothing_mended")
    mapping = mapping_by_name(delivery.organisation, delivery.source.name)
    files, choices, places = _files(delivery, mapping, rows, changes)
    upload = upload_actions.open_upload(
        by=by, organisation=delivery.organisation, files=files, corrects=delivery, places=places
    )
    saved = SavedMapping.objects.filter(
        organisation=delivery.organisation, name=mapping.name, is_retired=False
    ).first()
    upload_actions.choose(
        by=by,
        upload=upload,
        mapping="" if saved else mapping.name,
        saved=saved,
        as_of=delivery.as_of,
        files=dict(enumerate(choices)),
    )
    job = uploads.start_trial(by=by, upload=upload)
    correction_drafts.discard_replaced(by, delivery, [(row.file.position, row.row) for row in rows], upload)
    return upload, job


def _files(
    delivery: Delivery, mapping: FileMapping, rows: Sequence[Broken], changes: Changes
) -> tuple[list[Incoming], list[Chosen], list[list[int]]]:
    """A file of mended rows for each file they stood in, and whole copies of the files that are only laid beside."""
    files: list[Incoming] = []
    choices: list[Chosen] = []
    places: list[list[int]] = []
    own = {row.file.position for row in rows}
    for file in delivery.files.all():
        mine = [row for row in rows if row.file.position == file.position]
        if mine:
            first = 2 if mine[0].header else 1
            places += [[file.position, row.row, len(files), number] for number, row in enumerate(mine, first)]
            cells = [mended(row.cells, changes[file.position, row.row]) for row in mine]
            files.append(Incoming(file.name, [as_file(mine[0].header, cells)]))
            choices.append(_choice(file, 1 if mine[0].header else 0))
        elif file.position not in own and _is_laid_beside(mapping, file) and file.kept:
            files.append(Incoming(file.name, _parts(_path(file))))
            choices.append(_choice(file, file.header_row or 0))
    return files, choices, places


def _choice(file: DeliveredFile, header: int) -> Chosen:
    return Chosen(encoding="utf-8", separator=";", header=header, role=file.role or None, from_copy=True)


def _is_laid_beside(mapping: FileMapping, file: DeliveredFile) -> bool:
    """Whether the file fills no table of its own: taken in again, it says nothing but what the rows need of it."""
    joined = {join.file for rule in mapping.rules for join in rule.joins}
    return file.role in joined and file.role not in {rule.file for rule in mapping.rules}


def _changed(row: Broken, changes: Mapping[int, str]) -> bool:
    return any(0 <= place < len(row.cells) and row.cells[place] != text for place, text in changes.items())


def _places(header: Sequence[str], problems: Sequence[QuarantinedRow], width: int) -> tuple[int, ...]:
    """Where the cells stand that the problems name; every cell where a row as a whole is wrong."""
    found: set[int] = set()
    for problem in problems:
        names = {problem.column, *problem.params.get("columns", [])}
        at = {place for place, name in enumerate(header) if name.strip() in names}
        if not header and problem.column.isdigit():
            at = {int(problem.column) - 1}
        found |= at or set(range(width))
    return tuple(sorted(place for place in found if place < width))


def _path(file: DeliveredFile) -> Path:
    return Path(settings.PEJLING_HOME) / file.kept


def _parts(path: Path) -> Any:
    with path.open("rb") as stream:
        while part := stream.read(2**20):
            yield part
