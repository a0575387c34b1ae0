"""Follow-ups on an action's page: written, corrected, removed and put back; figures kept as they were."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pejling.analysis.plans.plan_file import read_plan
from pejling.base.audit.models import Entry
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Action, FollowUp, Plan
from tests.integration.web.reading_forms import form_of
from tests.integration.web.small_school import SECOND
from tests.integration.web.test_plans_pages import adopt, page, post, taken_in


@pytest.fixture
def plan(school: Organisation) -> Plan:
    made = taken_in(school, "self_evaluation_2021")
    adopt(made)
    return made


def action_of(plan: Plan) -> Action:
    return Action.objects.filter(placings__goal__plan=plan).order_by("pk").first()


def written(client: Client, school: Organisation, plan: Plan, action: Action, **said: str) -> Any:
    """The form of a new follow-up, filled in and sent."""
    where = reverse("plans_follow_up", args=[school.uuid, plan.uuid, action.uuid])
    form = form_of(client.get(where).content.decode(), "pj-follow-form")
    return client.post(where, {**form, **said})


def test_an_adopted_plans_action_is_followed_up_with_a_figure(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    lead, action = clients["quality_lead"], action_of(plan)
    said = {
        "day": "2021-09-24",
        "narrative": "Workshoppen blev holdt",
        "evidence": "Referatet",
        "decision": "stop",
    }
    answer = written(lead, school, plan, action, **said, figure="i-entrants")
    assert answer.status_code == 302, answer.content.decode()[:2000]
    row = FollowUp.objects.get(action=action)
    (figure,) = row.figures
    # The small school's own page says the same number; n and the day go with it.
    assert (figure["key"], figure["as_of"], bool(figure["snapshot"])) == (
        "entrants",
        SECOND.isoformat(),
        True,
    )
    assert int(figure["n"]) == int(Decimal(figure["value"]))
    told = page(lead, "plans_action", school, plan.uuid, action.uuid)
    assert "Workshoppen blev holdt" in told and "24.9.2021" in told and "n = " in told
    assert "Sidst fulgt op 24.9.2021" in page(lead, "plans_one", school, plan.uuid)
    assert Entry.objects.filter(verb="follow_up").exists()
    # "Stop" offers to stop the action.
    where = reverse("plans_follow_stop", args=[school.uuid, plan.uuid, action.uuid])
    assert where in told
    assert lead.post(where).status_code == 302
    action.refresh_from_db()
    assert action.state == "stopped"
    assert where not in page(lead, "plans_action", school, plan.uuid, action.uuid)


def test_the_form_says_what_is_wrong_and_keeps_what_was_written(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    lead, action = clients["quality_lead"], action_of(plan)
    answer = written(
        lead, school, plan, action, day="32.13.2021", narrative="Om 010203-1234", evidence="Bilag 7"
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count("form-error-message") == 2 and "Bilag 7" in text
    assert written(lead, school, plan, action, day="2021-01-01", narrative=" ").status_code == 422
    assert not FollowUp.objects.exists()


def test_a_follow_up_is_corrected_removed_and_put_back(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    lead, action = clients["quality_lead"], action_of(plan)
    written(lead, school, plan, action, day="2021-09-24", narrative="Første ord")
    row = FollowUp.objects.get()
    where = reverse("plans_part", args=[school.uuid, plan.uuid, "follow_up", row.uuid])
    form = form_of(lead.get(where).content.decode(), "pj-part-form")
    assert lead.post(where, {**form, "narrative": "Andre ord"}).status_code == 302
    assert "<del>Første</del>" in page(lead, "plans_history", school, plan.uuid, "follow_up", row.uuid)
    answer = post(lead, "plans_remove", school, plan.uuid, "follow_up", row.uuid, sure="yes")
    assert answer["Location"] == reverse("plans_action", args=[school.uuid, plan.uuid, action.uuid])
    assert not FollowUp.objects.exists()
    told = page(lead, "plans_action", school, plan.uuid, action.uuid)
    post(lead, "plans_undo", school, removed=told.split('name="removed" value="')[1].split('"')[0])
    assert FollowUp.objects.get().narrative == "Andre ord"


def test_a_figure_is_added_and_taken_out(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    lead, action = clients["quality_lead"], action_of(plan)
    written(lead, school, plan, action, day="2021-09-24", narrative="Ord")
    row = FollowUp.objects.get()
    where = reverse("plans_follow_figure", args=[school.uuid, plan.uuid, row.uuid])
    for key in ("i-entrants", "i-dropout", "i-nonsense"):
        lead.post(where, {"figure": key})
    row.refresh_from_db()
    assert [one["key"] for one in row.figures] == ["entrants", "dropout"]
    lead.post(where, {"drop": "0"})
    lead.post(where, {"drop": "7"})
    row.refresh_from_db()
    assert [one["key"] for one in row.figures] == ["dropout"]
    # A figure goes with the plan's file, and reads the same again.
    value = read_plan(page(lead, "plans_yaml", school, plan.uuid)).plan
    assert value is not None
    (told,) = [one for _goal, found in value.actions() for one in found.follow_ups]
    assert told.figures[0].key == "dropout" and told.figures[0].snapshot


def test_small_counts_are_hidden_from_those_who_may_not_see_them(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    action = action_of(plan)
    figures = [
        {"title": "Frafald", "value": "66.6", "unit": "%", "n": 3, "events": 2, "as_of": "2021-09-01"},
        {"title": "Optag", "value": "40", "n": 40, "as_of": "2021-09-01"},
    ]
    FollowUp.objects.create(
        organisation=school, action=action, day="2021-09-24", narrative="Ord", figures=figures
    )
    for role, seen in (("counsellor", True), ("board", False)):
        told = page(clients[role], "plans_action", school, plan.uuid, action.uuid)
        assert ("66,6" in told) is seen
        assert "n = 40" in told
        assert ("66.6" in page(clients[role], "plans_yaml", school, plan.uuid)) is seen


def test_who_writes_follow_ups(school: Organisation, clients: dict[str, Client], plan: Plan) -> None:
    action = action_of(plan)
    for role, status in (("counsellor", 403), ("board", 403), ("stranger", 404), ("head_of_department", 200)):
        page(clients[role], "plans_follow_up", school, plan.uuid, action.uuid, status=status)
    assert "pj-follow-form" not in page(clients["counsellor"], "plans_action", school, plan.uuid, action.uuid)
    # Whoever sees only a part of the school's figures can't put the whole school's there.
    told = page(clients["head_of_department"], "plans_follow_up", school, plan.uuid, action.uuid)
    assert 'name="figure"' not in told


def test_a_closed_plans_action_takes_no_follow_up(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    lead, action = clients["quality_lead"], action_of(plan)
    Plan.objects.filter(pk=plan.pk).update(state="closed")
    where = reverse("plans_follow_up", args=[school.uuid, plan.uuid, action.uuid])
    sent = {"was-day": "x", "day": "2021-01-01", "was-narrative": "x", "narrative": "Smuglet ind"}
    assert lead.post(where, sent).status_code == 422
    assert not FollowUp.objects.exists()
    assert 'name="narrative"' not in page(lead, "plans_action", school, plan.uuid, action.uuid)


def test_a_meeting_walks_through_the_plans_actions(
    school: Organisation, clients: dict[str, Client], plan: Plan, django_assert_max_num_queries: Any
) -> None:
    lead = clients["quality_lead"]
    with django_assert_max_num_queries(18):
        told = page(lead, "plans_follow", school, plan.uuid)
    number = Action.objects.filter(placings__goal__plan=plan).count()
    assert told.count("<tr") - 1 == number
    book = lead.get(reverse("plans_follow", args=[school.uuid, plan.uuid]), {"excel": "1"})
    assert book["Content-Type"].endswith("sheet")
    where = told.split('button button-primary pj-small" href="')[1].split('"')[0]
    seen = []
    while where.rstrip("/").split("/")[-1] != "follow":
        seen.append(where)
        form = form_of(lead.get(where).content.decode(), "pj-follow-form")
        answer = lead.post(
            where, {**form, "day": "2021-12-01", "narrative": "Gennemgået", "decision": "continue"}
        )
        assert answer.status_code == 302
        where = answer["Location"]
    assert len(seen) == number == FollowUp.objects.filter(narrative="Gennemgået").count()
    # What is wrong is said where it is, and the counsellor reads along.
    assert lead.post(seen[0], {**form, "narrative": ""}).status_code == 422
    assert 'name="narrative"' not in clients["counsellor"].get(seen[0]).content.decode()
    assert clients["counsellor"].post(seen[0], form).status_code == 403


def test_last_years_actions_are_evaluated_and_carried_on(
    school: Organisation, clients: dict[str, Client], plan: Plan, django_assert_max_num_queries: Any
) -> None:
    lead, action = clients["quality_lead"], action_of(plan)
    written(lead, school, plan, action, day="2021-09-24", narrative="Det virkede", decision="continue")
    made = {
        "kind": "self_evaluation",
        "title": "2022",
        "period_from": "2022-01-01",
        "period_to": "2022-12-31",
    }
    post(lead, "plans_new", school, **made)
    new = Plan.objects.get(title="2022")
    post(lead, "plans_add", school, new.uuid, sort="goal", title="Færre falder fra")
    with django_assert_max_num_queries(22):
        told = page(lead, "plans_last_year", school, new.uuid)
    assert "Det virkede" in told and plan.title in told
    post(lead, "plans_carry_on", school, new.uuid, action=action.uuid, goal=new.goals.get().uuid)
    assert [one.goal.plan for one in action.placings.order_by("pk")] == [plan, new]
    assert "I denne plan" in page(lead, "plans_last_year", school, new.uuid)
    # Another plan's goal, or nonsense, does nothing.
    post(lead, "plans_carry_on", school, new.uuid, action=action.uuid, goal=plan.goals.first().uuid)
    post(lead, "plans_carry_on", school, new.uuid, action="x", goal="y")
    assert action.placings.count() == 2
    # The first plan has no earlier one, and says so.
    assert "Ingen tidligere plan" in page(lead, "plans_last_year", school, plan.uuid)
    assert post(clients["counsellor"], "plans_carry_on", school, new.uuid).status_code == 403


def test_a_part_past_its_date_is_missing_something_and_comes_next(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    action = action_of(plan)
    action.schedule.all().delete()
    where = reverse("plans_follow", args=[school.uuid, plan.uuid])

    def lacks() -> list[str]:
        rows = [line.row for line in clients["quality_lead"].get(where).context["list"].lines]
        return next(row.lacks for row in rows if row.action.uuid == action.uuid)

    part = action.sub_actions.create(
        organisation=school, title="Pilot", when="maj 2021", first_day="2021-05-01", last_day="2021-05-31"
    )
    assert "passed" in lacks()
    part.state = "done"
    part.save()
    assert "passed" not in lacks()
