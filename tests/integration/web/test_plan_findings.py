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
    post(lead, "plans_accept", school, plan.uuid, gap=[gap], reason="Aftalt med ledelsen")
    told = page(clients["counsellor"], "plans_check", school, plan.uuid)
    assert "Aftalt med ledelsen" in told and "quality_lead, kvalitetsansvarlig" in told
