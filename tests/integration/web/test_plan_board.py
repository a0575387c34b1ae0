"""A plan's board and timeline: what stands where, for whom, and in a fixed number of queries."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Action, Milestone, Placing, Plan, SubAction
from tests.integration.web.worked_plan import worked_plan


@pytest.fixture
def plan(school: Organisation) -> Plan:
    return worked_plan(school)


def board(client: Client, plan: Plan, **asked: str) -> dict[str, list[str]]:
    """State -> the titles of its cards."""
    answer = client.get(reverse("plans_board", args=[plan.organisation.uuid, plan.uuid]), asked)
    assert answer.status_code == 200, answer.status_code
    return {lane.state: [card.action.title for card in lane.cards] for lane in answer.context["lanes"]}


def test_each_action_stands_in_the_column_of_its_state(clients: dict[str, Client], plan: Plan) -> None:
    lead = clients["quality_lead"]
    found = board(lead, plan)
    assert list(found) == ["planned", "running", "done", "paused", "stopped"]
    # By their next date, those without one last.
    assert found["planned"] == ["Snart", "Fælles", "Udateret", "Åben"]
    assert (found["running"], found["done"], found["paused"]) == (["Sent"], ["Færdig"], [])
    assert board(lead, plan, owner="Hanne Bo")["running"] == ["Sent"]
    assert board(lead, plan, owner="Hanne Bo")["planned"] == []
    second = plan.goals.get(title="Et andet")
    assert board(lead, plan, goal=str(second.uuid))["planned"] == ["Fælles"]


def test_a_card_is_moved_and_the_board_comes_back_as_it_was(clients: dict[str, Client], plan: Plan) -> None:
    lead, school = clients["quality_lead"], plan.organisation
    board(lead, plan, owner="Hanne Bo")
    action = Action.objects.get(title="Sent")
    answer = lead.post(
        reverse("plans_state", args=[school.uuid, plan.uuid, action.uuid]),
        {"state": "done", "was": "running", "back": "board"},
    )
    here = reverse("plans_board", args=[school.uuid, plan.uuid])
    assert answer["Location"] == f"{here}?owner=Hanne+Bo#a-{action.uuid}"
    assert board(lead, plan)["done"] == ["Færdig", "Sent"]


def test_who_may_move_what(clients: dict[str, Client], plan: Plan, made: Any) -> None:
    where = reverse("plans_board", args=[plan.organisation.uuid, plan.uuid])

    def movable(role: str) -> set[str]:
        lanes = clients[role].get(where).context["lanes"]
        return {card.action.title for lane in lanes for card in lane.cards if card.movable}

    Action.objects.filter(title="Sent").update(owner_user=made.readers["counsellor"])
    assert len(movable("quality_lead")) == 6
    assert movable("counsellor") == {"Sent"}
    assert clients["board"].get(where).status_code == 404
    Plan.objects.filter(pk=plan.pk).update(state="adopted", adopted_on=plan.period_from)
    assert movable("board") == set()
    Plan.objects.filter(pk=plan.pk).update(state="closed")
    assert movable("quality_lead") == set()


@time_machine.travel("2026-10-05T10:00:00+02:00", tick=False)
def test_the_timeline_draws_what_its_table_lists(clients: dict[str, Client], plan: Plan) -> None:
    lead, school = clients["quality_lead"], plan.organisation
    Milestone.objects.create(organisation=school, plan=plan, title="Midtvejs", when="uge 26",
                             first_day="2026-06-22", last_day="2026-06-28")  # fmt: skip
    where = reverse("plans_timeline", args=[school.uuid, plan.uuid])
    answer = lead.get(where)
    text = answer.content.decode()
    picture = text.split("<svg xmlns")[1].split("</svg>")[0]
    rows = {line.row.title: line for line in answer.context["list"].lines}
    assert set(rows) == {"Midtvejs", "Møde", "Workshop", "Opstart", "Drift", "Noget"}
    for title in ("Midtvejs", "Møde", "Workshop", "Opstart", "Drift"):
        assert title in picture
    assert "Noget" not in picture  # not understood: in the table only
    # "Møde" and the plan's own date have gone by; "Færdig" is done, so its date isn't late.
    assert {title for title, line in rows.items() if line.css} == {"Møde", "Midtvejs"}
    filtered = lead.get(where, {"owner": "Hanne Bo"})
    assert [line.row.title for line in filtered.context["list"].lines] == ["Møde"]
    picture = filtered.content.decode().split("<svg xmlns")[1].split("</svg>")[0]
    assert "Workshop" not in picture


@time_machine.travel("2026-10-05T10:00:00+02:00", tick=False)
def test_dated_parts_of_actions_are_on_the_timeline(clients: dict[str, Client], plan: Plan) -> None:
    lead, school, action = clients["quality_lead"], plan.organisation, Action.objects.get(title="Sent")
    for title, when, state, days in (
        ("Indkald", "uge 36", "running", ("2026-08-31", "2026-09-06")),
        ("Skriv referat", "november", "done", ("2026-11-01", "2026-11-30")),
        ("Uden dato", "", "planned", (None, None)),
    ):
        SubAction.objects.create(organisation=school, action=action, title=title, when=when, state=state,
                                 first_day=days[0], last_day=days[1])  # fmt: skip
    where = reverse("plans_timeline", args=[school.uuid, plan.uuid])
    answer = lead.get(where, {"owner": "Hanne Bo"})
    rows = {line.cells[0].text: line for line in answer.context["list"].lines}
    assert list(rows) == ["Del: Indkald", "Møde", "Del: Skriv referat"]  # by their first day
    # Week 36 of 2026 ended on 6 September: the part is overdue; the other is done already.
    assert {title for title, line in rows.items() if line.css} == {"Del: Indkald", "Møde"}
    picture = answer.content.decode().split("<svg xmlns")[1].split("</svg>")[0]
    assert "Del: Indkald – uge 36" in picture
    done = lead.get(where, {"done": "yes"}).context["list"].lines
    assert [line.row.title for line in done] == ["Skriv referat"]
    # Finished work isn't late, whatever its parts say.
    Action.objects.filter(pk=action.pk).update(state="done")
    assert not any(line.css for line in lead.get(where, {"owner": "Hanne Bo"}).context["list"].lines)


def test_undoing_a_move_is_offered_on_the_card(clients: dict[str, Client], plan: Plan) -> None:
    """First in the card that the address points at, so the next step by keyboard leads to it."""
    lead, school, action = clients["quality_lead"], plan.organisation, Action.objects.get(title="Sent")
    here = reverse("plans_board", args=[school.uuid, plan.uuid])
    moved = {"state": "done", "was": "running", "back": "board"}
    lead.post(reverse("plans_state", args=[school.uuid, plan.uuid, action.uuid]), moved)
    text = lead.get(here).content.decode()
    card = text.split(f'id="a-{action.uuid}"')[1].split("</li>")[0]
    assert card.index("Fortryd") < card.index("<a href")
    assert text.count(">Fortryd<") == 1
    # A card that the filter hides: it is said at the top.
    lead.post(
        reverse("plans_state", args=[school.uuid, plan.uuid, action.uuid]),
        {**moved, "state": "paused", "was": "done"},
    )
    text = lead.get(here, {"owner": "-"}).content.decode()
    assert text.index(">Fortryd<") < text.index('class="pj-board"')


def test_what_is_internal_is_on_neither(clients: dict[str, Client], plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(state="adopted", adopted_on=plan.period_from)
    Action.objects.filter(title="Sent").update(internal=True)
    for name in ("plans_board", "plans_timeline"):
        where = reverse(name, args=[plan.organisation.uuid, plan.uuid])
        for role, seen in (("counsellor", True), ("board", False)):
            text = clients[role].get(where).content.decode()
            assert ("Sent</a>" in text) is seen, (name, role)
            assert ("Møde" in text) is seen, (name, role)
        assert clients["stranger"].get(where).status_code == 404


def test_neither_asks_more_of_a_large_plan(
    clients: dict[str, Client], plan: Plan, django_assert_max_num_queries: Any
) -> None:
    school, goal = plan.organisation, plan.goals.first()
    made = Action.objects.bulk_create(Action(organisation=school, title=f"Nr. {n}") for n in range(120))
    Placing.objects.bulk_create(Placing(organisation=school, goal=goal, action=one) for one in made)
    Milestone.objects.bulk_create(
        Milestone(
            organisation=school,
            action=one,
            title="M",
            when="maj",
            first_day="2026-05-01",
            last_day="2026-05-31",
        )
        for one in made
    )
    for name in ("plans_board", "plans_timeline"):
        where = reverse(name, args=[school.uuid, plan.uuid])
        with django_assert_max_num_queries(26):
            text = clients["quality_lead"].get(where).content.decode()
    assert "De første 60 datoer er tegnet" in text
    lane = (
        clients["quality_lead"].get(reverse("plans_board", args=[school.uuid, plan.uuid])).context["lanes"][0]
    )
    assert (lane.n, len(lane.cards)) == (124, 30)
