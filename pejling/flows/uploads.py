"""An upload tried and taken in, as jobs: safe to kill at any point, safe to repeat.

A job tells what it found by the upload it worked on. Files that can't be read are no failure of the job but its
result: the page of the upload says what to mend. Where an upload stands tells ``standing``: the job may have been
cancelled or have died without a word.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pejling.base.jobs import actions as jobs
from pejling.base.jobs.kinds import kind
from pejling.base.jobs.models import Job
from pejling.base.jobs.running import Failed, Running
from pejling.base.organisations.lock import Busy
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries import upload_actions, upload_files, upload_queries
from pejling.facts.deliveries.actions import NotAccepted, NotUndone, Received
from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.facts.deliveries.mapping.model import Mapping
from pejling.facts.deliveries.models import Delivery, Upload
from pejling.facts.deliveries.prepare import Prepared
from pejling.facts.deliveries.problems import MappingError, Unreadable
from pejling.facts.deliveries.queries import newer_of, register_state
from pejling.facts.deliveries.reading.chosen import Chosen
from pejling.facts.deliveries.saved_mappings import load_saved
from pejling.facts.deliveries.upload_actions import settle
from pejling.facts.deliveries.upload_queries import job_of, standing
from pejling.facts.deliveries.wording import describe
from pejling.flows import take_in

__all__ = ["job_of", "settle", "standing", "start_accept", "start_trial", "start_undo"]

State = Upload.State
STAGES = {
    "reading": _("Reading the files"),
    "checking": _("Checking every row"),
    "comparing": _("Comparing with what is there"),
    "writing": _("Writing"),
}


def in_words(code: str, params: dict[str, Any]) -> str:
    """What stopped a job on an upload, and how to mend it."""
    return " ".join(part for part in describe(code, params) if part)


class NotReady(Exception):
    """Something must be chosen first; ``code`` says what (for ``describe``)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def start_trial(*, by: Any, upload: Upload) -> Job:
    """Have an upload tried. Raises NotReady (no mapping, no date), WrongState."""
    if not (upload.mapping or upload.saved_mapping_id):
        raise NotReady("no_mapping_chosen")
    if upload.as_of is None:
        raise NotReady("no_as_of")
    return _start(by, upload, State.TRYING, "deliveries.try", {})


def start_accept(*, by: Any, upload: Upload, accept_gone: bool = False) -> Job:
    """Have a tried upload taken in. Raises NotReady (many rows gone and nobody said yes), WrongState."""
    if upload.found.get("too_many") and not accept_gone:
        raise NotReady("say_yes_to_gone")
    return _start(by, upload, State.ACCEPTING, "deliveries.accept", {"accept_gone": accept_gone})


def _start(by: Any, upload: Upload, state: str, kind_of_job: str, params: dict[str, Any]) -> Job:
    settle(by=by, upload=upload)
    with transaction.atomic():
        upload_actions.begin(by=by, upload=upload, state=state, job=None)
        job = jobs.enqueue(
            by=by,
            organisation=upload.organisation,
            kind=kind_of_job,
            params={"upload": str(upload.uuid), **params},
            key=f"{kind_of_job}:{upload.uuid}",
        )
        upload_actions.begin(by=by, upload=upload, state=state, job=job.uuid)
    return job


def mapping_of(upload: Upload) -> Mapping:
    """The mapping that was chosen. Raises `MappingError`."""
    return load_saved(upload.saved_mapping) if upload.saved_mapping else load_mapping(upload.mapping)


@kind(
    "deliveries.try",
    title=_("Try a delivery"),
    stages=STAGES,
    wording=in_words,
    cancellable=True,
    attempts=3,
    verb="deliver",
)
def try_upload(run: Running, upload: str) -> dict[str, Any]:
    """A dry run: counts with the upload, changes and kept-out rows beside its files."""
    found = _of(run, upload, State.TRYING)
    if found is None:
        return {}
    try:
        mapping = mapping_of(found)
        before = register_state(found.organisation)
        received = take_in.take_in(
            **_options(run, found, mapping),
            dry_run=True,
            accept_gone=True,
            keep_changes=upload_files.trial_folder(found),
        )
    except (Unreadable, MappingError) as error:
        return _unusable(run, found, error)
    except Busy:
        raise Failed("busy") from None
    stood = {(file, row): (at, was) for at, was, file, row in found.corrected_rows}
    upload_queries.keep_quarantine(received.prepared.quarantine, upload_files.trial_folder(found), stood)
    upload_actions.tried(by=run.by, upload=found, found=_found(received, mapping, before))
    return {}


@kind(
    "deliveries.accept",
    title=_("Take in a delivery"),
    stages=STAGES,
    wording=in_words,
    cancellable=True,
    attempts=3,
    verb="deliver",
)
def accept_upload(run: Running, upload: str, accept_gone: bool = False) -> dict[str, Any]:
    """Take the files in and freeze what the register then is. Stopped before it counts: nothing is done."""
    found = Upload.objects.filter(organisation=run.organisation, uuid=upload).first()
    if found is not None and found.state == State.ACCEPTED:
        return _finish(run, found.delivery)
    found = _of(run, upload, State.ACCEPTING)
    if found is None:
        return {}
    try:
        mapping = mapping_of(found)
        _refuse_changed(found, mapping)
        received = take_in.take_in(
            **_options(run, found, mapping),
            accept_gone=accept_gone,
            corrects=found.corrects,
            when_accepted=_settled(run, found),
        )
    except (Unreadable, MappingError, NotAccepted) as error:
        return _unusable(run, found, error)
    except Busy:
        raise Failed("busy") from None
    except take_in.NotFrozen as error:
        raise Failed("not_frozen") from error
    return {"delivery": str(received.delivery.uuid)}


def _of(run: Running, uuid: str, state: str) -> Upload | None:
    """The upload, if it still waits for this very job."""
    return (
        Upload.objects.select_related("organisation", "saved_mapping", "corrects")
        .filter(organisation=run.organisation, uuid=uuid, state=state, job=run.job.uuid)
        .first()
    )


def _options(run: Running, upload: Upload, mapping: Mapping) -> dict[str, Any]:
    files = list(upload.files.all())
    paths: list[Path] = [upload_files.path_of(file) for file in files]
    return {
        "by": run.by,
        "organisation": upload.organisation,
        "paths": paths,
        "mapping": mapping,
        "as_of": upload.as_of,
        "scope": upload.scope,
        "period": (upload.period_from, upload.period_to) if upload.period_from else None,
        "chosen": [Chosen.of(file.chosen) for file in files],
        "progress": run.progress,
    }


def _found(received: Received, mapping: Mapping, before: str) -> dict[str, Any]:
    """The counts of a trial, without a word about anybody."""
    prepared = received.prepared
    return {
        "tables": received.tables,
        "warnings": received.warnings,
        "kept_out": len({(problem.file, problem.row) for problem in prepared.quarantine}),
        "problems": len(prepared.quarantine),
        "too_many": {table: list(counts) for table, counts in received.too_many.items()},
        "files": [
            {
                "role": file.role,
                "rows": file.rows,
                "cpr_removed": file.cpr_removed,
                "ignored": len(file.ignored),
            }
            for file in prepared.files
        ],
        "mapping_version": mapping.version,
        "register": before,
    }


def _refuse_changed(upload: Upload, mapping: Mapping) -> None:
    """What was tried must be what is taken in."""
    if upload.found.get("register") != register_state(upload.organisation):
        raise NotAccepted("register_changed")
    if upload.found.get("mapping_version") != mapping.version:
        raise NotAccepted("mapping_changed")


def _settled(run: Running, upload: Upload) -> Any:
    def when_accepted(delivery: Delivery, prepared: Prepared) -> None:
        upload_actions.accepted(by=run.by, upload=upload, delivery=delivery, prepared=prepared)

    return when_accepted


def _unusable(run: Running, upload: Upload, error: Any) -> dict[str, Any]:
    """The files can't be taken in as they are: that is what the job found."""
    params = {name: value for name, value in error.params.items() if _plain(value)}
    where = getattr(error, "path_in_yaml", "")
    problem = {"code": error.code, "params": params, **({"where": where} if where else {})}
    upload_actions.stopped(by=run.by, upload=upload, state=State.FAILED, problem=problem)
    return {"stopped": error.code}


def _plain(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(_plain(item) for item in value)
    return value is None or isinstance(value, str | int | float | bool)


@kind(
    "deliveries.undo",
    title=_("Undo a delivery"),
    wording=in_words,
    cancellable=False,
    attempts=3,
    verb="deliver",
)
def undo_delivery(run: Running, delivery: str) -> dict[str, Any]:
    """Take a delivery back and freeze what the register then is; asked again, it goes on where it was."""
    found = Delivery.objects.get(organisation=run.organisation, uuid=delivery)
    try:
        if found.state == Delivery.State.UNDONE:
            take_in.freeze_after(by=run.by, organisation=run.organisation, delivery=found)
        else:
            take_in.undo(by=run.by, organisation=run.organisation, delivery=found)
    except NotUndone as error:
        raise Failed(error.code) from None
    except Busy:
        raise Failed("busy") from None
    except take_in.NotFrozen as error:
        raise Failed("not_frozen") from error
    return {}


def start_undo(*, by: Any, delivery: Delivery) -> Job:
    """Have a delivery undone. Raises NotUndone where it can be told at once that it can't be."""
    if delivery.state != Delivery.State.ACTIVE:
        raise NotUndone("not_active")
    if newer_of(delivery):
        raise NotUndone("newer_first")
    return jobs.enqueue(
        by=by,
        organisation=delivery.organisation,
        kind="deliveries.undo",
        params={"delivery": str(delivery.uuid)},
        key=f"deliveries.undo:{delivery.uuid}",
    )


def _finish(run: Running, delivery: Delivery) -> dict[str, Any]:
    """The delivery counts; killed before its snapshot was made, the snapshot is made now."""
    organisation: Organisation = delivery.organisation
    try:
        take_in.freeze_after(by=run.by, organisation=organisation, delivery=delivery)
    except Busy:
        raise Failed("busy") from None
    except take_in.NotFrozen as error:
        raise Failed("not_frozen") from error
    return {"delivery": str(delivery.uuid)}
