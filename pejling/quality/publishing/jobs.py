"""The job that makes an edition's files and looks through them."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from pejling.base.jobs.kinds import kind
from pejling.base.jobs.running import Failed, Running
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


def looks_done(folder: Path) -> bool:
    """Whether there is something to show."""
    return (folder / "index.html").is_file()
