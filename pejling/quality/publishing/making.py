"""Make an edition's files, show them as they will be, and look through them: the long work, done in a job."""

from __future__ import annotations

import shutil
from typing import Any

from django.db import transaction
from django.utils import timezone

from pejling.analysis.reports.bundle import Manifest, Progress, damaged, write_bundle
from pejling.analysis.reports.frozen import from_json
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.publishing.folders import bundle_of, preview_of
from pejling.quality.publishing.gate import looked_through, open_questions
from pejling.quality.publishing.models import Edition
from pejling.quality.publishing.queries import public_site
from pejling.quality.publishing.refusing import Refused
from pejling.quality.publishing.site.writing import write_site
from pejling.quality.publishing.site_actions import open_site
from pejling.quality.publishing.states import may


def make(*, by: Any, edition: Edition, progress: Progress | None = None) -> Edition:
    """Write the files of a settled edition, its preview, and look through both. Safe to repeat, and to be killed.

    Refused ``unsettled`` or ``not_now``. What the look finds is in ``found``: then it can't be published.
    """
    if not may(edition.state, "make"):
        raise Refused("not_now")
    if open_questions(edition):
        raise Refused("unsettled")
    manifest = write_files(edition, progress)
    edition.files = files_of(manifest)
    write_preview(by=by, edition=edition)
    found = looked_through(edition)
    return note_made(
        by=by, organisation=edition.organisation, edition=edition, manifest=manifest, found=found
    )


def files_of(manifest: Manifest) -> dict[str, dict[str, Any]]:
    """What an edition's row keeps of its files."""
    return {
        file.name: {"form": file.form, "bytes": file.bytes, "sha256": file.sha256} for file in manifest.files
    }


def write_files(edition: Edition, progress: Progress | None = None) -> Manifest:
    """The bundle, where it isn't there whole already."""
    folder = bundle_of(edition)
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.rmtree(folder, ignore_errors=True)
    manifest = write_bundle(from_json(edition.report), folder, progress=progress)
    for path in folder.rglob("*"):
        # Everybody may read what will be published; nobody changes it. The folders above are the house's own.
        path.chmod(0o755 if path.is_dir() else 0o444)
    return manifest


def write_preview(*, by: Any, edition: Edition) -> None:
    """The whole public site as it would be, beside the old preview; then it takes its place."""
    target = preview_of(edition)
    site = open_site(by=by, organisation=edition.organisation)
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_site(public_site(edition.organisation, site, edition), target)


@transaction.atomic
def note_made(
    *, by: Any, organisation: Organisation, edition: Edition, manifest: Manifest, found: list[dict[str, str]]
) -> Edition:
    """The files are there, and a look through them found ``found``. Refused ``not_now``: it went on meanwhile."""
    row = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("publication__plan", "organisation")
        .filter(organisation=organisation, pk=edition.pk)
        .first()
    )
    if row is None or not may(row.state, "make") or manifest.report != row.report_hash:
        raise Refused("not_now")
    row.files, row.found = files_of(manifest), found
    row.state, row.made_at = Edition.State.MADE, timezone.now()
    row.save()
    record(by=by, organisation=organisation, verb="make_report_files", subject=row, fields=["files", "found"])
    return row


def is_whole(edition: Edition) -> bool:
    """Whether the files are there as they were made."""
    try:
        wrong = damaged(bundle_of(edition))
    except ValueError:
        return False
    return not wrong
