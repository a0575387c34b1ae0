"""An adopted plan is revised: what goes on is chosen, and the difference is told goal by goal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pejling.base.audit.models import Entry
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Action, Plan
from tests.integration.web.reading_forms import form_of
from tests.integration.web.test_plans_pages import adopt, page, post, taken_in

SAID = {"title": "Revideret", "period_from": "2026-01-01", "period_to": "2028-12-31"}


def revised(client: Client, school: Organisation, plan: Plan, **said: Any) -> Any:
    return post(client, "plans_revise", school, plan.uuid, **{**SAID, **said})


def test_a_strategy_is_revised_with_the_themes_chosen(
    school: Organisation, clients: dict[str, Client], django_assert_max_num_queries: Any
) -> None:
    lead, plan = clients["quality_lead"], taken_in(school, "strategy_2024_2028")
    assert "behøver ikke" in page(lead, "plans_revise", school, plan.uuid)
    assert revised(lead, school, plan).status_code == 400
    adopt(plan)
    elmose = school.parts.get(kind="municipality", name="Elmose")
    plan.partners.filter(name="Herning Kommune").update(part=elmose)
    with django_assert_max_num_queries(34):
        told = page(lead, "plans_revise", school, plan.uuid)
    assert told.count('name="goal"') == plan.goals.count() == 11
    kept = [str(goal.uuid) for goal in plan.goals.exclude(label="1.b")]
    answer = revised(lead, school, plan, goal=kept, commitments="yes")
    new = Plan.objects.get(revises=plan)
    assert answer["Location"] == reverse("plans_compare", args=[school.uuid, new.uuid])
    assert (new.state, new.title) == ("draft", "Revideret")
    assert sorted(new.goals.values_list("label", flat=True)) == sorted(
        plan.goals.exclude(label="1.b").values_list("label", flat=True)
    )
    assert new.partners.get(name="Herning Kommune").part == elmose
    assert new.goals.get(label="1.a").commitments.count() == 7
    assert Entry.objects.filter(verb="revise_plan").exists()
    # One theme is reworded, one moves, one is new: all of it is told under its goal.
    theme = new.goals.get(label="2.a")
    where = reverse("plans_part", args=[school.uuid, new.uuid, "goal", theme.uuid])
    form = form_of(lead.get(where).content.decode(), "pj-part-form")
    assert lead.post(where, {**form, "title": f"{theme.title} hver dag"}).status_code == 302
    moved = new.goals.get(label="2.c")
    post(
        lead, "plans_move", school, new.uuid, "goal", moved.uuid, way="to", goal=new.goals.get(label="3").uuid
    )
    post(
        lead,
        "plans_add",
        school,
        new.uuid,
        sort="goal",
        title="Et nyt tema",
        below=new.goals.get(label="1").uuid,
    )
    with django_assert_max_num_queries(50):
        told = page(lead, "plans_compare", school, new.uuid)
    parts = {
        one.split("</h3>")[0].split('">')[2].split(" <span")[0]: one
        for one in told.split('class="pj-different"')[1:]
    }
    assert "<ins> hver dag</ins>" in parts[f"2.a {theme.title} hver dag"]
    assert "flyttet" in parts[f"2.c {moved.title}"] and "fra 2 " in parts[f"2.c {moved.title}"]
    assert any("Et nyt tema" in title and "tilføjet" in text for title, text in parts.items())
    gone = plan.goals.get(label="1.b")
    assert "taget ud" in parts[f"1.b {gone.title}"]


def test_an_action_that_goes_on_is_the_same_one(school: Organisation, clients: dict[str, Client]) -> None:
    lead, plan = clients["quality_lead"], taken_in(school, "self_evaluation_2021")
    adopt(plan)
    actions = list(Action.objects.filter(placings__goal__plan=plan).order_by("pk"))
    Action.objects.filter(pk=actions[0].pk).update(state="done")
    told = page(lead, "plans_revise", school, plan.uuid)
    chosen = [
        part.split('"')[0]
        for part in told.split('name="action" value="')[1:]
        if "checked" in part.split(">")[0]
    ]
    # What is done isn't carried on unless somebody says so.
    assert str(actions[0].uuid) not in chosen and len(chosen) == len(actions) - 1
    revised(lead, school, plan, goal=[str(goal.uuid) for goal in plan.goals.all()], action=chosen[:1])
    new = Plan.objects.get(revises=plan)
    (placing,) = [one for goal in new.goals.all() for one in goal.placings.all()]
    assert str(placing.action.uuid) == chosen[0]
    assert Action.objects.count() == len(actions)


@pytest.mark.parametrize(
    ("said", "status"),
    [({"title": ""}, 400), ({"period_to": "2020-01-01"}, 422), ({"period_from": "i går"}, 422),
     ({"title": "Om 010203-1234"}, 422)],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_made(
    said: dict[str, str], status: int, school: Organisation, clients: dict[str, Client]
) -> None:
    plan = taken_in(school, "training_programme_2023")
    adopt(plan)
    assert revised(clients["quality_lead"], school, plan, **said).status_code == status
    assert revised(clients["counsellor"], school, plan).status_code == 403
    assert Plan.objects.filter(organisation=school).count() == 1


def test_values_are_told_in_the_readers_words(school: Organisation, clients: dict[str, Client]) -> None:
    earlier, plan = (taken_in(school, "self_evaluation_2021") for _ in range(2))
    action = Action.objects.get(placings__goal__plan=plan, title="Støtte til assistentelevens faglige niveau")
    action.sub_actions.create(organisation=school, title="Screening", when="maj", state="done", owner="Ida")
    action.follow_ups.create(organisation=school, day="2021-05-03", narrative="Gik godt", decision="stop")
    action.addenda.create(organisation=school, day="2021-05-04", text="Flere timer")
    Action.objects.filter(pk=action.pk).update(internal=True, state="stopped")
    where, lead = reverse("plans_compare", args=[school.uuid, plan.uuid]), clients["quality_lead"]
    # Nothing of its own to be compared with: another plan isn't chosen unasked.
    assert "Tiltag" not in lead.get(where).content.decode().split('id="main-content"')[1].split("<form")[-1]
    told = lead.get(where, {"with": str(earlier.uuid)}).content.decode()
    for said in (
        "Screening – maj – Ida (Udført)",
        "3.5.2021: Gik godt (Stop)",
        "4.5.2021: Flere timer",
        "Stoppet",
    ):
        assert said in told, said
    assert "<del>nej</del><ins>ja</ins>" in told
    for raw in ("done", "stopped", "2021-05-03", "True"):
        assert f">{raw}<" not in told and f"· {raw}" not in told, raw
