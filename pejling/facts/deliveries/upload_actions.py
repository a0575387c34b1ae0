"""Writes on uploads: files come, somebody chooses, a job tries and takes in. ``MOVES`` says what follows on what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries import upload_files
from pejling.facts.deliveries.limits import Limits
from pejling.facts.deliveries.models import Delivery, QuarantinedRow, SavedMapping, Upload, UploadedFile
from pejling.facts.deliveries.prepare import Prepared
from pejling.facts.deliveries.problems import Unreadable
from pejling.facts.deliveries.reading.chosen import Chosen
from pejling.facts.deliveries.upload_files import MOST_FILES, Incoming
from pejling.facts.deliveries.upload_models import Scope
from pejling.facts.deliveries.upload_queries import job_of, standing

State = Upload.State

#: state -> the states that may follow it
MOVES: dict[str, frozenset[str]] = {
    State.OPEN: frozenset({State.OPEN, State.TRYING, State.DISCARDED}),
    State.TRYING: frozenset({State.OPEN, State.TRYING, State.TRIED, State.FAILED}),
    State.TRIED: frozenset({State.OPEN, State.TRYING, State.ACCEPTING, State.DISCARDED}),
    State.ACCEPTING: frozenset({State.TRIED, State.ACCEPTING, State.ACCEPTED, State.FAILED}),
    State.FAILED: frozenset({State.OPEN, State.TRYING, State.DISCARDED}),
    State.ACCEPTED: frozenset(),
    State.DISCARDED: frozenset(),
}


class WrongState(Exception):
    """The upload isn't where this can be done: somebody else did something with it, or a job is at work."""


def open_upload(
    *,
    by: Any,
    organisation: Organisation,
    files: Iterable[Incoming],
    limits: Limits | None = None,
    corrects: Delivery | None = None,
    places: Sequence[Sequence[int]] = (),
) -> Upload:
    """Keep the files of a new upload. Raises `Unreadable` (too_large, empty_file, no_files, too_many_files,
    file_twice), leaving nothing. ``corrects`` and ``places``: see `Upload.corrected_rows`.
    """
    upload = Upload(
        organisation=organisation,
        by=getattr(by, "uuid", None),
        corrects=corrects,
        corrected_rows=[list(place) for place in places],
    )
    try:
        with transaction.atomic():
            upload.save()
            _keep(upload, list(files), limits or Limits())
            record(by=by, organisation=organisation, verb="open_upload", subject=upload, fields=["files"])
    except BaseException:
        upload_files.remove(upload)
        raise
    return upload


@transaction.atomic
def add_files(*, by: Any, upload: Upload, files: Iterable[Incoming], limits: Limits | None = None) -> None:
    """More files to an upload that is being prepared; what was tried before counts no more. As `open_upload`."""
    _move(upload, State.OPEN)
    _keep(upload, list(files), limits or Limits())
    _forget_trial(upload)
    record(by=by, organisation=upload.organisation, verb="add_files", subject=upload, fields=["files"])


@transaction.atomic
def remove_file(*, by: Any, upload: Upload, position: int) -> None:
    """Take one file out. Raises `Unreadable` (no_files) for the last one: discard the upload instead."""
    _move(upload, State.OPEN)
    file = UploadedFile.objects.get(upload=upload, position=position)
    if upload.files.count() == 1:
        raise Unreadable("no_files")
    path = upload_files.path_of(file)
    file.delete()
    _forget_trial(upload)
    record(by=by, organisation=upload.organisation, verb="remove_file", subject=upload, fields=["files"])
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


@transaction.atomic
def choose(
    *,
    by: Any,
    upload: Upload,
    mapping: str = "",
    saved: SavedMapping | None = None,
    as_of: date | None,
    scope: str = Scope.ADDITIONAL,
    period: tuple[date, date] | None = None,
    files: Mapping[int, Chosen] | None = None,
) -> None:
    """Keep what somebody chose; ``files``: by position, what overrules what was found. A trial counts no more."""
    _move(upload, State.OPEN)
    upload.mapping, upload.saved_mapping = ("", saved) if saved else (mapping, None)
    upload.as_of, upload.scope = as_of, scope
    upload.period_from, upload.period_to = period or (None, None)
    upload.save(
        update_fields=["mapping", "saved_mapping", "as_of", "scope", "period_from", "period_to", "changed_at"]
    )
    for file in upload.files.all():
        if files is not None and file.position in files:
            file.chosen = files[file.position].as_dict()
            file.save(update_fields=["chosen"])
    _forget_trial(upload)
    record(
        by=by, organisation=upload.organisation, verb="choose", subject=upload, fields=["mapping", "as_of"]
    )


@transaction.atomic
def choose_mapping(*, by: Any, upload: Upload, mapping: str = "", saved: SavedMapping | None = None) -> None:
    """Choose another mapping and leave all else; what was chosen about the files' kinds was meant for the old one."""
    _move(upload, State.OPEN)
    upload.mapping, upload.saved_mapping = ("", saved) if saved else (mapping, None)
    upload.save(update_fields=["mapping", "saved_mapping", "changed_at"])
    for file in upload.files.all():
        if "role" in file.chosen:
            file.chosen = {name: value for name, value in file.chosen.items() if name != "role"}
            file.save(update_fields=["chosen"])
    _forget_trial(upload)
    record(by=by, organisation=upload.organisation, verb="choose_mapping", subject=upload, fields=["mapping"])


@transaction.atomic
def begin(*, by: Any, upload: Upload, state: str, job: UUID | None) -> None:
    """A job is at work: ``state`` trying or accepting."""
    _move(upload, state, job=job, problem={})
    record(by=by, organisation=upload.organisation, verb=f"begin_{state}", subject=upload, fields=["state"])


@transaction.atomic
def tried(*, by: Any, upload: Upload, found: Mapping[str, Any]) -> None:
    """The trial is done. ``found``: its counts; what it says about persons lies with the files."""
    _move(upload, State.TRIED, found=dict(found), problem={})
    record(by=by, organisation=upload.organisation, verb="try", subject=upload, fields=["found"])


@transaction.atomic
def stopped(*, by: Any, upload: Upload, state: str, problem: Mapping[str, Any] | None = None) -> None:
    """The job came to no result: ``state`` says where the upload stands now, ``problem`` (code, params) why."""
    _move(upload, state, problem=dict(problem or {}))
    record(by=by, organisation=upload.organisation, verb="stop_upload", subject=upload, fields=["state"])


def settle(*, by: Any, upload: Upload) -> None:
    """Write down where the upload stands, where its job came to nothing (see ``upload_queries.standing``)."""
    if (state := standing(upload, job_of(upload))) != upload.state:
        stopped(by=by, upload=upload, state=state)


def accepted(*, by: Any, upload: Upload, delivery: Delivery, prepared: Prepared) -> None:
    """The files count as ``delivery``; called in the transaction that makes it so. Originals are removed after it.

    Of a correction the rows that came in are noted as mended.
    """
    _move(upload, State.ACCEPTED, delivery=delivery, problem={})
    if upload.corrects_id:
        _note_mended(upload, delivery, prepared)
    record(by=by, organisation=upload.organisation, verb="accept_upload", subject=upload, fields=["delivery"])
    transaction.on_commit(lambda: forget_files(by=by, upload=upload))


def _note_mended(upload: Upload, delivery: Delivery, prepared: Prepared) -> None:
    still_out = {(problem.file, problem.row) for problem in prepared.quarantine}
    for file, row, new_file, new_row in upload.corrected_rows:
        if (new_file, new_row) not in still_out:
            QuarantinedRow.objects.filter(delivery_id=upload.corrects_id, file=file, row=row).update(
                mended_by=delivery
            )


def discard(*, by: Any, upload: Upload) -> None:
    """Throw the upload and its files away."""
    with transaction.atomic():
        _move(upload, State.DISCARDED, problem={}, found={})
        record(
            by=by, organisation=upload.organisation, verb="discard_upload", subject=upload, fields=["state"]
        )
    forget_files(by=by, upload=upload)


def forget_files(*, by: Any, upload: Upload) -> None:
    """Remove the originals and what the trial kept. Safe to repeat."""
    upload_files.remove(upload)
    with transaction.atomic():
        if upload.files.exclude(path="").update(path=""):
            record(
                by=by, organisation=upload.organisation, verb="forget_files", subject=upload, fields=["files"]
            )


def discard_old(*, by: Any, organisation: Organisation, before: datetime) -> int:
    """Discard uploads nobody has touched since ``before``, and clear what ended ones left; how many were discarded.

    One that a job is at work on is left alone.
    """
    discarded = 0
    old = Upload.objects.filter(organisation=organisation, changed_at__lt=before)
    for upload in old.select_related("organisation"):
        settle(by=by, upload=upload)
        if State.DISCARDED in MOVES[upload.state]:
            discard(by=by, upload=upload)
            discarded += 1
        elif not MOVES[upload.state]:
            forget_files(by=by, upload=upload)
    uuids = Upload.objects.filter(organisation=organisation).values_list("uuid", flat=True)
    upload_files.sweep(organisation, before, {str(uuid) for uuid in uuids})
    return discarded


def _move(upload: Upload, state: str, **changes: Any) -> None:
    """Let ``state`` follow, if it may: decided by the row itself, so that of two at once one is told no."""
    allowed = [before for before, after in MOVES.items() if state in after]
    changes |= {"state": state, "changed_at": timezone.now()}
    if not Upload.objects.filter(pk=upload.pk, state__in=allowed).update(**changes):
        raise WrongState(state)
    for name, value in changes.items():
        setattr(upload, name, value)


def _keep(upload: Upload, files: list[Incoming], limits: Limits) -> None:
    there = {file.sha256: file.name for file in upload.files.all()}
    if not files and not there:
        raise Unreadable("no_files")
    if len(files) + len(there) > MOST_FILES:
        raise Unreadable("too_many_files", {"limit": MOST_FILES})
    first = 1 + max(upload.files.values_list("position", flat=True), default=-1)
    for position, incoming in enumerate(files, first):
        name, size, sha256, path = upload_files.write(upload, position, incoming, limits)
        if sha256 in there:
            raise Unreadable("file_twice", {"file": name, "other": there[sha256]})
        there[sha256] = name
        UploadedFile.objects.create(
            organisation=upload.organisation,
            upload=upload,
            position=position,
            name=name,
            size=size,
            sha256=sha256,
            path=path,
        )


def _forget_trial(upload: Upload) -> None:
    Upload.objects.filter(pk=upload.pk).update(found={}, problem={})
    upload.found, upload.problem = {}, {}
    upload_files.remove_trial(upload)
