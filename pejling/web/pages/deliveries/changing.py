"""What a delivery changes, or changed: field by field, a page at a time, and all of it in Excel."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pejling.facts.deliveries import changes, upload_files
from pejling.facts.deliveries.models import Delivery, Upload
from pejling.web.components import numbers
from pejling.web.components.bad_address import BadAddress
from pejling.web.components.paging import page_of
from pejling.web.components.table_words import table_title
from pejling.web.components.workbook import Sheet, as_download
from pejling.web.gate import of_school
from pejling.web.pages.deliveries import present_changes
from pejling.web.pages.deliveries.crumbs import Crumb, crumbs_to, delivery_crumb, upload_crumb
from pejling.web.pages.deliveries.present_changes import Read, state_titles
from pejling.web.pages.deliveries.uploading import found
from pejling.web.pages.deliveries.views import delivery_of

#: Rows on a page, and in a sheet of a workbook.
PAGE = 50
IN_EXCEL = changes.LISTED

Tables = dict[str, dict[str, int]]


@of_school("deliver")
@require_safe
def of_upload(request: HttpRequest, upload: UUID) -> HttpResponse:
    """What an upload would change, as its trial found."""
    one = found(request, upload)
    tables, read = _trial(one)
    return _page(request, tables, read, upload_crumb(one), reverse_name="uploads_changes_excel")


@of_school("deliver")
@require_safe
def of_upload_excel(request: HttpRequest, upload: UUID) -> HttpResponse:
    """The same, all rows."""
    tables, read = _trial(found(request, upload))
    return _excel(request, tables, read)


@of_school("see_quarantine")
@require_safe
def of_delivery(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """What an accepted delivery changed."""
    one = delivery_of(request, delivery)
    tables, read = _stored(one)
    return _page(request, tables, read, delivery_crumb(one), reverse_name="deliveries_changes_excel")


@of_school("see_quarantine")
@require_safe
def of_delivery_excel(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """The same, all rows."""
    tables, read = _stored(delivery_of(request, delivery))
    return _excel(request, tables, read)


def _trial(upload: Upload) -> tuple[Tables, Read]:
    folder = upload_files.trial_folder(upload)

    def read(table: str, state: str, first: int, size: int) -> list[changes.ChangedRow]:
        return changes.kept(folder, table, state, first, size)

    return upload.found.get("tables", {}), read


def _stored(delivery: Delivery) -> tuple[Tables, Read]:
    def read(table: str, state: str, first: int, size: int) -> list[changes.ChangedRow]:
        return changes.stored(delivery, table, state, first, size)

    return (delivery.tables if delivery.state == Delivery.State.ACTIVE else {}), read


def _page(
    request: HttpRequest, tables: Tables, read: Read, back: Crumb, *, reverse_name: str
) -> HttpResponse:
    parts = _parts(tables)
    table, state = _asked(request, parts)
    context: dict[str, Any] = {
        "crumbs": crumbs_to(request, back, (_("Field by field"), "")),
        "title": back[0],
        "back": back[1],
        "may_see": request.access.may_to_all("see_persons"),
        "parts": parts,
        "table": table,
        "state": state,
    }
    if table and context["may_see"]:
        count = min(tables[table][state], changes.LISTED)
        reading = _Reading(read, table, state, count)
        rows, paging = page_of(reading, request.GET.get("page", ""), PAGE)
        names = {"school": request.school.uuid, **request.resolver_match.kwargs}
        context |= {
            "caption": f"{table_title(table)}: {state_titles()[state].lower()}",
            "rows": [present_changes.changed_row(table, row) for row in rows],
            "paging": paging,
            "excel": reverse(reverse_name, kwargs=names),
            "cut": tables[table][state] > count,
            "listed": numbers.number(count),
        }
    return render(request, "deliveries/changes.html", context)


def _excel(request: HttpRequest, tables: Tables, read: Read) -> HttpResponse:
    if not request.access.may_to_all("see_persons"):
        # Counts only: who changed, and how, is about persons.
        heads = [_("Table"), *state_titles().values()]
        lines = [
            [table_title(table), *(counts.get(state, 0) for state in state_titles())]
            for table, counts in tables.items()
        ]
        return as_download([Sheet(_("Counts"), heads, lines)], _("changes"))
    found_sheets = list(present_changes.sheets(tables, read, IN_EXCEL))
    return as_download(found_sheets or [Sheet(_("Changes"), [_("Nothing")], [])], _("changes"))


def _parts(tables: Tables) -> list[dict[str, Any]]:
    """Each table and state that holds rows, for the links at the top."""
    return [
        {"table": table, "state": state, "title": f"{table_title(table)}: {title.lower()}",
         "count": numbers.number(tables[table][state])}
        for table in tables
        for state, title in state_titles().items()
        if tables[table].get(state)
    ]  # fmt: skip


def _asked(request: HttpRequest, parts: list[dict[str, Any]]) -> tuple[str, str]:
    """Which table and state the address asks for; the first that holds rows where it says nothing."""
    table, state = request.GET.get("table", ""), request.GET.get("state", "")
    if not table and not state:
        return (parts[0]["table"], parts[0]["state"]) if parts else ("", "")
    if any((part["table"], part["state"]) == (table, state) for part in parts):
        return table, state
    if state not in state_titles():
        raise BadAddress("state", state)
    raise Http404


class _Reading:
    """Rows of known number that are only read where a page slices them."""

    def __init__(self, read: Read, table: str, state: str, count: int) -> None:
        self.read, self.table, self.state, self.count = read, table, state, count

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, wanted: slice) -> list[changes.ChangedRow]:
        return self.read(self.table, self.state, wanted.start, wanted.stop - wanted.start)
