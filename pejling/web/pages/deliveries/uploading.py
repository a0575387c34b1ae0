"""Files come in: the page to deliver them on, each upload's own page, and what can be done to its files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile as SentFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pejling.facts.deliveries import upload_actions, upload_queries
from pejling.facts.deliveries.limits import Limits
from pejling.facts.deliveries.models import Upload, UploadedFile
from pejling.facts.deliveries.problems import Unreadable
from pejling.facts.deliveries.upload_actions import WrongState
from pejling.facts.deliveries.upload_files import MOST_FILES, Incoming
from pejling.facts.deliveries.wording import describe
from pejling.flows import uploads
from pejling.web.gate import of_school
from pejling.web.pages.deliveries import upload_page
from pejling.web.pages.deliveries.crumbs import crumbs_to, upload_title


@of_school("deliver")
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Where files are dropped or chosen."""
    return _new(request)


def _new(request: HttpRequest, problem: tuple[str, str] | None = None) -> HttpResponse:
    context = {
        "crumbs": crumbs_to(request, (_("Deliver files"), "")),
        "problem": problem,
        "most_files": MOST_FILES,
        "most_megabytes": Limits().file_bytes // 2**20,
    }
    return render(request, "deliveries/new.html", context, status=422 if problem else 200)


@of_school("deliver")
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """The files as they come; on to their page."""
    try:
        upload = upload_actions.open_upload(
            by=request.user, organisation=request.school, files=list(_incoming(request))
        )
    except Unreadable as error:
        return _new(request, describe(error.code, error.params))
    return _to(request, upload)


@of_school("deliver")
@require_safe
def one(request: HttpRequest, upload: UUID) -> HttpResponse:
    """One upload, whatever it waits for: choices, a job, a decision."""
    return upload_page.show(request, found(request, upload))


@of_school("deliver")
@require_POST
def add(request: HttpRequest, upload: UUID) -> HttpResponse:
    """More files to an upload."""
    return _change(
        request,
        upload,
        lambda one: upload_actions.add_files(by=request.user, upload=one, files=list(_incoming(request))),
    )


@of_school("deliver")
@require_POST
def remove(request: HttpRequest, upload: UUID, position: int) -> HttpResponse:
    """One file less."""
    try:
        return _change(
            request,
            upload,
            lambda one: upload_actions.remove_file(by=request.user, upload=one, position=position),
        )
    except UploadedFile.DoesNotExist as error:
        raise Http404 from error


@of_school("deliver")
@require_POST
def discard(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Throw the files away."""
    one = found(request, upload)
    try:
        uploads.settle(by=request.user, upload=one)
        upload_actions.discard(by=request.user, upload=one)
    except WrongState:
        messages.error(request, " ".join(describe("wrong_state")))
        return _to(request, one)
    messages.success(request, _("The files are discarded. Nothing was taken in."))
    return HttpResponseRedirect(reverse("deliveries", args=[request.school.uuid]))


def found(request: HttpRequest, uuid: UUID) -> Upload:
    """The school's upload of that id; a 404 for any other."""
    try:
        return upload_queries.upload(request.school, uuid)
    except Upload.DoesNotExist as error:
        raise Http404 from error


def _change(request: HttpRequest, uuid: UUID, change: Any) -> HttpResponse:
    upload = found(request, uuid)
    try:
        uploads.settle(by=request.user, upload=upload)
        change(upload)
    except Unreadable as error:
        messages.error(request, " ".join(describe(error.code, error.params)))
    except WrongState:
        messages.error(request, " ".join(describe("wrong_state")))
    return _to(request, upload)


def _incoming(request: HttpRequest) -> Iterator[Incoming]:
    for sent in request.FILES.getlist("files"):
        yield Incoming(sent.name or "", _parts(sent))


def _parts(sent: SentFile) -> Iterator[bytes]:
    yield from sent.chunks()


def _to(request: HttpRequest, upload: Upload) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("uploads_one", args=[request.school.uuid, upload.uuid]))


__all__ = ["add", "discard", "found", "new", "one", "remove", "send", "upload_title"]
