"""The jobs that freeze a report, and that make an edition's files and look through them."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from pejling.base.jobs.actions import enqueue
from pejling.base.jobs.kinds import Plan as Planned
from pejling.base.jobs.kinds import kind
from pejling.base.jobs.models import Job
from pejling.base.jobs.running import Failed, Running
from pejling.base.organisations.models import Organisation
from pejling.base.organisations.queries import schools
from pejling.quality.plans.models import Plan
from pejling.quality.publishing.actions import agree, freeze
from pejling.quality.publishing.making import make
from pejling.quality.publishing.models import Edition
from pejling.quality.publishing.queries import edition as edition_of
from pejling.quality.publishing.refusing import REASONS, Refused

MAKE = "publishing.make"
STAGES = {
    "page": _("writing the web page"),
    "pdf": _("writing the PDF"),
    "word": _("writing the Word document"),
    "excel": _("writing the Excel workbook"),
    "data": _("writing the figures"),
    "": _("looking through the finished files"),
}


def key_of(edition: Edition) -> str:
    """One job at a time for each edition."""
    return f"{MAKE}:{edition.uuid}"


@kind(MAKE, title=_("Make a report's files"), stages=STAGES, wording=REASONS, verb="publish")
def make_files(run: Running, edition: str) -> dict[str, int] | None:
    """Files, preview and the look through them, with progress by form; killed, it begins anew."""
    try:
        row = edition_of(run.organisation, edition)
    except Edition.DoesNotExist:
        raise Failed("not_now") from None

    def told(done: int, of: int, form: str) -> None:
        run.progress(done, of + 1, form)

    try:
        made = make(by=run.by, edition=row, progress=told)
    except Refused as refused:
        raise Failed(refused.code, **refused.params) from refused
    except OSError as error:
        raise Failed("disk", why=error.strerror or type(error).__name__) from error
    return {"files": len(made.files), "found": len(made.found)}


FREEZE = "publishing.freeze"


def freezing_key(organisation: Organisation, plan: Plan | None, what: str) -> str:
    """One job at a time for each plan's report, and for the school's key figures."""
    return f"{FREEZE}:{plan.uuid if plan else organisation.uuid}:{what}"


def begin_freezing(*, by: Any, organisation: Organisation, plan: Plan | None, what: str, note: str) -> Job:
    """Have a report frozen beside the pages: what may be told of its figures is chosen first."""
    return enqueue(
        by=by,
        organisation=organisation,
        kind=FREEZE,
        params={"plan": str(plan.uuid) if plan else "", "what": what, "note": note},
        key=freezing_key(organisation, plan, what),
    )


@kind(FREEZE, title=_("Freeze a report"), wording=REASONS, verb="publish")
def freeze_report(run: Running, plan: str, what: str, note: str) -> None:
    """Choose what may be told of the figures, then freeze; killed, it begins anew."""
    row = Plan.objects.filter(organisation=run.organisation, uuid=plan).first() if plan else None
    if plan and row is None:
        raise Failed("not_now")
    try:
        freeze(by=run.by, organisation=run.organisation, plan=row, what=what, note=note)
    except Refused as refused:
        raise Failed(refused.code, **refused.params) from refused


@kind(
    "publishing.agree",
    title=_("See that the public pages are as they were published"),
    wording=REASONS,
    planned=Planned("hourly", time(0, 20)),
    for_all=True,
)
def see_that_pages_agree(run: Running) -> dict[str, int]:
    """Put right what a kill left, school by school; one whose pages can't be written doesn't stop the others."""
    mended, failed = 0, None
    for school in schools():
        try:
            mended += agree(by=None, organisation=school)
        except Refused as refused:
            failed = refused
    if failed is not None:
        raise Failed(failed.code, **failed.params)
    return {"mended": mended}


def looks_done(folder: Path) -> bool:
    """Whether there is something to show."""
    return (folder / "index.html").is_file()
