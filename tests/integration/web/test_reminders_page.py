"""The page of reminders: what awaits the reader, and how often a mail tells of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pejling.base.accounts.models import User
from pejling.base.mail.models import Reminders
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Action, Goal, Milestone, Placing, Plan


@pytest.fixture(autouse=True)
def _in_march() -> Any:
    with time_machine.travel(date(2026, 3, 10), tick=False):
        yield


@pytest.fixture
def action(school: Organisation, clients: dict[str, Client]) -> Action:
    plan = Plan.objects.create(
        organisation=school, kind="self_evaluation", title="Selvevaluering 2026", period_from=date(2026, 1, 1),
        period_to=date(2026, 12, 31),
    )  # fmt: skip
    goal = Goal.objects.create(organisation=school, plan=plan, title="Frafald", label="1")
    owner = User.objects.get(email=f"counsellor@{school.pk}.example")
    made = Action.objects.create(organisation=school, title="Mentorordning", owner_user=owner)
    Placing.objects.create(organisation=school, goal=goal, action=made)
    return made


def stone(action: Action, day: date) -> None:
    Milestone.objects.create(
        organisation=action.organisation, action=action, title=f"Møde {day.day}", when=f"{day}", first_day=day,
        last_day=day,
    )  # fmt: skip


def read(client: Client, school: Organisation) -> str:
    answer = client.get(reverse("reminders", args=[school.uuid]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_own_actions_and_steps_that_are_due(action: Action, clients: dict[str, Client]) -> None:
    for day in (date(2026, 3, 1), date(2026, 3, 24), date(2026, 3, 25)):
        stone(action, day)
    text = read(clients["counsellor"], action.organisation)
    assert (
        text.index("Overskredet (1)")
        < text.index("Mentorordning: Møde 1<")
        < text.index("De næste 14 dage (1)")
    )
    assert "Møde 24" in text
    assert "Møde 25" not in text
    assert "Resultatoverblik" not in text
    lead = read(clients["quality_lead"], action.organisation)
    assert "Resultatoverblik" in lead
    assert "Mentorordning" not in lead


def test_the_choice_is_ones_own_and_shown_on_ones_account(action: Action, clients: dict[str, Client]) -> None:
    counsellor, school = clients["counsellor"], action.organisation
    where = reverse("reminders", args=[school.uuid])
    assert counsellor.post(where, {"every": "hourly"}).status_code == 400
    assert counsellor.post(where, {"every": "daily"}).status_code == 302
    chosen = Reminders.objects.get()
    assert (chosen.user.name, chosen.every, chosen.organisation) == ("counsellor", "daily", school)
    assert "påmindelser på mail: Hver hverdag" in counsellor.get(reverse("account")).content.decode()
    assert "påmindelser på mail: Hver uge" in clients["luu"].get(reverse("account")).content.decode()
    assert clients["training_supervisor"].get(where).status_code == 403
    assert clients["stranger"].post(where, {"every": "never"}).status_code == 404


def test_as_many_queries_for_many_dates_as_for_few(
    action: Action, clients: dict[str, Client], django_assert_max_num_queries: Any
) -> None:
    stone(action, date(2026, 3, 1))
    with django_assert_max_num_queries(25) as few:
        read(clients["counsellor"], action.organisation)
    for day in range(2, 20):
        stone(action, date(2026, 3, day))
    with django_assert_max_num_queries(25) as many:
        read(clients["counsellor"], action.organisation)
    assert len(many) == len(few) <= 14
