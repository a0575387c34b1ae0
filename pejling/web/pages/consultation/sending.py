"""Send a plan to consultation: whom to ask, and until when; and change that while it is on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pejling.analysis.plans.wording import message
from pejling.analysis.strict_fields import FieldError
from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.plans.actions import change_consultation, open_consultation
from pejling.quality.plans.adopting import NoSuchStep
from pejling.quality.plans.consultation_models import Consultation, ConsultedParty
from pejling.quality.plans.consulted import consultations_of
from pejling.quality.plans.consulting import Asked, Ended
from pejling.quality.plans.models import Plan
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.kinds import kinds

#: how long is offered to answer in
USUAL = timedelta(days=28)
LONGEST, MOST_OTHERS = 5000, 20
_KINDS = [kind for kind in ConsultedParty.Kind if kind.value not in ("partner", "other")]
#: who is usually asked, by kind of plan; a plan with partners asks those
_USUALLY = {"results_contract": {"board"}}


@of_school("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The form, and what it says done."""
    row = bare(request, plan)
    there = consultations_of(row).filter(ended_on__isnull=True).first()
    if request.method != "POST":
        return _form(request, row, there)
    sent = {
        "asked": set(request.POST.getlist("asked")),
        "others": request.POST.get("others", ""),
        "until": request.POST.get("until", "").strip(),
        "text": request.POST.get("text", "").strip(),
    }
    problem = _do(request, row, there, sent)
    if problem:
        return _form(request, row, there, sent, problem)
    return HttpResponseRedirect(reverse("plans_consultation", args=[request.school.uuid, row.uuid]))


def _do(request: HttpRequest, plan: Plan, there: Consultation | None, sent: dict[str, Any]) -> str:
    """Do it; what is wrong, "" where nothing is."""
    try:
        until = date.fromisoformat(sent["until"])
    except ValueError:
        return _("Write the last day to answer.")
    written = sent["text"] + "\n" + sent["others"]
    if scrub_text(written) != written:
        return message("cpr", {})
    if len(sent["text"]) > LONGEST:
        return message("too_long", {"found": len(sent["text"]), "most": LONGEST})
    given = {"by": request.user, "organisation": request.school, "until": until, "text": sent["text"]}
    try:
        if there is not None:
            change_consultation(**given, consultation=there, parties=_asked(plan, sent))
            messages.success(request, _("The consultation is changed."))
        else:
            open_consultation(**given, plan=plan, kinds=kinds(), parties=_asked(plan, sent), on=today())
            messages.success(request, _("The plan is in consultation."))
    except FieldError as error:
        return message(error.code, error.params)
    except (NoSuchStep, Ended):
        return _("The plan's state has changed meanwhile.")
    return ""


def _asked(plan: Plan, sent: dict[str, Any]) -> list[Asked]:
    partners = {partner.name for partner in plan.partners.all()}
    made = [Asked(kind.value) for kind in _KINDS if kind.value in sent["asked"]]
    made += [Asked("partner", name) for name in sorted(partners) if f"partner:{name}" in sent["asked"]]
    others = [" ".join(line.split())[:200] for line in sent["others"].splitlines()]
    return made + [Asked("other", name) for name in others if name][:MOST_OTHERS]


def _form(
    request: HttpRequest,
    plan: Plan,
    there: Consultation | None,
    sent: dict[str, Any] | None = None,
    problem: str = "",
) -> HttpResponse:
    partners = [partner.name for partner in plan.partners.all()]
    said = sent or _before(there) or _proposed(plan, partners)
    title = _("Change the consultation") if there else _("Send to consultation")
    context = frame(request, plan, "", _("Consultation"), title)
    choices = [(kind.value, str(kind.label), kind.value in said["asked"]) for kind in _KINDS]
    choices += [(f"partner:{name}", name, f"partner:{name}" in said["asked"]) for name in partners]
    context |= {
        "title": title,
        "there": there,
        "possible": there is not None or plan.state in (Plan.State.DRAFT, Plan.State.HEARING),
        "choices": choices,
        "said": said,
        "problem": problem,
    }
    return render(request, "consultation/send.html", context, status=400 if problem else 200)


def _before(there: Consultation | None) -> dict[str, Any] | None:
    if there is None:
        return None
    parties = list(there.parties.all())
    return {
        "asked": {f"partner:{one.name}" if one.kind == "partner" else one.kind for one in parties},
        "others": "\n".join(one.name for one in parties if one.kind == "other"),
        "until": there.until.isoformat(),
        "text": there.text,
    }


def _proposed(plan: Plan, partners: list[str]) -> dict[str, Any]:
    usual = {f"partner:{name}" for name in partners} or _USUALLY.get(plan.kind, {"luu", "staff", "students"})
    return {"asked": usual, "others": "", "until": (today() + USUAL).isoformat(), "text": ""}
