"""Small changes in place: state, dates ticked off, parts, the person responsible; and who may make them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from pejling.base.audit.models import Entry
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Action, Goal, Milestone, Plan, SubAction
from pejling.quality.plans.record_models import OldText
from tests.integration.web.reading_forms import form_of
from tests.integration.web.worked_plan import worked_plan


@pytest.fixture
def plan(school: Organisation) -> Plan:
    return worked_plan(school)


def act(title: str = "Sent") -> Action:
    return Action.objects.get(title=title)


def post(client: Client, name: str, school: Organisation, *arguments: Any, **data: str) -> int:
    return client.post(reverse(name, args=[school.uuid, *arguments]), data).status_code


def undo(client: Client, text: str) -> None:
    """Press the undo that the page offers."""
    offer = text.split('class="pj-offer"')[1].split("</form>")[0]
    address = offer.split('action="')[1].split('"')[0]
    fields = dict(
        piece.split('" value="')
        for piece in (p.split('">')[0] for p in offer.split('type="hidden" name="')[1:])
    )
    assert client.post(address, fields).status_code == 302


def on_page(client: Client, school: Organisation, plan: Plan, action: Action) -> str:
    answer = client.get(reverse("plans_action", args=[school.uuid, plan.uuid, action.uuid]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_state_is_changed_and_taken_back(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    lead, action = clients["quality_lead"], act()
    form = form_of(on_page(lead, school, plan, action), "pj-inline-form")
    assert form["state"] == "running"
    assert post(lead, "plans_state", school, plan.uuid, action.uuid, **{**form, "state": "done"}) == 302
    assert act().state == "done"
    assert OldText.objects.get(subject=action.uuid).text == "running"
    undo(lead, on_page(lead, school, plan, action))
    assert act().state == "running"
    # Offered once only.
    on_page(lead, school, plan, action)
    assert 'class="alert alert-success"' not in on_page(lead, school, plan, action)


def test_two_give_different_states(school: Organisation, clients: dict[str, Client], plan: Plan) -> None:
    lead, action = clients["quality_lead"], act()
    for state in ("done", "paused"):
        assert post(lead, "plans_state", school, plan.uuid, action.uuid, state=state, was="running") == 302
    assert act().state == "done"
    assert "imens" in on_page(lead, school, plan, action)
    assert post(lead, "plans_state", school, plan.uuid, action.uuid, state="nonsense", was="done") == 302
    assert act().state == "done"


def test_a_date_is_ticked_off_and_taken_back(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    lead, stone = clients["quality_lead"], Milestone.objects.get(title="Møde")
    assert post(lead, "plans_stone", school, plan.uuid, stone.uuid, done="yes") == 302
    stone.refresh_from_db()
    assert stone.done_on is not None
    assert Entry.objects.filter(verb="tick_milestone").count() == 1
    assert "Møde" in OldText.objects.get(field="schedule").text
    undo(lead, on_page(lead, school, plan, act()))
    stone.refresh_from_db()
    assert stone.done_on is None


def test_a_part_gets_another_state(school: Organisation, clients: dict[str, Client], plan: Plan) -> None:
    lead, action = clients["quality_lead"], act()
    part = SubAction.objects.create(organisation=school, action=action, title="Indkald")
    other = SubAction.objects.create(organisation=school, action=act("Snart"), title="En anden")
    assert (
        post(lead, "plans_sub_action", school, plan.uuid, action.uuid, part=str(part.pk), state="done") == 302
    )
    part.refresh_from_db()
    assert part.state == "done"
    for wrong in (str(other.pk), "x", "9" * 30):
        assert post(lead, "plans_sub_action", school, plan.uuid, action.uuid, part=wrong, state="done") == 404


@pytest.mark.parametrize(("state", "ticked"), [("adopted", True), ("evaluated", False), ("closed", False)])
def test_the_plans_state_decides(
    state: str, ticked: bool, school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    Plan.objects.filter(pk=plan.pk).update(state=state, adopted_on=plan.period_from)
    lead, stone = clients["quality_lead"], Milestone.objects.get(title="Møde")
    post(lead, "plans_stone", school, plan.uuid, stone.uuid, done="yes")
    post(lead, "plans_state", school, plan.uuid, act().uuid, state="paused", was="running")
    stone.refresh_from_db()
    assert (stone.done_on is not None, act().state == "paused") == (ticked, ticked)


def test_who_may(school: Organisation, clients: dict[str, Client], plan: Plan, made: Any) -> None:
    """Whoever edits plans, and whoever is responsible; nobody else who can read the plan."""
    Plan.objects.filter(pk=plan.pk).update(state="adopted", adopted_on=plan.period_from)
    stone, action = Milestone.objects.get(title="Møde"), act()
    ways: list[tuple[str, tuple[Any, ...], dict[str, str]]] = [
        ("plans_stone", (plan.uuid, stone.uuid), {"done": "yes"}),
        ("plans_state", (plan.uuid, action.uuid), {"state": "paused", "was": "running"}),
    ]
    for name, arguments, data in ways:
        for role, status in (
            ("counsellor", 403),
            ("board", 403),
            ("municipal_consultant", 404),
            ("stranger", 404),
        ):
            assert post(clients[role], name, school, *arguments, **data) == status, (name, role)
    Action.objects.filter(pk=action.pk).update(owner_user=made.readers["counsellor"])
    assert "Markér som gjort" in on_page(clients["counsellor"], school, plan, action)
    assert "Markér som gjort" not in on_page(clients["board"], school, plan, action)
    for name, arguments, data in ways:
        assert post(clients["counsellor"], name, school, *arguments, **data) == 302
    assert act().state == "paused"
    # Only that action: its neighbour isn't theirs, and its words stay the editors'.
    assert (
        post(clients["counsellor"], "plans_state", school, plan.uuid, act("Snart").uuid, state="done") == 403
    )
    assert post(clients["counsellor"], "plans_part", school, plan.uuid, "action", action.uuid) == 403


def test_the_person_responsible_is_chosen_in_the_form(
    school: Organisation, clients: dict[str, Client], plan: Plan, made: Any
) -> None:
    lead, action = clients["quality_lead"], act("Snart")
    where = reverse("plans_part", args=[school.uuid, plan.uuid, "action", action.uuid])
    counsellor, head = made.readers["counsellor"], made.readers["head"]

    def choose(user: Any, **more: str) -> Any:
        form = form_of(lead.get(where).content.decode(), "pj-part-form")
        return lead.post(where, {**form, "owner_user": str(user.uuid) if user else "", **more})

    assert choose(counsellor).status_code == 302
    action.refresh_from_db()
    # No words were there: the person's name is what the plan says.
    assert (action.owner_user, action.owner) == (counsellor, "counsellor")
    choose(head)
    action.refresh_from_db()
    assert (action.owner_user, action.owner) == (head, "head")
    choose(head, owner="Skolens ledelse")
    choose(counsellor)
    action.refresh_from_db()
    assert (action.owner_user, action.owner) == (counsellor, "Skolens ledelse")
    told = lead.get(
        reverse("plans_history", args=[school.uuid, plan.uuid, "action", action.uuid])
    ).content.decode()
    assert str(head.uuid) not in told and "head" in told
    # Another school's people, and those who see no plans, can't be responsible.
    for wrong in (made.readers["empty head"], made.readers["training_supervisor"]):
        assert choose(wrong).status_code == 422
    choose(None)
    action.refresh_from_db()
    assert (action.owner_user, action.owner) == (None, "Skolens ledelse")


def test_an_addendum_that_is_refused_comes_back(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    lead, where = (
        clients["quality_lead"],
        reverse("plans_addendum", args=[school.uuid, plan.uuid, act().uuid]),
    )
    written = "Ring til 010203-1234\nog skriv så"
    answer = lead.post(where, {"text": written})
    assert answer.status_code == 422
    assert f">\n{written}</textarea>" in answer.content.decode()
    assert 'id="addendum-text-error"' in answer.content.decode()
    # The plan was closed while it was written: there is no field any more, but the words are there.
    Plan.objects.filter(pk=plan.pk).update(state="closed", adopted_on=plan.period_from)
    answer = lead.post(where, {"text": "Kom til i marts"})
    assert answer.status_code == 409
    assert "Kom til i marts" in answer.content.decode()
    assert not act().addenda.exists()


def test_the_heading_of_a_form_is_the_kinds_own_word(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    """A strategy has guideposts, themes below them, and local actions (pejling/catalogue/plan_kinds)."""
    top = plan.goals.get(title="Et mål")
    theme = Goal.objects.create(organisation=school, plan=plan, parent=top, title="Et tema")
    for sort, part, heading in (
        ("goal", top, "Pejlemærke: ret"), ("goal", theme, "Tema: ret"), ("action", act(), "Lokal indsats: ret"),
    ):  # fmt: skip
        where = reverse("plans_part", args=[school.uuid, plan.uuid, sort, part.uuid])
        assert f">{heading}</h2>" in clients["quality_lead"].get(where).content.decode()


def test_the_history_tells_states_and_days_as_readers_write_them(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    lead, action = clients["quality_lead"], act()
    part = SubAction.objects.create(
        organisation=school, action=action, title="Indkald", when="uge 38", state="paused"
    )
    post(lead, "plans_state", school, plan.uuid, action.uuid, state="done", was="running")
    post(lead, "plans_sub_action", school, plan.uuid, action.uuid, part=str(part.pk), state="stopped")
    where = reverse("plans_part", args=[school.uuid, plan.uuid, "plan", plan.uuid])
    form = form_of(lead.get(where).content.decode(), "pj-part-form")
    assert lead.post(where, {**form, "period_from": "2025-03-04"}).status_code == 302
    told = lead.get(reverse("plans_history", args=[school.uuid, plan.uuid, "action", action.uuid]))
    text = strip_tags(told.content.decode())
    assert "Indkald – Sat på pauseStoppet – uge 38" in text and "I gangUdført" in text
    assert not {"paused", "stopped", "running"} & set(re.findall(r"\w+", text))
    told = lead.get(reverse("plans_history", args=[school.uuid, plan.uuid, "plan", plan.uuid]))
    text = strip_tags(told.content.decode())
    assert "4.3.2025" in text and "2025-03-04" not in text


def test_an_action_is_copied_from_its_page(
    school: Organisation, clients: dict[str, Client], plan: Plan, made: Any
) -> None:
    lead, action, goal = clients["quality_lead"], act(), plan.goals.get(title="Et andet")
    Action.objects.filter(pk=action.pk).update(owner_user=made.readers["head"])
    SubAction.objects.create(organisation=school, action=action, title="Indkald", state="done")
    where = reverse("plans_action_copy", args=[school.uuid, plan.uuid, action.uuid])
    assert where in on_page(lead, school, plan, action)
    assert "Et andet" in lead.get(where).content.decode()
    before = Action.objects.count()  # a place that isn't there: asked again, nothing made
    answer = lead.post(where, {"goal": "nonsense"}, follow=True)
    assert "Vælg, hvor kopien skal stå." in answer.content.decode()
    assert Action.objects.count() == before
    answer = lead.post(where, {"goal": str(goal.uuid)})
    copy = goal.placings.get(action__title="Sent").action
    assert answer["Location"] == reverse("plans_action", args=[school.uuid, plan.uuid, copy.uuid])
    # Its words, parts and person; not its state and dates.
    assert (copy.pk != action.pk, copy.state, copy.owner_user, copy.owner) == (
        True, "planned", made.readers["head"], "Hanne Bo",
    )  # fmt: skip
    assert [(one.title, one.state) for one in copy.sub_actions.all()] == [("Indkald", "planned")]
    assert not copy.schedule.exists()
    assert clients["counsellor"].get(where).status_code == 403
    Plan.objects.filter(pk=plan.pk).update(state="adopted", adopted_on=plan.period_from)
    assert "Et andet" not in lead.get(where).content.decode().split('class="pj-lead"')[1]


def test_where_a_copy_goes_is_chosen_from_each_plan_as_its_tree_stands(
    school: Organisation, clients: dict[str, Client], plan: Plan
) -> None:
    """Two plans are called the same; in one a goal of its own stands between another and what is below that."""
    dates = {"period_from": date(2027, 1, 1), "period_to": date(2027, 12, 31)}
    same = Plan.objects.create(organisation=school, kind=plan.kind, title=plan.title, **dates)
    first = Goal.objects.create(organisation=school, plan=same, title="Øverst", position=0)
    Goal.objects.create(organisation=school, plan=same, title="Nederst", position=1)
    for place, title in enumerate(("Under det øverste", "Også under det")):
        Goal.objects.create(organisation=school, plan=same, title=title, position=place, parent=first)
    where = reverse("plans_action_copy", args=[school.uuid, plan.uuid, act().uuid])
    groups = dict(clients["quality_lead"].get(where).context["by_plan"])
    assert [goal.title for goal in groups[f"{plan.title} (2027)"]] == [
        "Øverst", "Under det øverste", "Også under det", "Nederst",
    ]  # fmt: skip
    assert len(groups) == 2
