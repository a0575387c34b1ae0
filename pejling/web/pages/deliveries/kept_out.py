"""The rows a trial kept out: all of them, a page at a time or as a workbook."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pejling.facts.deliveries import upload_files, upload_queries
from pejling.web.components.paging import page_of
from pejling.web.components.workbook import as_download
from pejling.web.gate import of_school
from pejling.web.pages.deliveries import present
from pejling.web.pages.deliveries.crumbs import crumbs_to, upload_crumb
from pejling.web.pages.deliveries.fix_list import fix_list
from pejling.web.pages.deliveries.uploading import found

PAGE = 100


@of_school("deliver")
@require_safe
def of_upload(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Every row a trial kept out."""
    one = found(request, upload)
    folder = upload_files.trial_folder(one)
    rows, paging = page_of(_Kept(folder), request.GET.get("page", ""), PAGE)
    names = dict(enumerate(file.name for file in one.files.all()))
    context = {
        "crumbs": crumbs_to(request, upload_crumb(one), (_("Rows kept out"), "")),
        "upload": one,
        "rows": [present.quarantine_row(row, names) for row in rows],
        "paging": paging,
    }
    return render(request, "deliveries/kept_out.html", context)


@of_school("deliver")
@require_safe
def of_upload_excel(request: HttpRequest, upload: UUID) -> HttpResponse:
    """The workbook of an upload's trial."""
    one = found(request, upload)
    names = dict(enumerate(file.name for file in one.files.all()))
    rows = upload_queries.kept_out(upload_files.trial_folder(one))
    return as_download(fix_list(rows, names), _("fix-list"))


class _Kept:
    """A trial's kept-out rows, read where a page slices them."""

    def __init__(self, folder: Any) -> None:
        self.folder = folder

    def __len__(self) -> int:
        return upload_queries.kept_out_count(self.folder)

    def __getitem__(self, wanted: slice) -> list[Any]:
        return upload_queries.kept_out(self.folder, wanted.start, wanted.stop - wanted.start)
