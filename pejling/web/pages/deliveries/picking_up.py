"""Folders that are emptied by themselves: what is there, what came of the latest run, and new ones."""

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
from pejling.facts.deliveries.models import PickUp, SavedMapping
from pejling.facts.deliveries.saved_mappings import mappings_for
from pejling.facts.deliveries.wording import describe
from pejling.flows import pick_up as flow
from pejling.web.gate import of_school
from pejling.web.pages.deliveries.crumbs import crumbs_to
from pejling.web.pages.deliveries.forms import PickUpForm


@of_school("deliver")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every folder of the school."""
    return _page(request)


def _page(request: HttpRequest, form: PickUpForm | None = None) -> HttpResponse:
    known = mappings_for(request.school)
    titles = {one.key: one.mapping.title for one in known}
    folders = list(PickUp.objects.filter(organisation=request.school).select_related("saved_mapping"))
    newest: dict[str, Any] = {}
    for job in job_queries.jobs_of(request.school).filter(
        kind=flow.KIND, state__in=["waiting", "running", "failed"]
    )[:50]:
        newest.setdefault(job.params["pick_up"], job)
    context = {
        "crumbs": crumbs_to(request, (_("Folders"), "")),
        "possible": flow.root() is not None,
        "folders": [_shown(one, titles, newest.get(str(one.uuid))) for one in folders],
        "form": form or PickUpForm(known, PickUp.AsOf.choices, initial={"hour": 4}),
        "here": reverse("pickups", args=[request.school.uuid]),
    }
    return render(request, "deliveries/folders.html", context, status=422 if form else 200)


def _shown(one: PickUp, titles: dict[str, str], job: Any) -> dict[str, Any]:
    key = str(one.saved_mapping.uuid) if one.saved_mapping else one.mapping
    results = {
        "done": _("taken in"),
        "refused": _("refused"),
        "known": _("taken in before"),
        "growing": _("still being written: left for the next time"),
    }
    return {
        "uuid": one.uuid,
        "folder": one.folder,
        "mapping": titles.get(key, key),
        "scope": one.get_scope_display(),
        "rule": one.get_as_of_rule_display(),
        "hour": f"{one.hour:02d}.00",
        "is_on": one.is_on,
        "last_run_at": one.last_run_at,
        "problem": " ".join(describe(one.last_problem)) if one.last_problem else "",
        "files": [
            {
                "name": file["name"],
                "result": results.get(file["result"], file["result"]),
                "delivery": file.get("delivery", ""),
                "why": " ".join(describe(file["code"], file.get("params", {}))) if file.get("code") else "",
            }
            for file in one.last_files
        ],
        "job": job
        if job and (not job.is_finished or not one.last_run_at or job.asked_at > one.last_run_at)
        else None,
    }


@of_school("deliver")
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A new folder."""
    known = mappings_for(request.school)
    form = PickUpForm(known, PickUp.AsOf.choices, request.POST)
    if not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    chosen = next(one for one in known if one.key == given["mapping"])
    saved = None
    if chosen.saved:
        saved = SavedMapping.objects.get(organisation=request.school, uuid=chosen.saved)
    try:
        flow.add(
            by=request.user,
            organisation=request.school,
            folder=given["folder"],
            hour=given["hour"],
            mapping=chosen.mapping.name,
            saved=saved,
            scope=given["scope"],
            as_of_rule=given["as_of_rule"],
        )
    except flow.BadFolder as error:
        form.add_error("folder", " ".join(describe(error.code, error.params)))
        return _page(request, form)
    messages.success(request, _("The folder is looked into every day from now on."))
    return _back(request)


@of_school("deliver")
@require_POST
def now(request: HttpRequest, pick_up: UUID) -> HttpResponse:
    """Look into it now."""
    flow.start(by=request.user, pick_up=_found(request, pick_up))
    return _back(request)


@of_school("deliver")
@require_POST
def switch(request: HttpRequest, pick_up: UUID) -> HttpResponse:
    """Turn it on or off."""
    flow.switch(by=request.user, pick_up=_found(request, pick_up), on=request.POST.get("on") == "1")
    return _back(request)


@of_school("deliver")
@require_POST
def remove(request: HttpRequest, pick_up: UUID) -> HttpResponse:
    """Forget it; its files stay."""
    flow.remove(by=request.user, pick_up=_found(request, pick_up))
    messages.success(request, _("The folder is no longer looked into. Its files stay where they are."))
    return _back(request)


def _found(request: HttpRequest, uuid: UUID) -> PickUp:
    found = (
        PickUp.objects.select_related("organisation").filter(organisation=request.school, uuid=uuid).first()
    )
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("pickups", args=[request.school.uuid]))
