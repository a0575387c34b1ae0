"""The files made to be handed over: where they lie, and whom they are about, told by a keyed hash and nothing else.

A request forgets its person once its file lies ready. The file carries the hash, so that an erasure finds it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from pejling.base.organisations.models import Organisation
from pejling.facts.persons import actions
from pejling.facts.persons.models import PersonRequest
from pejling.flows.personal import records


def file_of(request: PersonRequest) -> Path:
    """Where the ZIP of a request lies."""
    folder = Path(settings.PEJLING_HOME) / "exports" / str(request.organisation.uuid)
    return folder / f"{request.uuid}.zip"


def mark(organisation: Organisation, about: str, subject: str) -> bytes:
    """What stands in the ZIP's comment for the person."""
    return records.keyed(organisation.uuid, about, subject).encode()


def ready_about(organisation: Organisation, about: str, subjects: Iterable[str]) -> list[PersonRequest]:
    """The school's requests whose file waits to be fetched and is about one of them."""
    ready = PersonRequest.objects.filter(
        organisation=organisation, about=about, state=PersonRequest.State.READY
    ).select_related("organisation")
    if not (waiting := list(ready)):
        return []
    marks = {mark(organisation, about, subject) for subject in subjects}
    return [request for request in waiting if _mark_of(file_of(request)) in marks]


def take_back(requests: Iterable[PersonRequest]) -> int:
    """Delete the files and end their requests; how many."""
    taken = 0
    for request in requests:
        file_of(request).unlink(missing_ok=True)
        actions.end(by=None, request=request, state=PersonRequest.State.DONE, did=request.did)
        taken += 1
    return taken


def _mark_of(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.comment
    except (OSError, zipfile.BadZipFile):
        return b""
