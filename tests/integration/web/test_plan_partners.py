"""Partners' commitments: who writes which, who reads them all, and the overview of themes and partners."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pejling.base.accounts.models import Membership
from pejling.base.audit.models import Entry
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Commitment, Goal, Partner, Plan
from tests.integration.web.reading_forms import form_of
from tests.integration.web.test_plans_pages import adopt, page, taken_in


@pytest.fixture
def plan(school: Organisation) -> Plan:
    """The strategy, adopted, with two partners more: Elmose (conftest's consultant speaks for it), and Birkø."""
    made = taken_in(school, "strategy_2024_2028")
    adopt(made)
    elmose = school.parts.get(kind="municipality", name="Elmose")
    Partner.objects.create(organisation=school, plan=made, name="Elmose Kommune", part=elmose, position=90)
    Partner.objects.create(organisation=school, plan=made, name="Birkø Kommune", position=91)
    return made


def theme(plan: Plan) -> Goal:
    return plan.goals.get(label="1.a")


def address(plan: Plan, name: str, goal: Goal | None = None) -> str:
    arguments = [
        plan.organisation.uuid,
        plan.uuid,
        (goal or theme(plan)).uuid,
        plan.partners.get(name=name).uuid,
    ]
    return reverse("plans_commitment", args=arguments)


def written(client: Client, where: str, **said: str) -> Any:
    return client.post(where, {**form_of(client.get(where).content.decode(), "pj-part-form"), **said})


def test_own_people_write_their_partners_commitment_and_nobody_elses(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    own, others = address(plan, "Elmose Kommune"), address(plan, "Birkø Kommune")
    for role in ("municipal_consultant", "team_leader"):
        assert 'name="text"' in clients[role].get(own).content.decode()
        assert 'name="text"' not in clients[role].get(others).content.decode()
    sent = {"was-text": "x", "text": "Smuglet ind", "was-state": "x", "state": "done"}
    assert clients["municipal_consultant"].post(others, sent).status_code == 403
    answer = written(clients["municipal_consultant"], own, text="Fast ugedag til vejledning", state="running")
    assert answer.status_code == 302
    made = Commitment.objects.get(partner__name="Elmose Kommune")
    assert (made.text, made.state, made.goal) == ("Fast ugedag til vejledning", "running", theme(plan))
    assert Entry.objects.filter(verb="commit").exists()
    # The school's people read it, and write for those that nobody here speaks for.
    lead = clients["quality_lead"]
    assert lead.post(own, sent).status_code == 403
    assert "Fast ugedag" in lead.get(own).content.decode()
    assert written(lead, others, text="Fra et møde", state="planned").status_code == 302
    told = page(clients["municipal_consultant"], "plans_one", school, plan.uuid)
    assert "Fast ugedag til vejledning" in told and "Fra et møde" in told
    # When nobody speaks for Elmose any more, the school does.
    Membership.objects.filter(role__in=("municipal_consultant", "team_leader")).update(valid_to="2020-01-01")
    assert written(lead, own, state="done").status_code == 302


def test_board_and_stranger_read_or_see_nothing(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    where = address(plan, "Elmose Kommune")
    for role, read, sent in (("board", 200, 403), ("counsellor", 200, 403), ("stranger", 404, 404)):
        assert clients[role].get(where).status_code == read, role
        assert clients[role].post(where, {"was-state": "x", "state": "done"}).status_code == sent, role
        assert clients[role].post(f"{where}remove/").status_code == sent, role
    assert not Commitment.objects.filter(partner__name="Elmose Kommune").exists()
    # A municipality that is no partner doesn't see the plan.
    Partner.objects.filter(name="Elmose Kommune").delete()
    page(clients["municipal_consultant"], "plans_partners", school, plan.uuid, status=404)


def test_two_begin_the_same_commitment_and_both_texts_are_shown(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    where = address(plan, "Elmose Kommune")
    first, second = clients["municipal_consultant"], clients["team_leader"]
    forms = [form_of(one.get(where).content.decode(), "pj-part-form") for one in (first, second)]
    assert first.post(where, {**forms[0], "text": "Den enes ord"}).status_code == 302
    answer = second.post(where, {**forms[1], "text": "Den andens ord"})
    assert answer.status_code == 409
    assert "Den enes ord" in answer.content.decode() and "Den andens ord" in answer.content.decode()
    assert Commitment.objects.get(partner__name="Elmose Kommune").text == "Den enes ord"


def test_a_commitment_is_removed_and_put_back_by_those_who_wrote_it(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    where, consultant = address(plan, "Elmose Kommune"), clients["municipal_consultant"]
    written(consultant, where, text="Fast ugedag", state="running")
    assert consultant.post(f"{where}remove/").status_code == 302
    assert not Commitment.objects.filter(partner__name="Elmose Kommune").exists()
    told = page(consultant, "plans_one", school, plan.uuid)
    removed = told.split('name="removed" value="')[1].split('"')[0]
    undo = reverse("plans_commitment_undo", args=[school.uuid, plan.uuid])
    assert undo in told
    assert clients["team_leader"].post(undo, {"removed": removed}).status_code == 404
    assert consultant.post(undo, {"removed": removed}).status_code == 302
    assert Commitment.objects.get(partner__name="Elmose Kommune").text == "Fast ugedag"


def test_a_closed_plan_takes_no_commitment(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    Plan.objects.filter(pk=plan.pk).update(state="evaluated")
    where, consultant = address(plan, "Elmose Kommune"), clients["municipal_consultant"]
    assert 'name="text"' not in consultant.get(where).content.decode()
    consultant.post(where, {"was-state": "x", "state": "done", "was-text": "x", "text": "Smuglet ind"})
    assert not Commitment.objects.filter(partner__name="Elmose Kommune").exists()


def test_the_overview_shows_every_theme_and_partner(
    school: Organisation, clients: dict[str, Client], plan: Plan, django_assert_max_num_queries: Any
) -> None:
    written(
        clients["municipal_consultant"], address(plan, "Elmose Kommune"), text="Fast ugedag", state="running"
    )
    with django_assert_max_num_queries(26):
        told = page(clients["municipal_consultant"], "plans_partners", school, plan.uuid)
    # Eight themes (the source), nine partners; the example says "not chosen" for seven of them in each.
    assert told.count("<tr") - 1 == 8
    assert "1 af 8 temaer valgt" in told
    where = reverse("plans_partners", args=[school.uuid, plan.uuid])
    chosen = str(plan.partners.get(name="Elmose Kommune").uuid)
    one = clients["board"].get(where, {"partner": chosen}).content.decode()
    assert "Fast ugedag" in one and "Birkø Kommune</a></th>" not in one
    running = clients["board"].get(where, {"partner": chosen, "state": "running"}).content.decode()
    assert running.count("<tr") - 1 == 1
    assert clients["board"].get(where, {"partner": "nonsense"}).status_code == 400
    book = clients["board"].get(where, {"excel": "1"})
    assert book["Content-Type"].endswith("sheet")
    plain = taken_in(school, "results_contract_2021")
    told = page(clients["quality_lead"], "plans_one", school, plain.uuid)
    assert reverse("plans_partners", args=[school.uuid, plain.uuid]) not in told


def test_a_partner_is_linked_on_the_plans_form(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    Plan.objects.filter(pk=plan.pk).update(state="draft", adopted_on=None)
    where = reverse("plans_part", args=[school.uuid, plan.uuid, "plan", plan.uuid])
    lead, nord = clients["quality_lead"], school.parts.get(kind="department", name="Nord")
    form = form_of(lead.get(where).content.decode(), "pj-part-form")
    place = next(name for name, value in form.items() if value == "Birkø Kommune").removesuffix("-name")
    spare = f"partners-{plan.partners.count()}"
    sent = {**form, f"{place}-part": str(nord.uuid), f"{spare}-name": "Nord"}
    assert lead.post(where, sent).status_code == 302
    assert plan.partners.get(name="Birkø Kommune").part == nord
    # A new one of a name that is here is linked by itself.
    assert plan.partners.get(name="Nord").part == nord


def test_a_partners_own_people_find_theirs_first(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    where = reverse("plans_partners", args=[school.uuid, plan.uuid])
    theirs, schools = (
        clients[role].get(where).content.decode() for role in ("municipal_consultant", "quality_lead")
    )
    head = theirs.split("<table")[1].split("</tr>")[0]
    assert 0 < head.index("Elmose Kommune (jer)") < head.index("Herning Kommune")
    assert "(jer)" not in schools


def test_who_writes_reads_the_theme_and_what_the_others_do(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    goal = theme(plan)
    Commitment.objects.create(
        organisation=school, goal=goal, partner=plan.partners.get(name="Birkø Kommune"), state="running",
        text="Fast vejledning om tirsdagen",
    )  # fmt: skip
    text = clients["municipal_consultant"].get(address(plan, "Elmose Kommune")).content.decode()
    assert goal.description in text
    assert "Fast vejledning om tirsdagen" in text


def test_a_draft_of_a_commitment_is_found_again_though_the_commitment_is_not_there_yet(
    clients: dict[str, Client], plan: Plan
) -> None:
    """A page opened again after a lost connection must ask the browser for the same draft."""

    def key() -> str:
        text = clients["municipal_consultant"].get(address(plan, "Elmose Kommune")).content.decode()
        return text.partition('data-draft="')[2].partition('"')[0]

    first = key()
    assert first == key()
    assert str(theme(plan).uuid) in first
