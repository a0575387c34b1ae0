"""Who of those that are asked about a plan reads and answers here: by the reader's role, and by own municipality."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from pejling.base.accounts.access import Access, Grant
from pejling.quality.plans.consultation_models import Consultation, ConsultationAnswer, ConsultedParty
from pejling.quality.plans.models import Plan

#: roles outside the school that answer as a party
PARTY_OF_ROLE = {"luu": "luu", "board": "board", "region": "region"}


def asked_about(grant: Grant) -> Q:
    """The plans in consultation that a reader outside the school is asked about, by one membership."""
    kind = PARTY_OF_ROLE.get(grant.role.key)
    if kind is None:
        return Q(pk__in=())
    asked = ConsultedParty.objects.filter(
        consultation__plan=OuterRef("pk"), consultation__ended_on__isnull=True, kind=kind
    )
    return Q(Exists(asked), state=Plan.State.HEARING)


def names_of_municipalities(grant: Grant) -> frozenset[str]:
    """What a membership's municipalities are called, here and in plans ("Elmose" is also "Elmose Kommune")."""
    held = grant.held.get("municipality", frozenset())
    return held | {f"{name} Kommune" for name in held}


def answers_for(access: Access, party: ConsultedParty) -> bool:
    """Whether the reader is one of the party."""
    for grant in access.grants:
        if "see_plan_work" in grant.verbs:
            if party.kind == "staff":
                return True
        elif "edit_own_part" in grant.verbs:
            partner = party.partner
            name = partner.part.name if partner and partner.part else party.name
            if party.kind == "partner" and name in names_of_municipalities(grant):
                return True
        elif "see_plans" in grant.verbs and party.kind == PARTY_OF_ROLE.get(grant.role.key):
            return True
    return False


def consultations_of(*plans: Plan) -> QuerySet[Consultation]:
    """The plans' consultations, newest first, with their parties and answers at hand."""
    answers = Prefetch("answers", ConsultationAnswer.objects.filter(withdrawn=False))
    parties = ConsultedParty.objects.select_related("partner__part").prefetch_related(answers)
    return Consultation.objects.filter(plan__in=plans).prefetch_related(Prefetch("parties", parties))
