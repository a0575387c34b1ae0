"""Reads on uploads and on what a trial kept, that other rooms may call."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.db.models import QuerySet
from pyarrow import parquet

from pejling.base.jobs import queries as job_queries
from pejling.base.jobs.models import Job
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import Upload
from pejling.facts.deliveries.problems import Problem

#: Problems of a trial that are kept to be shown; all are counted.
LISTED = 50_000
_GROUP = 1_000
_FILE = "quarantine.parquet"


@dataclass(frozen=True, slots=True)
class KeptOut:
    """Something wrong with a row that a trial kept out; the fields of a `QuarantinedRow`."""

    file: int
    row: int
    table: str
    column: str
    value: str
    code: str
    params: dict[str, Any]


def uploads_of(organisation: Organisation) -> QuerySet[Upload]:
    """The school's uploads that are under way, newest first, each with its files."""
    done = [Upload.State.ACCEPTED, Upload.State.DISCARDED]
    return (
        Upload.objects.filter(organisation=organisation)
        .exclude(state__in=done)
        .select_related("organisation", "saved_mapping", "corrects__source")
        .prefetch_related("files")
        .order_by("-id")
    )


def upload(organisation: Organisation, uuid: UUID | str) -> Upload:
    """One of the school's uploads, ended ones too; Upload.DoesNotExist for any other school's."""
    return (
        Upload.objects.select_related("organisation", "saved_mapping", "delivery__source", "corrects__source")
        .prefetch_related("files")
        .get(organisation=organisation, uuid=uuid)
    )


def job_of(upload: Upload) -> Job | None:
    """The job at work on the upload, or the last one."""
    return job_queries.jobs_of(upload.organisation).filter(uuid=upload.job).first() if upload.job else None


def standing(upload: Upload, job: Job | None) -> str:
    """Where the upload stands: as its row says, unless the job that was at work on it came to nothing."""
    state = Upload.State
    if upload.state in {state.TRYING, state.ACCEPTING} and (job is None or job.is_finished):
        return state.OPEN if upload.state == state.TRYING else state.TRIED
    return upload.state


def keep_quarantine(
    problems: Sequence[Problem], folder: Path, stood: Mapping[tuple[int, int], tuple[int, int]] | None = None
) -> None:
    """Write what a trial kept out, for the pages that show it.

    ``stood``: (file, row) of a correction -> where the row stood in the delivery it mends, which is the row number
    that whoever mends it knows.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    some = problems[:LISTED]
    names = ("file", "row", "table", "column", "value", "code")
    columns: dict[str, list[Any]] = {name: [getattr(p, name) for p in some] for name in names}
    if stood:
        columns["row"] = [stood.get((p.file, p.row), (p.file, p.row))[1] for p in some]
    columns["params"] = [json.dumps(p.params, default=str) for p in some]
    types = [pa.int64(), pa.int64(), *[pa.string()] * 5]
    schema = pa.schema(list(zip([*names, "params"], types, strict=True)))
    parquet.write_table(pa.table(columns, schema=schema), folder / _FILE, row_group_size=_GROUP)
    (folder / _FILE).chmod(0o600)


def kept_out_count(folder: Path) -> int:
    """How many problems `keep_quarantine` wrote."""
    path = folder / _FILE
    return parquet.read_metadata(path).num_rows if path.is_file() else 0


def kept_out(folder: Path, first: int = 0, size: int = LISTED) -> list[KeptOut]:
    """Problems ``first`` and on of what a trial kept out, by file and row; at most ``size``."""
    path = folder / _FILE
    if not path.is_file():
        return []
    return list(_read(path, first, size))


def _read(path: Path, first: int, size: int) -> Iterator[KeptOut]:
    with parquet.ParquetFile(path) as file:
        groups = range(first // _GROUP, min((first + size - 1) // _GROUP + 1, file.num_row_groups))
        if not groups:
            return
        rows = file.read_row_groups(list(groups)).slice(first - groups[0] * _GROUP, size)
    for row in rows.to_pylist():
        yield KeptOut(**{**row, "params": json.loads(row["params"])})
