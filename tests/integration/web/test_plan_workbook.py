"""The workbook a plan is followed up by, and what becomes of a leaver's work."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from pejling.base.accounts.models import Membership
from pejling.base.audit.models import Entry
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Action, FollowUp, Milestone, Plan, SubAction
from pejling.quality.plans.record_models import OldText
from tests.integration.web.test_plans_pages import taken_in
from tests.integration.web.worked_plan import worked_plan


@pytest.fixture
def plan(school: Organisation) -> Plan:
    return worked_plan(school)


def book(client: Client, plan: Plan) -> list[list[dict[str, Any]]]:
    """The sheets, each row as {heading: value}."""
    answer = client.get(reverse("plans_excel", args=[plan.organisation.uuid, plan.uuid]))
    assert answer.status_code == 200, answer.status_code
    made = []
    for sheet in openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets:
        heads, *rows = [[cell.value for cell in line] for line in sheet.iter_rows()]
        assert len(heads) == len(set(heads)), heads
        made.append([dict(zip(heads, row, strict=True)) for row in rows])
    return made


def test_a_row_an_action(clients: dict[str, Client], plan: Plan) -> None:
    action = Action.objects.get(title="Sent")
    Action.objects.filter(pk=action.pk).update(description="=HYPERLINK(1)", involved=["LUU", "@Elever"])
    Milestone.objects.create(organisation=plan.organisation, action=action, title="Før", when="1. maj",
                             first_day="2026-05-01", last_day="2026-05-01", done_on="2026-05-02")  # fmt: skip
    SubAction.objects.create(organisation=plan.organisation, action=action, title="Del", state="done")
    FollowUp.objects.create(organisation=plan.organisation, action=action, day="2026-06-01", narrative="Det går",
                            decision="continue")  # fmt: skip
    actions, _measures, about = book(clients["quality_lead"], plan)
    assert [row["Tiltag"] for row in actions] == ["Sent", "Snart", "Færdig", "Åben", "Udateret", "Fælles"]
    row = actions[0]
    assert row["Beskrivelse"] == "'=HYPERLINK(1)"
    assert row["Involverede"] == "LUU\n@Elever"
    assert row["Tidsplan"] == "Møde – ultimo september\nFør – 1. maj (gjort 2.5.2026)"
    assert (row["Næste dato"], row["Senest"].date()) == ("Møde – ultimo september", date(2026, 9, 30))
    assert (row["Status"], row["Ansvarlig"], row["Dele af tiltaget"]) == (
        "I gang",
        "Hanne Bo",
        "Del (Udført)",
    )
    assert row["Seneste beslutning"] == "Fortsæt"
    assert "Det går" in row["Opfølgninger"]
    assert [line["Værdi"] for line in about if line["Hvad"] == "Titel"] == ["Strategien"]


def test_weights_and_results_are_numbers_and_what_is_not_known_is_empty(
    school: Organisation, clients: dict[str, Client]
) -> None:
    """The source's contract: the goals' results are 27.5, 18, 11, 11.75, 2.5 and 5."""
    plan = taken_in(school, "results_contract_2021")
    actions, measures, _about = book(clients["quality_lead"], plan)
    goals = [row for row in measures if row["Måling"] == "Målet som helhed"]
    assert sum(row["Vægt"] for row in goals) == 100
    assert all(isinstance(row["Vægt"], int | float) for row in goals)
    assert any(row["Resultat"] is None for row in (*actions, *measures))


def test_what_is_internal_stays_inside(clients: dict[str, Client], plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(state="adopted", adopted_on=plan.period_from)
    Action.objects.filter(title="Sent").update(internal=True)
    at_school, outside = (book(clients[role], plan)[0] for role in ("counsellor", "board"))
    assert [row["Intern"] for row in at_school if row["Tiltag"] == "Sent"] == [True]
    assert "Sent" not in [row["Tiltag"] for row in outside]
    assert "Intern" not in outside[0]
    where = reverse("plans_excel", args=[plan.organisation.uuid, plan.uuid])
    assert clients["municipal_consultant"].get(where).status_code == 404
    assert clients["stranger"].get(where).status_code == 404


def test_a_large_plan_asks_no_more(clients: dict[str, Client], school: Organisation, plan: Plan,
                                   django_assert_max_num_queries: Any) -> None:  # fmt: skip
    for one in (plan, taken_in(school, "self_evaluation_2021")):
        with django_assert_max_num_queries(24):
            book(clients["quality_lead"], one)


def test_a_leavers_work_is_handed_over(
    school: Organisation, clients: dict[str, Client], plan: Plan, made: Any
) -> None:
    leaver, head = made.readers["counsellor"], made.readers["head"]
    # One where the name is all that is said, one with a title, one that is finished.
    Action.objects.filter(title="Sent").update(owner_user=leaver, owner="counsellor")
    Action.objects.filter(title="Snart").update(owner_user=leaver, owner="Vejledningen")
    Action.objects.filter(title="Færdig").update(owner_user=leaver)
    other = Action.objects.get(title="Fælles")
    SubAction.objects.create(organisation=school, action=other, title="Del", owner="Counsellor")
    where = reverse("people_end", args=[school.uuid, Membership.objects.get(user=leaver).uuid])
    admin = clients["administrator"]
    told = admin.get(where).content.decode()
    assert "Tiltag i planer: 2" in told and "Dele af tiltag i planer: 1" in told
    assert admin.post(where, {"to": ""}).status_code == 400
    assert admin.post(where, {"to": str(head.uuid)}).status_code == 302
    owners = {one.title: (one.owner_user, one.owner) for one in Action.objects.filter(organisation=school)}
    assert owners["Sent"] == (head, "head")
    assert owners["Snart"] == (head, "Vejledningen")
    assert owners["Færdig"] == (leaver, "")
    assert SubAction.objects.get(title="Del").owner == "head"
    assert Entry.objects.filter(verb="hand_over_action").count() == 3
    assert OldText.objects.filter(field="owner_user", text=str(leaver.uuid)).count() == 2
    assert clients["counsellor"].get(reverse("plans", args=[school.uuid])).status_code == 404
