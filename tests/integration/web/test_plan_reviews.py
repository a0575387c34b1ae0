"""A shared plan reviewed by its partners: begun, written, concluded and kept, compared, and in its file."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pejling.analysis.plans.plan_file import read_plan
from pejling.analysis.plans.writing import write_plan
from pejling.base.organisations.models import Organisation
from pejling.quality.plans import queries
from pejling.quality.plans.actions import take_in
from pejling.quality.plans.models import Commitment, Partner, Plan
from pejling.quality.plans.record_models import OldText
from pejling.quality.plans.review_models import Review
from tests.integration.web.reading_forms import form_of
from tests.integration.web.test_plans_pages import adopt, page, post, taken_in


@pytest.fixture
def plan(school: Organisation) -> Plan:
    made = taken_in(school, "strategy_2024_2028")
    adopt(made)
    elmose = school.parts.get(kind="municipality", name="Elmose")
    Partner.objects.create(organisation=school, plan=made, name="Elmose Kommune", part=elmose, position=90)
    return made


def begun(
    client: Client, school: Organisation, plan: Plan, title: str = "Midtvejs", day: str = "2026-05-04"
) -> Review:
    answer = post(client, "plans_review_begin", school, plan.uuid, title=title, day=day)
    made = Review.objects.get(title=title)
    assert answer["Location"] == reverse("plans_review", args=[school.uuid, plan.uuid, made.uuid])
    return made


def assessed(
    client: Client, school: Organisation, plan: Plan, review: Review, label: str, **said: str
) -> Any:
    theme = review.themes.get(goal__label=label)
    where = reverse("plans_part", args=[school.uuid, plan.uuid, "review_theme", theme.uuid])
    return client.post(where, {**form_of(client.get(where).content.decode(), "pj-part-form"), **said})


def test_a_review_is_written_concluded_and_kept_as_it_was(
    school: Organisation, clients: dict[str, Client], plan: Plan, django_assert_max_num_queries: Any
) -> None:
    lead, goal = clients["quality_lead"], plan.goals.get(label="1.a")
    own = Commitment.objects.create(
        organisation=school, goal=goal, partner=plan.partners.get(name="Elmose Kommune"), text="Fast ugedag",
        state="running",
    )  # fmt: skip
    review = begun(lead, school, plan)
    # Eight themes, as the source has.
    assert review.themes.count() == 8
    answer = assessed(lead, school, plan, review, "1.a", status="attention", done="Aftalen er skrevet",
                      next_steps="Drøftes, LUU, september\nUnderskrives, lederne, oktober")  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[:1000]
    theme = review.themes.get(goal=goal)
    where = reverse("plans_review_figure", args=[school.uuid, plan.uuid, theme.uuid])
    lead.post(where, {"figure": "i-entrants"})
    with django_assert_max_num_queries(30):
        told = page(lead, "plans_review", school, plan.uuid, review.uuid)
    assert "Aftalen er skrevet" in told and "Fast ugedag" in told and "n = " in told
    # Partners follow it under way; the board reads what is concluded.
    page(clients["municipal_consultant"], "plans_review", school, plan.uuid, review.uuid)
    page(clients["board"], "plans_review", school, plan.uuid, review.uuid, status=404)
    for role in ("municipal_consultant", "board", "head_of_department"):
        assert (
            post(
                clients[role], "plans_review_conclude", school, plan.uuid, review.uuid, sure="yes"
            ).status_code
            == 403
        )
    post(lead, "plans_review_conclude", school, plan.uuid, review.uuid)
    review.refresh_from_db()
    assert review.concluded_on is None
    post(lead, "plans_review_conclude", school, plan.uuid, review.uuid, sure="yes")
    # What comes later changes nothing of it: neither the partner's state, nor a form, nor a removal.
    Commitment.objects.filter(pk=own.pk).update(state="done", text="Noget andet")
    told = page(clients["board"], "plans_review", school, plan.uuid, review.uuid)
    assert "Fast ugedag" in told and "Noget andet" not in told and "Drøftes, LUU, september" in told
    before = OldText.objects.count()
    sent = {"was-done": "x", "done": "Smuglet ind"}
    for sort, part in (("review_theme", theme), ("review", review)):
        where = reverse("plans_part", args=[school.uuid, plan.uuid, sort, part.uuid])
        assert lead.post(where, {**sent, "was-summary": "x", "summary": "Smuglet ind"}).status_code == 400
    post(lead, "plans_remove", school, plan.uuid, "review", review.uuid, sure="yes")
    assert Review.objects.filter(pk=review.pk).exists() and OldText.objects.count() == before
    book = lead.get(reverse("plans_review", args=[school.uuid, plan.uuid, review.uuid]), {"excel": "1"})
    assert book["Content-Type"].endswith("sheet")
    # The plan's file holds it, reads the same, and makes the same plan elsewhere.
    text = page(lead, "plans_yaml", school, plan.uuid)
    value = read_plan(text).plan
    assert value is not None
    (kept,) = value.reviews
    assert (kept.title, str(kept.day), kept.themes[0].status) == ("Midtvejs", "2026-05-04", "attention")
    assert kept.themes[0].figures[0].key == "entrants" and kept.concluded_on is not None
    again = take_in(by=None, organisation=school, plan=value)
    assert read_plan(write_plan(queries.plan_value(school, again.uuid))).plan.reviews == value.reviews


def test_two_reviews_are_compared_theme_by_theme(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    lead = clients["quality_lead"]
    for title, day, status in (("Første", "2025-05-04", "behind"), ("Anden", "2026-05-04", "on_track")):
        review = begun(lead, school, plan, title, day)
        assessed(lead, school, plan, review, "2.b", status=status)
        post(lead, "plans_review_conclude", school, plan.uuid, review.uuid, sure="yes")
    told = page(clients["board"], "plans_reviews", school, plan.uuid)
    row = told.split("2.b ")[1].split("</tr>")[0]
    assert row.index("Bagud") < row.index("På sporet")
    assert "ikke vurderet" in told


def test_a_review_under_way_is_removed_and_put_back(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    lead = clients["quality_lead"]
    review = begun(lead, school, plan)
    assessed(lead, school, plan, review, "1.a", done="Skrevet")
    post(lead, "plans_remove", school, plan.uuid, "review", review.uuid, sure="yes")
    told = page(lead, "plans_reviews", school, plan.uuid)
    assert not Review.objects.exists()
    post(lead, "plans_undo", school, removed=told.split('name="removed" value="')[1].split('"')[0])
    assert Review.objects.get().themes.get(goal__label="1.a").done == "Skrevet"


def test_a_review_needs_a_title_and_a_day_and_an_open_plan(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    lead = clients["quality_lead"]
    for said in (
        {"title": "", "day": "2026-05-04"},
        {"title": "X", "day": ""},
        {"title": "X", "day": "i morgen"},
    ):
        post(lead, "plans_review_begin", school, plan.uuid, **said)
    Plan.objects.filter(pk=plan.pk).update(state="closed")
    post(lead, "plans_review_begin", school, plan.uuid, title="X", day="2026-05-04")
    assert post(clients["counsellor"], "plans_review_begin", school, plan.uuid).status_code == 403
    assert not Review.objects.exists()
