"""A plan in consultation: who reads it then, who answers for whom, and what is done about an answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.consultation_models import Consultation, ConsultationAnswer, ConsultedParty
from pejling.quality.plans.models import Action, Goal, Partner, Placing, Plan
from pejling.quality.plans.record_models import OldText

pytestmark = pytest.mark.usefixtures("_in_march")
OUTSIDE = ("luu", "board", "region", "municipal_consultant", "team_leader")


@pytest.fixture
def _in_march() -> Any:
    with time_machine.travel(date(2026, 3, 10), tick=False):
        yield


@pytest.fixture
def plan(school: Organisation, db) -> Plan:
    """A draft with one internal action; Elmose (the consultant's municipality) is a partner in none of it."""
    made = Plan.objects.create(
        organisation=school, kind="self_evaluation", title="Selvevaluering 2026",
        period_from=date(2026, 1, 1), period_to=date(2026, 12, 31),
    )  # fmt: skip
    goal = Goal.objects.create(organisation=school, plan=made, title="Frafald", label="1", reason="Højt")
    action = Action.objects.create(
        organisation=school, title="Samtale med én elev", reach="one", internal=True
    )
    Placing.objects.create(organisation=school, goal=goal, action=action)
    return made


def where(name: str, plan: Plan, *more: Any) -> str:
    return reverse(name, args=[plan.organisation.uuid, plan.uuid, *more])


def send(client: Client, plan: Plan, asked: list[str], **more: str) -> Any:
    return client.post(where("plans_consult", plan), {"asked": asked, "until": "2026-04-15", **more})


def say(client: Client, plan: Plan, kind: str, text: str, revision: object = "") -> Any:
    party = ConsultedParty.objects.get(consultation__plan=plan, kind=kind)
    given = {"party": party.uuid, "text": text, "revision": revision}
    return client.post(where("plans_consultation_say", plan), given)


def read(client: Client, name: str, plan: Plan, *more: Any, status: int = 200) -> str:
    answer = client.get(where(name, plan, *more))
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def test_only_those_who_are_asked_read_the_plan_and_only_while_it_lasts(
    plan: Plan, clients: dict[str, Client]
) -> None:
    lead = clients["quality_lead"]
    for role in OUTSIDE:
        read(clients[role], "plans_one", plan, status=404)
    assert send(lead, plan, ["luu", "staff", "students"]).status_code == 302
    plan.refresh_from_db()
    assert plan.state == "hearing"
    text = read(clients["luu"], "plans_one", plan)
    assert "Frafald" in text
    assert "Samtale med én elev" not in text
    read(clients["luu"], "plans_check", plan, status=403)
    assert "Samtale med én elev" not in read(clients["luu"], "plans_yaml", plan)
    for role in OUTSIDE[1:]:
        for name in ("plans_one", "plans_consultation", "plans_cycle", "plans_yaml"):
            read(clients[role], name, plan, status=404)
    read(clients["stranger"], "plans_consultation", plan, status=404)
    lead.post(where("plans_step", plan, "take_back"), {"sure": "yes"})
    assert Consultation.objects.get().ended_on == date(2026, 3, 10)
    for role in OUTSIDE:
        read(clients[role], "plans_one", plan, status=404)


def test_a_plan_in_consultation_that_nobody_was_asked_about_is_read_by_nobody_outside(
    plan: Plan, clients: dict[str, Client]
) -> None:
    clients["quality_lead"].post(where("plans_step", plan, "send_to_consultation"), {"sure": "yes"})
    for role in OUTSIDE:
        read(clients[role], "plans_one", plan, status=404)
    assert send(clients["quality_lead"], plan, ["board"]).status_code == 302
    read(clients["board"], "plans_one", plan)
    read(clients["luu"], "plans_one", plan, status=404)


def test_a_party_answers_itself_and_sees_no_other_partys_answer(
    plan: Plan, clients: dict[str, Client]
) -> None:
    lead, luu, board = clients["quality_lead"], clients["luu"], clients["board"]
    send(lead, plan, ["luu", "board", "staff"], text="Vi vil gerne høre om område 1.")
    assert "Vi vil gerne høre om område 1." in read(luu, "plans_consultation", plan)
    assert say(luu, plan, "luu", "Mentorer bør med.").status_code == 302
    assert say(board, plan, "luu", "Ikke mit").status_code == 404
    assert say(luu, plan, "staff", "Ikke mit").status_code == 404
    assert say(clients["stranger"], plan, "luu", "Ikke mit").status_code == 404
    assert "Mentorer bør med." not in read(board, "plans_consultation", plan)
    assert "Mentorer bør med." in read(clients["counsellor"], "plans_consultation", plan)
    assert say(clients["counsellor"], plan, "staff", "Lærerne er enige.").status_code == 302
    assert list(ConsultationAnswer.objects.values_list("text", "own", "day")) == [
        ("Mentorer bør med.", True, date(2026, 3, 10)), ("Lærerne er enige.", True, date(2026, 3, 10)),
    ]  # fmt: skip


def test_a_municipality_answers_as_a_partner_of_the_plan(plan: Plan, clients: dict[str, Client]) -> None:
    elmose = plan.organisation.parts.get(kind="municipality")
    Partner.objects.create(organisation=plan.organisation, plan=plan, name="Elmose Kommune", part=elmose)
    Partner.objects.create(organisation=plan.organisation, plan=plan, name="Birkerup Kommune")
    send(clients["quality_lead"], plan, ["partner:Elmose Kommune", "partner:Birkerup Kommune"])
    text = read(clients["municipal_consultant"], "plans_consultation", plan)
    assert "Dit svar for: Elmose Kommune" in text
    assert "Dit svar for: Birkerup Kommune" not in text


def test_an_own_answer_is_changed_until_the_consultation_ends(plan: Plan, clients: dict[str, Client]) -> None:
    lead, luu = clients["quality_lead"], clients["luu"]
    send(lead, plan, ["luu"])
    say(luu, plan, "luu", "Første ord")
    say(luu, plan, "luu", "Bedre ord", revision=1)
    found = ConsultationAnswer.objects.get()
    assert (found.text, found.revision) == ("Bedre ord", 2)
    assert OldText.objects.get(subject=found.uuid).text == "Første ord"
    stale = say(luu, plan, "luu", "Fra et gammelt vindue", revision=1)
    assert stale.status_code == 400
    assert "Fra et gammelt vindue" in stale.content.decode()
    Plan.objects.filter(pk=plan.pk).update(state="adopted", adopted_on=date(2026, 3, 10))
    Consultation.objects.update(ended_on=date(2026, 3, 10))
    late = say(luu, plan, "luu", "For sent", revision=2)
    assert late.status_code == 400
    assert "For sent" in late.content.decode()
    assert ConsultationAnswer.objects.get().text == "Bedre ord"


def test_an_answer_is_noted_followed_up_and_withdrawn(plan: Plan, clients: dict[str, Client]) -> None:
    lead = clients["quality_lead"]
    send(lead, plan, ["students"], others="Elevrådet\n\n Censorerne ")
    assert [str(party) for party in ConsultedParty.objects.all()][1:] == ["Elevrådet", "Censorerne"]
    party = ConsultedParty.objects.get(name="Elevrådet")
    noted = lead.post(
        where("plans_consultation_note", plan, party.uuid),
        {"day": "2026-03-09", "text": "Mere tid til opgaver"},
    )
    assert noted.status_code == 302
    answer = ConsultationAnswer.objects.get()
    here = where("plans_consultation_answer", plan, answer.uuid)
    given = {"day": "2026-03-09", "text": "Mere tid til opgaver", "outcome": "Tiltag 1.b er ændret"}
    assert lead.post(here, {**given, "revision": 1}).status_code == 302
    clash = lead.post(here, {**given, "outcome": "Intet", "revision": 1})
    assert clash.status_code == 400
    assert "Tiltag 1.b er ændret" in clash.content.decode()
    text = read(lead, "plans_consultation", plan)
    assert "Tiltag 1.b er ændret" in text
    lead.post(here, {"do": "withdraw", "revision": 2})
    text = read(lead, "plans_consultation", plan)
    assert "Tiltag 1.b er ændret" not in text
    assert "Tilbagetrukne svar" in text
    lead.post(here, {"do": "bring_back", "revision": 3})
    assert "Tiltag 1.b er ændret" in read(lead, "plans_consultation", plan)
    assert clients["counsellor"].post(here, {**given, "revision": 4}).status_code == 403


def test_whoever_has_answered_stays_when_the_consultation_is_changed(
    plan: Plan, clients: dict[str, Client]
) -> None:
    lead = clients["quality_lead"]
    send(lead, plan, ["luu", "board"])
    say(clients["luu"], plan, "luu", "Godt")
    assert send(lead, plan, ["staff"], until="2026-05-01").status_code == 302
    found = Consultation.objects.get()
    assert found.until == date(2026, 5, 1)
    assert {party.kind for party in found.parties.all()} == {"luu", "staff"}


@pytest.mark.parametrize(
    ("asked", "more", "said"),
    [
        ([], {}, "mindst én"),
        (["luu"], {"until": "2026-03-01"}, "senere"),
        (["luu"], {"until": "påske"}, "sidste svardag"),
        (["luu"], {"text": "Om 010203-1234"}, "CPR"),
    ],
)
def test_what_cannot_be_sent_is_told_and_the_plan_stays_a_draft(
    asked: list[str], more: dict[str, str], said: str, plan: Plan, clients: dict[str, Client]
) -> None:
    answer = send(clients["quality_lead"], plan, asked, **more)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    plan.refresh_from_db()
    assert plan.state == "draft"
    assert not Consultation.objects.exists()


def test_the_annual_cycle_hears_of_the_consultation(plan: Plan, clients: dict[str, Client]) -> None:
    lead = clients["quality_lead"]
    send(lead, plan, ["luu"])
    assert "Udført den 10.3.2026" not in read(lead, "plans_cycle", plan)
    lead.post(where("plans_step", plan, "take_back"), {"sure": "yes"})
    assert "Udført den 10.3.2026" in read(lead, "plans_cycle", plan)


def test_as_many_queries_for_many_answers_as_for_one(
    plan: Plan, clients: dict[str, Client], django_assert_max_num_queries: Any
) -> None:
    lead = clients["quality_lead"]
    send(lead, plan, ["luu", "staff", "students", "board", "region"])
    with django_assert_max_num_queries(25) as few:
        read(lead, "plans_consultation", plan)
    for party in ConsultedParty.objects.all():
        for n in range(5):
            ConsultationAnswer.objects.create(
                organisation=plan.organisation, party=party, day=date(2026, 3, 1), text=str(n)
            )
    with django_assert_max_num_queries(25) as many:
        read(lead, "plans_consultation", plan)
    assert len(many) <= len(few) + 1  # the names of those who noted them
    assert len(many) <= 14


def test_the_board_that_is_asked_is_no_board_of_cards() -> None:
    with override("da"):
        assert str(ConsultedParty.Kind.BOARD.label) == "Bestyrelse"
