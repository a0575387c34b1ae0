"""Answers in a consultation: written by the party itself, or noted and followed up by those who edit the plan."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pejling.analysis.plans.comparing import words
from pejling.analysis.plans.wording import message
from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.plans.actions import change_answer, write_answer
from pejling.quality.plans.consultation_models import ConsultationAnswer, ConsultedParty
from pejling.quality.plans.consulted import answers_for
from pejling.quality.plans.consulting import Ended, StaleAnswer
from pejling.quality.plans.models import Plan
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.consultation.page import shown
from pejling.web.pages.plans.frame import bare, frame

LONGEST = 20_000


@of_school("see_plans")
@require_POST
def say(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Answer as one of those who are asked, or change one's own answer while the consultation is open."""
    row = bare(request, plan)
    party = _party(row, request.POST.get("party", ""))
    if not answers_for(request.access, party):
        raise Http404
    text = request.POST.get("text", "").strip()
    problem = _wrong(text)
    if not problem:
        try:
            _say(request, party, text)
        except Ended:
            problem = _(
                "The consultation has ended: your answer can't be taken any more. Copy it from below."
            )
        except StaleAnswer:
            problem = _("You have changed this answer in another window: compare the two and save again.")
    if problem:
        return shown(request, row, {"party": party.pk, "text": text, "problem": problem}, status=400)
    messages.success(request, _("Your answer is saved. You can change it until the consultation ends."))
    return _back(request, row)


def _say(request: HttpRequest, party: ConsultedParty, text: str) -> None:
    given = {"by": request.user, "organisation": request.school}
    own = party.answers.filter(by=request.user.uuid, own=True, withdrawn=False).first()
    if own is None:
        write_answer(**given, party=party, day=today(), text=text, own=True)
    else:
        revision = _number(request.POST.get("revision", ""))
        change_answer(**given, answer=own, revision=revision, own=True, text=text, day=today())


@of_school("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, plan: UUID, party: UUID) -> HttpResponse:
    """Note what a party has answered by mail, at a meeting, on paper."""
    row = bare(request, plan)
    found = _party(row, str(party))
    said = {"day": today().isoformat(), "text": "", "outcome": ""}
    if request.method != "POST":
        return _form(request, row, found, said)
    said = _said(request)
    day, problem = _checked(said)
    if problem or day is None:
        return _form(request, row, found, said, problem)
    write_answer(
        by=request.user, organisation=request.school, party=found, day=day, text=said["text"], own=False,
        outcome=said["outcome"],
    )  # fmt: skip
    messages.success(request, _("The answer is noted."))
    return _back(request, row)


@of_school("edit_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, plan: UUID, answer: UUID) -> HttpResponse:
    """What was done about an answer, a correction of what was noted, and the answer withdrawn or brought back."""
    row = bare(request, plan)
    try:
        found = ConsultationAnswer.objects.select_related("party").get(
            uuid=answer, party__consultation__plan=row
        )
    except ConsultationAnswer.DoesNotExist as error:
        raise Http404 from error
    if request.method != "POST":
        return _form(request, row, found.party, _of(found), answer=found)
    revision = _number(request.POST.get("revision", ""))
    if request.POST.get("do") in ("withdraw", "bring_back"):
        given: dict[str, Any] = {"withdrawn": request.POST["do"] == "withdraw"}
    else:
        said = _said(request)
        if found.own:  # what a party has written itself is its own
            said |= {"text": found.text, "day": found.day.isoformat()}
        day, problem = _checked(said)
        if problem or day is None:
            return _form(request, row, found.party, said, problem, answer=found)
        given = {"text": said["text"], "outcome": said["outcome"], "day": day}
    try:
        change_answer(by=request.user, organisation=request.school, answer=found, revision=revision, **given)
    except StaleAnswer as error:
        return _form(
            request, row, found.party, _said(request),
            _("Somebody else has changed the answer meanwhile. Nothing is saved yet: both texts stand below."),
            answer=error.answer, theirs=True,
        )  # fmt: skip
    messages.success(request, _("The answer is saved."))
    return _back(request, row)


def _form(
    request: HttpRequest,
    plan: Plan,
    party: ConsultedParty,
    said: dict[str, str],
    problem: str = "",
    *,
    answer: ConsultationAnswer | None = None,
    theirs: bool = False,
) -> HttpResponse:
    title = _("Answer from %(party)s") % {"party": party}
    context = frame(request, plan, "", _("Consultation"), title)
    context |= {"title": title, "party": party, "said": said, "problem": problem, "answer": answer}
    if theirs and answer is not None:
        context["theirs"] = [words(said["text"], answer.text), words(said["outcome"], answer.outcome)]
    return render(request, "consultation/answer.html", context, status=400 if problem else 200)


def _of(answer: ConsultationAnswer) -> dict[str, str]:
    return {"day": answer.day.isoformat(), "text": answer.text, "outcome": answer.outcome}


def _said(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip() for name in ("day", "text", "outcome")}


def _checked(said: dict[str, str]) -> tuple[date | None, str]:
    """(the day, what is wrong)."""
    problem = _wrong(said["text"]) or (_wrong(said["outcome"]) if said["outcome"] else "")
    try:
        day = date.fromisoformat(said["day"])
    except ValueError:
        return None, problem or _("Write the day of the answer.")
    return day, problem


def _wrong(text: str) -> str:
    if not text:
        return message("empty", {})
    if len(text) > LONGEST:
        return message("too_long", {"found": len(text), "most": LONGEST})
    return message("cpr", {}) if scrub_text(text) != text else ""


def _party(plan: Plan, uuid: str) -> ConsultedParty:
    found = ConsultedParty.objects.select_related("partner__part", "consultation")
    try:
        return found.get(uuid=UUID(uuid), consultation__plan=plan)
    except (ValueError, ConsultedParty.DoesNotExist) as error:
        raise Http404 from error


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _back(request: HttpRequest, plan: Plan) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("plans_consultation", args=[request.school.uuid, plan.uuid]))
