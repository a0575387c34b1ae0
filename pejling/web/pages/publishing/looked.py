"""The preview: the public pages as they will be, the same bytes, behind the school's gate."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pejling.quality.publishing.folders import preview_of
from pejling.quality.publishing.models import Edition
from pejling.web.gate import of_school
from pejling.web.pages.publishing.frame import open_edition, subject, wanted

_TYPES = {".atom": "application/atom+xml", ".csv": "text/csv", ".woff2": "font/woff2"}
_TEXTS = ("text/", "application/json", "application/atom+xml", "image/svg+xml")


@of_school("see_plan_work")
@require_safe
def preview(request: HttpRequest, plan: UUID | None, rest: str, what: str = "") -> HttpResponse:
    """A page or a file of it."""
    edition = open_edition(request, subject(request, plan), wanted(plan, what))
    path = _file(edition, rest)
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return HttpResponse(path.read_bytes(), content_type=kind + "; charset=utf-8" * kind.startswith(_TEXTS))


def _file(edition: Edition, rest: str) -> Path:
    """The file at an address of the preview; 404 for anything outside it."""
    top = preview_of(edition)
    if (
        any(part.startswith(".") or not part.isprintable() for part in rest.split("/") if part)
        or "\\" in rest
    ):
        raise Http404
    place = top / rest
    if rest.endswith("/"):
        place = place / "index.html"
    try:
        inside = place.resolve(strict=True).is_relative_to(top.resolve(strict=True))
    except OSError:
        inside = False
    if not inside or not place.is_file():
        raise Http404
    return place
