"""The data page: what was delivered and with what result; and one delivery with what it changed and kept out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pejling.base.jobs import queries as job_queries
from pejling.facts.deliveries import queries, upload_queries
from pejling.facts.deliveries.actions import NotUndone
from pejling.facts.deliveries.models import Delivery
from pejling.facts.deliveries.staging import QUARANTINE_LISTED
from pejling.facts.deliveries.wording import describe
from pejling.flows import uploads
from pejling.web.components.listing import answer
from pejling.web.components.workbook import Sheet, as_download
from pejling.web.gate import of_school
from pejling.web.pages.deliveries import lists, present
from pejling.web.pages.deliveries.crumbs import crumbs_to, delivery_title, upload_title
from pejling.web.pages.deliveries.fix_list import fix_list

#: Uploads under way that are listed on the page.
LISTED = 60


@of_school("see_quarantine")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What is under way, then deliveries and snapshots, newest first."""
    under_way = list(upload_queries.uploads_of(request.school)[:LISTED])
    context = {
        "crumbs": [*crumbs_to(request)[:1], (_("Data"), "")],
        "deliveries": lists.deliveries(request),
        "snapshots": lists.snapshots(request),
        "uploads": [
            {
                "uuid": one.uuid,
                "title": upload_title(one),
                "state": one.get_state_display(),
                "at": one.changed_at,
            }
            for one in under_way
        ],
        "may_deliver": request.access.may("deliver"),
    }
    return answer(request, "deliveries/page.html", context)


@of_school("see_quarantine")
@require_safe
def one(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """One delivery: its files, what changed, its warnings, and the rows kept out."""
    found = delivery_of(request, delivery)
    changes = reverse("deliveries_changes", args=[request.school.uuid, found.uuid])
    active = found.state == Delivery.State.ACTIVE
    job = job_queries.newest(request.school, f"deliveries.undo:{found.uuid}")
    context = {
        "crumbs": crumbs_to(request, (delivery_title(found), "")),
        "delivery": present.delivery_row(found),
        "tables": present.changed_tables(found.tables, changes if active else ""),
        "files": [present.file_row(file) for file in found.files.all()],
        "warnings": present.warnings_in(found.warnings),
        "kept_out": lists.kept_out(request, found),
        # Only a long quarantine can have been cut: the others needn't be counted.
        "cut": found.kept_out > 1000 and found.quarantine.count() >= QUARANTINE_LISTED,
        "may_deliver": request.access.may("deliver"),
        "may_undo": active and request.access.may("deliver"),
        "job": job if job and (active or not job.is_finished) and job.state != "done" else None,
        "corrects": found.corrects,
        "corrected_title": delivery_title(found.corrects) if found.corrects else "",
        "corrections": [(one.uuid, delivery_title(one)) for one in found.corrections.filter(state="active")],
        "here": request.path,
    }
    return answer(request, "deliveries/one.html", context)


@of_school("see_quarantine")
@require_safe
def one_excel(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """The fix list: every failing row with the columns that fail, what is wrong and how to mend it."""
    found = delivery_of(request, delivery)
    rows = queries.quarantine_of(found).order_by("file", "row", "id").iterator(2000)
    about = [
        [_("Delivery"), delivery_title(found)],
        [_("State"), found.get_state_display()],
        [_("Scope"), found.get_scope_display()],
        [_("As of"), found.as_of],
        [_("Version of the mapping"), found.mapping_version],
    ]
    sheets = [
        *fix_list(rows, present.file_names(found)),
        Sheet(
            _("Warnings"),
            [_("What"), _("Count")],
            [list(line) for line in present.warnings_in(found.warnings)],
        ),
        Sheet(_("About"), [_("What"), _("Value")], about),
    ]
    return as_download(sheets, f"{_('fix-list')}-{found.as_of.isoformat()}")


@of_school("deliver")
@require_safe
def undo(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """What undoing would do, and the button that does it."""
    found = delivery_of(request, delivery)
    newer = queries.newer_of(found)
    address = reverse("deliveries_one", args=[request.school.uuid, found.uuid])
    context: dict[str, Any] = {
        "crumbs": crumbs_to(request, (delivery_title(found), address), (_("Undo"), "")),
        "delivery": found,
        "title": delivery_title(found),
        "back": address,
        "tables": present.changed_tables(found.tables),
        "newer": newer,
        "newer_title": delivery_title(newer) if newer else "",
        "undone": found.state != Delivery.State.ACTIVE,
    }
    return render(request, "deliveries/undo.html", context)


@of_school("deliver")
@require_POST
def undo_now(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """Have the delivery undone; its page shows how the job goes."""
    found = delivery_of(request, delivery)
    try:
        uploads.start_undo(by=request.user, delivery=found)
    except NotUndone as error:
        messages.error(request, " ".join(describe(error.code)))
    return HttpResponseRedirect(reverse("deliveries_one", args=[request.school.uuid, found.uuid]))


def delivery_of(request: HttpRequest, uuid: UUID) -> Delivery:
    """The school's delivery of that id; a 404 for any other."""
    try:
        return queries.delivery(request.school, uuid)
    except Delivery.DoesNotExist as error:
        raise Http404 from error
