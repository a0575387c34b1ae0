"""Which data those see who may not see small counts, how much of them, and another set released instead."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pejling.analysis.engine.question import Where
from pejling.base.accounts.models import User
from pejling.facts.snapshots.models import Snapshot
from pejling.facts.snapshots.queries import snapshots_of
from pejling.flows.guarding import USUAL
from pejling.quality.indicators.actions import release
from pejling.quality.indicators.guarding import kept
from pejling.quality.indicators.models import Released
from pejling.quality.indicators.released import released
from pejling.web.gate import of_school

#: to choose between, the newest first
LISTED = 60


def periods() -> dict[str, str]:
    """How often such readers get newer data, in words."""
    return {
        "year": _("once a year, from 1 October"),
        "half year": _("twice a year, from 1 October and 1 April"),
        "quarter": _("once a quarter"),
        "month": _("once a month"),
    }


@of_school("deliver")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The released snapshots; POST: release another one instead."""
    reason, wrong = "", ""
    if request.method == "POST":
        reason = request.POST.get("reason", "").strip()[:2000]
        chosen = _chosen(request, request.POST.get("snapshot", ""))
        if chosen is None:
            wrong = _("Choose the data that are to be shown.")
        elif not reason:
            wrong = _("Say why: the reason stands in the log.")
        else:
            release(by=request.user, organisation=request.school, snapshot=chosen, reason=reason)
            messages.success(request, _("The data are released."))
            return HttpResponseRedirect(reverse("figures_released", args=[request.school.uuid]))
    shown = released(request.school)
    context = {
        "crumbs": [
            (request.school.name, reverse("retention", args=[request.school.uuid])),
            (_("Figures"), reverse("figures", args=[request.school.uuid])),
            (_("Without small counts"), ""),
        ],
        "lines": _lines(request, shown),
        "others": [one for one in snapshots_of(request.school)[:LISTED] if one not in shown],
        "often": periods()[settings.PUBLIC_REFRESH],
        "reason": reason,
        "wrong": wrong,
        "chosen": request.POST.get("snapshot", ""),
    }
    return render(request, "figures/released.html", context, status=400 if wrong else 200)


def _chosen(request: HttpRequest, text: str) -> Snapshot | None:
    if not text:
        return None
    try:
        return snapshots_of(request.school).get(uuid=UUID(text))
    except (ValueError, Snapshot.DoesNotExist) as error:
        raise Http404 from error


def _lines(request: HttpRequest, shown: list[Snapshot]) -> list[dict[str, Any]]:
    """Each released snapshot: how much of it is shown, and who released it instead of the first of its period."""
    instead = {row.snapshot_id: row for row in Released.objects.filter(organisation=request.school)}
    names = dict(
        User.objects.filter(uuid__in={row.by for row in instead.values() if row.by}).values_list(
            "uuid", "name"
        )
    )
    lines = []
    for snapshot in shown:
        guarded, row = kept(snapshot, Where(), USUAL), instead.get(snapshot.pk)
        lines.append(
            {
                "as_of": snapshot.as_of,
                "guarded": guarded,
                "hidden": len(guarded.hidden) if guarded else None,
                "row": row,
                "by": names.get(row.by, "") if row else "",
            }
        )
    return lines
