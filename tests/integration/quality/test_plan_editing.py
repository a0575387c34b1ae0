"""Changing plans: what two people write at once, what a field said before, and what a state lets be changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pejling.analysis.strict_fields import FieldError
from pejling.base.accounts import actions as accounts
from pejling.base.accounts.models import User
from pejling.base.audit.models import Entry
from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.changeable import field_of, read, written
from pejling.quality.plans.editing import Frozen, Stale, began_with, bring_back, change, part_of
from pejling.quality.plans.models import Action, Goal, Placing, Plan
from pejling.quality.plans.record_models import OldText

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> Organisation:
    return organisations.found(by=None, name="Planskolen")


@pytest.fixture
def karen(school: Organisation) -> User:
    return accounts.add_user(by=None, email="karen@skole.example", name="Karen")


@pytest.fixture
def plan(school: Organisation) -> Plan:
    return a_plan(school)


def a_plan(school: Organisation, **more: Any) -> Plan:
    said = {"title": "Kontrakt", "period_from": date(2026, 1, 1), "period_to": date(2026, 12, 31)}
    return Plan.objects.create(organisation=school, kind="results_contract", **{**said, **more})


def a_goal(plan: Plan, **more: Any) -> Goal:
    said = {"title": "Færre falder fra", "description": "Gammel tekst"}
    return Goal.objects.create(organisation=plan.organisation, plan=plan, **{**said, **more})


def save(
    part: Any, sort: str, plan: Plan, was: dict[str, str] | None = None, by: Any = None, **given: Any
) -> Any:
    here = was if was is not None else began_with(sort, part)
    return change(
        by=by, organisation=plan.organisation, plan=plan, sort=sort, part=part, given=given, was=here
    )


def test_a_change_keeps_what_was_said_before(plan: Plan, karen: User) -> None:
    goal = a_goal(plan)
    done = save(goal, "goal", plan, by=karen, description="Ny tekst", title=goal.title)
    goal.refresh_from_db()
    assert (goal.description, goal.revision, done.fields) == ("Ny tekst", 2, ("description",))
    old = OldText.objects.get(subject=goal.uuid)
    assert (old.kind, old.field, old.text, old.by) == ("Goal", "description", "Gammel tekst", karen.uuid)
    entry = Entry.objects.get(verb="change_plan")
    assert (entry.fields, entry.subject) == (["description"], str(goal.uuid))


def test_what_only_one_of_two_changed_is_kept_from_that_one(plan: Plan) -> None:
    goal = a_goal(plan)
    began = began_with("goal", goal)
    save(goal, "goal", plan, began, title="Færre falder fra", description="Hannes tekst")
    done = save(goal, "goal", plan, began, title="Flere bliver", description="Gammel tekst")
    goal.refresh_from_db()
    assert (goal.title, goal.description) == ("Flere bliver", "Hannes tekst")
    assert (done.fields, done.merged) == (("title",), ("description",))


def test_where_both_changed_the_same_nothing_is_saved_and_both_are_known(plan: Plan) -> None:
    goal = a_goal(plan)
    began = began_with("goal", goal)
    save(goal, "goal", plan, began, title=goal.title, description="Hannes tekst")
    with pytest.raises(Stale) as told:
        save(goal, "goal", plan, began, title="Flere bliver", description="Karens tekst")
    goal.refresh_from_db()
    assert told.value.theirs == {"description": "Hannes tekst"}
    assert (goal.title, goal.description) == ("Færre falder fra", "Hannes tekst")
    # Karen has seen Hanne's text, and puts them together: Hanne's own is kept as an old text.
    save(goal, "goal", plan, began_with("goal", goal), description="Begges tekst")
    texts = OldText.objects.filter(subject=goal.uuid, field="description").values_list("text", flat=True)
    assert sorted(texts) == ["Gammel tekst", "Hannes tekst"]


def test_the_same_text_twice_is_no_change(plan: Plan) -> None:
    goal = a_goal(plan)
    save(goal, "goal", plan, description="Gammel tekst")
    goal.refresh_from_db()
    assert goal.revision == 1
    assert not OldText.objects.exists()


def test_a_text_is_brought_back_and_the_one_it_replaces_is_kept(plan: Plan) -> None:
    goal = a_goal(plan, weight=Decimal("27.5"))
    save(goal, "goal", plan, weight=Decimal(30))
    goal.refresh_from_db()
    old = OldText.objects.get()
    assert old.text == "27,5"
    bring_back(by=None, organisation=plan.organisation, plan=plan, sort="goal", part=goal, old=old)
    goal.refresh_from_db()
    assert goal.weight == Decimal("27.5")
    assert set(OldText.objects.values_list("text", flat=True)) == {"27,5", "30"}


@pytest.mark.parametrize(
    ("state", "sort", "field", "value", "allowed"),
    [
        ("draft", "goal", "title", "Andet", True),
        ("hearing", "goal", "title", "Andet", True),
        ("adopted", "goal", "title", "Andet", False),
        ("adopted", "goal", "result", Decimal(10), True),
        ("evaluated", "goal", "result", Decimal(10), True),
        ("closed", "goal", "result", Decimal(10), False),
        ("adopted", "action", "state", "running", True),
        ("adopted", "action", "description", "Andet", False),
        ("evaluated", "action", "state", "running", False),
    ],
)
def test_what_each_state_lets_be_changed(
    state: str, sort: str, field: str, value: Any, allowed: bool, school: Organisation
) -> None:
    """As docs/plans.md says: an adopted plan keeps its words, an evaluated one takes results only."""
    plan = a_plan(school, state=state, adopted_on=None if state in ("draft", "hearing") else date(2026, 1, 5))
    goal = a_goal(plan, weight=Decimal(30))
    action = Action.objects.create(organisation=school, title="Mentor")
    Placing.objects.create(organisation=school, goal=goal, action=action)
    part = goal if sort == "goal" else action
    if allowed:
        save(part, sort, plan, **{field: value})
        part.refresh_from_db()
        assert getattr(part, field) == value
        return
    with pytest.raises(Frozen):
        save(part, sort, plan, **{field: value})
    part.refresh_from_db()
    assert getattr(part, field) != value


def test_an_actions_words_are_those_of_every_plan_it_serves(school: Organisation) -> None:
    draft = a_plan(school)
    adopted = a_plan(school, title="Vedtaget", state="adopted", adopted_on=date(2026, 1, 5))
    action = Action.objects.create(organisation=school, title="Mentor")
    for plan in (draft, adopted):
        Placing.objects.create(organisation=school, goal=a_goal(plan), action=action)
    with pytest.raises(Frozen):
        save(action, "action", draft, title="Andet")
    save(action, "action", draft, state="running")
    action.refresh_from_db()
    assert (action.title, action.state) == ("Mentor", "running")


def test_rows_keep_their_identity(plan: Plan) -> None:
    action = Action.objects.create(organisation=plan.organisation, title="Mentor")
    Placing.objects.create(organisation=plan.organisation, goal=a_goal(plan), action=action)
    schedule = field_of("action", "schedule")
    save(
        action, "action", plan, schedule=read("action", schedule, [{"title": "Start", "when": "uge 38"}, {}])
    )
    first = action.schedule.get()
    action.refresh_from_db()
    rows = [{"title": "Før", "when": "forår"}, {"id": str(first.pk), "title": "Start", "done_on": "9.8.2026"}]
    save(action, "action", plan, schedule=read("action", schedule, rows))
    assert [(one.title, one.when, one.done_on) for one in action.schedule.all()] == [
        ("Før", "forår", None),
        ("Start", "", date(2026, 8, 9)),
    ]
    assert action.schedule.get(title="Start").uuid == first.uuid
    assert OldText.objects.filter(field="schedule").first().text == "Start – uge 38"


def test_what_is_for_one_is_internal(plan: Plan) -> None:
    action = Action.objects.create(organisation=plan.organisation, title="Mentor")
    Placing.objects.create(organisation=plan.organisation, goal=a_goal(plan), action=action)
    save(action, "action", plan, reach="one", internal=False)
    action.refresh_from_db()
    assert action.internal


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"weight": Decimal(0)}, "weight_not_positive"),
        ({"result": Decimal(5)}, "result_without_weight"),
        ({"weight": Decimal(5), "result": Decimal(6)}, "result_out_of_range"),
    ],
)
def test_numbers_that_do_not_go_together_are_refused(given: dict[str, Any], code: str, plan: Plan) -> None:
    goal = a_goal(plan)
    with pytest.raises(FieldError) as told:
        save(goal, "goal", plan, **given)
    assert told.value.code == code
    goal.refresh_from_db()
    assert (goal.weight, goal.result) == (None, None)


@pytest.mark.parametrize(
    ("sort", "name", "text", "value"),
    [
        ("goal", "weight", "2,5", Decimal("2.5")),
        ("board", "payout", "62,75 %", Decimal("62.75")),
        ("goal", "weight", " 1 000 ", Decimal(1000)),
        ("plan", "period_to", "31.12.2026", date(2026, 12, 31)),
        ("plan", "period_to", "2026-12-31", date(2026, 12, 31)),
        ("action", "involved", "Elever\r\n\r\n Team  A ", ["Elever", "Team A"]),
        ("goal", "title", " To\nlinjer ", "To linjer"),
    ],
)
def test_what_is_written_is_read(sort: str, name: str, text: str, value: Any) -> None:
    field = field_of(sort, name)
    assert read(sort, field, text) == value
    assert read(sort, field, written(field, value)) == value


@pytest.mark.parametrize(
    ("sort", "name", "text", "code"),
    [
        ("goal", "weight", "30%", "not_a_decimal"),
        ("goal", "weight", "NaN", "not_a_decimal"),
        ("goal", "weight", "1.200", "thousands_or_decimal"),
        ("goal", "weight", "0,0000001", "too_many_digits"),
        ("goal", "title", "  ", "empty"),
        ("goal", "title", "x" * 501, "too_long"),
        ("plan", "period_to", "31.2.2026", "not_a_date"),
        ("action", "state", "begyndt", "unknown_value"),
    ],
)
def test_what_cannot_be_read_says_why(sort: str, name: str, text: str, code: str) -> None:
    with pytest.raises(FieldError) as told:
        read(sort, field_of(sort, name), text)
    assert told.value.code == code


def test_a_part_of_another_plan_is_not_here(school: Organisation, plan: Plan) -> None:
    goal = a_goal(a_plan(school, title="Anden"))
    with pytest.raises(Goal.DoesNotExist):
        part_of(plan, "goal", goal.uuid)


def test_a_partner_is_the_schools_municipality_and_stays_while_it_has_a_part(plan: Plan) -> None:
    school = plan.organisation
    organisations.add_parts(by=None, school=school, kind="municipality", names=["Elmose"])
    field = field_of("plan", "partners")
    save(plan, "plan", plan, partners=read("plan", field, [{"name": "Elmose Kommune"}, {"name": "Skolen"}]))
    elmose, own = plan.partners.all()
    assert (elmose.part.name, own.part) == ("Elmose", None)
    goal = a_goal(plan)
    goal.commitments.create(organisation=school, partner=elmose, text="Vi gør noget")
    plan.refresh_from_db()
    only_own = read("plan", field, [{"id": str(own.pk), "name": "Skolen"}])
    with pytest.raises(FieldError, match="partner_has_part"):
        save(plan, "plan", plan, partners=only_own)
    assert plan.partners.count() == 2
    with pytest.raises(FieldError, match="repeated"):
        read("plan", field, [{"name": "Skolen"}, {"name": "Skolen"}])
