"""The list of actions across all plans: whose they are, which are overdue, and who sees them."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pejling.base.organisations.models import Organisation
from pejling.quality.plans import actions
from pejling.quality.plans.models import Action, Milestone, Placing, Plan
from tests.integration.web.worked_plan import worked_plan

#: in the worked plan "ultimo september" is 21-30 September
LAST_OF_SEPTEMBER, FIRST_OF_OCTOBER = date(2026, 9, 30), date(2026, 10, 1)


@pytest.fixture
def plan(school: Organisation) -> Plan:
    return worked_plan(school)


def listed(client: Client, school: Organisation, **asked: str) -> set[str]:
    """The titles of the actions that the list shows."""
    answer = client.get(reverse("plans_actions", args=[school.uuid]), asked)
    assert answer.status_code == 200, answer.status_code
    return {line.row.action.title for line in answer.context["list"].lines}


@pytest.mark.parametrize(
    ("on", "overdue", "upcoming"),
    [
        (LAST_OF_SEPTEMBER, set(), {"Sent", "Snart", "Åben"}),
        (FIRST_OF_OCTOBER, {"Sent"}, {"Snart", "Åben"}),
        (date(2026, 11, 1), {"Sent", "Snart"}, {"Åben"}),
    ],
)
def test_overdue_and_upcoming_go_by_the_days_a_date_spans(
    on: date,
    overdue: set[str],
    upcoming: set[str],
    school: Organisation,
    clients: dict[str, Client],
    plan: Plan,
) -> None:
    lead = clients["quality_lead"]
    with time_machine.travel(f"{on.isoformat()}T10:00:00+02:00", tick=False):
        assert listed(lead, school, due="overdue") == overdue
        assert listed(lead, school, due="upcoming") == upcoming
        assert listed(lead, school, due="none") == {"Udateret", "Fælles"}
        if overdue:
            # Ticked off, it isn't overdue any more.
            Milestone.objects.filter(title="Møde").update(done_on=on)
            assert "Sent" not in listed(lead, school, due="overdue")


def test_each_filter(school: Organisation, clients: dict[str, Client], plan: Plan, made: Any) -> None:
    lead = clients["quality_lead"]
    Action.objects.filter(title="Snart").update(owner_user=made.readers["quality_lead"])
    everything = {"Sent", "Snart", "Færdig", "Åben", "Udateret", "Fælles"}
    assert listed(lead, school) == everything
    assert listed(lead, school, mine="yes") == {"Snart"}
    assert listed(clients["head"], school, mine="yes") == set()
    assert listed(lead, school, mine="no") == everything - {"Snart"}
    assert listed(lead, school, state="done") == {"Færdig"}
    assert listed(lead, school, state="open") == everything - {"Færdig"}
    assert listed(lead, school, owner="Hanne Bo") == {"Sent"}
    assert listed(lead, school, owner="-") == everything - {"Sent"}
    # Named among the involved, or committed to the goal; "not chosen" is no commitment.
    assert listed(lead, school, partner="Ærø Kommune") == {"Snart", "Fælles"}
    assert listed(lead, school, approach="preventive") == {"Udateret"}
    assert listed(lead, school, plan=str(plan.uuid)) == everything
    assert listed(lead, school, day_from="2026-10-01", day_to="2026-10-31") == {"Snart"}
    wrong = lead.get(reverse("plans_actions", args=[school.uuid]), {"plan": "nonsense"})
    assert wrong.status_code == 400


def test_who_sees_which_action(school: Organisation, clients: dict[str, Client], plan: Plan) -> None:
    Action.objects.filter(title="Sent").update(internal=True)
    assert "Sent" in listed(clients["counsellor"], school)
    for role in ("board", "luu", "municipal_consultant"):
        assert listed(clients[role], school) == set()
    Plan.objects.filter(pk=plan.pk).update(state="adopted", adopted_on=plan.period_from)
    assert listed(clients["board"], school) == {"Snart", "Færdig", "Åben", "Udateret", "Fælles"}
    assert listed(clients["municipal_consultant"], school) == set()
    assert clients["training_supervisor"].get(reverse("plans_actions", args=[school.uuid])).status_code == 403
    assert clients["stranger"].get(reverse("plans_actions", args=[school.uuid])).status_code == 404


def test_the_workbook_has_typed_days_and_no_formulas(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    Action.objects.filter(title="Sent").update(title="=1+1")
    answer = clients["quality_lead"].get(
        reverse("plans_actions", args=[school.uuid]), {"excel": "1", "owner": "Hanne Bo"}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    heads, row = [[cell.value for cell in line] for line in sheet.iter_rows()]
    found = dict(zip(heads, row, strict=True))
    assert found["Senest"].date() == LAST_OF_SEPTEMBER
    assert (row[0], found["Planer"], found["Ansvarlig"]) == ("'=1+1", "Strategien", "Hanne Bo")


def test_an_action_of_two_plans_is_listed_once_however_many_there_are(
    school: Organisation, clients: dict[str, Client], plan: Plan, django_assert_max_num_queries: Any
) -> None:
    goal, second = plan.goals.all()
    shared = Action.objects.get(title="Sent")
    actions.place_action(by=None, organisation=school, plan=plan, goal=second, action=shared)
    with django_assert_max_num_queries(18):
        listed(clients["quality_lead"], school)
    made = Action.objects.bulk_create(Action(organisation=school, title=f"Nr. {n}") for n in range(150))
    Placing.objects.bulk_create(
        Placing(organisation=school, goal=goal, action=one, position=n) for n, one in enumerate(made)
    )
    with django_assert_max_num_queries(18):
        shown = clients["quality_lead"].get(reverse("plans_actions", args=[school.uuid]), {"size": "200"})
    titles = [line.row.action.title for line in shown.context["list"].lines]
    assert len(titles) == len(set(titles)) == 156


def test_a_part_past_its_date_makes_its_action_overdue_and_is_named(
    school: Organisation, clients: dict[str, Client], plan: Plan, made: Any
) -> None:
    lead = clients["quality_lead"]
    action = Action.objects.get(title="Åben")  # its own date has no end
    Action.objects.filter(pk=action.pk).update(owner_user=made.readers["quality_lead"])
    part = action.sub_actions.create(
        organisation=school, title="Pilotforløb", when="maj 2026", first_day=date(2026, 5, 1),
        last_day=date(2026, 5, 31),
    )  # fmt: skip

    def first(**asked: str) -> Any:
        answer = lead.get(reverse("plans_actions", args=[school.uuid]), {"q": "Åben", **asked})
        return next((line.row for line in answer.context["list"].lines), None)

    with time_machine.travel("2026-05-31T23:50:00+02:00", tick=False):
        assert first(due="overdue") is None
        assert first(due="upcoming").coming == "Del: Pilotforløb – maj 2026"
    with time_machine.travel("2026-06-01T00:05:00+02:00", tick=False):
        late = first(due="overdue", mine="yes", state="open")
        assert (late.coming, late.overdue) == ("Del: Pilotforløb – maj 2026", True)
        board = lead.get(reverse("plans_board", args=[school.uuid, plan.uuid]))
        cards = [card for lane in board.context["lanes"] for card in lane.cards if card.action == action]
        assert [(card.coming, card.late) for card in cards] == [("Del: Pilotforløb – maj 2026", True)]
        page = lead.get(reverse("plans_action", args=[school.uuid, plan.uuid, action.uuid]))
        assert "Overskredet" in page.content.decode()
        for state in ("done", "stopped"):
            part.state = state
            part.save()
            assert first(due="overdue") is None
        assert first().coming == "Drift – fra april 2026 og frem"


def test_an_action_leads_back_to_the_list_and_the_board_as_they_were_chosen(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    lead, action = clients["quality_lead"], Action.objects.get(title="Sent")
    where = reverse("plans_action", args=[school.uuid, plan.uuid, action.uuid])
    board = reverse("plans_board", args=[school.uuid, plan.uuid])
    actions_list = reverse("plans_actions", args=[school.uuid])
    told = lead.get(where).content.decode()
    assert f'href="{actions_list}"' in told
    lead.get(actions_list, {"owner": "Hanne Bo", "sort": "owner"})
    lead.get(board, {"owner": "Hanne Bo"})
    told = lead.get(where).content.decode()
    assert f'href="{actions_list}?owner=Hanne+Bo&amp;sort=owner"' in told
    assert f'href="{board}?owner=Hanne+Bo"' in told
