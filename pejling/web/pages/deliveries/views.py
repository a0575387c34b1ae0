"""The data page: what was delivered and with what result; and what one delivery kept out, with how to mend it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pejling.facts.deliveries import queries
from pejling.facts.deliveries.models import Delivery
from pejling.facts.snapshots.queries import snapshots_of
from pejling.web.components.paging import page_of
from pejling.web.components.workbook import as_download
from pejling.web.gate import of_school
from pejling.web.pages.deliveries import present

#: Deliveries and snapshots listed on the page.
LISTED = 60
#: Rows in quarantine on one page; the workbook has them all.
PAGE = 100


@of_school("see_quarantine")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Deliveries and snapshots, newest first."""
    deliveries = list(queries.deliveries_of(request.school)[:LISTED])
    context = {
        "crumbs": _crumbs(request),
        "deliveries": [present.delivery_row(delivery) for delivery in deliveries],
        "snapshots": list(snapshots_of(request.school).defer("manifest")[:LISTED]),
    }
    return render(request, "deliveries/page.html", context)


@of_school("see_quarantine")
@require_safe
def one(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """One delivery: its files, what changed, its warnings, and the rows kept out."""
    found = _delivery(request, delivery)
    files = present.file_names(found)
    rows = queries.quarantine_of(found)
    kept_out, paging = page_of(_Lazy(rows, rows.count()), request.GET.get("page", ""), PAGE)
    context = {
        "crumbs": _crumbs(request, found),
        "delivery": present.delivery_row(found),
        "tables": present.tables(found),
        "files": [present.file_row(file) for file in found.files.all()],
        "warnings": present.warnings(found),
        "rows": [present.quarantine_row(row, files) for row in kept_out],
        "paging": paging,
    }
    return render(request, "deliveries/one.html", context)


@of_school("see_quarantine")
@require_safe
def one_excel(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """The fix list: every row kept out, where it stands, and how to mend it in the source system."""
    found = _delivery(request, delivery)
    files = present.file_names(found)
    rows = [present.quarantine_row(row, files) for row in queries.quarantine_of(found).iterator(2000)]
    return as_download(present.sheets(found, rows), f"{_('fix-list')}-{found.as_of.isoformat()}")


class _Lazy:
    """A query set of known length that is only read where it is sliced: paging asks for one page."""

    def __init__(self, rows: Any, length: int) -> None:
        self.rows, self.length = rows, length

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, wanted: slice) -> list[Any]:
        return list(self.rows[wanted])


def _delivery(request: HttpRequest, uuid: UUID) -> Delivery:
    try:
        return queries.delivery(request.school, uuid)
    except Delivery.DoesNotExist as error:
        raise Http404 from error


def _crumbs(request: HttpRequest, delivery: Delivery | None = None) -> list[tuple[str, str]]:
    school = request.school
    crumbs = [(school.name, reverse("retention", args=[school.uuid]))]
    if delivery is None:
        return [*crumbs, (_("Data"), "")]
    return [*crumbs, (_("Data"), reverse("deliveries", args=[school.uuid])), (present.title(delivery), "")]
