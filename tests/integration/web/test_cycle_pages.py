"""The annual cycle's pages: who sees which steps, what is told by the plan itself, and what somebody says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from pejling.base.audit.models import Entry
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.actions import mark_step
from pejling.quality.plans.catalogue import kinds
from pejling.quality.plans.cycle import steps_of
from pejling.quality.plans.cycle_models import StepMark
from pejling.quality.plans.models import Goal, Milestone, Plan
from pejling.quality.plans.review_models import Review
from tests.integration.web.reading_pages import tables, workbook

pytestmark = pytest.mark.usefixtures("_in_april")


@pytest.fixture
def _in_april() -> Any:
    with time_machine.travel(date(2026, 4, 1), tick=False):
        yield


@pytest.fixture
def plan(school: Organisation, db) -> Plan:
    """A self-evaluation of 2026, still a draft, whose focus area has no reason yet."""
    made = Plan.objects.create(
        organisation=school, kind="self_evaluation", title="Selvevaluering 2026",
        period_from=date(2026, 1, 1), period_to=date(2026, 12, 31),
    )  # fmt: skip
    Goal.objects.create(organisation=school, plan=made, title="Frafald", label="1")
    return made


def tab(client: Client, plan: Plan, status: int = 200) -> str:
    answer = client.get(reverse("plans_cycle", args=[plan.organisation.uuid, plan.uuid]))
    assert answer.status_code == status
    return answer.content.decode()


def say(client: Client, plan: Plan, key: str, do: str, **texts: str) -> Any:
    where = reverse("plans_cycle_mark", args=[plan.organisation.uuid, plan.uuid])
    return client.post(where, {"key": key, "do": do, **texts})


def states(client: Client, plan: Plan, **query: str) -> dict[str, str]:
    """Step -> its state, in the school's list."""
    answer = client.get(reverse("cycle", args=[plan.organisation.uuid]), query)
    (table,) = tables(answer)
    return {cells[1]: cells[3] for cells in table[1:]}


def test_the_steps_have_the_states_of_the_day(plan: Plan, clients: dict[str, Client]) -> None:
    """On 1 April the results should have been looked at, the consultation is on, and adoption lies ahead."""
    found = states(clients["quality_lead"], plan)
    assert found["Resultatoverblik"] == "Overskredet"
    assert found["Indsatsområder vælges"] == "Overskredet"
    assert found["Høring af LUU, medarbejdere og elever"] == "Nu"
    assert found["Vedtagelse"] == "Kommer"
    assert "Offentliggørelse" not in found  # it is due in the year after
    assert states(clients["quality_lead"], plan, year="2027") == {"Offentliggørelse": "Kommer"}


def test_what_the_plan_tells_itself_nobody_has_to(plan: Plan, clients: dict[str, Client]) -> None:
    plan.goals.update(reason="Frafaldet har været højt i flere år.")
    Plan.objects.filter(pk=plan.pk).update(state="adopted", adopted_on=date(2026, 3, 20))
    found = states(clients["luu"], plan)
    assert found["Resultatoverblik"] == "Ikke noteret"  # the plan is adopted: its time has passed
    assert (found["Indsatsområder vælges"], found["Vedtagelse"]) == ("Udført", "Udført")
    text = tab(clients["quality_lead"], plan)
    assert "Udført den 20.3.2026" in text


def test_somebody_says_done_and_takes_it_back(plan: Plan, clients: dict[str, Client]) -> None:
    lead = clients["quality_lead"]
    assert (
        say(lead, plan, "results_overview", "done", day="2026-02-03", note="Set i chefgruppen").status_code
        == 302
    )
    assert states(lead, plan)["Resultatoverblik"] == "Udført"
    text = tab(lead, plan)
    assert "Udført den 3.2.2026 (quality_lead)" in text
    assert "Set i chefgruppen" in text
    say(lead, plan, "results_overview", "open")
    assert states(lead, plan)["Resultatoverblik"] == "Overskredet"
    assert not StepMark.objects.exists()
    verbs = list(Entry.objects.order_by("-id").values_list("verb", flat=True)[:2])
    assert verbs == ["unmark_step", "mark_step"]


def test_a_step_is_left_out_with_a_reason_only(plan: Plan, clients: dict[str, Client]) -> None:
    lead = clients["quality_lead"]
    assert say(lead, plan, "consultation", "leave_out").status_code == 400
    say(lead, plan, "consultation", "leave_out", note="Høres sammen med strategien")
    assert states(lead, plan)["Høring af LUU, medarbejdere og elever"] == "Sprunget over"


def test_a_step_is_moved_in_this_plan_alone_and_back(plan: Plan, clients: dict[str, Client]) -> None:
    lead = clients["quality_lead"]
    say(lead, plan, "results_overview", "move", first="2026-04-10", last="2026-04-12")
    assert states(lead, plan)["Resultatoverblik"] == "Kommer"
    text = tab(lead, plan)
    assert "10.4.–12.4.2026" in text
    assert "flyttet; ellers 5.1.–31.1.2026" in text
    say(lead, plan, "results_overview", "usual")
    assert states(lead, plan)["Resultatoverblik"] == "Overskredet"


@pytest.mark.parametrize(
    ("do", "texts", "said"),
    [
        ("done", {"day": "2026-04-02"}, "kan ikke ligge frem"),
        ("done", {"day": "i går"}, "Skriv den dag"),
        ("done", {"day": "2026-02-01", "note": "Om 010203-1234"}, "CPR"),
        ("move", {"first": "2026-05-01", "last": "2026-04-01"}, "første og sidste dag"),
        ("move", {"first": "maj"}, "første og sidste dag"),
        ("dance", {}, "Vælg, hvad der skal ske"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_kept(
    do: str, texts: dict[str, str], said: str, plan: Plan, clients: dict[str, Client]
) -> None:
    answer = say(clients["quality_lead"], plan, "results_overview", do, **texts)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not StepMark.objects.exists()


def test_who_may_see_and_say_what(plan: Plan, clients: dict[str, Client]) -> None:
    mark_step(by=None, organisation=plan.organisation, plan=plan, key="results_overview",
              done_on=date(2026, 2, 1), note="Internt ord")  # fmt: skip
    for role in ("luu", "board", "region", "municipal_consultant"):
        tab(clients[role], plan, status=404)
        answer = clients[role].get(reverse("cycle", args=[plan.organisation.uuid]))
        assert plan.title not in answer.content.decode()
    tab(clients["stranger"], plan, status=404)
    assert say(clients["counsellor"], plan, "adoption", "done", day="2026-03-01").status_code == 403
    Plan.objects.filter(pk=plan.pk).update(state="adopted", adopted_on=date(2026, 3, 20))
    text = tab(clients["luu"], plan)
    assert "Resultatoverblik" in text
    assert "Internt ord" not in text
    assert "Markér som udført" not in text


def test_a_closed_plan_is_left_alone(plan: Plan, clients: dict[str, Client]) -> None:
    Plan.objects.filter(pk=plan.pk).update(state="closed", adopted_on=date(2026, 1, 1))
    assert say(clients["quality_lead"], plan, "results_overview", "done", day="2026-02-01").status_code == 400
    assert not StepMark.objects.exists()
    answer = clients["quality_lead"].get(reverse("cycle", args=[plan.organisation.uuid]))
    assert plan.title not in answer.content.decode()


def test_the_plans_own_dates_stand_in_the_year_as_they_were_said(
    plan: Plan, clients: dict[str, Client]
) -> None:
    for title, when, first, last in (
        ("Temadag", "uge 20", date(2026, 5, 11), date(2026, 5, 17)),
        ("Hele året", "2026", date(2026, 1, 1), date(2026, 12, 31)),
    ):
        Milestone.objects.create(
            organisation=plan.organisation, plan=plan, title=title, when=when, first_day=first, last_day=last
        )
    lead = clients["quality_lead"]
    found = states(lead, plan)
    assert found["Temadag"] == "Kommer"
    assert "Hele året" not in found
    book = workbook(lead.get(reverse("cycle", args=[plan.organisation.uuid]), {"excel": "1"}))
    rows = next(iter(book.values()))
    assert any("uge 20" in row for row in rows)


def test_a_year_in_which_nothing_stands_is_no_choice(plan: Plan, clients: dict[str, Client]) -> None:
    for year in ("1999", "x", "-1"):
        answer = clients["quality_lead"].get(reverse("cycle", args=[plan.organisation.uuid]), {"year": year})
        assert answer.status_code == 400


def test_as_many_queries_for_many_plans_as_for_one(
    plan: Plan, clients: dict[str, Client], django_assert_max_num_queries: Any
) -> None:
    where = reverse("cycle", args=[plan.organisation.uuid])
    clients["quality_lead"].get(where)
    with django_assert_max_num_queries(30) as one:
        clients["quality_lead"].get(where)
    for year in range(2010, 2026):
        Plan.objects.create(
            organisation=plan.organisation, kind="self_evaluation", title=f"Selvevaluering {year}",
            period_from=date(year, 1, 1), period_to=date(year, 12, 31),
        )  # fmt: skip
    with django_assert_max_num_queries(30) as many:
        clients["quality_lead"].get(where)
    assert len(many) == len(one) <= 12


def test_a_publication_and_a_review_count_from_the_day_the_step_begins(
    school: Organisation, clients: dict[str, Client]
) -> None:
    """The follow-up plan published in April doesn't make the collected results public that are due next year."""
    here = {"organisation": school}
    plan = Plan.objects.create(
        **here, kind="strategy", title="Strategi", state="adopted", adopted_on=date(2023, 12, 1),
        period_from=date(2024, 1, 1), period_to=date(2028, 12, 31),
    )  # fmt: skip
    kind = kinds()["strategy"]
    midterm = next(step for step in kind.cycle if step.key == "midterm")
    assert midterm.derived == "reviewed"
    for day, expected in ((date(2026, 3, 1), "ahead"), (date(2026, 7, 3), "done")):
        Review.objects.create(**here, plan=plan, title="Midtvejs", day=day, concluded_on=day, frozen={})
        steps = {step.key: step.state for step in steps_of([plan], kinds(), date(2026, 4, 1))}
        assert steps["midterm"] == expected
    other = Plan.objects.create(
        **here, kind="self_evaluation", title="Selvevaluering", period_from=date(2026, 1, 1),
        period_to=date(2026, 12, 31),
    )  # fmt: skip
    for day, expected in ((date(2026, 5, 1), "ahead"), (date(2027, 2, 20), "done")):
        published = {other.pk: day}
        steps = {step.key: step.state for step in steps_of([other], kinds(), date(2026, 4, 1), published)}
        assert steps["publication"] == expected
