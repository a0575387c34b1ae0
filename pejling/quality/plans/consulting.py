"""A plan is sent to consultation, and what those who were asked answer is written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from pejling.analysis.plans.kinds import PlanKind
from pejling.analysis.strict_fields import FieldError
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.adopting import NoSuchStep, take_step
from pejling.quality.plans.consultation_models import Consultation, ConsultationAnswer, ConsultedParty
from pejling.quality.plans.models import Partner, Plan
from pejling.quality.plans.record_models import OldText


class Ended(Exception):
    """The consultation has ended: nothing more is answered in it."""


class StaleAnswer(Exception):
    """Somebody else has changed the answer meanwhile; ``answer`` is as it is now."""

    def __init__(self, answer: ConsultationAnswer) -> None:
        super().__init__(str(answer.uuid))
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Asked:
    """One to be asked: a kind of party, with a name for partners and others."""

    kind: str
    name: str = ""


@transaction.atomic
def open_consultation(
    *,
    by: Any,
    organisation: Organisation,
    plan: Plan,
    kinds: Mapping[str, PlanKind],
    parties: Iterable[Asked],
    on: date,
    until: date,
    text: str = "",
) -> Consultation:
    """Send the plan to consultation; one that is in consultation already gets the round it lacks.

    FieldError for nobody to ask or a day that has passed; NoSuchStep where the plan can't be sent now.
    """
    asked = list(dict.fromkeys(parties))
    if not asked:
        raise FieldError("parties", "nobody_asked")
    if until < on:
        raise FieldError("until", "until_has_passed")
    state = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk, organisation=organisation).state
    if state != Plan.State.HEARING:
        take_step(
            by=by, organisation=organisation, plan=plan, step="send_to_consultation", kinds=dict(kinds), on=on
        )
    elif Consultation.objects.filter(plan=plan, ended_on__isnull=True).exists():
        raise NoSuchStep("send_to_consultation")
    made = Consultation.objects.create(
        organisation=organisation, plan=plan, sent_on=on, until=until, text=text.strip(),
        by=getattr(by, "uuid", None),
    )  # fmt: skip
    _ask(made, asked)
    record(
        by=by, organisation=organisation, verb="open_consultation", subject=plan, fields=["until", "parties"]
    )
    return made


@transaction.atomic
def change_consultation(
    *, by: Any, organisation: Organisation, consultation: Consultation, parties: Iterable[Asked], until: date,
    text: str,
) -> None:  # fmt: skip
    """Other days or words, or others who are asked, too; who has answered stays. Ended where it has."""
    row = Consultation.objects.select_for_update().get(pk=consultation.pk, organisation=organisation)
    if row.ended_on is not None:
        raise Ended
    if until < row.sent_on:
        raise FieldError("until", "until_has_passed")
    asked = list(dict.fromkeys(parties))
    there = {Asked(party.kind, party.name): party for party in row.parties.prefetch_related("answers")}
    for one, party in there.items():
        if one not in asked and not party.answers.all():
            party.delete()
    _ask(row, [one for one in asked if one not in there], len(there))
    if not row.parties.exists():
        raise FieldError("parties", "nobody_asked")
    row.until, row.text = until, text.strip()
    row.save()
    record(
        by=by,
        organisation=organisation,
        verb="change_consultation",
        subject=row.plan,
        fields=["until", "parties"],
    )


@transaction.atomic
def write_answer(
    *, by: Any, organisation: Organisation, party: ConsultedParty, day: date, text: str, own: bool,
    outcome: str = "",
) -> ConsultationAnswer:  # fmt: skip
    """Note a party's answer; ``own``: it writes itself, which it may while the consultation is open (else Ended)."""
    row = Consultation.objects.select_for_update().get(pk=party.consultation_id, organisation=organisation)
    if own and row.ended_on is not None:
        raise Ended
    if not text.strip():
        raise FieldError("text", "empty")
    made = ConsultationAnswer.objects.create(
        organisation=organisation, party=party, day=day, text=text.strip(), outcome=outcome.strip(), own=own,
        by=getattr(by, "uuid", None),
    )  # fmt: skip
    record(by=by, organisation=organisation, verb="write_answer", subject=row.plan, fields=["answers"])
    return made


@transaction.atomic
def change_answer(
    *, by: Any, organisation: Organisation, answer: ConsultationAnswer, revision: int, own: bool = False,
    **given: Any,
) -> ConsultationAnswer:  # fmt: skip
    """Change ``text``, ``outcome``, ``day`` or ``withdrawn``; old texts are kept. StaleAnswer, or Ended (``own``)."""
    row = (
        ConsultationAnswer.objects.select_for_update(of=("self",))
        .select_related("party__consultation")
        .get(pk=answer.pk, organisation=organisation)
    )
    if own and row.party.consultation.ended_on is not None:
        raise Ended
    if row.revision != revision:
        raise StaleAnswer(row)
    if not given.get("text", row.text).strip():
        raise FieldError("text", "empty")
    changed = {name: value for name, value in given.items() if getattr(row, name) != value}
    for name, value in changed.items():
        if name in ("text", "outcome"):
            OldText.objects.create(
                organisation=organisation, kind="ConsultationAnswer", subject=row.uuid, field=name,
                text=getattr(row, name), by=getattr(by, "uuid", None),
            )  # fmt: skip
        setattr(row, name, value)
    if changed:
        row.revision += 1
        row.save()
        record(
            by=by, organisation=organisation, verb="change_answer", subject=row.party.consultation.plan,
            fields=sorted(changed),
        )  # fmt: skip
    return row


def _ask(consultation: Consultation, asked: Iterable[Asked], after: int = 0) -> None:
    partners = {partner.name: partner for partner in Partner.objects.filter(plan=consultation.plan)}
    for place, one in enumerate(asked, after):
        if one.kind not in ConsultedParty.Kind.values:
            raise FieldError("parties", "unknown_value", found=one.kind, known=ConsultedParty.Kind.values)
        if one.kind == "partner" and one.name not in partners:
            raise FieldError("parties", "unknown_value", found=one.name, known=list(partners))
        ConsultedParty.objects.create(
            organisation=consultation.organisation, consultation=consultation, position=place, kind=one.kind,
            name=" ".join(one.name.split())[:200], partner=partners.get(one.name) if one.kind == "partner" else None,
        )  # fmt: skip
