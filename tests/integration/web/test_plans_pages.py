"""The plans' pages: who sees which plan, what a page says, and a plan's file in and out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from pejling.analysis.plans.plan_file import read_plan
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.actions import take_in
from pejling.quality.plans.models import Action, Placing, Plan
from pejling.quality.plans.record_models import OldText
from tests.integration.web.reading_forms import form_of

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def example(name: str) -> str:
    return (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")


def taken_in(school: Organisation, name: str) -> Plan:
    value = read_plan(example(name)).plan
    assert value is not None
    return take_in(by=None, organisation=school, plan=value)


def adopt(plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(state="adopted", adopted_on=plan.period_from)


def page(client: Client, name: str, school: Organisation, *arguments: Any, status: int = 200) -> str:
    answer = client.get(reverse(name, args=[school.uuid, *arguments]))
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def send(client: Client, school: Organisation, content: bytes) -> Any:
    file = SimpleUploadedFile("plan.yaml", content)
    return client.post(reverse("plans_read", args=[school.uuid]), {"file": file})


def test_a_file_becomes_a_draft_and_comes_out_the_same(
    school: Organisation, clients: dict[str, Client]
) -> None:
    lead = clients["quality_lead"]
    answer = send(lead, school, example("results_contract_2021").encode())
    made = Plan.objects.get(organisation=school)
    assert answer["Location"] == reverse("plans_one", args=[school.uuid, made.uuid])
    assert made.state == "draft"
    text = page(lead, "plans_one", school, made.uuid)
    # The source gives the weight and result of goal 2 as 28 and 15; commas are how Danes write decimals.
    value = read_plan(example("results_contract_2021")).plan
    assert value is not None
    for goal in value.goals:
        assert goal.title in text.replace("&#x27;", "'").replace("&quot;", '"')
    file = lead.get(reverse("plans_yaml", args=[school.uuid, made.uuid]))
    assert file["Content-Type"].startswith("application/yaml")
    again = read_plan(file.content.decode()).plan
    assert again is not None
    assert [(g.title, g.weight, g.result) for g in again.walk()] == [
        (g.title, g.weight, g.result) for g in value.walk()
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "tom"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"format: 99\nkind: strategy\n", "nyere"),
        (b"format: 1\nkind: strategi\ntitle: X\norganisation: Y\nperiod: {from: 2024-01-01, to: 2024-02-01}\n",
         "strategy"),
        (b"format: 1\nkind: strategy\ntitle: " + b"x" * 301 + b"\norganisation: Y\n"
         b"period: {from: 2024-01-01, to: 2024-02-01}\n", "301"),
        (b"format: 1\nkind: strategy\ntitle: Om 010203-1234\norganisation: Y\n"
         b"period: {from: 2024-01-01, to: 2024-02-01}\n", "CPR"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_plan_is_refused_with_words_and_nothing_is_kept(
    content: bytes, said: str, school: Organisation, clients: dict[str, Client]
) -> None:
    answer = send(clients["quality_lead"], school, content)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert said in text
    assert "010203-1234" not in text
    assert not Plan.objects.exists()


def test_who_sees_which_plan(school: Organisation, clients: dict[str, Client]) -> None:
    """Elmose is the municipality that the consultant is held to (conftest); it is no partner in the first plan."""
    plan = taken_in(school, "self_evaluation_2021")
    for role in ("quality_lead", "counsellor", "administrator"):
        assert plan.title in page(clients[role], "plans", school)
        page(clients[role], "plans_one", school, plan.uuid)
    for role in ("board", "luu", "region", "municipal_consultant", "team_leader"):
        assert plan.title not in page(clients[role], "plans", school)
        page(clients[role], "plans_one", school, plan.uuid, status=404)
        page(clients[role], "plans_yaml", school, plan.uuid, status=404)
    adopt(plan)
    for role in ("board", "luu", "region"):
        page(clients[role], "plans_one", school, plan.uuid)
    page(clients["municipal_consultant"], "plans_one", school, plan.uuid, status=404)
    plan.partners.create(organisation=school, name="Kommunen", part=school.parts.get(kind="municipality"))
    page(clients["municipal_consultant"], "plans_one", school, plan.uuid)


def test_what_is_internal_stays_inside(school: Organisation, clients: dict[str, Client]) -> None:
    plan = taken_in(school, "self_evaluation_2021")
    adopt(plan)
    hidden = Action.objects.filter(organisation=school).first()
    Action.objects.filter(pk=hidden.pk).update(internal=True, title="Kun for huset")
    for role, seen in (("counsellor", True), ("board", False)):
        for name in ("plans_one", "plans_yaml"):
            assert ("Kun for huset" in page(clients[role], name, school, plan.uuid)) is seen, (role, name)


def test_script_in_a_plan_is_text(school: Organisation, clients: dict[str, Client]) -> None:
    plan = taken_in(school, "self_evaluation_2021")
    Action.objects.filter(organisation=school).update(description="<script>alert(1)</script>")
    text = page(clients["quality_lead"], "plans_one", school, plan.uuid)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_the_number_of_queries_is_the_same_for_a_small_plan_and_a_large(
    school: Organisation, clients: dict[str, Client], django_assert_max_num_queries: Any
) -> None:
    for name in ("training_programme_2023", "results_contract_2021", "strategy_2024_2028"):
        plan = taken_in(school, name)
        with django_assert_max_num_queries(26):
            page(clients["quality_lead"], "plans_one", school, plan.uuid)
    with django_assert_max_num_queries(14):
        page(clients["quality_lead"], "plans", school)


def test_a_form_sent_as_it_is_changes_nothing(school: Organisation, clients: dict[str, Client]) -> None:
    plan = taken_in(school, "results_contract_2021")
    lead, goal = clients["quality_lead"], plan.goals.first()
    action = goal.placings.first().action if goal.placings.first() else Action.objects.first()
    for sort, part in (("plan", plan), ("goal", goal), ("action", action)):
        where = reverse("plans_part", args=[school.uuid, plan.uuid, sort, part.uuid])
        answer = lead.post(where, form_of(lead.get(where).content.decode(), "pj-part-form"))
        assert answer.status_code == 302, (sort, answer.content.decode()[:3000])
    assert not OldText.objects.exists()


def test_two_write_in_the_same_field_and_both_texts_are_shown(
    school: Organisation, clients: dict[str, Client]
) -> None:
    plan = taken_in(school, "self_evaluation_2021")
    goal = plan.goals.first()
    where = reverse("plans_part", args=[school.uuid, plan.uuid, "goal", goal.uuid])
    lead, head = clients["quality_lead"], clients["head"]
    mine, theirs = (form_of(one.get(where).content.decode(), "pj-part-form") for one in (lead, head))
    assert head.post(where, {**theirs, "reason": "Hovedets begrundelse"}).status_code == 302
    answer = lead.post(where, {**mine, "reason": "Kvalitetens begrundelse"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Hovedets begrundelse" in text and "Kvalitetens begrundelse" in text
    goal.refresh_from_db()
    assert goal.reason == "Hovedets begrundelse"
    # Both together, saved with the form that showed them.
    together = {**form_of(text, "pj-part-form"), "reason": "Begges begrundelse"}
    assert lead.post(where, together).status_code == 302
    goal.refresh_from_db()
    assert goal.reason == "Begges begrundelse"
    told = page(lead, "plans_history", school, plan.uuid, "goal", goal.uuid)
    assert "<del>Hovedets</del>" in told and "head" in told


def test_what_is_wrong_in_a_form_is_said_and_what_was_written_stays(
    school: Organisation, clients: dict[str, Client]
) -> None:
    plan = taken_in(school, "results_contract_2021")
    goal = plan.goals.first()
    where = reverse("plans_part", args=[school.uuid, plan.uuid, "goal", goal.uuid])
    lead = clients["quality_lead"]
    begun = form_of(lead.get(where).content.decode(), "pj-part-form")
    answer = lead.post(where, {**begun, "title": "", "weight": "30%", "reason": "Ring til 010203-1234"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "30%" in text and text.count("form-error-message") == 3
    goal.refresh_from_db()
    assert goal.title == begun["title"]


def test_a_text_is_brought_back_by_its_button(school: Organisation, clients: dict[str, Client]) -> None:
    plan = taken_in(school, "self_evaluation_2021")
    goal, lead = plan.goals.first(), clients["quality_lead"]
    where = reverse("plans_part", args=[school.uuid, plan.uuid, "goal", goal.uuid])
    lead.post(where, {**form_of(lead.get(where).content.decode(), "pj-part-form"), "title": "Et andet navn"})
    old = OldText.objects.get(field="title")
    back = reverse("plans_back", args=[school.uuid, plan.uuid, "goal", goal.uuid])
    assert lead.post(back, {"old": old.pk}).status_code == 302
    before = goal.title
    goal.refresh_from_db()
    assert goal.title == before
    assert lead.post(back, {"old": "9" * 30}).status_code == 302


def test_an_adopted_plan_offers_only_how_it_goes(school: Organisation, clients: dict[str, Client]) -> None:
    plan = taken_in(school, "results_contract_2021")
    adopt(plan)
    goal, lead = plan.goals.first(), clients["quality_lead"]
    where = reverse("plans_part", args=[school.uuid, plan.uuid, "goal", goal.uuid])
    form = form_of(lead.get(where).content.decode(), "pj-part-form")
    assert "result" in form and "title" not in form
    lead.post(where, {**form, "was-title": "x", "title": "Smuglet ind"})
    goal.refresh_from_db()
    assert goal.title != "Smuglet ind"


def test_an_actions_page(school: Organisation, clients: dict[str, Client]) -> None:
    plan = taken_in(school, "self_evaluation_2021")
    adopt(plan)
    action = Action.objects.filter(organisation=school).first()
    text = page(clients["board"], "plans_action", school, plan.uuid, action.uuid)
    assert action.title in text
    Action.objects.filter(pk=action.pk).update(internal=True)
    page(clients["board"], "plans_action", school, plan.uuid, action.uuid, status=404)
    page(clients["counsellor"], "plans_action", school, plan.uuid, action.uuid)


def post(client: Client, name: str, school: Organisation, *arguments: Any, **data: Any) -> Any:
    return client.post(reverse(name, args=[school.uuid, *arguments]), data)


def test_from_a_new_plan_to_an_adopted_one(school: Organisation, clients: dict[str, Client]) -> None:
    """As a quality lead goes about it: made, filled, found incomplete, the gaps accepted, adopted, compared."""
    lead = clients["quality_lead"]
    period = {"period_from": "2027-01-01", "period_to": "2027-12-31"}
    answer = post(lead, "plans_new", school, kind="strategy", title="Strategi 2027", **period)
    plan = Plan.objects.get(title="Strategi 2027")
    assert answer["Location"] == reverse("plans_one", args=[school.uuid, plan.uuid])
    post(lead, "plans_add", school, plan.uuid, sort="goal", title="God uddannelse")
    goal = plan.goals.get()
    post(lead, "plans_add", school, plan.uuid, sort="action", title="Mentorer", below=goal.uuid)
    told = page(lead, "plans_check", school, plan.uuid)
    # The kind asks for each goal's description (catalogue/plan_kinds/strategy.yaml), and links to its field.
    field = (
        f"{reverse('plans_part', args=[school.uuid, plan.uuid, 'goal', goal.uuid])}#{goal.uuid}-description"
    )
    assert field in told
    assert "not_said:goals[1].description" in told
    refused = page(lead, "plans_step", school, plan.uuid, "adopt")
    assert "skal dette rettes" in refused and 'name="sure"' not in refused
    assert (
        post(lead, "plans_step", school, plan.uuid, "adopt", sure="yes", on="2026-01-05").status_code == 409
    )
    gaps = ["not_said:goals[1].description", "not_said:goals[1].commitments"]
    post(lead, "plans_check", school, plan.uuid, gap=gaps, reason="Skrives senere")
    assert "Skrives senere" in page(lead, "plans_check", school, plan.uuid)
    assert (
        post(lead, "plans_step", school, plan.uuid, "adopt", sure="yes", on="2999-01-01").status_code == 400
    )
    assert (
        post(lead, "plans_step", school, plan.uuid, "adopt", sure="yes", on="2026-01-05").status_code == 302
    )
    plan.refresh_from_db()
    assert (plan.state, str(plan.adopted_on)) == ("adopted", "2026-01-05")
    assert "God uddannelse" in page(clients["board"], "plans_one", school, plan.uuid)
    assert "Der er ingen forskel" in page(lead, "plans_compare", school, plan.uuid)
    assert "God uddannelse" in page(lead, "plans_version", school, plan.uuid, 1)
    page(lead, "plans_version", school, plan.uuid, 2, status=404)


def test_who_may_adopt(school: Organisation, clients: dict[str, Client]) -> None:
    plan = taken_in(school, "self_evaluation_2021")
    for role, status in (
        ("head_of_department", 403),
        ("head", 200),
        ("quality_lead", 200),
        ("counsellor", 403),
    ):
        page(clients[role], "plans_step", school, plan.uuid, "adopt", status=status)
    assert post(clients["head_of_department"], "plans_check", school, plan.uuid).status_code == 403
    page(clients["head"], "plans_step", school, plan.uuid, "nonsense", status=404)


def test_next_years_plan_beside_this_years(school: Organisation, clients: dict[str, Client]) -> None:
    lead, plan = clients["quality_lead"], taken_in(school, "self_evaluation_2021")
    form = form_of(lead.get(reverse("plans_new", args=[school.uuid]), {"copy": plan.uuid}).content.decode(),
                   "pj-narrow-form")  # fmt: skip
    assert (form["period_from"], form["period_to"]) == ("2022-01-01", "2022-12-31")
    assert post(lead, "plans_new", school, **form).status_code == 302
    new = Plan.objects.get(revises=plan)
    goal = new.goals.first()
    where = reverse("plans_part", args=[school.uuid, new.uuid, "goal", goal.uuid])
    said = form_of(lead.get(where).content.decode(), "pj-part-form")
    lead.post(where, {**said, "reason": f"{said['reason']} Nyt ord."})
    told = page(lead, "plans_compare", school, new.uuid)
    assert "<ins>" in told and "Nyt ord." in told
    strange = lead.get(reverse("plans_compare", args=[school.uuid, new.uuid]), {"with": "nonsense"})
    assert strange.status_code == 400


def test_what_is_removed_is_put_back_by_its_button(school: Organisation, clients: dict[str, Client]) -> None:
    lead, plan = clients["quality_lead"], taken_in(school, "self_evaluation_2021")
    goal, number = plan.goals.first(), plan.goals.count()
    assert "sure" in page(lead, "plans_remove", school, plan.uuid, "goal", goal.uuid)
    assert plan.goals.count() == number
    post(lead, "plans_remove", school, plan.uuid, "goal", goal.uuid, sure="yes")
    assert plan.goals.count() < number
    told = page(lead, "plans_one", school, plan.uuid)
    removed = told.split('name="removed" value="')[1].split('"')[0]
    post(lead, "plans_undo", school, removed=removed)
    assert plan.goals.count() == number
    assert 'name="removed"' not in page(lead, "plans_one", school, plan.uuid)


def test_moving_and_placing(school: Organisation, clients: dict[str, Client]) -> None:
    lead, plan = clients["quality_lead"], taken_in(school, "self_evaluation_2021")
    other = taken_in(school, "strategy_2024_2028")
    first, second = plan.goals.filter(parent=None)[:2]
    post(lead, "plans_move", school, plan.uuid, "goal", first.uuid, way="down")
    assert [goal.pk for goal in plan.goals.filter(parent=None)[:2]] == [second.pk, first.pk]
    post(lead, "plans_move", school, plan.uuid, "goal", first.uuid, way="to", goal=first.uuid)
    first.refresh_from_db()
    assert first.parent is None
    assert post(lead, "plans_move", school, plan.uuid, "goal", first.uuid, way="to",
                goal=other.goals.first().uuid).status_code == 404  # fmt: skip
    action = Action.objects.filter(placings__goal__plan=plan).first()
    theme = other.goals.exclude(parent=None).first()
    assert action.title in page(lead, "plans_place", school, other.uuid, theme.uuid)
    post(lead, "plans_place", school, other.uuid, theme.uuid, action=action.uuid)
    assert action.placings.count() == 2
    told = page(lead, "plans_action", school, plan.uuid, action.uuid)
    assert plan.title in told and other.title in told
    # A link that is read aloud names the action, never a number of the database's.
    assert f'<span class="sr-only">: {escape(action.title)}</span>' in page(
        lead, "plans_one", school, other.uuid
    )
    post(lead, "plans_place", school, other.uuid, theme.uuid, action=action.uuid, way="copy")
    assert (action.placings.count(), theme.placings.count()) == (2, 2)


def test_an_addendum(school: Organisation, clients: dict[str, Client]) -> None:
    lead, plan = clients["quality_lead"], taken_in(school, "self_evaluation_2021")
    adopt(plan)
    action = Action.objects.filter(placings__goal__plan=plan).first()
    post(lead, "plans_addendum", school, plan.uuid, action.uuid, text="Kom til i marts")
    assert "Kom til i marts" in page(clients["board"], "plans_action", school, plan.uuid, action.uuid)


def test_pages_of_the_same_plan_take_a_fixed_number_of_queries(
    school: Organisation, clients: dict[str, Client], django_assert_max_num_queries: Any
) -> None:
    for name in ("training_programme_2023", "results_contract_2021", "strategy_2024_2028"):
        plan = taken_in(school, name)
        for where in ("plans_check", "plans_compare"):
            with django_assert_max_num_queries(44):
                page(clients["quality_lead"], where, school, plan.uuid)


def test_a_plan_of_eleven_hundred_actions(
    school: Organisation, clients: dict[str, Client], django_assert_max_num_queries: Any
) -> None:
    """More than SQLite takes in one expression; every action is there, and nothing of it is HTML."""
    plan = taken_in(school, "training_programme_2023")
    adopt(plan)
    goal = plan.goals.first()
    made = Action.objects.bulk_create(
        Action(
            organisation=school,
            title=f"<b>Stor indsats {n}</b>",
            owner="<i>Hanne</i>",
            internal=n == 7,
        )
        for n in range(1100)
    )
    Placing.objects.bulk_create(
        Placing(organisation=school, goal=goal, action=action, position=n, weight=Decimal("2.5"))
        for n, action in enumerate(made)
    )
    for day, said in (("2024-05-17", ""), ("2024-03-01", "stop"), ("2024-05-17", "adjust")):
        made[3].follow_ups.create(organisation=school, day=day, narrative="Set", decision=said)
    with django_assert_max_num_queries(27):
        text = page(clients["quality_lead"], "plans_one", school, plan.uuid)
    assert text.count("&lt;b&gt;Stor indsats") == 1100
    assert "<b>" not in text and "<i>" not in text
    assert "vægt 2,5" in text
    assert text.count("sidst fulgt op") == text.count("vægt 2,5 · sidst fulgt op 17.5.2024: justér") == 1
    outside = page(clients["board"], "plans_one", school, plan.uuid)
    assert outside.count("&lt;b&gt;Stor indsats") == 1099
    page(clients["quality_lead"], "plans_check", school, plan.uuid)
    file = clients["quality_lead"].get(reverse("plans_yaml", args=[school.uuid, plan.uuid]))
    assert file.content.decode().count("Stor indsats") == 1100
