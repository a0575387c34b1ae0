"""What somebody chose is kept; then the files are tried, or taken in."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from pejling.facts.deliveries import upload_actions
from pejling.facts.deliveries.mapping.among import Known
from pejling.facts.deliveries.models import SavedMapping, Upload
from pejling.facts.deliveries.upload_actions import WrongState
from pejling.facts.deliveries.wording import describe
from pejling.flows import uploads
from pejling.flows.uploads import NotReady
from pejling.web.gate import of_school
from pejling.web.pages.deliveries import upload_page
from pejling.web.pages.deliveries.forms import ChoicesForm, FileForm
from pejling.web.pages.deliveries.uploading import found


@of_school("deliver")
@require_POST
def choose(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Keep the choices and go where the button says: try the files, look again, or make a mapping."""
    one = found(request, upload)
    uploads.settle(by=request.user, upload=one)
    if one.corrects_id:
        return _try(request, one)
    form, file_forms, known = upload_page.bound_forms(request, one)
    if not form.is_valid() or not all(f.is_valid() for f in file_forms):
        return upload_page.show(request, one, (form, file_forms))
    try:
        _keep(request, one, form, file_forms, known)
    except WrongState:
        return upload_page.show(request, one, problem=describe("wrong_state"))
    if "map" in request.POST:
        return HttpResponseRedirect(
            f"{reverse('mappings_new', args=[request.school.uuid])}?upload={one.uuid}"
        )
    return _try(request, one) if "try" in request.POST else _back(request, one)


@of_school("deliver")
@require_POST
def accept(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Take in what was tried."""
    one = found(request, upload)
    try:
        uploads.start_accept(by=request.user, upload=one, accept_gone="accept_gone" in request.POST)
    except NotReady as error:
        return upload_page.show(request, one, problem=describe(error.code))
    except WrongState:
        return upload_page.show(request, found(request, upload), problem=describe("wrong_state"))
    return _back(request, one)


def _try(request: HttpRequest, upload: Upload) -> HttpResponse:
    try:
        uploads.start_trial(by=request.user, upload=upload)
    except NotReady as error:
        return upload_page.show(request, upload, problem=describe(error.code))
    except WrongState:
        return upload_page.show(request, found(request, upload.uuid), problem=describe("wrong_state"))
    return _back(request, upload)


def _keep(
    request: HttpRequest, upload: Upload, form: ChoicesForm, files: list[FileForm], known: list[Known]
) -> None:
    key = form.cleaned_data["mapping"]
    chosen = next((one for one in known if one.key == key), None)
    saved = None
    if chosen and chosen.saved:
        saved = SavedMapping.objects.get(organisation=request.school, uuid=chosen.saved)
    upload_actions.choose(
        by=request.user,
        upload=upload,
        mapping=chosen.mapping.name if chosen and not saved else "",
        saved=saved,
        as_of=form.cleaned_data["as_of"],
        scope=form.cleaned_data["scope"],
        period=form.period,
        files={file.position: f.chosen for file, f in zip(upload.files.all(), files, strict=True)},
    )


def _back(request: HttpRequest, upload: Upload) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("uploads_one", args=[request.school.uuid, upload.uuid]))
