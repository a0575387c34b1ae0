"""The lists of the data pages: deliveries, snapshots, and the rows one delivery kept out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from pejling.facts.deliveries import queries
from pejling.facts.deliveries.models import Delivery, QuarantinedRow, Source
from pejling.facts.deliveries.wording import describe
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import snapshots_of
from pejling.web.components.listing import Choice, Column, Dates, Empty, Listing, YesNo, listing
from pejling.web.components.table_words import TABLES
from pejling.web.pages.deliveries import present
from pejling.web.pages.deliveries.crumbs import delivery_title


def deliveries(request: HttpRequest) -> Listing:
    """Every accepted or undone delivery, newest first."""
    school = request.school

    def address(row: Delivery) -> str:
        return reverse("deliveries_one", args=[school.uuid, row.uuid])

    def files(row: Delivery) -> Any:
        return format_html_join(" · ", "{}", ((file.name,) for file in row.files.all()))

    columns = [
        Column("title", _("Delivery"), delivery_title, sort=["as_of", "id"], link=address),
        Column("files", _("Files"), files, words=True),
        Column("scope", _("Scope"), lambda row: row.get_scope_display(), sort="scope"),
        *(
            Column(name, title, lambda row, name=name: _added(row, name), numeric=True)
            for name, title in (
                ("new", _("New")),
                ("changed", _("Changed")),
                ("unchanged", _("Unchanged")),
                ("gone", _("Gone")),
            )
        ),
        Column("kept_out", _("Kept out"), lambda row: row.kept_out, sort="kept_out", numeric=True),
        Column("state", _("State"), lambda row: row.get_state_display(), sort="state"),
        Column("accepted", _("Accepted"), lambda row: row.accepted_at, sort="accepted_at", optional=True),
        Column("as_of", _("As of"), lambda row: row.as_of, sort="as_of", optional=True),
        Column("mapping", _("Version of the mapping"), lambda row: row.mapping_version[:8], optional=True),
    ]
    filters = [
        Choice("source", _("Source"), lambda: _sources(request), apply="source__name"),
        Choice("state", _("State"), [pair for pair in Delivery.State.choices if pair[0] != "staging"]),
        Choice("scope", _("Scope"), Delivery.Scope.choices),
        Dates("as_of", _("As of")),
        YesNo("out", _("With rows kept out"), _with_rows_kept_out),
    ]
    return listing(
        request,
        queries.deliveries_of(school),
        columns,
        filters,
        name="deliveries",
        title=_("Deliveries"),
        caption=_("Newest first; the counts are rows"),
        file_name=_("deliveries"),
        empty=_nothing_yet(request),
    )


def snapshots(request: HttpRequest) -> Listing:
    """Every snapshot that can still be looked at, newest first."""
    school = request.school

    def address(row: Snapshot) -> str:
        return f"{reverse('retention', args=[school.uuid])}?snapshot={row.uuid}"

    columns = [
        Column("as_of", _("As of"), lambda row: row.as_of, sort=["as_of", "id"], keep=True),
        Column("made", _("Made"), lambda row: row.made_at, sort="made_at", keep=True),
        Column("id", _("Id"), lambda row: str(row.uuid)[:8], value=lambda row: str(row.uuid)),
        Column("show", _("Show"), lambda _row: _("Retention"), link=address),
    ]
    return listing(
        request,
        snapshots_of(school).defer("manifest"),
        columns,
        [Dates("as_of", _("As of"))],
        name="snapshots",
        title=_("Snapshots"),
        caption=_("Newest first"),
        prefix="s-",
        size=20,
        file_name=_("snapshots"),
        empty=Empty(_("No snapshots yet"), _("One is made after every delivery.")),
    )


def kept_out(request: HttpRequest, delivery: Delivery) -> Listing:
    """The rows one delivery kept out, by file and row; mended ones say by what."""
    files = present.file_names(delivery)

    def mended(row: QuarantinedRow) -> bool:
        return row.mended_by is not None and row.mended_by.state == Delivery.State.ACTIVE

    def how(row: QuarantinedRow) -> str:
        if mended(row):
            return _("Mended: %(title)s") % {"title": delivery_title(row.mended_by)}
        return present.wrong_and_mend(row)[1]

    def address(row: QuarantinedRow) -> str:
        if not mended(row):
            return ""
        return reverse("deliveries_one", args=[request.school.uuid, row.mended_by.uuid])

    columns = [
        Column("file", _("File"), lambda row: files.get(row.file, ""), sort=["file", "row", "id"]),
        Column(
            "row", _("Row"), lambda row: str(row.row), value=lambda row: row.row, sort="row", numeric=True
        ),
        Column("column", _("Column"), lambda row: row.column, sort="column"),
        Column("value", _("Value"), lambda row: row.value),
        Column(
            "what", _("What is wrong"), lambda row: present.wrong_and_mend(row)[0], sort="code", words=True
        ),
        Column("mend", _("How to mend it"), how, link=address, words=True),
        Column(
            "table",
            _("Table"),
            lambda row: str(TABLES.get(row.table, row.table)),
            sort="table",
            optional=True,
        ),
    ]
    filters = [
        Choice("code", _("What is wrong"), lambda: _codes(delivery)),
        YesNo("mended", _("Mended"), _by_mended),
    ]
    return listing(
        request,
        queries.quarantine_of(delivery).select_related("mended_by__source"),
        columns,
        filters,
        name="kept-out",
        title=_("Rows kept out"),
        caption=_("Row numbers are those a spreadsheet shows"),
        size=100,
        file_name=_("rows-kept-out"),
        empty=Empty(_("None: every row was accepted.")),
    )


def _added(row: Delivery, name: str) -> int:
    return sum(table.get(name, 0) for table in row.tables.values())


def _sources(request: HttpRequest) -> list[tuple[str, str]]:
    return list(Source.objects.filter(organisation=request.school).values_list("name", "title"))


def _codes(delivery: Delivery) -> list[tuple[str, str]]:
    codes = delivery.quarantine.order_by("code").values_list("code", flat=True).distinct()
    return [(code, present.without_params(describe(code, {})[0])) for code in codes]


def _with_rows_kept_out(rows: Any, yes: bool) -> Any:
    return rows.filter(kept_out__gt=0) if yes else rows.filter(kept_out=0)


def _by_mended(rows: Any, yes: bool) -> Any:
    mended = {"mended_by__state": Delivery.State.ACTIVE}
    return rows.filter(**mended) if yes else rows.exclude(**mended)


def _nothing_yet(request: HttpRequest) -> Empty:
    heading = _("Nothing has been delivered yet")
    if not request.access.may("deliver"):
        return Empty(heading, _("The quality lead or the administrator delivers the school's files."))
    return Empty(
        heading,
        _(
            "Choose the files of one extract, such as the enrolments. You see what was found, row by row, before "
            "anything counts."
        ),
        reverse("uploads_new", args=[request.school.uuid]),
        _("Deliver files"),
    )
