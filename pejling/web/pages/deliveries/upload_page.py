"""An upload's page: what was found in the files, what can be chosen, how the job goes, and what the trial tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pejling.facts.deliveries.limits import Limits
from pejling.facts.deliveries.mapping.among import Known, Recognised, fits, recognise_among
from pejling.facts.deliveries.mapping.model import Mapping
from pejling.facts.deliveries.models import Upload
from pejling.facts.deliveries.saved_mappings import mappings_for
from pejling.facts.deliveries.upload_files import MOST_FILES
from pejling.facts.deliveries.upload_previews import LookedAt, look_at
from pejling.facts.deliveries.wording import describe
from pejling.flows import uploads
from pejling.web.components.today import today
from pejling.web.pages.deliveries import present_trial
from pejling.web.pages.deliveries.crumbs import crumbs_to, upload_title
from pejling.web.pages.deliveries.forms import ChoicesForm, FileForm
from pejling.web.pages.deliveries.present_files import file_card

State = Upload.State


def show(
    request: HttpRequest,
    upload: Upload,
    forms: tuple[ChoicesForm, list[FileForm]] | None = None,
    problem: tuple[str, str] | None = None,
) -> HttpResponse:
    """The page; ``forms`` where something in them is wrong."""
    job = uploads.job_of(upload)
    state = uploads.standing(upload, job)
    here = reverse("uploads_one", args=[request.school.uuid, upload.uuid])
    context: dict[str, Any] = {
        "crumbs": crumbs_to(request, (upload_title(upload), "")),
        "title": upload_title(upload),
        "upload": upload,
        "state": state,
        "at_work": state in {State.TRYING, State.ACCEPTING},
        "job": job if job and (not job.is_finished or job.state in {"failed", "cancelled"}) else None,
        "here": here,
        "problem": problem or _stopped(upload),
        "is_open": state in {State.OPEN, State.TRIED, State.FAILED},
        "most_files": MOST_FILES,
        "most_megabytes": Limits().file_bytes // 2**20,
    }
    if state in {State.OPEN, State.TRIED, State.FAILED}:
        context |= _choices(upload, forms)
        if not may_see_rows(request, upload):
            for card in context["files"]:
                card |= {"rows": [], "above": (), "is_hidden": True}
    if state == State.TRIED:
        context |= present_trial.trial(request, upload)
    return render(request, "deliveries/upload.html", context, status=422 if forms or problem else 200)


def may_see_rows(request: HttpRequest, upload: Upload) -> bool:
    """Whoever sent the files has seen them; to others their rows are students, of the whole school."""
    own = upload.by is not None and upload.by == request.user.uuid
    return own or request.access.may_to_all("see_persons")


def _choices(upload: Upload, given: tuple[ChoicesForm, list[FileForm]] | None) -> dict[str, Any]:
    looked = look_at(upload)
    if upload.corrects_id:
        return {"files": [file_card(one, None, None) for one in looked]}
    known = mappings_for(upload.organisation)
    recognised = _recognised(upload, looked, known)
    form, file_forms = given or new_forms(upload, looked, known, recognised)
    found = {f.preview.name: fit for f, fit in _pairs(looked, recognised)}
    return {
        "form": form,
        "files": [
            file_card(one, file_form, found.get(one.preview.name) if one.preview else None)
            for one, file_form in zip(looked, file_forms, strict=True)
        ],
        "recognised": recognised if not _chosen_key(upload) else None,
        "fits": recognised.complete if recognised else False,
    }


def new_forms(
    upload: Upload, looked: Sequence[LookedAt], known: Sequence[Known], recognised: Recognised | None
) -> tuple[ChoicesForm, list[FileForm]]:
    """The forms as they stand: what was chosen, else what was recognised."""
    initial = {
        "mapping": _chosen_key(upload) or (recognised.known.key if recognised else ""),
        "as_of": upload.as_of or today(),
        "scope": upload.scope,
        "period_from": upload.period_from,
        "period_to": upload.period_to,
    }
    mapping = recognised.mapping if recognised else None
    return ChoicesForm(known, initial=initial), [FileForm(one, mapping) for one in looked]


def bound_forms(request: HttpRequest, upload: Upload) -> tuple[ChoicesForm, list[FileForm], list[Known]]:
    """The forms with what was sent."""
    known = mappings_for(upload.organisation)
    form = ChoicesForm(known, request.POST)
    mapping = chosen_mapping(request.POST.get("mapping", ""), known)
    return form, [FileForm(one, mapping, request.POST) for one in look_at(upload)], known


def chosen_mapping(key: str, known: Sequence[Known]) -> Mapping | None:
    """The mapping a form calls ``key``; None where nothing is chosen."""
    return next((one.mapping for one in known if one.key == key), None)


def _chosen_key(upload: Upload) -> str:
    return str(upload.saved_mapping.uuid) if upload.saved_mapping else upload.mapping


def _recognised(upload: Upload, looked: Sequence[LookedAt], known: Sequence[Known]) -> Recognised | None:
    """How the files fit the chosen mapping, or the one that fits best."""
    previews = [one.preview for one in looked if one.preview]
    if not previews:
        return None
    key = _chosen_key(upload)
    chosen = next((one for one in known if one.key == key), None)
    return fits(previews, chosen) if chosen else recognise_among(previews, known)


def _pairs(looked: Sequence[LookedAt], recognised: Recognised | None) -> list[tuple[LookedAt, Any]]:
    if recognised is None:
        return []
    return list(zip((one for one in looked if one.preview), recognised.fits, strict=True))


def _stopped(upload: Upload) -> tuple[str, str] | None:
    if not upload.problem:
        return None
    return describe(upload.problem["code"], upload.problem.get("params", {}))
