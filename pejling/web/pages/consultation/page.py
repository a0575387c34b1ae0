"""The plan's consultations, newest first; readers outside the school see their own party's answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pejling.quality.plans.consultation_models import Consultation, ConsultationAnswer, ConsultedParty
from pejling.quality.plans.consulted import answers_for, consultations_of
from pejling.quality.plans.history import names_of_users
from pejling.quality.plans.models import Plan
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.frame import bare, frame


@dataclass(slots=True)
class ShownAnswer:
    """An answer with its writer's name, "" where the reader isn't told."""

    answer: ConsultationAnswer
    by: str


@dataclass(slots=True)
class ShownParty:
    """One who is asked. ``mine``: the reader is one of them and may answer now; ``own``: the reader's own answer."""

    party: ConsultedParty
    answers: list[ShownAnswer]
    mine: bool = False
    own: ConsultationAnswer | None = None
    hidden: bool = False  #: what others answered is for the school


@dataclass(slots=True)
class Round:
    """One consultation."""

    row: Consultation
    parties: list[ShownParty] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.row.ended_on is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.row.until < today()

    @property
    def without_outcome(self) -> int:
        """How many answers nobody has said anything about."""
        return sum(not one.answer.outcome for party in self.parties for one in party.answers)


@of_school("see_plans")
@require_safe
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Who was asked, until when, and what they said."""
    return shown(request, bare(request, plan))


def shown(
    request: HttpRequest, plan: Plan, sent: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page; ``sent``: an own answer that couldn't be taken (party, text, problem)."""
    context = frame(request, plan, "plans_consultation", _("Consultation"))
    at_school = context["at_school"]
    rows = list(consultations_of(plan))
    writers = {
        answer.by
        for row in rows
        for party in row.parties.all()
        for answer in party.answers.all()
        if answer.by
    }
    names = names_of_users(writers) if at_school else {}
    context |= {
        "rounds": [_round(request, row, names, at_school=at_school) for row in rows],
        "withdrawn": _withdrawn(plan) if context["may_edit"] else [],
        "sent": sent,
        "can_send": context["may_edit"]
        and (plan.state == Plan.State.DRAFT or (plan.state == Plan.State.HEARING and not _is_open(rows))),
        "in_consultation": plan.state == Plan.State.HEARING,
    }
    return render(request, "consultation/page.html", context, status=status)


def _is_open(rows: list[Consultation]) -> bool:
    return any(row.ended_on is None for row in rows)


def _round(request: HttpRequest, row: Consultation, names: dict[UUID, str], *, at_school: bool) -> Round:
    made = Round(row)
    for party in row.parties.all():
        theirs = answers_for(request.access, party)
        answers = list(party.answers.all())
        own = next((one for one in answers if one.own and one.by == request.user.uuid), None)
        sees = at_school or theirs
        made.parties.append(
            ShownParty(
                party,
                [ShownAnswer(one, names.get(one.by, "") if one.by else "") for one in answers]
                if sees
                else [],
                theirs and made.is_open,
                own,
                not sees,
            )
        )
    return made


def _withdrawn(plan: Plan) -> list[ConsultationAnswer]:
    found = ConsultationAnswer.objects.filter(party__consultation__plan=plan, withdrawn=True)
    return list(found.select_related("party"))
