"""What is missing or odd in a plan leads to the field where it is mended, and says who accepted what and why."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Commitment
from tests.integration.web.test_plans_pages import page, post, taken_in


@pytest.mark.parametrize("name", ["self_evaluation_2021", "school_plan_2024_2025", "results_contract_2021"])
def test_every_finding_leads_to_a_field_that_is_there(
    name: str, school: Organisation, clients: dict[str, Client]
) -> None:
    """The contradictions of the sources among them (examples/README.md)."""
    lead, plan = clients["quality_lead"], taken_in(school, name)
    told = page(lead, "plans_check", school, plan.uuid)
    form = reverse("plans_part", args=[school.uuid, plan.uuid, "goal", plan.uuid]).rsplit("/goal/")[0]
    links = set(re.findall(rf'href="({form}/[^"]+)#([^"]+)"', told))
    assert links
    for address, anchor in links:
        assert f'id="{anchor}"' in lead.get(address).content.decode(), (address, anchor)


def test_a_silent_partner_is_written_for_where_it_says(
    school: Organisation, clients: dict[str, Client]
) -> None:
    lead, plan = clients["quality_lead"], taken_in(school, "strategy_2024_2028")
    goal, partner = plan.goals.get(label="2.b"), plan.partners.get(name="Lemvig Kommune")
    Commitment.objects.filter(goal=goal, partner=partner).delete()
    where = reverse("plans_commitment", args=[school.uuid, plan.uuid, goal.uuid, partner.uuid])
    assert where in page(lead, "plans_check", school, plan.uuid)


def test_an_accepted_gap_says_who_in_which_role_and_why(
    school: Organisation, clients: dict[str, Client]
) -> None:
    lead, plan = clients["quality_lead"], taken_in(school, "self_evaluation_2021")
    told = page(lead, "plans_check", school, plan.uuid)
    gap = told.split('name="gap" value="')[1].split('"')[0]
    post(lead, "plans_check", school, plan.uuid, gap=[gap], reason="Aftalt med ledelsen")
    told = page(clients["counsellor"], "plans_check", school, plan.uuid)
    assert "Aftalt med ledelsen" in told and "quality_lead, kvalitetsansvarlig" in told


def test_a_reason_that_is_refused_is_kept(school: Organisation, clients: dict[str, Client]) -> None:
    lead, plan = clients["quality_lead"], taken_in(school, "self_evaluation_2021")
    gap = page(lead, "plans_check", school, plan.uuid).split('name="gap" value="')[1].split('"')[0]
    for said in ({"reason": "Aftalt med ledelsen"}, {"gap": [gap], "reason": "Aftalt med 010203-1234"}):
        answer = post(lead, "plans_check", school, plan.uuid, **said)
        assert answer.status_code == 422
        text = answer.content.decode()
        assert f'value="{said["reason"]}"' in text and 'id="reason-error"' in text
        assert re.findall(r'name="gap" value="([^"]+)"[^>]* checked>', text) == said.get("gap", [])
    assert not plan.accepted_gaps.exists()


def test_what_a_goal_must_be_about_is_said_in_the_words_of_the_form(
    school: Organisation, clients: dict[str, Client]
) -> None:
    lead, plan = clients["quality_lead"], taken_in(school, "self_evaluation_2021")
    plan.goals.update(concerns="")
    told = page(lead, "plans_check", school, plan.uuid)
    field = f"{plan.goals.first().uuid}-concerns"
    assert "concerns: teaching" not in told
    assert "Undervisningens tilrettelæggelse og gennemførelse" in told
    address = re.search(rf'href="([^"]+)#{field}"', told)
    assert address is not None
    form = lead.get(address[1]).content.decode()
    assert f'id="{field}"' in form
    assert "Hvad det handler om" in form


def test_findings_are_in_the_readers_language(school: Organisation, clients: dict[str, Client]) -> None:
    lead, plan = clients["quality_lead"], taken_in(school, "self_evaluation_2021")
    plan.goals.first().placings.first().action.sub_actions.create(
        organisation=school, title="Noget", when="når det passer"
    )
    assert "forstås ikke som en dato" in page(lead, "plans_check", school, plan.uuid)
    lead.post("/language/", {"language": "en", "next": "/"})
    told = page(lead, "plans_check", school, plan.uuid)
    assert "forstås ikke" not in told
    assert "isn&#x27;t understood as a date" in told


def test_nobody_is_asked_for_a_weight_where_nothing_weighs(
    school: Organisation, clients: dict[str, Client]
) -> None:
    lead = clients["quality_lead"]
    for name, weighs in (("self_evaluation_2021", False), ("results_contract_2021", True)):
        plan = taken_in(school, name)
        form = page(lead, "plans_part", school, plan.uuid, "goal", plan.goals.first().uuid)
        assert ('name="weight"' in form) is weighs
        assert ('name="result"' in form) is weighs
        assert ("Vægt og resultat" in page(lead, "plans_one", school, plan.uuid)) is weighs


def test_an_empty_plan_says_what_it_begins_with(school: Organisation, clients: dict[str, Client]) -> None:
    lead, plan = clients["quality_lead"], taken_in(school, "self_evaluation_2021")
    plan.goals.all().delete()
    told = page(lead, "plans_one", school, plan.uuid)
    assert "Intet indsatsområde endnu" in told
    assert '<details class="pj-more pj-add" open>' in told
    assert "Tilføj: indsatsområde" in told


def test_a_goal_is_offered_below_another_as_deep_as_the_kind_goes(
    school: Organisation, clients: dict[str, Client]
) -> None:
    lead = clients["quality_lead"]
    # Guideposts have themes, themes nothing below; a focus area has no areas below it.
    strategy = page(lead, "plans_one", school, taken_in(school, "strategy_2024_2028").uuid)
    assert (strategy.count("Tilføj: tema"), strategy.count("Tilføj: pejlemærke")) == (3, 1)
    assert (
        page(lead, "plans_one", school, taken_in(school, "self_evaluation_2021").uuid).count(
            "Tilføj: indsats"
        )
        == 1
    )
