"""What is missing or odd in a plan leads to the field where it is mended, and says who accepted what and why."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

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
    assert (strategy.count("Tilføj: tema"), strategy.count(">Tilføj: pejlemærke</button>")) == (3, 1)
    assert (
        page(lead, "plans_one", school, taken_in(school, "self_evaluation_2021").uuid).count(
            ">Tilføj: indsatsområde</button>"
        )
        == 1
    )


def test_what_was_found_is_a_list_that_can_be_narrowed_and_taken_along(
    school: Organisation, clients: dict[str, Client]
) -> None:
    """Of the example: 17 fields not said, 8 of them schedules (counted by hand in examples/self_evaluation_2021)."""
    lead, plan = clients["quality_lead"], taken_in(school, "self_evaluation_2021")
    where = reverse("plans_check", args=[school.uuid, plan.uuid])
    found = lead.get(where).context["list"]
    lacking = [row for row in found.lines if row.row.group == "lacking"]
    schedules = [row for row in lacking if row.row.shown.gap.endswith(".schedule")]
    told = lead.get(where, {"group": "lacking", "q": "mangler “tidsplan”"})
    assert [line.row.shown.gap for line in told.context["list"].lines] == [
        row.row.shown.gap for row in schedules
    ]
    assert lead.get(where, {"group": "everything"}).status_code == 400
    book = load_workbook(BytesIO(lead.get(where, {"excel": 1}).content))
    assert [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)] == [
        line.row.shown.text for line in found.lines
    ]


def test_a_long_plan_is_looked_through_in_a_fixed_number_of_queries(
    school: Organisation, clients: dict[str, Client], django_assert_max_num_queries: Any
) -> None:
    lead, plan = clients["quality_lead"], taken_in(school, "strategy_2024_2028")
    Commitment.objects.filter(organisation=school).delete()
    where = reverse("plans_check", args=[school.uuid, plan.uuid])
    gaps = [line.row.shown.gap for line in lead.get(where, {"size": 200}).context["list"].lines]
    assert len(gaps) > 60
    lead.post(f"{where}?size=200", {"gap": gaps[:40], "reason": "Aftalt"})
    for asked in ({}, {"size": "200", "a-size": "200"}):
        with django_assert_max_num_queries(29):
            answer = lead.get(where, asked)
    assert (answer.context["accepted"].found, answer.context["list"].found) == (40, len(gaps) - 40)
    assert {line.row.who for line in answer.context["accepted"].lines} == {"quality_lead, kvalitetsansvarlig"}
    # Accepted no longer, from the list as it was chosen.
    key = answer.context["accepted"].lines[0].row.key
    back = post(lead, "plans_reject", school, plan.uuid, gap=key)["Location"]
    assert back == f"{where}?size=200&a-size=200"
    assert lead.get(back).context["accepted"].found == 39
